"""The nightly report: for each programme in use the year to date, made, kept by date, and told to those it concerns.

The period ends the day before and is seen from the morning, so that what fell due yesterday and is undone counts as it
stands on the work list. On New Year's Day that is the whole year that ended.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection, select

from journeys.catalogue import Catalogue
from journeys.messages import recipients
from journeys.messages.recipients import Recipient
from journeys.queries import programmes_in_use
from journeys.reporting import Report, report
from journeys.reporting.cases import cases_of
from journeys.reporting.changes import Kept, news, told
from journeys.reporting.headings import heading_of
from journeys.reporting.linked import hidden
from journeys.reporting.numbers import HIDDEN
from journeys.reporting.pages import report_page, unit_page
from journeys.reporting.sections import GoalShown, Section, section, sections
from journeys.reporting.sheets import cases_sheet, report_sheet
from journeys.reporting.shortfalls import Shortfall, shortfalls_of
from journeys.storage.dialect import upsert
from journeys.storage.files import replaced
from journeys.tables.reports import NIGHTLY_REPORT
from journeys.work import Work
from notifications import outbox
from notifications.message import Json, Message

PUBLIC, OWN = 0o644, 0o600
"""Figures without small numbers are for whoever may look into the folder; what names cases is not."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Night:
    """What one night tells of one programme. `before`: the latest report that was kept earlier.

    `public` is for those who see no person: small numbers are hidden, and what changed since yesterday is not told,
    which is a small number as a rule.
    """

    local_date: date
    report: Report
    public: Sequence[Section]
    before: Kept | None
    shortfalls: list[Shortfall]

    @property
    def units(self) -> list[str]:
        return [unit.id for unit in self.report.programme.units]


def run(work: Work, folder: Path, local_date: date, *, mail: bool) -> Mapping[str, int]:
    """Make the reports of a night and settle them, in one transaction."""
    return settle(work, nights(work.connection, work.catalogue, local_date), folder, mail=mail)


def settle(work: Work, made: Iterable[Night], folder: Path, *, mail: bool) -> Mapping[str, int]:
    """Keep the reports of a night, write their files and put the mails in the outbox.

    Once more for the same night writes the same over it, and mails nobody twice. How many there were.
    """
    reports = mails = 0
    for night in made:
        keep(work.connection, night)
        write(night, folder)
        reports += 1
        if mail:
            mails += len(outbox.enqueue(work.connection, messages(work.connection, night), now=work.now))
    return {"reports": reports, "mails": mails}


def nights(connection: Connection, catalogue: Catalogue, local_date: date) -> Iterator[Night]:
    """One for each programme in use. One that has no version valid yet has nothing to tell."""
    for programme in programmes_in_use(connection):
        made = _report(connection, catalogue, programme, local_date)
        if not made.absent:
            yield _night(connection, catalogue, made, local_date)


def _report(connection: Connection, catalogue: Catalogue, programme: str, local_date: date) -> Report:
    last = local_date - timedelta(days=1)
    first = date(last.year, 1, 1)
    return report(connection, catalogue, programme=programme, first=first, last=last, today=local_date)


def _night(connection: Connection, catalogue: Catalogue, made: Report, local_date: date) -> Night:
    return Night(
        local_date=local_date,
        report=made,
        public=hidden(connection, catalogue, made),
        before=kept_before(connection, made.programme.id, local_date),
        shortfalls=shortfalls_of(connection, catalogue, made),
    )


def kept_before(connection: Connection, programme: str, local_date: date) -> Kept | None:
    """The latest report of the programme that was kept for an earlier night."""
    row = connection.execute(
        select(NIGHTLY_REPORT.c.local_date, NIGHTLY_REPORT.c.body)
        .where(NIGHTLY_REPORT.c.programme == programme, NIGHTLY_REPORT.c.local_date < local_date)
        .order_by(NIGHTLY_REPORT.c.local_date.desc())
        .limit(1)
    ).first()
    return Kept.read(row.local_date, row.body) if row else None


def keep(connection: Connection, night: Night) -> None:
    """Store the figures, over those of an earlier run for the same night."""
    row = {"programme": night.report.programme.id, "local_date": night.local_date, "body": told(night.report)}
    upsert(connection, NIGHTLY_REPORT, row)


def write(night: Night, folder: Path) -> None:
    """`2026-11-21/activera.html` and `.csv` for everybody; `2026-11-21/units/molndal/` for the unit's eyes only."""
    here = folder / night.local_date.isoformat()
    here.mkdir(parents=True, exist_ok=True)
    name = night.report.programme.id
    _write(here / f"{name}.html", report_page(night.report, night.public), PUBLIC)
    _write(here / f"{name}.csv", report_sheet(heading_of(night.report), night.public), PUBLIC)
    (here / "units").mkdir(mode=0o700, exist_ok=True)
    for own in sections(night.report)[1:]:
        _write_own(night, own, here / "units" / str(own.unit))


def _write_own(night: Night, own: Section, folder: Path) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    programme = night.report.programme
    cases = cases_of(programme, (each for each in night.shortfalls if each.unit == own.unit))
    changes = news(night.report, own, night.before)
    cases_file = f"{programme.id}-arenden.csv"
    page = unit_page(night.report, own, news=changes, cases=cases, cases_file=cases_file)
    _write(folder / f"{programme.id}.html", page, OWN)
    _write(folder / f"{programme.id}.csv", report_sheet(heading_of(night.report), [own]), OWN)
    _write(folder / cases_file, cases_sheet(cases), OWN)


def _write(file: Path, text: str, mode: int) -> None:
    with replaced(file) as out:
        out.write(text.encode())
    file.chmod(mode)


def messages(connection: Connection, night: Night) -> Iterator[Message]:
    """To each coordinator about the programme, small numbers hidden; to each manager about their unit. Figures only."""
    yield from _to(connection, night, "coordinator", None)
    for unit in night.units:
        yield from _to(connection, night, "manager", unit)


def _to(connection: Connection, night: Night, role: str, unit: str | None) -> Iterator[Message]:
    for recipient in recipients.staff(connection, role, unit):
        if isinstance(recipient, Recipient):
            yield Message(
                key=f"nightly:{night.report.programme.id}:{night.local_date}:{_hashed(recipient.key)}:{unit or ''}",
                template="nightly-report",
                recipient=recipient.address,
                language=recipient.language,
                context=mail_context(night, unit),
            )


def _hashed(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()[:16]


def mail_context(night: Night, unit: str | None = None) -> dict[str, Json]:
    """What the template `nightly-report` needs (notifications/templates/README.md): figures, and no case."""
    shown = section(night.report, unit) if unit else night.public[0]
    return {
        "programme": night.report.programme.name,
        "unit": shown.name if unit else None,
        "date": night.local_date.isoformat(),
        "first_day": night.report.first.isoformat(),
        "last_day": night.report.last.isoformat(),
        "goals": [_goal(goal) for goal in shown.goals],
        "hides": shown.hides,
    }


def _goal(goal: GoalShown) -> Json:
    return {
        "name": goal.name,
        "result": goal.result,
        "target": goal.target,
        "reached": None if goal.everyone.reached is HIDDEN else goal.everyone.reached,
        "women": goal.of("woman"),
        "men": goal.of("man"),
    }
