"""What a new version of a programme does to what is there already: ids that are gone, forms that are other forms."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from workflows.instruments import instrument_of
from workflows.programme import Programme


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


def consequences(before: Programme, after: Programme) -> Iterator[str]:
    """One sentence each, where the two are versions of one programme (spec: counting.md "A change of version", E12)."""
    if before.id != after.id:
        return
    stuck = "Ärenden som är där kan inte byta version"
    yield from _gone("Fasen", before.stages, after.stages, stuck)
    yield from _gone("Enheten", before.units, after.units, stuck)
    yield from _gone(
        "Posten", before.records, after.records, "Det som är registrerat som den räknas inte efter ett byte"
    )
    yield from _other_forms(before, after)


def _gone(what: str, was: Sequence[_Named], now: Sequence[_Named], so: str) -> Iterator[str]:
    ids, names = {each.id for each in now}, {each.name: each.id for each in now}
    for each in was:
        if each.id in ids:
            continue
        if each.name in names:
            yield f"{what} ”{each.name}” har id:t {names[each.name]} i stället för {each.id}. {so}: behåll id:t."
        else:
            yield f"{what} ”{each.name}” ({each.id}) finns inte längre. {so}."


def _other_forms(before: Programme, after: Programme) -> Iterator[str]:
    for record in after.records:
        was, now = instrument_of(before, record.id), instrument_of(after, record.id)
        if was and now and (was.scale, was.labels) != (now.scale, now.labels):
            yield f"”{record.name}” har en annan skala eller andra ord för den: svar före och efter jämförs aldrig."
        elif was and now and was.indicators != now.indicators:
            yield f"”{record.name}” har andra frågor: bara de som är lika jämförs före och efter."
