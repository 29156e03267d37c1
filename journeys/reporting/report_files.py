"""A report as a file: for spreadsheets and for paper, all from the sections that the reader may see."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from journeys.reporting import words
from journeys.reporting.bars import bar
from journeys.reporting.headings import Heading
from journeys.reporting.papers import Grid, Paper, Part, pdf
from journeys.reporting.sections import FigureShown, GoalShown, Section
from journeys.reporting.sheets import Cell, before_rows, figure_rows, goal_rows, month_rows, report_sheet
from journeys.reporting.workbooks import Sheet, workbook

EXPLAINED = (
    "Andelen är de som uppnått målet av alla som räknas. Det lodräta strecket på en stapel är kravet. "
    "Den som är undantagen, eller vars dag inte har kommit, räknas inte i andelen."
)
GOALS = ("Enhet", "Mål", "Kön", "Antal", "Av", "Andel", "Krav", "Bedömning", "Undantagna", "Räknas inte än")
FIGURES = ("Enhet", "Siffra", "Varav", "Kön", "Antal")
MONTHS = ("Enhet", "Mål", "Från", "Till", "Antal", "Av", "Andel", "Räknas inte än")
BEFORE = ("Enhet", "Slag", "Namn", "Varav", "Antal året före", "Av året före")
_SHARE = frozenset({GOALS.index("Andel")})
_SHARE_OF_MONTH = frozenset({MONTHS.index("Andel")})


def report_workbook(heading: Heading, shown: Sequence[Section]) -> bytes:
    goals = [(section.name, *row) for section in shown for row in goal_rows(section)]
    figures = [(section.name, *row) for section in shown for row in figure_rows(section)]
    sheets = [
        Sheet(name="Mål", headings=GOALS, rows=goals, shares=_SHARE),
        Sheet(name="Siffror", headings=FIGURES, rows=figures),
        *_more(shown),
        Sheet(name="Om rapporten", headings=("Uppgift", "Värde"), rows=list(_about(heading))),
    ]
    return workbook(sheets, title=heading.title, made=heading.today)


def _more(shown: Sequence[Section]) -> Iterator[Sheet]:
    """What there is not always: the months, the year before."""
    months = [(section.name, *row) for section in shown for row in month_rows(section)]
    if months:
        yield Sheet(name="Månad för månad", headings=MONTHS, rows=months, shares=_SHARE_OF_MONTH)
    before = [(section.name, *row) for section in shown for row in before_rows(section)]
    if before:
        yield Sheet(name="Året före", headings=BEFORE, rows=before)


def _about(heading: Heading) -> Iterator[Sequence[Cell]]:
    yield "Förbund", heading.association
    yield "Insats", heading.name
    yield "Version", heading.version
    yield "Från", heading.first
    yield "Till och med", heading.last
    yield "Läget", heading.seen


def report_paper(heading: Heading, shown: Sequence[Section]) -> Paper:
    return Paper(
        title=heading.title,
        over=heading.association,
        lines=[heading.seen, shown[0].summary],
        parts=[Part(name=section.name, grids=list(_grids(section))) for section in shown],
        notes=[EXPLAINED, *([words.HIDING] if any(section.hides for section in shown) else [])],
    )


def report_pdf(heading: Heading, shown: Sequence[Section]) -> bytes:
    return pdf(report_paper(heading, shown))


def report_csv(heading: Heading, shown: Sequence[Section]) -> bytes:
    return report_sheet(heading, shown).encode()


FILES: Mapping[str, Callable[[Heading, Sequence[Section]], bytes]] = {
    "csv": report_csv,
    "xlsx": report_workbook,
    "pdf": report_pdf,
}
"""How each kind of file is made."""


def _grids(section: Section) -> Iterator[Grid]:
    if section.absent:
        return
    yield _goals(section)
    yield figures_grid(section)
    if any(goal.months for goal in section.goals):
        yield _months(section)


def _goals(section: Section) -> Grid:
    genders = section.genders
    bars = {number: drawn for number, goal in enumerate(section.goals) if (drawn := bar(goal))}
    return Grid(
        caption="Mål",
        headings=("Mål", words.EVERYONE, *genders.values(), "Krav", "Undantagna", "Räknas inte än", *_before(section)),
        rows=[_goal(goal, list(genders), len(_before(section))) for goal in section.goals],
        bars=bars,
    )


def _before(section: Section) -> Sequence[str]:
    """The heading of the year before, where anything is compared with it."""
    goals, figures = (goal.before for goal in section.goals), (figure.before for figure in section.figures)
    return ["Året före"] if any(before is not None for before in chain(goals, figures)) else []


def _goal(goal: GoalShown, genders: Sequence[str], compared: int) -> Sequence[str]:
    row = goal.everyone
    results = [goal.result, *(goal.of(gender) or words.NOTHING for gender in genders)]
    counts = [words.number(row.excepted), words.number(row.not_counted_yet)]
    return [goal.name, *results, goal.demand, *counts, *[goal.year_before or words.NOTHING] * compared]


def figures_grid(section: Section) -> Grid:
    return Grid(
        caption="Siffror",
        headings=("Siffra", words.EVERYONE, *section.genders.values(), *_before(section)),
        rows=[_figure(figure, [None, *section.genders], len(_before(section))) for figure in section.figures],
        bars={},
    )


def _figure(figure: FigureShown, genders: Sequence[str | None], compared: int) -> Sequence[str]:
    name = f"{figure.name}: {figure.of_which}" if figure.of_which else figure.name
    before = words.NOTHING if figure.before is None else words.number(figure.before)
    return [name, *(words.number(figure.numbers[gender]) for gender in genders), *[before] * compared]


def _months(section: Section) -> Grid:
    """Each goal, then its months: a table is read row by row."""
    return Grid(
        caption="Månad för månad",
        headings=("Mål", "Månad", "Utfall", "Räknas inte än"),
        rows=[
            [goal.name, month.name, month.result, words.number(month.everyone.not_counted_yet)]
            for goal in section.goals
            for month in goal.months
        ],
        bars={},
    )
