"""How long a period may be: above nothing where time must pass, and within what a calendar holds; and so for days."""

from collections.abc import Iterator
from datetime import date

from workflows.calendar import Offset, Period
from workflows.files.findings import Finding, Path
from workflows.programme import Programme

LONGEST_IN_YEARS = 100
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)

_DAYS = {"working days": 1, "days": 1, "weeks": 7, "months": 30, "years": 365}


def valid_from(programme: Programme) -> Iterator[Finding]:
    """What is worked out from the day reaches years to both sides of it, and must find a calendar there."""
    if not EARLIEST <= programme.valid_from <= LATEST:
        yield Finding(
            at=("valid_from",),
            problem=f"dagen {programme.valid_from} ligger inte mellan {EARLIEST.year} och {LATEST.year}.",
            remedy="Kontrollera årtalet.",
        )


def periods(programme: Programme) -> Iterator[Finding]:
    for at, period, must_pass in _all(programme):
        if period is None:
            continue
        if must_pass and period.amount <= 0:
            yield Finding(
                at=at,
                problem=f"”{period.text}” är ingen tid som kan gå.",
                remedy=f'Skriv minst 1, till exempel: {at[-1]} = "6 weeks"',
            )
        if abs(period.amount) * _DAYS[period.unit] > LONGEST_IN_YEARS * _DAYS["years"]:
            yield Finding(
                at=at,
                problem=f"”{period.text}” är längre än {LONGEST_IN_YEARS} år.",
                remedy="Kontrollera talet och enheten.",
            )


def _all(programme: Programme) -> Iterator[tuple[Path, Period | Offset | None, bool]]:
    """Every period with the way to it, and whether it must be above nothing."""
    yield ("meets_every",), programme.meets_every, True
    for n, stage in enumerate(programme.stages):
        yield ("stages", n, "length"), stage.length, True
    for n, rule in enumerate(programme.rules):
        yield ("rules", n, "within"), rule.within, False
        yield ("rules", n, "every"), rule.every, True
    for n, reminder in enumerate(programme.reminders):
        for key, offsets in (("before", reminder.before), ("after", reminder.after)):
            for place, offset in enumerate(offsets):
                yield ("reminders", n, key, place), offset, True
