"""A report for a spreadsheet in Swedish: semicolons, decimal commas, and a mark that tells Excel it is UTF-8."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from journeys.reporting import words
from journeys.reporting.cases import Cases
from journeys.reporting.reports import Report
from journeys.reporting.sections import GoalShown, Section
from workflows.compliance import GoalRow

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


def report_sheet(report: Report, shown: Iterable[Section]) -> str:
    """Goals and figures, one number a row."""
    head = (report.programme.name, report.first, report.last, report.today)
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
    for goal in section.goals:
        yield _goal(goal, words.EVERYONE, goal.everyone)
        for gender, name in section.genders.items():
            if row := goal.by_gender.get(gender):
                yield _goal(goal, name, row)
    for figure in section.figures:
        for whose, name in ((None, words.EVERYONE), *section.genders.items()):
            yield ("Siffra", figure.name, figure.of_which, name, figure.numbers[whose], *[None] * 6)


def _goal(goal: GoalShown, gender: str, row: GoalRow) -> Sequence[Cell]:
    numbers = (row.met, row.counted, row.share, row.target, words.verdict(row), row.excepted, row.not_counted_yet)
    return ("Mål", goal.name, None, gender, *numbers)


def _told(cell: Cell) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else f"{cell:.10g}".replace(".", ",")
