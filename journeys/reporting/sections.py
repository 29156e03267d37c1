"""What a report shows, for the programme and for each unit: the one place that decides which rows anybody sees."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from journeys.reporting import words
from journeys.reporting.numbers import HIDDEN, Number, Numbers
from journeys.reporting.reports import Report
from workflows.compliance import BY_GENDER, FigureRow
from workflows.facts import Span
from workflows.figures.targets import target_of
from workflows.programme import Programme
from workflows.programme_tables import Goal

WHOLE = "Hela insatsen"


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthShown:
    """One goal for everyone in the days of one calendar month that lie in the period."""

    first: date
    last: date
    everyone: Numbers

    @property
    def name(self) -> str:
        """ "mars 2026"."""
        return words.day(self.first, "MMMM y")

    @property
    def result(self) -> str:
        return words.result(self.everyone)


@dataclass(frozen=True, kw_only=True)
class GoalShown:
    """One goal for everyone, and by gender where it is counted so."""

    goal: Goal
    everyone: Numbers
    by_gender: Mapping[str, Numbers]
    target_of_a_year: float | None
    """What a number has to reach in a whole year, whatever the period is."""
    before: Numbers | None = None
    """Everyone in the same period a year before; None where there is none to compare with."""
    months: Sequence[MonthShown] = ()
    """Month by month; empty where they were not asked for, or where the period lies within one month."""

    @property
    def name(self) -> str:
        return self.goal.name

    @property
    def result(self) -> str:
        return words.result(self.everyone)

    @property
    def target(self) -> str | None:
        return words.target(self.goal, self.everyone.target)

    @property
    def verdict(self) -> str:
        return words.verdict(self.everyone)

    @property
    def demand(self) -> str:
        """The target and how it went: "Krav 80 %, nått"."""
        if self.target:
            judged = self.everyone.reached is not None and self.everyone.reached is not HIDDEN
            return f"Krav {self.target}" + (f", {self.verdict}" if judged else "")
        if self.goal.against:
            return "Kravet är dolt" if self.everyone.reached is HIDDEN else "Inget år före att jämföra med"
        of_a_year = words.target(self.goal, self.target_of_a_year)
        return f"Kravet är {of_a_year} på ett helt år" if of_a_year else "Följs utan krav"

    @property
    def year_before(self) -> str | None:
        """The result of the year before; None where there is none to compare with."""
        return words.result(self.before) if self.before else None

    @property
    def rows(self) -> Iterator[Numbers]:
        """All the numbers of it."""
        yield self.everyone
        yield from self.by_gender.values()
        yield from (month.everyone for month in self.months)
        if self.before:
            yield self.before

    def of(self, gender: str) -> str | None:
        """The result of one gender; None where the goal is not counted by gender."""
        row = self.by_gender.get(gender)
        return words.result(row) if row else None


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureShown:
    """One figure by gender, None being everyone. `of_which` is a party or an outcome, or None for the sum.

    `figure` and `group` are the keys of the same (counting.md, "Figures"), as in the answer in JSON.
    """

    figure: str
    group: str | None
    name: str
    of_which: str | None
    numbers: Mapping[str | None, Number]
    before: Number | None = None
    """Everyone in the same period a year before; None where there is none to compare with."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """The programme (`unit` None) or one unit."""

    unit: str | None
    name: str
    goals: Sequence[GoalShown]
    figures: Sequence[FigureShown]

    @property
    def absent(self) -> str | None:
        """Why there is nothing in it, where the programme did not exist in the period."""
        return None

    @property
    def key(self) -> str:
        """A name of its own in a page."""
        return f"enhet-{self.unit}" if self.unit else "hela"

    @property
    def summary(self) -> str:
        """How many of the goals are reached."""
        if self.absent:
            return self.absent
        verdicts = [shown.everyone.reached for shown in self.goals]
        judged = [verdict for verdict in verdicts if isinstance(verdict, bool)]
        if not judged:
            hidden = HIDDEN in verdicts
            return "Hur det gick med målen är dolt." if hidden else "Inget mål går att bedöma mot ett krav än."
        told = f"{sum(judged)} av {len(judged)} mål med krav är nådda."
        return f"{told} Hur det gick med de andra är dolt." if HIDDEN in verdicts else told

    @property
    def hides(self) -> bool:
        """Whether something in it is hidden."""
        rows = (row for shown in self.goals for row in shown.rows)
        numbers = (number for figure in self.figures for number in (*figure.numbers.values(), figure.before))
        return any(row.hides for row in rows) or HIDDEN in numbers

    @cached_property
    def genders(self) -> Mapping[str, str]:
        """The genders to show, with their names: others only where there are any."""
        others = any(figure.numbers.get("other") for figure in self.figures) or any(
            row.met or row.counted or row.excepted or row.not_counted_yet
            for shown in self.goals
            if (row := shown.by_gender.get("other"))
        )
        return {gender: name for gender, name in words.GENDERS.items() if gender != "other" or others}


@dataclass(frozen=True, kw_only=True)
class NotThere(Section):
    """What is shown of a period in which the programme did not exist: a sentence, and no number."""

    sentence: str

    @property
    def absent(self) -> str:
        return self.sentence


def sections(report: Report) -> list[Section]:
    """The programme first, then its units; of a programme that did not exist in the period a sentence alone."""
    if report.absent:
        sentence = words.not_there(report.programme)
        return [NotThere(unit=None, name=WHOLE, goals=(), figures=(), sentence=sentence)]
    return [section(report, unit) for unit in (None, *(unit.id for unit in report.programme.units))]


def section(report: Report, unit: str | None) -> Section:
    """What is shown of a unit, or of the whole programme."""
    found = report.programme.unit(unit) if unit else None
    return Section(
        unit=unit,
        name=found.name if found else WHOLE,
        goals=_goals(report, unit),
        figures=_figures(report, unit),
    )


def _goals(report: Report, unit: str | None) -> list[GoalShown]:
    rows = {(row.goal, row.gender): Numbers.of(row) for row in report.compliance.goals if row.unit == unit}
    year = Span(date(report.last.year, 1, 1), date(report.last.year, 12, 31))
    months = {
        (row.goal, part): MonthShown(first=part.first, last=part.last, everyone=Numbers.of(row))
        for part, counted in report.compliance.parts.items()
        for row in counted
        if row.unit == unit and row.gender is None
    }
    return [
        GoalShown(
            goal=goal,
            everyone=rows[goal.id, None],
            by_gender={gender: rows[goal.id, gender] for gender in words.GENDERS if (goal.id, gender) in rows},
            target_of_a_year=target_of(report.programme, goal, unit, year),
            months=[months[goal.id, part] for part in report.compliance.parts if (goal.id, part) in months],
        )
        for goal in report.programme.goals
        if (goal.id, None) in rows
    ]


def _figures(report: Report, unit: str | None) -> list[FigureShown]:
    rows = {(row.figure, row.group, row.gender): row.n for row in report.compliance.figures if row.unit == unit}
    return [
        FigureShown(
            figure=figure,
            group=group,
            name=words.FIGURES[figure],
            of_which=group_name(report.programme, figure, group),
            numbers={gender: rows.get((figure, group, gender), 0) for gender in BY_GENDER},
        )
        for figure, group in _kinds(report.compliance.figures, unit)
    ]


def _kinds(figures: Sequence[FigureRow], unit: str | None) -> list[tuple[str, str | None]]:
    """Those of everyone, in their order: the three sums that every table has are there even when they are 0."""
    given = [(row.figure, row.group) for row in figures if row.unit == unit and row.gender is None]
    always = [(figure, None) for figure in ("referrals", "starts", "participants") if (figure, None) not in given]
    order = list(words.FIGURES)
    return sorted([*given, *always], key=lambda kind: order.index(kind[0]))


def group_name(programme: Programme, figure: str, group: str | None) -> str | None:
    """The name of a party or an outcome; the id of an outcome that this version of the programme does not have."""
    if group is None:
        return None
    if figure == "referrals":
        return words.PARTIES.get(group, group)
    outcome = programme.outcome(group)
    return outcome.name if outcome else group
