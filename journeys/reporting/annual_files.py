"""The annual figures as files."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from journeys.reporting import words
from journeys.reporting.annual import Annual
from journeys.reporting.numbers import Number
from journeys.reporting.papers import Grid, Paper, Part, pdf
from journeys.reporting.report_files import FIGURES, figures_grid
from journeys.reporting.sections import Section
from journeys.reporting.sheets import Cell, cell, figure_rows, sheet
from journeys.reporting.workbooks import Sheet, workbook

FINSAM = "Uppföljning Finsam"
NOT_THERE = "Fanns inte under perioden"


def annual_csv(annual: Annual) -> bytes:
    head = (annual.association, annual.year)
    headings = ("Förbund", "År", "Insats", *FIGURES[1:])
    return sheet(headings, ((*head, *row) for row in _figures(annual))).encode()


def annual_workbook(annual: Annual) -> bytes:
    sheets = [
        Sheet(name="Årssiffror", headings=("Insats", *FIGURES[1:]), rows=list(_figures(annual))),
        Sheet(name=FINSAM, headings=finsam_headings(annual), rows=[_cells(row) for row in finsam_rows(annual)]),
    ]
    return workbook(sheets, title=annual.title, made=annual.today)


def annual_paper(annual: Annual) -> Paper:
    finsam = Grid(
        caption="Antal per insats",
        headings=finsam_headings(annual),
        rows=[[each if isinstance(each, str) else words.number(each) for each in row] for row in finsam_rows(annual)],
        bars={},
    )
    parts = [_part(section) for section in annual.sections]
    return Paper(
        title=annual.title,
        over=annual.association,
        lines=annual.lines,
        parts=[*parts, Part(name=FINSAM, grids=[finsam])],
        notes=[words.HIDING] if annual.hides else [],
    )


def _part(section: Section) -> Part:
    if section.absent:
        return Part(name=section.name, lines=[section.absent])
    return Part(name=section.name, grids=[figures_grid(section)])


def annual_pdf(annual: Annual) -> bytes:
    return pdf(annual_paper(annual))


def finsam_headings(annual: Annual) -> Sequence[str]:
    return ("Insats", "Siffra", words.EVERYONE, *annual.genders.values())


def finsam_rows(annual: Annual) -> Iterator[Sequence[str | Number]]:
    """One count of one programme a row; of a programme that did not exist then a row that says so."""
    for section in annual.each:
        if section.absent:
            yield (section.name, NOT_THERE, *[words.NOTHING] * (1 + len(annual.genders)))
    for row in annual.finsam:
        yield (row.programme, row.figure, *(row.numbers[gender] for gender in (None, *annual.genders)))


def _figures(annual: Annual) -> Iterator[Sequence[Cell]]:
    return ((section.name, *row) for section in annual.sections for row in figure_rows(section))


def _cells(row: Sequence[str | Number]) -> Sequence[Cell]:
    return [each if isinstance(each, str) else cell(each) for each in row]


FILES: Mapping[str, Callable[[Annual], bytes]] = {"csv": annual_csv, "xlsx": annual_workbook, "pdf": annual_pdf}
"""How each kind of file is made."""
