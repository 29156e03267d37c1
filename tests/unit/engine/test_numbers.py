"""Goals that are a number against a number, and the figures (spec: counting.md, "Goals" and "Figures")."""

import pytest

from tests.builders import DATED, Step, goal_row, programme, report, started
from workflows.compliance import Compliance
from workflows.facts import Happening
from workflows.programme import Programme

START = started("2026-01-05")
YEAR = ("2026-01-01", "2026-12-31")
FEBRUARY = ("2026-02-01", "2026-02-28")
UNITS = [
    {"id": "norr", "name": "Norr", "places_per_year": 10, "max_at_once": 2},
    {"id": "soder", "name": "Söder", "places_per_year": 6},
]


def counts(measure: str, **more: object) -> Programme:
    return programme(units=UNITS, goals=[{"id": "goal", "name": "Mål", "measure": measure, **more}])


def number(of: Programme, *journeys: tuple[Step, ...], period: tuple[str, str]) -> int:
    return goal_row(report(of, *journeys, period=period)).met


NUMBERS: dict[str, tuple[str, tuple[Step, ...], tuple[str, str], int]] = {
    "a referral in the period": ("referrals", START, ("2026-01-05", "2026-01-05"), 1),
    "a referral before it": ("referrals", START, FEBRUARY, 0),
    "a referral that became a mistake": (
        "referrals",
        (*START, ("exited", "2026-01-09", {"outcome": "mistake"})),
        YEAR,
        1,
    ),
    "a start in the period": ("starts", START, YEAR, 1),
    "a start before it": ("starts", START, FEBRUARY, 0),
    "no start": ("starts", START[:2], YEAR, 0),
    "a start by mistake": ("starts", (*START, ("exited", "2026-01-09", {"outcome": "mistake"})), YEAR, 0),
    "who takes part all through the period": ("participants", START, FEBRUARY, 1),
    "who ends on its first day": ("participants", (*START, ("exited", "2026-02-01")), FEBRUARY, 1),
    "who ended the day before": ("participants", (*START, ("exited", "2026-01-31")), FEBRUARY, 0),
    "who starts on its last day": ("participants", started("2026-02-28"), FEBRUARY, 1),
    "who rests all through it": ("participants", (*START, ("paused", "2026-01-20")), FEBRUARY, 1),
    "who has not started": ("participants", START[:2], FEBRUARY, 0),
    "who is there at once": ("at_once", START, FEBRUARY, 1),
    "who starts on the last day": ("at_once", started("2026-02-28"), FEBRUARY, 1),
    "who ends on the first day": ("at_once", (*START, ("exited", "2026-02-01")), FEBRUARY, 0),
    "who ends on the second day": ("at_once", (*START, ("exited", "2026-02-02")), FEBRUARY, 1),
    "who rests from the first day": ("at_once", (*START, ("paused", "2026-02-01")), FEBRUARY, 0),
    "who comes back on the last day": (
        "at_once",
        (*START, ("paused", "2026-02-01"), ("resumed", "2026-02-28")),
        FEBRUARY,
        1,
    ),
    "who starts and ends on one day": ("at_once", (*started("2026-02-10"), ("exited", "2026-02-10")), FEBRUARY, 0),
}


@pytest.mark.parametrize(("measure", "steps", "period", "counted"), NUMBERS.values(), ids=NUMBERS)
def test_a_number_counts(measure: str, steps: tuple[Step, ...], period: tuple[str, str], counted: int) -> None:
    assert number(counts(measure), steps, period=period) == counted


def test_at_once_is_the_largest_number_of_one_day() -> None:
    # 5–31 January, 1–28 February, and one who takes both their places on 1 February: never three on one day
    january = (*START, ("exited", "2026-02-01"))
    february = (*started("2026-02-01"), ("exited", "2026-03-01"))
    assert number(counts("at_once"), january, february, START, period=YEAR) == 2


def test_at_once_by_caseworker_is_the_largest_that_one_had() -> None:
    # Ada has all three until 2 February, then Bo has one of them
    handed_over: tuple[Step, ...] = (*START, ("reassigned", "2026-02-02"))
    of_one = counts("at_once", each="caseworker")
    assert number(of_one, START, START, handed_over, period=("2026-02-01", "2026-02-28")) == 3
    assert number(of_one, START, START, handed_over, period=("2026-02-02", "2026-02-28")) == 2


def test_a_caseworkers_load_counts_on_whoever_had_the_journey_that_day() -> None:
    there_and_back: tuple[Step, ...] = (
        *START,
        ("reassigned", "2026-02-02"),
        ("reassigned", "2026-02-16", {"caseworker": "Ada"}),
    )
    bos: tuple[Step, ...] = (*START, ("reassigned", "2026-01-05"))
    of_one = counts("at_once", each="caseworker")
    assert number(of_one, there_and_back, bos, period=("2026-02-02", "2026-02-15")) == 2  # both are Bo's
    assert number(of_one, there_and_back, bos, period=("2026-02-16", "2026-02-28")) == 1


TARGETS: dict[str, tuple[Programme, tuple[str, str], str | None, float | None]] = {
    "a year": (counts("starts", target=8), YEAR, None, 8),
    "two years": (counts("starts", target=8), ("2025-01-01", "2026-12-31"), None, 16),
    "twelve months that are no calendar year": (counts("starts", target=8), ("2025-07-01", "2026-06-30"), None, None),
    "a year and a day": (counts("starts", target=8), ("2026-01-01", "2027-01-01"), None, None),
    "part of a year": (counts("starts", target=8), ("2026-01-01", "2026-06-30"), None, None),
    "a half-year": (counts("starts", target=8, per="half-year"), ("2026-07-01", "2026-12-31"), None, 8),
    "two half-years": (counts("starts", target=8, per="half-year"), YEAR, None, 16),
    "a quarter": (counts("starts", target=8, per="quarter"), ("2026-04-01", "2026-06-30"), None, 8),
    "three quarters": (counts("starts", target=8, per="quarter"), ("2026-04-01", "2026-12-31"), None, 24),
    "three months that are no quarter": (
        counts("starts", target=8, per="quarter"),
        ("2026-02-01", "2026-04-30"),
        None,
        None,
    ),
    "the programme's own, for a unit": (counts("starts", target=8), YEAR, "norr", None),
    "the units', for one": (counts("starts", target="places_per_year"), YEAR, "norr", 10),
    "the units', for the programme": (counts("starts", target="places_per_year"), YEAR, None, 16),
    "a key that not all units have, for the programme": (counts("at_once", target="max_at_once"), YEAR, None, None),
    "a key that not all units have, for one that has": (counts("at_once", target="max_at_once"), YEAR, "norr", 2),
    "a key that not all units have, for one that has not": (
        counts("at_once", target="max_at_once"),
        YEAR,
        "soder",
        None,
    ),
    "at once, in any period": (counts("at_once", target=5), ("2026-02-03", "2026-02-09"), None, 5),
    "by caseworker, for a unit too": (counts("at_once", target=5, each="caseworker"), FEBRUARY, "norr", 5),
}


@pytest.mark.parametrize(("of", "period", "unit", "target"), TARGETS.values(), ids=TARGETS)
def test_a_target_for(of: Programme, period: tuple[str, str], unit: str | None, target: float | None) -> None:
    assert goal_row(report(of, period=period), unit=unit).target == target


def test_a_number_is_reached_from_its_target_on() -> None:
    two = counts("starts", target=2)
    assert [goal_row(report(two, *[START] * n, period=YEAR)).reached for n in (0, 1, 2, 3)] == [
        False,
        False,
        True,
        True,
    ]


def test_a_ceiling_is_reached_up_to_its_target() -> None:
    two = counts("at_once", target=2)
    assert [goal_row(report(two, *[START] * n, period=YEAR)).reached for n in (0, 2, 3)] == [True, True, False]


def test_a_number_has_its_verdict_for_everyone_only() -> None:
    row = goal_row(report(counts("starts", target=2), START, period=YEAR), gender="woman")
    assert (row.met, row.counted, row.share, row.target, row.reached) == (1, None, None, None, None)


MEETINGS = counts("held", event="joint-meeting", target=2, per="half-year")


def held(*days: str, unit: str | None = None, event: str = "joint-meeting") -> list[Happening]:
    return [Happening(event=event, on=DATED(day), unit=unit) for day in days]


def test_held_counts_the_programmes_events_of_that_name_in_the_period() -> None:
    told = [*held("2026-02-01", "2026-02-28", "2026-03-01"), *held("2026-02-14", event="party")]
    (row,) = report(MEETINGS, period=FEBRUARY, happenings=told).goals
    assert (row.unit, row.gender, row.met, row.target) == (None, None, 2, None)


def test_held_has_rows_for_the_units_once_an_event_names_one() -> None:
    told = [*held("2026-02-01"), *held("2025-06-01", "2026-02-02", unit="soder")]
    rows = report(MEETINGS, period=("2026-01-01", "2026-06-30"), happenings=told).goals
    assert [(row.unit, row.met, row.target) for row in rows] == [(None, 2, 2), ("norr", 0, None), ("soder", 1, None)]


def figures(found: Compliance, unit: str | None = None, gender: str | None = None) -> dict[str, int]:
    """By figure, and "figure: group"."""
    return {
        f"{row.figure}: {row.group}" if row.group else row.figure: row.n
        for row in found.figures
        if (row.unit, row.gender) == (unit, gender)
    }


JOURNEYS: tuple[tuple[Step, ...], ...] = (
    (*START, ("exited", "2026-02-20", {"outcome": "work"})),
    (
        ("referred", "2026-01-05", {"party": "self", "gender": "man"}),
        *START[1:],
        ("exited", "2026-02-20", {"outcome": "mistake"}),
    ),
    (("referred", "2026-01-05", {"unit": "soder", "gender": "other"}), ("declined", "2026-01-20")),
    (*START[:2], ("exited", "2026-02-03", {"outcome": "onward"})),
)


def test_the_figures_of_a_year() -> None:
    assert figures(report(programme(), *JOURNEYS, period=YEAR)) == {
        "referrals": 4,
        "referrals: region": 3,
        "referrals: self": 1,
        "starts": 1,  # not the mistake
        "participants": 1,
        "exits": 2,  # the mistake, too; not who had not started
        "exits: work": 1,
        "exits: mistake": 1,
        "not-started": 2,
    }


def test_a_figure_of_nothing_is_left_out() -> None:
    found = report(programme(), *JOURNEYS, period=YEAR)
    assert figures(found, unit="soder") == {"referrals": 1, "referrals: region": 1, "not-started": 1}
    assert figures(found, gender="man") == {
        "referrals": 1,
        "referrals: self": 1,
        "exits": 1,
        "exits: mistake": 1,
    }
    assert figures(found, unit="soder", gender="woman") == {}


def test_the_figures_come_in_the_order_of_the_programme() -> None:
    found = report(programme(), *JOURNEYS, period=YEAR).figures
    places = [None, "norr", "soder"], [None, "woman", "man", "other"]
    assert [(row.unit, row.gender) for row in found] == sorted(
        ((row.unit, row.gender) for row in found),
        key=lambda cell: tuple(order.index(value) for order, value in zip(places, cell, strict=True)),
    )
    assert [(row.figure, row.group) for row in found if row.unit is row.gender is None] == [
        ("referrals", None),
        ("referrals", "region"),
        ("referrals", "self"),
        ("starts", None),
        ("participants", None),
        ("exits", None),
        ("exits", "work"),
        ("exits", "mistake"),
        ("not-started", None),
    ]
