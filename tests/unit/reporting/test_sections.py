"""What is shown of a report."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from journeys.reporting import Report
from journeys.reporting.bars import bar, columns
from journeys.reporting.cases import LISTED, cases_of
from journeys.reporting.changes import Change, Kept, news, told
from journeys.reporting.hiding import hidden
from journeys.reporting.numbers import HIDDEN, Numbers
from journeys.reporting.sections import GoalShown, MonthShown, Section, section, sections
from journeys.reporting.shortfalls import Shortfall
from tests.builders import CHECKPOINT, DATED, Step, programme, rule, started
from tests.builders import report as counted
from workflows.programme import Programme

START = started("2026-01-05")  # a plan is due on 16 February
DONE: Step = ("plan", "2026-02-10")
PLAN = {"id": "plan", "name": "Har plan", "measure": "reached", "rule": "plan", "target": 0.8}
STARTS = {"id": "starts", "name": "Påbörjade", "measure": "starts", "target": "places_per_year"}
CROWD = {"id": "crowd", "name": "Samtidigt", "measure": "at_once", "target": 2}
UNITS = [{"id": "norr", "name": "Norr", "places_per_year": 10}, {"id": "soder", "name": "Söder"}]


def of(*goals: Mapping[str, Any], **tables: Any) -> Programme:
    return programme(goals=list(goals), rules=[rule("plan", since="started", within="6 weeks")], **tables)


def made(
    shown: Programme, *journeys: Iterable[Step], first: str = "2026-01-01", last: str = "2026-03-31", today: str = ""
) -> Report:
    return Report(
        programme=shown,
        version=None,
        first=DATED(first),
        last=DATED(last),
        today=DATED(today or last),
        known_at=None,
        compliance=counted(shown, *journeys, period=(first, last), today=today or last),
    )


def as_(gender: str) -> tuple[Step, ...]:
    (_, on), *rest = START
    return ("referred", on, {"gender": gender}), *rest


def only(shown: Section) -> str:
    [goal] = shown.goals
    return f"{goal.result} | {goal.demand}"


def test_the_programme_comes_first_and_then_its_units() -> None:
    report = made(of(PLAN))
    assert [(each.unit, each.name) for each in sections(report)] == [
        (None, "Hela insatsen"),
        ("norr", "Norr"),
        ("soder", "Söder"),
    ]


def test_a_goal_says_its_numbers_its_target_and_the_verdict() -> None:
    report = made(of(PLAN), (*START, DONE), START)
    assert only(section(report, "norr")) == "1 av 2 (50 %) | Krav 80 %, inte nått"
    assert only(section(report, "soder")) == "– | Krav 80 %"
    assert section(report, "norr").summary == "0 av 1 mål med krav är nådda."


def test_a_number_says_what_it_has_to_reach_in_a_year() -> None:
    shown = of(STARTS, units=[UNITS[0] | {}, UNITS[1] | {"places_per_year": 5}])
    assert only(section(made(shown, START), None)) == "1 | Kravet är minst 15 på ett helt år"
    assert only(section(made(shown, START), "norr")) == "1 | Kravet är minst 10 på ett helt år"
    whole_year = made(shown, START, last="2026-12-31")
    assert only(section(whole_year, "norr")) == "1 | Krav minst 10, inte nått"


def test_a_ceiling_is_the_programmes_and_the_units_have_none() -> None:
    report = made(of(CROWD), START)
    assert only(section(report, None)) == "1 | Krav högst 2, nått"
    assert only(section(report, "norr")) == "1 | Följs utan krav"


def test_others_are_shown_only_where_there_are_any() -> None:
    assert list(section(made(of(PLAN), as_("woman")), None).genders) == ["woman", "man"]
    assert list(section(made(of(PLAN), as_("unknown")), None).genders) == ["woman", "man", "other"]
    assert list(section(made(of(PLAN), as_("unknown")), "soder").genders) == ["woman", "man"]


def test_the_three_sums_are_shown_even_when_they_are_nought() -> None:
    shown = section(made(of(PLAN)), None)
    assert [(figure.name, figure.numbers[None]) for figure in shown.figures] == [
        ("Remisser", 0),
        ("Påbörjade", 0),
        ("Deltagare", 0),
    ]


def test_figures_stand_with_their_sum_first_and_by_name() -> None:
    shown = section(made(of(PLAN), (*START, ("exited", "2026-03-02"))), "norr")
    assert [(figure.name, figure.of_which, figure.numbers["woman"]) for figure in shown.figures] == [
        ("Remisser", None, 1),
        ("Remisser", "Region", 1),
        ("Påbörjade", None, 1),
        ("Deltagare", None, 1),
        ("Avslutade", None, 1),
        ("Avslutade", "Arbete", 1),
    ]


def test_a_bar_is_as_long_as_the_share_with_a_mark_at_the_target() -> None:
    [goal] = section(made(of(PLAN), (*START, DONE), START), None).goals
    drawn = bar(goal)
    assert drawn is not None
    assert (drawn.filled, drawn.mark, drawn.reached) == (50, 80, False)
    assert drawn.description == "1 av 2 (50 %). Krav 80 %, inte nått."


def test_a_number_beyond_its_target_fills_the_bar() -> None:
    [goal] = section(made(of(CROWD), START, START, START, START), None).goals
    drawn = bar(goal)
    assert drawn is not None
    assert (drawn.filled, drawn.mark, drawn.reached) == (100, 50, False)


def test_there_is_no_bar_where_nothing_is_counted_or_nothing_says_how_long() -> None:
    [share] = section(made(of(PLAN)), None).goals
    [number] = section(made(of({**STARTS, "target": None}), START), None).goals
    assert (bar(share), bar(number)) == (None, None)


def kept(report: Report) -> Kept:
    return Kept.read(report.today, told(report))


def test_news_are_what_counts_otherwise_than_in_the_report_before() -> None:
    before, now = made(of(PLAN), START), made(of(PLAN), (*START, DONE), START)
    found = news(now, section(now, "norr"), kept(before))
    assert found is not None
    assert found.changes == [
        Change(name="Har plan", before="0 av 1 (0 %)", now="1 av 2 (50 %)"),
        Change(name="Remisser", before="1", now="2"),
        Change(name="Påbörjade", before="1", now="2"),
    ]
    nothing = news(now, section(now, "soder"), kept(before))
    assert nothing is not None
    assert nothing.changes == []


def test_a_report_of_another_year_has_no_news() -> None:
    now = made(of(PLAN), START)
    last_year = made(of(PLAN), first="2025-01-01", last="2025-12-31")
    assert news(now, section(now, None), kept(last_year)) is None
    assert news(now, section(now, None), None) is None


def shortfall(journey: str, **more: Any) -> Shortfall:
    usual: dict[str, Any] = {
        "goal": "plan",
        "journey": journey,
        "unit": "norr",
        "caseworker": "Ada",
        "protected": False,
        "rule": "plan",
        "due": DATED("2026-02-16"),
        "done": None,
        "status": "overdue",
        "paused": False,
    }
    return Shortfall(**usual | more)


def test_a_case_says_how_it_stands_and_what_to_do() -> None:
    [found] = cases_of(
        of(PLAN),
        [
            shortfall("A-1"),
            shortfall("A-2", paused=True),
            shortfall("A-3", status="late", done=DATED("2026-02-18")),
            shortfall("A-4", status="missed"),
        ],
    )
    assert found.goal == "Har plan"
    assert [(case.journey, case.status, case.next_step) for case in found.listed] == [
        ("A-1", "Försenat.", "Gör och registrera: Plan"),
        ("A-2", "Försenat. Ärendet är vilande.", "Gör och registrera: Plan"),
        ("A-3", "Gjordes 18 februari 2026.", None),
        ("A-4", "Blev inte gjort innan ärendet avslutades.", None),
    ]


def test_the_next_step_follows_from_what_the_rule_waits_for() -> None:
    rules = [
        CHECKPOINT,
        rule("started", since="admitted", within="2 weeks"),
        rule("advanced", since="three", within="2 weeks"),
        rule("exited", since="four", within="6 weeks"),
        rule("document", since="exited", within="0 days"),
    ]
    goals = [{"id": each["id"], "name": each["id"], "measure": "on_time", "rule": each["id"]} for each in rules]
    shown = programme(goals=goals, rules=rules)
    found = cases_of(shown, [shortfall("A-1", goal=each["id"], rule=each["id"]) for each in rules])
    assert [case.next_step for group in found for case in group.cases] == [
        "Håll avstämningen och registrera beslutet",
        "Starta ärendet",
        "Gå vidare till nästa fas",
        "Avsluta ärendet",
        "Gör och registrera: Dokument till deltagaren och remittenten",
    ]


def test_protected_people_are_counted_and_not_listed() -> None:
    [found] = cases_of(of(PLAN), [shortfall("A-1"), *[shortfall("A-2", protected=True)] * 2])
    assert [case.journey for case in found.cases] == ["A-1"]
    assert found.protected == 1


def test_a_long_list_is_cut_on_the_page_and_says_so() -> None:
    [found] = cases_of(of(PLAN), [shortfall(f"A-{number}") for number in range(LISTED + 3)])
    assert (len(found.listed), found.more, len(found.cases)) == (LISTED, 3, LISTED + 3)


def months(*results: tuple[int, int | None]) -> GoalShown:
    """A goal whose months were so; None instead of how many were counted: the goal is a number."""
    told = [
        Numbers(met=met, counted=counted, target=0.8, reached=None, excepted=0, not_counted_yet=0)
        for met, counted in results
    ]
    [goal] = section(made(of(PLAN), START), None).goals
    days = [DATED(f"2026-0{number}-01") for number in range(1, len(told) + 1)]
    of_months = [MonthShown(first=day, last=day, everyone=row) for day, row in zip(days, told, strict=True)]
    return replace(goal, everyone=told[0], months=of_months)


def test_a_month_has_a_column_as_high_as_its_share_and_none_where_nothing_is_counted() -> None:
    drawn = columns(months((1, 2), (0, 0), (4, 4)))
    assert drawn is not None
    assert [(column.x, column.y, column.height) for column in drawn.columns] == [(3.3, 50, 50), (70, 0, 100)]
    assert drawn.mark == 20


def test_nothing_is_drawn_of_months_in_which_nothing_was_reached() -> None:
    assert columns(months((0, 0), (0, 3))) is None
    assert columns(section(made(of(PLAN), START), None).goals[0]) is None


def test_what_is_hidden_has_no_bar_no_column_and_no_verdict() -> None:
    shown = made(of(PLAN), (*START, DONE), START)
    whole, *_ = hidden(shown.programme, sections(shown))
    assert only(whole) == "dolt | Krav 80 %"
    assert bar(whole.goals[0]) is None
    assert whole.summary == "Hur det gick med målen är dolt."
    told = months((3, 4), (5, 5))
    gone = replace(told.months[0], everyone=replace(told.months[0].everyone, met=HIDDEN))
    drawn = columns(replace(told, months=[gone, told.months[1]]))
    assert drawn is not None
    assert [column.height for column in drawn.columns] == [100]


def test_one_person_in_a_unit_is_nowhere() -> None:
    """Nine in one unit and one in another: the sum is left, and both units are hidden."""
    shown = made(of(PLAN), *[START] * 9, _in("soder"))
    whole, norr, soder = hidden(shown.programme, sections(shown))
    referrals = [each.figures[0].numbers[None] for each in (whole, norr, soder)]
    assert referrals == [10, HIDDEN, HIDDEN]
    assert (whole.hides, norr.hides, soder.hides) == (False, True, True)


def _in(unit: str) -> tuple[Step, ...]:
    (_, on), *rest = START
    return ("referred", on, {"unit": unit}), *rest
