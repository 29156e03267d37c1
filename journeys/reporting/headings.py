"""What stands over a report, whatever form it has: of which programme, for which days, and seen from when."""

from dataclasses import dataclass
from datetime import date

from journeys.reporting import words
from journeys.reporting.reports import Report


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """`programme` is the id, `name` what the programme is called; `seen` says from when `today` it is seen."""

    association: str
    programme: str
    name: str
    version: str
    first: date
    last: date
    today: date
    seen: str

    @property
    def title(self) -> str:
        return f"{self.name}: mål och utfall {words.period(self.first, self.last)}"

    @property
    def file(self) -> str:
        """The name of a file without its ending: only what every system can have in one."""
        return f"{self.programme}-{self.first}-{self.last}"


def heading_of(report: Report) -> Heading:
    programme = report.programme
    return Heading(
        association=programme.association,
        programme=programme.id,
        name=programme.name,
        version=words.NOTHING if report.absent else programme.version,
        first=report.first,
        last=report.last,
        today=report.today,
        seen=words.as_seen(report),
    )
