"""The periods with a name, and which of them somebody may choose.

Only who sees persons chooses any days: January to March less January and March is February, however well each of the
three hides its small numbers. The others choose whole calendar years.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from journeys.visibility.access import Staff
from journeys.web.visit import Visit
from workflows.facts import Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A period with a name: the calendar unit of so many months that today lies in, to today, or the one before it."""

    key: str
    name: str
    months: int
    before: bool = False

    def days(self, today: date) -> tuple[date, date]:
        first = self._begin(today)
        if not self.before:
            return first, today
        last = first - timedelta(days=1)
        return self._begin(last), last

    def _begin(self, day: date) -> date:
        return date(day.year, (day.month - 1) // self.months * self.months + 1, 1)


PERIODS = (
    Period(key="ar", name="I år", months=12),
    Period(key="forra-aret", name="Förra året", months=12, before=True),
    Period(key="halvar", name="Det här halvåret", months=6),
    Period(key="forra-halvaret", name="Förra halvåret", months=6, before=True),
    Period(key="kvartal", name="Det här kvartalet", months=3),
    Period(key="forra-kvartalet", name="Förra kvartalet", months=3, before=True),
)
YEARS = tuple(each for each in PERIODS if each.months == 12)
ONLY_OWN = (
    "Av andra dagar än ett helt kalenderår, eller i år till och med idag, visas bara din egen enhet: ur skillnaden "
    "mellan två perioder kan små tal i andra enheter räknas ut."
)


def offered(staff: Staff) -> tuple[Period, ...]:
    return PERIODS if staff.sees_persons else YEARS


def named(visit: Visit) -> Period:
    """The one that the address names, of those that the reader may choose; otherwise this year."""
    periods = offered(visit.staff)
    return next((each for each in periods if each.key == visit.request.query_params.get("period")), periods[0])


def is_year(first: date, last: date, today: date) -> bool:
    """Whether the days are those of a year that anybody may choose."""
    return any(each.days(today) == (first, last) for each in YEARS)


def years(visit: Visit, *, back: int = 0) -> list[str]:
    """From this year back to the first that a programme had a version in, and at least so many years back."""
    begun = min((each.valid_from.year for each in visit.catalogue.versions.values()), default=visit.today.year)
    return [str(year) for year in range(visit.today.year, min(begun, visit.today.year - back) - 1, -1)]


def whole_year(year: int, today: date) -> Span:
    """A calendar year; one that is not over ends today."""
    return Span(date(year, 1, 1), min(date(year, 12, 31), today))
