"""What somebody sees of a report who works in one of its units: all of that, and of nobody else by it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from journeys.reporting import Report
from journeys.reporting.hiding import hidden
from journeys.reporting.sections import Section, sections
from tests.builders import DATED, Step, programme, rule, started
from tests.builders import report as counted
from workflows.programme import Programme

UNITS = [{"id": "norr", "name": "Norr"}, {"id": "soder", "name": "Söder"}, {"id": "vaster", "name": "Väster"}]
GROWTH = {
    "id": "growth",
    "name": "Fler",
    "measure": "exits",
    "outcomes": ["work"],
    "target": 0.2,
    "against": "year-before",
}


def of(goal: Mapping[str, Any], units: Iterable[Mapping[str, Any]] = UNITS) -> Programme:
    return programme(goals=[goal], units=list(units), rules=[rule("plan", since="started", within="6 weeks")])


def made(shown: Programme, *journeys: Iterable[Step]) -> Report:
    return Report(
        programme=shown,
        version=None,
        first=DATED("2026-01-01"),
        last=DATED("2026-03-31"),
        today=DATED("2026-03-31"),
        known_at=None,
        compliance=counted(shown, *journeys, period=("2026-01-01", "2026-03-31"), today="2026-03-31"),
    )


def one(unit: str, on: str = "2026-01-05", *more: Step) -> tuple[Step, ...]:
    (_, referred), *rest = started(on)
    return ("referred", referred, {"unit": unit}), *rest, *more


def by_unit(shown: Iterable[Section]) -> dict[str | None, Section]:
    return {each.unit: each for each in shown}


def test_the_target_of_ones_own_unit_is_shown_where_the_year_before_has_no_such_goal() -> None:
    found = made(of(GROWTH), *[one("norr", "2026-01-05", ("exited", "2026-03-02"))] * 9)
    told = [_with_target(each) for each in sections(found)]
    shown = by_unit(hidden(found.programme, told, own="norr"))
    assert shown["norr"].goals[0].demand == "Krav minst 12, 20 % fler än året före, inte nått"
    assert shown[None].goals[0].demand == "Kravet är dolt"


def _with_target(section: Section) -> Section:
    [goal] = section.goals
    return replace(section, goals=[replace(goal, everyone=replace(goal.everyone, target=12, reached=False))])
