"""A report for a spreadsheet in Swedish: semicolons, decimal commas, and a mark that tells Excel it is UTF-8."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from journeys.reporting import words
from journeys.reporting.cases import Cases
from journeys.reporting.headings import Heading
from journeys.reporting.numbers import Hidden, Numbers
from journeys.reporting.sections import GoalShown, Section

Cell = str | float | date | None

COLUMNS = (
    *("Insats", "Från", "Till", "Läget den", "Enhet", "Slag", "Namn", "Varav", "Kön", "Antal", "Av", "Andel"),
    *("Krav", "Bedömning", "Undantagna", "Räknas inte än"),
)
CASE_COLUMNS = ("Mål", "Ärende", "Vad", "Skulle ha gjorts senast", "Läge", "Nästa steg", "Handläggare")
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def sheet(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The text of a file. No cell is a formula, whatever somebody named a unit."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(headings)
    writer.writerows([_told(cell) for cell in row] for row in rows)
    return _BYTE_ORDER_MARK + text.getvalue()


def report_sheet(heading: Heading, shown: Iterable[Section]) -> str:
    """Goals and figures, one number a row."""
    head = (heading.name, heading.first, heading.last, heading.today)
    return sheet(COLUMNS, ((*head, section.name, *row) for section in shown for row in _rows(section)))


def cases_sheet(groups: Iterable[Cases]) -> str:
    """The journeys behind the shortfalls of a unit, one obligation a row."""
    rows = (
        (each.goal, each.journey, each.rule, each.due, each.status, each.next_step, each.caseworker)
        for group in groups
        for each in group.cases
    )
    return sheet(CASE_COLUMNS, rows)


def _rows(section: Section) -> Iterator[Sequence[Cell]]:
    for name, gender, *numbers in goal_rows(section):
        yield ("Mål", name, None, gender, *numbers)
    for row in figure_rows(section):
        yield ("Anmärkning" if section.absent else "Siffra", *row, *[None] * 6)


def goal_rows(section: Section) -> Iterator[Sequence[Cell]]:
    """Name, gender, and the numbers from "Antal" on."""
    for goal in section.goals:
        yield _goal(goal, words.EVERYONE, goal.everyone)
        for gender, name in section.genders.items():
            if row := goal.by_gender.get(gender):
                yield _goal(goal, name, row)


def _goal(goal: GoalShown, gender: str, row: Numbers) -> Sequence[Cell]:
    counts = (cell(each) for each in (words.met(row), row.counted, row.share))
    later = (cell(each) for each in (row.excepted, row.not_counted_yet))
    return (goal.name, gender, *counts, row.target, words.verdict(row), *later)


def figure_rows(section: Section) -> Iterator[Sequence[Cell]]:
    """Name, of which, gender, number; the sentence alone where the programme did not exist."""
    if section.absent:
        yield (section.absent, None, None, None)
    for figure in section.figures:
        for whose, name in ((None, words.EVERYONE), *section.genders.items()):
            yield (figure.name, figure.of_which, name, cell(figure.numbers[whose]))


def month_rows(section: Section) -> Iterator[Sequence[Cell]]:
    """Name, first day, last day, then met, counted, share and not counted yet of everyone."""
    for goal in section.goals:
        for month in goal.months:
            row = month.everyone
            numbers = (cell(each) for each in (words.met(row), row.counted, row.share, row.not_counted_yet))
            yield (goal.name, month.first, month.last, *numbers)


def before_rows(section: Section) -> Iterator[Sequence[Cell]]:
    """Kind, name, of which, then met and counted of everyone a year before."""
    for goal in section.goals:
        if row := goal.before:
            yield ("Mål", goal.name, None, cell(words.met(row)), cell(row.counted))
    for figure in section.figures:
        if figure.before is not None:
            yield ("Siffra", figure.name, figure.of_which, cell(figure.before), None)


def cell(number: float | Hidden | None) -> float | str | None:
    """A number, or what stands where it is hidden."""
    return number.value if isinstance(number, Hidden) else number


def _told(cell: Cell) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else f"{cell:.10g}".replace(".", ",")
