"""A report beside that of the same period a year before."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from journeys.catalogue import Catalogue
from journeys.reporting.numbers import Number
from journeys.reporting.periods import day_a_year_before
from journeys.reporting.reports import Report, report
from journeys.reporting.sections import FigureShown, GoalShown, Section
from workflows.facts import Span
from workflows.figures.growth import year_before
from workflows.programme_tables import Goal


def report_before(connection: Connection, catalogue: Catalogue, found: Report) -> Report | None:
    """The same a year before, seen from as long after; None where the programme was not there, or nobody in it."""
    span = year_before(Span(found.first, found.last))
    before = report(
        connection,
        catalogue,
        programme=found.programme.id,
        first=span.first,
        last=span.last,
        today=day_a_year_before(found.today),
    )
    return before if before.compliance.figures else None


def was_not_there_before(catalogue: Catalogue, found: Report) -> bool:
    """Whether the programme did not exist in the same period a year before."""
    return year_before(Span(found.first, found.last)).last < catalogue.first(found.programme.id).valid_from


def compared(shown: Sequence[Section], before: Sequence[Section]) -> list[Section]:
    """Each section with what the same unit had a year before, of the goals and figures that were there then."""
    earlier = {section.unit: section for section in before}
    return [_compared(section, earlier[section.unit]) if section.unit in earlier else section for section in shown]


def _compared(section: Section, before: Section) -> Section:
    goals = {shown.goal.id: shown for shown in before.goals}
    numbers = {(figure.figure, figure.group): figure.numbers[None] for figure in before.figures}
    return replace(
        section,
        goals=[_goal(shown, goals.get(shown.goal.id)) for shown in section.goals],
        figures=[_figure(figure, numbers.get((figure.figure, figure.group), 0)) for figure in section.figures],
    )


def _goal(shown: GoalShown, before: GoalShown | None) -> GoalShown:
    """A goal that meant something else then is not compared with."""
    same = before is not None and _meaning(before.goal) == _meaning(shown.goal)
    return replace(shown, before=before.everyone if before and same else None)


def _meaning(goal: Goal) -> tuple[object, ...]:
    return goal.measure, goal.rule, goal.times, goal.outcomes, goal.event, goal.each, goal.against


def _figure(figure: FigureShown, before: Number) -> FigureShown:
    """A figure that was not there is 0."""
    return replace(figure, before=before)
