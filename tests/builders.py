"""Programmes and histories that are small enough to work out by hand."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from workflows import checks
from workflows.compliance import Compliance, GoalRow, compliance
from workflows.events import Event
from workflows.facts import Facts, Happening, Span, facts_of
from workflows.history import History
from workflows.obligations import Obligation, obligations
from workflows.programme import Programme
from workflows.replay import replay

Step = tuple[str, str] | tuple[str, str, Mapping[str, Any]]

DATED = date.fromisoformat

_WITHOUT_RULES: Mapping[str, Any] = {
    "id": "prov",
    "version": "1",
    "name": "Provet",
    "association": "Prov",
    "valid_from": "2020-01-01",
    "source": "made up",
    "units": [{"id": "norr", "name": "Norr"}, {"id": "soder", "name": "Söder"}],
    "stages": [
        {"id": "one", "name": "Ett", "length": "6 weeks", "ends_with": "checkpoint"},
        {"id": "two", "name": "Två", "length": "6 weeks", "ends_with": "checkpoint"},
        {"id": "three", "name": "Tre"},
        {"id": "four", "name": "Fyra"},
    ],
    "records": [
        {"id": "contact", "name": "Kontakt"},
        {"id": "plan", "name": "Plan"},
        {"id": "document", "name": "Dokument", "recipients": ["participant", "referrer"]},
    ],
    "outcomes": [
        {"id": "work", "name": "Arbete"},
        {"id": "onward", "name": "Vidare"},
        {"id": "mistake", "name": "Fel", "counted": False},
    ],
}

CHECKPOINT = {"id": "checkpoint", "name": "Avstämning", "checkpoint": True}

_NEEDED: Mapping[str, Mapping[str, Any]] = {
    "referred": {"unit": "norr", "gender": "woman", "party": "region"},
    "admitted": {"caseworker": "Ada"},
    "booked": {"meeting": "checkpoint", "time": "2026-02-16T13:00"},
    "cancelled": {"meeting": "checkpoint"},
    "checkpoint": {"decision": "continue"},
    "reassigned": {"caseworker": "Bo"},
    "activity": {"area": "work"},
    "exited": {"outcome": "work"},
}


def programme(**tables: Any) -> Programme:
    """A programme of four stages without rules, with other tables in place of its own where they are given."""
    made = Programme.model_validate_json(json.dumps({**_WITHOUT_RULES, **tables}, default=str))
    assert not list(checks.findings(made))
    return made


def rule(record: str, *, since: str, within: str, **more: Any) -> dict[str, Any]:
    """A rule that is called as what it asks for."""
    return {"id": record, "name": record, "record": record, "from": since, "within": within, **more}


def started(on: str) -> tuple[Step, Step, Step]:
    """Referred, admitted and started on one day."""
    return ("referred", on), ("admitted", on), ("started", on)


def events(*steps: Step) -> list[Event]:
    """Events e1, e2, … each registered at noon of its day, with what its kind needs where that is not given."""
    return [_event(number, *step) for number, step in enumerate(steps, start=1)]


def _event(number: int, name: str, on: str, data: Mapping[str, Any] | None = None) -> Event:
    told = {**_NEEDED.get(name, {}), **(data or {})}
    return Event(name=name, on=DATED(on), at=noon(on), id=f"e{number}", data=told)


def noon(on: str) -> datetime:
    return datetime.combine(DATED(on), time(12), UTC)


def corrects(of: str, **values: Any) -> Mapping[str, Any]:
    """What a `corrected` says: new values for the event with this id."""
    return {"of": of, "set": {**values, "on": DATED(values["on"])} if "on" in values else values}


def history(of: Programme, *steps: Step, today: str) -> History:
    return replay(of, events(*steps), today=DATED(today))


def due(of: Programme, *steps: Step, today: str) -> tuple[Obligation, ...]:
    return obligations(history(of, *steps, today=today), today=DATED(today))


def standing(of: Programme, *steps: Step, today: str) -> list[str]:
    """Each obligation as "plan 1 2026-02-16 met 2026-02-10": rule, n, due day, status, and done day if any."""
    return in_lines(due(of, *steps, today=today))


def in_lines(found: Iterable[Obligation]) -> list[str]:
    return [
        " ".join(str(part) for part in (each.rule, each.n, each.due, each.status, each.done) if part) for each in found
    ]


def facts(of: Programme, *steps: Step, today: str) -> Facts | None:
    """What compliance knows of a journey; gender and party are those of its referral."""
    seen = history(of, *steps, today=today)
    referral = next((event.data for event in seen.events if event.name == "referred"), {})
    gender, party = referral.get("gender", "unknown"), referral.get("party")
    return facts_of(seen, obligations(seen, today=DATED(today)), gender=gender, party=party)


def report(
    of: Programme,
    *journeys: Iterable[Step],
    period: tuple[str, str],
    today: str | None = None,
    happenings: Iterable[Happening] = (),
) -> Compliance:
    """Goals and figures of some journeys, as of the last day of the period unless another is given."""
    first, last = map(DATED, period)
    found = [facts(of, *steps, today=today or period[1]) for steps in journeys]
    return compliance(of, [each for each in found if each], happenings, Span(first, last))


def goal_row(found: Compliance, goal: str = "goal", unit: str | None = None, gender: str | None = None) -> GoalRow:
    (row,) = [row for row in found.goals if (row.goal, row.unit, row.gender) == (goal, unit, gender)]
    return row


def share(row: GoalRow) -> str:
    """ "1 of 2", with what is excepted and not counted yet where there is any."""
    rest = {"excepted": row.excepted, "not yet": row.not_counted_yet}
    return ", ".join([f"{row.met} of {row.counted}", *(f"{n} {what}" for what, n in rest.items() if n)])
