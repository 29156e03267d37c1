"""One journey through eight steps, each a committed transaction: Farled beside bare SQLite and three libraries.

Every contender runs in a process of its own, all of them in turn and then again, so that what else the machine does
hits them alike. Steps per second are the median of the rounds; p50 and p99 are of all steps of all rounds.
"""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.figures import Result, Table, Target, Timings, milliseconds, number
from benchmarks.journey import STEPS
from benchmarks.processes import ProcessFailed, call

ROUNDS, JOURNEYS, WARM_UP = 5, 60, 5
FARLED, BOOKED, BARE = "Farled", "Farled, ten steps: six invitations, too", "(a) sqlite3 alone, the same rows"
CONTENDERS: Mapping[str, str] = {
    FARLED: "farled:run",
    BOOKED: "farled:run_with_meetings",
    BARE: "bare_sqlite:run",
    "(b) SpiffWorkflow, its JSON": "spiff:run",
    "(c) DBOS, all steps in one call": "durable:run",
    "(c) DBOS, each event sent": "durable:run_sent",
    "(d) python-statemachine, event and state": "state_machine:run",
}
OURS = (FARLED, BOOKED, BARE)
OF_BARE, OF_OTHERS = 1 / 5, 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How a contender did: `per_second` of each round, and every step; or why it could not take part."""

    per_second: Sequence[float] = ()
    steps: Sequence[float] = ()
    absent: str | None = None

    @property
    def rate(self) -> float:
        return median(self.per_second)


def measure(folder: Path, *, rounds: int = ROUNDS, journeys: int = JOURNEYS) -> Result:
    """All contenders. Their databases lie in the folder while they run: one disk for all."""
    found = _held(folder, rounds, journeys)
    return Result(tables=[_table(found)], targets=_targets(found))


def _held(folder: Path, rounds: int, journeys: int) -> dict[str, Standing]:
    ran: dict[str, list[Standing]] = {name: [] for name in CONTENDERS}
    for _ in range(rounds):
        for name in CONTENDERS:
            if not any(each.absent for each in ran[name]):
                ran[name].append(_once(folder, name, journeys))
    return {name: _together(standings) for name, standings in ran.items()}


def _once(folder: Path, name: str, journeys: int) -> Standing:
    with tempfile.TemporaryDirectory(dir=folder) as own:
        try:
            taken, _ = call("benchmarks.contenders:run", CONTENDERS[name], own, journeys + WARM_UP)
        except ProcessFailed as error:
            if name in OURS:
                raise
            return Standing(absent=str(error))
    steps = taken[WARM_UP * STEPS :]
    return Standing(per_second=[Timings(steps).per_second], steps=steps)


def _together(standings: Sequence[Standing]) -> Standing:
    return Standing(
        per_second=[rate for each in standings for rate in each.per_second],
        steps=[step for each in standings for step in each.steps],
        absent=next((each.absent for each in standings if each.absent), None),
    )


def _table(found: Mapping[str, Standing]) -> Table:
    return Table(
        title="Eight steps of one journey",
        headings=("", "steps/s", "of (a)", "Farled is", "p50", "p99"),
        rows=[_row(name, standing, found) for name, standing in found.items()],
        notes=[f"{name}: {each.absent}" for name, each in found.items() if each.absent],
    )


def _row(name: str, standing: Standing, found: Mapping[str, Standing]) -> tuple[str, ...]:
    if standing.absent:
        return (name, "absent", "", "", "", "")
    timings = Timings(standing.steps)
    return (
        name,
        number(standing.rate),
        _ratio(standing, found[BARE]),
        f"{_ratio(found[FARLED], standing)} times",
        milliseconds(timings.p50),
        milliseconds(timings.p99),
    )


def _ratio(one: Standing, other: Standing) -> str:
    return f"{one.rate / other.rate:.2f}"


def _targets(found: Mapping[str, Standing]) -> list[Target]:
    others = {name: each for name, each in found.items() if name not in OURS}
    return [
        _target(found[FARLED], BARE, found[BARE], OF_BARE),
        *(_target(found[FARLED], name, each, OF_OTHERS) for name, each in others.items()),
    ]


def _target(farled: Standing, name: str, other: Standing, wanted: float) -> Target:
    what, shown = f"Steps/s beside {name}", f"{wanted:.2f} times"
    if other.absent:
        return Target(what=what, wanted=shown, measured="–", reached=None)
    share = farled.rate / other.rate
    return Target(what=what, wanted=shown, measured=f"{share:.2f} times", reached=share >= wanted)
