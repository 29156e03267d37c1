"""Invented journeys through the real engine: as they went, and as they would have gone with all work a week later."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from journeys.invent import invent
from journeys.invented.starts import GroupStarts
from journeys.journal.lines import model_of
from journeys.storage.parts import noon
from workflows.events import Event
from workflows.facts import Facts, Happening, facts_of
from workflows.history import History
from workflows.obligations import obligations
from workflows.programme import Programme
from workflows.replay import replay

SLIP = timedelta(weeks=1)
Line = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Assumed:
    """What a trial assumes. `staff`: caseworkers in each unit; `stay`: how long a stage lasts that has no length."""

    referrals_per_month: int
    months: int
    staff: int
    stay: timedelta
    seed: int
    first: date

    @property
    def last(self) -> date:
        year, month = divmod(self.first.year * 12 + self.first.month - 1 + self.months, 12)
        return date(year, month + 1, 1) - timedelta(days=1)

    @property
    def journeys(self) -> int:
        return self.referrals_per_month * self.months


@dataclass(frozen=True, kw_only=True, slots=True)
class Lived:
    """One journey on the last day; `slipped`: its facts if all that staff record had come a week later."""

    history: History
    facts: Facts
    slipped: Facts


def lived(programme: Programme, assumed: Assumed, starts: GroupStarts) -> Iterator[Lived | Happening]:
    """Every journey, one at a time, and what the programme held."""
    lines = invent(
        programme,
        journeys=assumed.journeys,
        today=assumed.last,
        seed=assumed.seed,
        caseworkers_per_unit=assumed.staff,
        spread_days=(assumed.last - assumed.first).days,
        open_stage=assumed.stay,
        starts=starts,
    )
    for reference, own in groupby(lines, key=lambda line: line.get("journey")):
        if reference is None:
            yield from (_happening(each) for each in own)
        else:
            yield _lived(programme, own, assumed.last)


def _happening(line: Line) -> Happening:
    return Happening(event=line["event"], on=date.fromisoformat(line["on"]), unit=line.get("unit"))


def _lived(programme: Programme, lines: Iterator[Line], last: date) -> Lived:
    events = [_event(line) for line in lines]
    history = replay(programme, events, today=last)
    later = replay(programme, _slipped(programme, events), today=last, refused=[])
    return Lived(history=history, facts=_facts(history, last), slipped=_facts(later, last))


def _event(line: Line) -> Event:
    """A line of our own making needs no checking: what the engine reads of it, and who is counted how."""
    on = date.fromisoformat(line["on"])
    data = {key: line[key] for key in model_of(line["event"]).FACTS if key in line}
    if line["event"] == "referred":
        data |= {"gender": line["person"]["gender"], "party": line["referrer"]["party"]}
    if "set" in line:
        data["set"] = line["set"] | ({"on": date.fromisoformat(line["set"]["on"])} if "on" in line["set"] else {})
    return Event(name=line["event"], on=on, at=noon(on), id=line["id"], data=data)


def _facts(history: History, last: date) -> Facts:
    referral = history.events[0].data
    gender, party = referral["gender"], referral["party"]
    found = facts_of(history, obligations(history, today=last), gender=gender, party=party)
    assert found is not None
    return found


def _slipped(programme: Programme, events: Sequence[Event]) -> list[Event]:
    """Records a week later; what somebody left before it could be done is passed over by the engine."""
    records = {event.id for event in events if programme.record(event.name)}
    return [_later(event) if event.id in records or event.data.get("of") in records else event for event in events]


def _later(event: Event) -> Event:
    values = event.data.get("set", {})
    moved = {"set": {**values, "on": values["on"] + SLIP}} if "on" in values else {}
    return replace(event, on=event.on + SLIP, data={**event.data, **moved})
