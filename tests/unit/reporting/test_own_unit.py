"""What somebody sees of a report who works in one of its units: all of that, and of nobody else by it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from journeys.reporting import Report
from journeys.reporting.hiding import hidden
from journeys.reporting.numbers import HIDDEN
from journeys.reporting.sections import MonthShown, Section, sections
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
CROWD = {"id": "crowd", "name": "Samtidigt", "measure": "at_once", "target": 20}


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


def test_the_most_on_a_day_in_all_is_not_shown_beside_ones_own_where_few_others_were_there() -> None:
    """Eight all the time, and one other twice, never on the same day: nine in all, which is no sum of 8, 1 and 1."""
    left: Step = ("exited", "2026-02-02")
    found = made(of(CROWD), *[one("norr")] * 8, one("soder", "2026-01-12", left), one("vaster", "2026-02-09"))
    full = [_with_months(each) for each in sections(found)]
    assert [each.goals[0].everyone.met for each in full] == [9, 8, 1, 1]
    shown = by_unit(hidden(found.programme, full, own="norr"))
    assert [each.goals[0].everyone.met for each in shown.values()] == [HIDDEN, 8, HIDDEN, HIDDEN]
    assert [len(each.goals[0].months) for each in shown.values()] == [0, 1, 0, 0]
    assert hidden(found.programme, full)[0].goals[0].everyone.met == 9, "to a coordinator it tells of nobody"


def _with_months(section: Section) -> Section:
    [goal] = section.goals
    month = MonthShown(first=DATED("2026-03-01"), last=DATED("2026-03-31"), everyone=goal.everyone)
    return replace(section, goals=[replace(goal, months=[month])])
