"""The annual figures: what every samordningsförbund reports of a year, for one programme or all that it finances.

Sums over programmes are made of what the reader may see of each, so that they give nothing away: where a part is
hidden, so is the sum.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy import Connection

from journeys.catalogue import Catalogue
from journeys.reporting import words
from journeys.reporting.headings import Heading
from journeys.reporting.numbers import HIDDEN, Number
from journeys.reporting.reports import Report, report
from journeys.reporting.sections import FigureShown, NotThere, Section
from workflows.compliance import BY_GENDER, PARTIES

FINSAM = ("referrals", "starts", "participants", "exits")
"""What Uppföljning Finsam takes: how many, by gender."""
ALL = "Alla insatser"
NONE_THERE = "Ingen av insatserna fanns under perioden."


@dataclass(frozen=True, kw_only=True, slots=True)
class FinsamRow:
    """One count of one programme by gender, None being everyone."""

    programme: str
    figure: str
    numbers: Mapping[str | None, Number]


@dataclass(frozen=True, kw_only=True)
class Annual:
    """The figures of one year. `sections`: first the sum, where there are several programmes, then each of them."""

    association: str
    scope: str
    year: int
    first: date
    last: date
    today: date
    sections: Sequence[Section]

    @property
    def title(self) -> str:
        return f"Årssiffror {self.year}: {self.sections[0].name}"

    @property
    def lines(self) -> Sequence[str]:
        return [f"{words.period(self.first, self.last)}.", f"Som det stod den {words.day(self.today)}."]

    @property
    def file(self) -> str:
        """The name of a file without its ending."""
        return f"arssiffror-{self.year}-{self.scope}"

    @cached_property
    def genders(self) -> Mapping[str, str]:
        """The genders to show: others where any programme has some."""
        shown = {gender for section in self.sections for gender in section.genders}
        return {gender: name for gender, name in words.GENDERS.items() if gender in shown}

    @property
    def hides(self) -> bool:
        """Whether anything is hidden."""
        return any(section.hides for section in self.sections)

    @property
    def each(self) -> Sequence[Section]:
        """Each programme for itself."""
        return self.sections if len(self.sections) == 1 else self.sections[1:]

    @property
    def finsam(self) -> Sequence[FinsamRow]:
        """The sheet for Uppföljning Finsam: of the programmes that existed."""
        return [
            FinsamRow(programme=section.name, figure=words.FIGURES[figure], numbers=_numbers(section, figure))
            for section in self.each
            if not section.absent
            for figure in FINSAM
        ]


def reports_of(
    connection: Connection, catalogue: Catalogue, programmes: Iterable[str], year: int, today: date
) -> Iterator[Report]:
    """Of each programme. A year that is not over ends today.

    Raises BackwardPeriod where it has not begun.
    """
    first, last = date(year, 1, 1), min(date(year, 12, 31), today)
    for programme in programmes:
        yield report(connection, catalogue, programme=programme, first=first, last=last, today=min(last, today))


def annual(wholes: Sequence[tuple[Heading, Section]]) -> Annual:
    """From the first section of each report, as the reader may see it; at least one."""
    heading = wholes[0][0]
    sections = [replace(whole, name=each.name, goals=()) for each, whole in wholes]
    several = len(sections) > 1
    return Annual(
        association=heading.association,
        scope="alla" if several else heading.programme,
        year=heading.first.year,
        first=heading.first,
        last=heading.last,
        today=heading.today,
        sections=[total(sections), *sections] if several else sections,
    )


def total(sections: Sequence[Section]) -> Section:
    """All together. Outcomes that have the same name are the same."""
    if all(section.absent for section in sections):
        return NotThere(unit=None, name=ALL, goals=(), figures=(), sentence=NONE_THERE)
    kinds = {(shown.figure, shown.of_which): shown for section in sections for shown in section.figures}
    figures = [_sum(kind, [_of(section, *key) for section in sections]) for key, kind in kinds.items()]
    return Section(unit=None, name=ALL, goals=(), figures=sorted(figures, key=_order))


def _sum(kind: FigureShown, parts: Sequence[FigureShown | None]) -> FigureShown:
    """A programme that has none of a kind adds none."""
    there = [part for part in parts if part]
    return replace(
        kind, numbers={gender: _added([part.numbers[gender] for part in there]) for gender in BY_GENDER}, before=None
    )


def _added(numbers: Sequence[Number]) -> Number:
    known = [number for number in numbers if number is not HIDDEN]
    return sum(known) if len(known) == len(numbers) else HIDDEN


def _of(section: Section, figure: str, of_which: str | None) -> FigureShown | None:
    return next((each for each in section.figures if (each.figure, each.of_which) == (figure, of_which)), None)


def _order(shown: FigureShown) -> tuple[int, int]:
    """The sum before its parts, parties in their order; outcomes as they come."""
    place = -1 if shown.group is None else PARTIES.index(shown.group) if shown.group in PARTIES else len(PARTIES)
    return list(words.FIGURES).index(shown.figure), place


def _numbers(section: Section, figure: str) -> Mapping[str | None, Number]:
    found = _of(section, figure, None)
    return found.numbers if found else dict.fromkeys(BY_GENDER, 0)
