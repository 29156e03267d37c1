"""An invented day with something to see: found among seeds, and so the same each time on the same day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, groupby

from journeys.casework import Snapshot, snapshot
from journeys.demo.versions import Versions
from journeys.dossier import Dossier
from journeys.due import is_listed
from journeys.invent import Line, invent
from journeys.journal.reading import line_of
from workflows.calendar import ONE_DAY, previous_working_day
from workflows.history import History

JOURNEYS = 60
CASEWORKERS_PER_UNIT = 1
SPREAD_DAYS = 210
LOOK_AHEAD = timedelta(days=14)
SHORTEST_LIST, LONGEST_LIST = 6, 14


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """What to read in, whose work list to show, whose checkpoint to hold, and a record that is overdue."""

    lines: Sequence[Line]
    caseworker: str
    checkpoint: str
    next_meeting: date
    overdue: str
    record: str


def find_scene(versions: Versions, *, today: date, held_on: date) -> Scene:
    """The first that will do for a work list of `today` and a checkpoint on the working day `held_on`.

    Nothing of what happens on `held_on` is registered yet: its meetings are booked, its work is to be done. Each
    journey follows the version that a real one would that was referred on the same day.
    """
    return next(scene for seed in count(1) for scene in _scenes(versions, seed, today, held_on))


def _scenes(versions: Versions, seed: int, today: date, held_on: date) -> Iterator[Scene]:
    lines = list(
        invent(
            versions.on(held_on),
            journeys=JOURNEYS,
            today=held_on - ONE_DAY,
            seed=seed,
            caseworkers_per_unit=CASEWORKERS_PER_UNIT,
            spread_days=SPREAD_DAYS,
            version_on=versions.on,
        )
    )
    told = {name: list(own) for name, own in groupby(lines, key=lambda line: line.get("journey")) if name}
    for reference, own in told.items():
        caseworker = _caseworker(own)
        if caseworker and _meets(own, held_on) and _all_invited(own[0]):
            theirs = {
                name: _standing(versions, name, own, today)
                for name, own in told.items()
                if _caseworker(own) == caseworker
            }
            next_meeting = _next_meeting(theirs[reference].history, held_on)
            overdue = next(_overdue_records(theirs), None)
            if next_meeting and overdue and _worth_showing(theirs.values(), today):
                yield Scene(
                    lines=lines,
                    caseworker=caseworker,
                    checkpoint=reference,
                    next_meeting=next_meeting,
                    overdue=overdue[0],
                    record=overdue[1],
                )


def _caseworker(lines: Sequence[Line]) -> str | None:
    return next((line["caseworker"] for line in reversed(lines) if "caseworker" in line), None)


def _meets(lines: Sequence[Line], on: date) -> bool:
    """Whether the last that was booked or cancelled is a meeting on the day."""
    last = next((line for line in reversed(lines) if line.get("meeting")), {})
    return str(last.get("time", "")).startswith(on.isoformat())


def _all_invited(referral: Line) -> bool:
    person, referrer = referral["person"], referral["referrer"]
    return "email" in person and "email" in referrer and not person.get("protected")


def _standing(versions: Versions, reference: str, lines: Sequence[Line], today: date) -> Snapshot:
    dossier = Dossier(reference=reference, programme=versions.get(lines[0]["version"]))
    for line in lines:
        dossier.add(line_of(line))
    return snapshot(dossier, today)


def _next_meeting(history: History, held_on: date) -> date | None:
    """When to meet next, if the checkpoint can be held and the stage to come has one, too."""
    stages = history.programme.stages
    here = next((number for number, stage in enumerate(stages) if stage.id == history.state), None)
    if here is None or here + 1 == len(stages) or history.case.decided_exit or history.booking is None:
        return None
    following = stages[here + 1]
    return (
        previous_working_day(following.length.after(held_on) - ONE_DAY)
        if following.ends_with and following.length
        else None
    )


def _overdue_records(cases: Mapping[str, Snapshot]) -> Iterator[tuple[str, str]]:
    for reference, case in cases.items():
        programme = case.history.programme
        for obligation in case.obligations:
            rule = programme.rule(obligation.rule)
            if obligation.status == "overdue" and rule and rule.record and programme.record(rule.record):
                yield reference, rule.record


def _worth_showing(cases: Iterable[Snapshot], today: date) -> bool:
    """Something is overdue, something is for today and something is to come, and it fits on a screen."""
    listed = [
        each.due for case in cases for each in case.obligations if is_listed(case.history, each, today + LOOK_AHEAD)
    ]
    fits = SHORTEST_LIST <= len(listed) <= LONGEST_LIST
    return fits and min(listed) < today < max(listed) and today in listed
