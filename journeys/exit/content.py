"""What an exit document says: who it is about, the sections, and why it cannot be finished yet.

How to reach anybody, where they live and notes of the journey are never in it. Of a protected person there is neither
number, unit, association nor caseworker: who works with somebody tells where they are. Nor the reference: it begins
with letters of the unit.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from journeys.exit.drafts import Texts
from journeys.exit.sections import SECTIONS
from journeys.exit.source import Source, long_day
from journeys.papers.blocks import Block, blocks, breakable
from journeys.papers.press import printed, said, unprintable
from journeys.papers.sections import MARKING, TEMPLATE
from journeys.settings import STOCKHOLM
from journeys.storage.keys import Keys
from journeys.words import unit_text


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A section as it is read."""

    id: str
    heading: str
    blocks: Sequence[Block]


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Why it cannot be finished; `section` is where to mend it, empty where that is the referral."""

    section: str
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """All that it says but its number and day. `association` and `marking` are empty where they are not said."""

    title: str
    association: str
    programme: str
    marking: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Said]

    def mark(self, keys: Keys) -> str:
        """A keyed hash of what it says."""
        return keys.lookup(f"exit document {json.dumps(asdict(self))}")

    def laid(self, edition: int, at: datetime) -> bytes:
        """The PDF of an edition. Raises Unprintable."""
        return printed(TEMPLATE, self.told(edition, at), at=at)

    def told(self, edition: int, at: datetime) -> dict[str, Any]:
        """What the template is filled in with."""
        return asdict(self) | {"made": f"Utgåva {edition}, {long_day(at.astimezone(STOCKHOLM).date())}"}

    def problems(self, texts: Texts) -> list[Problem]:
        """What is missing, and what no font has; in the order it is read."""
        return [*self._about_facts(), *_about_sections(texts)]

    def _about_facts(self) -> Iterator[Problem]:
        for label, text in self.facts:
            if characters := unprintable(text):
                yield Problem(section="", sentence=f"{label}: {said(characters)} Rätta remissen.")


def content_of(source: Source, person: Mapping[str, Any], caseworker: str, texts: Texts) -> Content:
    """`person` is who the journey is about (`people.who`); `caseworker` is what they are called."""
    history, is_protected = source.case.history, person["protected"]
    name, unit = history.programme.name, unit_text(history.programme, history.unit)
    return Content(
        title=f"Avslutsdokument, {name}",
        association="" if is_protected else history.programme.association,
        programme=name if is_protected else unit if name in unit else f"{name}, {unit}",
        marking=MARKING if is_protected else "",
        facts=[(label, breakable(text)) for label, text in _facts(source, person, caseworker)],
        sections=[
            Said(id=section.id, heading=section.heading, blocks=found)
            for section in SECTIONS
            if (found := blocks(texts.get(section.id, "")))
        ],
    )


def _facts(source: Source, person: Mapping[str, Any], caseworker: str) -> Iterator[tuple[str, str]]:
    yield "Deltagare", f"{person['given_name']} {person['family_name']}"
    if not person["protected"]:
        yield from _who_and_by_whom(person, caseworker)
        yield "Ärende", source.case.dossier.reference


def _who_and_by_whom(person: Mapping[str, Any], caseworker: str) -> Iterator[tuple[str, str]]:
    if person["personnummer"]:
        yield "Personnummer", person["personnummer"]
    elif person["birth_date"]:
        yield "Född", long_day(person["birth_date"])
    if caseworker:
        yield "Handläggare", caseworker


def _about_sections(texts: Texts) -> Iterator[Problem]:
    for section in SECTIONS:
        text = texts.get(section.id, "")
        if section.required and not text:
            yield Problem(section=section.id, sentence=f"{section.heading}: fyll i.")
        if characters := unprintable(text):
            yield Problem(section=section.id, sentence=f"{section.heading}: {said(characters)} Byt ut det.")
