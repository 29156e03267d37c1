"""What somebody sees of a report who works in one of its units: all of that, and of nobody else by it."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from journeys.reporting import Report
from journeys.reporting.hiding import hidden
from journeys.reporting.numbers import HIDDEN, Numbers
from journeys.reporting.sections import GoalShown, MonthShown, Section, sections
from tests.builders import DATED, Step, programme, rule, started
from tests.builders import report as counted
from tests.support.guessing import Cell, Tables
from workflows.figures.suppression import SMALL
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
STARTS = {"id": "starts", "name": "Påbörjade", "measure": "starts"}
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


def test_who_works_in_a_unit_that_the_version_does_not_have_takes_nobody_from_the_whole() -> None:
    """Nine in all, six of them in the reader's old unit: the three that are left are not to be had from the whole."""
    found = made(of(STARTS), *[one("norr")] * 6, *[one("soder")] * 3)
    later = found.programme.model_copy(update={"units": found.programme.units[1:]})
    full = sections(replace(found, programme=later))
    assert [each.goals[0].everyone.met for each in full] == [9, 3, 0]
    assert [each.goals[0].everyone.met for each in hidden(later, full)] == [9, HIDDEN, 0]
    [whole, soder, _] = hidden(later, full, own="norr")
    assert (whole.goals[0].everyone.met, soder.goals[0].everyone.met) == (HIDDEN, HIDDEN)


def test_what_lies_in_none_of_the_units_is_not_taken_for_known() -> None:
    """It may be that of somebody else: three in a unit that is gone are hidden from who never worked there, too."""
    found = made(of(STARTS), *[one("norr")] * 3)
    later = found.programme.model_copy(update={"units": found.programme.units[1:]})
    [whole, *_] = hidden(later, sections(replace(found, programme=later)), own="elsewhere")
    assert whole.goals[0].everyone.met is HIDDEN


LEFT, GONE, WHO = ("norr", "soder"), "the other unit that is gone", ("woman", "man")
WORLDS = Tables((*LEFT, GONE), WHO, most=9)


@pytest.mark.parametrize("times", [20, pytest.param(1000, marks=pytest.mark.long)])
def test_who_worked_in_one_of_two_units_that_are_gone_does_not_find_the_other(times: int) -> None:
    """Whoever reads takes their own from the whole, and tries all that the rest could be."""
    drawn, found = random.Random(5), {}
    for _ in range(times):
        theirs = [drawn.randrange(8) for _ in WHO]
        others = WORLDS.with_margins([drawn.choice([0, 1, 1, 2, 3, 5, 6]) for _ in WORLDS.inner])
        found |= {(*theirs, *others.values()): leaks for leaks in [_leaks(theirs, others)] if leaks}
    assert found == {}


def _leaks(theirs: Iterable[int], others: Mapping[Cell, int]) -> dict[Cell, int]:
    """What of a year can be worked out whose report has the two units that are left."""
    own = dict(zip(WHO, theirs, strict=True)) | {"all": sum(theirs)}
    full = [_section(unit, others, own if unit == "all" else {}) for unit in ("all", *LEFT)]
    shown = hidden(of(STARTS, UNITS[:2]), full, own="vaster")
    gone = {
        (each.unit or "all", who or "all")
        for each in shown
        for who, row in [(None, each.goals[0].everyone), *each.goals[0].by_gender.items()]
        if row.met is HIDDEN
    }
    unseen = {cell for cell in others if cell[0] == GONE or (cell[0] == "all" and cell in gone)}
    forced = WORLDS.forced(others, gone - unseen, unseen)
    return {cell: number for cell, number in forced.items() if cell[0] != GONE or number in SMALL}


def _section(unit: str, others: Mapping[Cell, int], own: Mapping[str, int]) -> Section:
    rows = {who: _row(others[unit, who] + own.get(who, 0)) for who in ("all", *WHO)}
    [goal] = of(STARTS).goals
    starts = GoalShown(goal=goal, everyone=rows.pop("all"), by_gender=rows, target_of_a_year=None)
    return Section(unit=None if unit == "all" else unit, name=unit, goals=[starts], figures=[])


def _row(met: int) -> Numbers:
    return Numbers(met=met, counted=None, target=None, reached=None, excepted=0, not_counted_yet=0)
