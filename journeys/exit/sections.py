"""The sections of an exit document, and what each says as long as nobody has written it: drafted from the journey."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from journeys.exit import self_assessment, way
from journeys.exit.plan import plan
from journeys.exit.source import Source

LONGEST = 8_000
"""Characters of a section: five of them fill no more than a form may, in any alphabet."""

MORE = "\n\n(Mer finns i ärendet.)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """`required`: without it the document cannot be finished; the others are left out where they are empty."""

    id: str
    heading: str
    hint: str
    draft: Callable[[Source], str]
    required: bool = False


def _list(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


SECTIONS: Sequence[Section] = (
    Section(
        id="way",
        heading="Insatsen",
        hint="Tider, faser och avstämningar.",
        draft=lambda source: _list(way.way(source)),
    ),
    Section(
        id="activities",
        heading="Aktiviteter",
        hint="Vad deltagaren har varit med i.",
        draft=lambda source: _list(way.activities(source)),
    ),
    Section(id="plan", heading="Mål och planering", hint="Målen, och vad som har gjorts.", draft=plan),
    Section(
        id="assessment",
        heading="Självskattning",
        hint="Hur svaren har ändrats. Vad betyder det för deltagaren?",
        draft=self_assessment.in_words,
    ),
    Section(
        id="recommendation",
        heading="Rekommendation",
        hint="Vad som behövs härnäst, och vem som tar vid. Behövs för att dokumentet ska bli färdigt.",
        draft=lambda source: "\n\n".join(way.ending(source)),
        required=True,
    ),
)


def drafted(source: Source) -> dict[str, str]:
    """Every section as the journey tells it, no longer than it may be."""
    return {section.id: fitting(section.draft(source)) for section in SECTIONS}


def fitting(text: str) -> str:
    """The text, or as many of its lines as there is room for and a word that there are more."""
    return text if len(text) <= LONGEST else text[: LONGEST - len(MORE)].rpartition("\n")[0] + MORE
