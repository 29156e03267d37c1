"""Facts that are alike are counted together, and what lies behind a goal is what it falls short by."""

import pytest

from tests.builders import DATED, Step, facts, programme, rule, started
from workflows.compliance import compliance
from workflows.facts import Facts, Span
from workflows.figures.measures import PER_JOURNEY, shortfalls
from workflows.programme import Programme
from workflows.programme_tables import Goal

START = started("2026-01-05")  # a plan is due on 16 February
LATE: Step = ("plan", "2026-02-17")
SPAN = Span(DATED("2026-01-01"), DATED("2026-03-31"))

JOURNEYS: dict[str, tuple[Step, ...]] = {
    "in time": (("plan", "2026-02-16"),),
    "late": (LATE,),
    "overdue": (),
    "missed": (("exited", "2026-02-20"),),
    "void": (("exited", "2026-02-10"),),
    "excepted": (("excepted", "2026-02-02", {"rule": "plan"}),),
    "by mistake": (LATE, ("exited", "2026-02-20", {"outcome": "mistake"})),
}


def goals(*measures: str) -> Programme:
    more = {"at_once": {}, "on_time": {"rule": "plan"}, "reached": {"rule": "plan"}, "starts": {}}
    tables = [{"id": name.replace("_", "-"), "name": name, "measure": name, **more[name]} for name in measures]
    return programme(rules=[rule("plan", since="started", within="6 weeks")], goals=tables)


def known(of: Programme, name: str) -> Facts:
    found = facts(of, *START, *JOURNEYS[name], today="2026-03-31")
    assert found is not None
    return found


def test_three_alike_count_as_three() -> None:
    of = goals("on_time", "reached", "starts", "at_once")
    for name in JOURNEYS:
        one = known(of, name)
        together, apart = [one._replace(alike=3)], [one, one, one]
        assert compliance(of, together, (), SPAN) == compliance(of, apart, (), SPAN)


def test_facts_may_come_in_parts() -> None:
    of = goals("on_time", "reached", "starts", "at_once")
    for name in ("in time", "late", "overdue", "missed"):
        whole = known(of, name)
        here = {"unit": whole.unit, "gender": whole.gender}
        parts = [
            Facts(**here, party=whole.party, referred_on=whole.referred_on),
            Facts(**here, active=whole.active),
            whole._replace(party=None, referred_on=None, active=()),
        ]
        assert compliance(of, parts, (), SPAN) == compliance(of, [whole], (), SPAN)


@pytest.mark.parametrize("name", JOURNEYS)
@pytest.mark.parametrize("measure", ["on_time", "reached"])
def test_there_is_something_behind_a_goal_exactly_where_it_falls_short(measure: str, name: str) -> None:
    of = goals(measure)
    [goal] = of.goals
    behind = shortfalls(goal, known(of, name), SPAN)
    count = PER_JOURNEY[measure](goal, known(of, name), SPAN) if known(of, name).counted else None
    assert len(behind) == (count.counted - count.met if count else 0)


def statuses(goal: Goal, of: Programme, name: str) -> list[str]:
    return [due.status for due in shortfalls(goal, known(of, name), SPAN)]


def test_what_is_behind_says_how_it_stands() -> None:
    of = goals("on_time", "reached")
    on_time, reached = of.goals
    assert [statuses(on_time, of, name) for name in ("late", "overdue", "missed")] == [
        ["late"],
        ["overdue"],
        ["missed"],
    ]
    assert [statuses(reached, of, name) for name in ("late", "overdue", "missed")] == [[], ["overdue"], ["missed"]]
