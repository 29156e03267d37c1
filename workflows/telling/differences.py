"""What two versions of a programme say differently, in plain Swedish (spec: counting.md "A change of version")."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from workflows.programme import Programme
from workflows.telling.consequences import consequences
from workflows.telling.describe import Section, sentences


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """Under one heading: the sentences that are gone, and those that are new."""

    heading: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


def differences(before: Programme, after: Programme) -> list[Difference]:
    """Where the two are told differently, in the order of the file; nothing where they say the same."""
    was, now = _by_heading(before), _by_heading(after)
    headings = [*was, *(heading for heading in now if heading not in was)]
    found = (_difference(heading, was.get(heading, ()), now.get(heading, ())) for heading in headings)
    return [each for each in found if each.gone or each.new]


def _by_heading(programme: Programme) -> Mapping[str, Sequence[str]]:
    sections: list[Section] = sentences(programme)
    return {_ABOUT if number == 0 else heading: said for number, (heading, said) in enumerate(sections)}


_ABOUT = "Om insatsen"


def _difference(heading: str, was: Sequence[str], now: Sequence[str]) -> Difference:
    gone, new = list[str](), list[str]()
    for kind, first, last, begin, end in SequenceMatcher(a=was, b=now, autojunk=False).get_opcodes():
        if kind != "equal":
            gone += was[first:last]
            new += now[begin:end]
    return Difference(heading=heading, gone=tuple(gone), new=tuple(new))


def keys(before: Programme, after: Programme) -> Iterator[str]:
    """Every place of the file where the two differ, as `rules.skapa.within`, also what no sentence tells."""
    yield from places(json.loads(before.canonical()), json.loads(after.canonical()))


def places(was: Any, now: Any, place: str = "") -> Iterator[str]:
    """Where two values of a file differ: tables by their ids where they have one."""
    if isinstance(was, dict) and isinstance(now, dict):
        for key in sorted(was.keys() | now.keys()):
            yield from places(was.get(key), now.get(key), f"{place}.{key}" if place else key)
    elif _have_ids(was) and _have_ids(now):
        if [row["id"] for row in was if row in now] != [row["id"] for row in now if row in was]:
            yield f"{place} (ordningen)"
        yield from places({row["id"]: row for row in was}, {row["id"]: row for row in now}, place)
    elif was != now:
        yield place


def _have_ids(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) and "id" in row for row in value)


def in_words(before: Programme, after: Programme) -> Iterator[str]:
    """One line each: headings, and under them "–" for what is gone and "+" for what is new."""
    for each in differences(before, after):
        yield each.heading
        yield from (f"  – {said}" for said in each.gone)
        yield from (f"  + {said}" for said in each.new)
    if following := list(consequences(before, after)):
        yield "Att tänka på"
        yield from (f"  {said}" for said in following)
    if changed := list(keys(before, after)):
        yield "Nycklar i filen som skiljer"
        yield from (f"  {key}" for key in changed)
