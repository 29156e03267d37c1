"""Target group, stages, records and instruments."""

from collections.abc import Iterator

from workflows.files.findings import Finding, suggestion
from workflows.instruments import BUILT_IN
from workflows.programme import Programme


def target_group(programme: Programme) -> Iterator[Finding]:
    age = programme.target_group.age
    if age and age[0] > age[1]:
        yield Finding(
            at=("target_group", "age"),
            problem=f"åldern {age[0]}–{age[1]} är baklänges.",
            remedy=f"Skriv den lägsta först: age = [{age[1]}, {age[0]}]",
        )


def stages(programme: Programme) -> Iterator[Finding]:
    for n, stage in enumerate(programme.stages):
        if stage.ends_with == "checkpoint" and stage.length is None:
            yield Finding(
                at=("stages", n),
                problem="fasen slutar med en avstämning, men ”length” saknas.",
                remedy='Skriv hur lång fasen är, till exempel: length = "6 weeks"',
            )


def records(programme: Programme) -> Iterator[Finding]:
    instruments = sorted({instrument.id for instrument in programme.instruments} | BUILT_IN.keys())
    for n, record in enumerate(programme.records):
        if record.instrument and record.instrument not in instruments:
            yield Finding(
                at=("records", n, "instrument"),
                problem=f"formuläret ”{record.instrument}” finns inte.",
                remedy=suggestion(record.instrument, instruments),
            )
        if record.instrument and record.offer:
            yield Finding(
                at=("records", n, "offer"),
                problem="offer = true sparar aldrig några svar, men ”instrument” är ett formulär med svar.",
                remedy="Ta bort den ena av dem.",
            )


def outcomes(programme: Programme) -> Iterator[Finding]:
    if not programme.outcomes:
        yield Finding(
            at=("outcomes",),
            problem="det finns inget utfall, så ingen kan avslutas.",
            remedy="Lägg till minst ett: [[outcomes]] med id och name.",
        )


def instruments(programme: Programme) -> Iterator[Finding]:
    for n, instrument in enumerate(programme.instruments):
        low, high = instrument.scale
        if low >= high:
            yield Finding(
                at=("instruments", n, "scale"),
                problem=f"skalan {low}–{high} har inga steg.",
                remedy="Skriv den lägsta först, till exempel: scale = [1, 5]",
            )
