"""`farled access-log`: who has read which journey, and when."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

import click

from journeys.cli.installation import installation
from journeys.cli.options import DAY, database_option, format_option
from journeys.cli.output import as_json, as_table
from journeys.queries import reference_taken
from journeys.refused import JourneyUnknown
from journeys.reporting.sheets import sheet
from journeys.settings import STOCKHOLM
from journeys.staff import IN_SWEDISH
from journeys.visibility.readings import Reading, between
from journeys.words import moment_text

COLUMNS = ("När", "Vem", "Adress", "Roll", "Enhet", "Ärende", "Sida", "Öppnat med skäl")


@click.command("access-log")
@click.option("--from", "first", type=DAY, metavar="DAG", help="Första dagen. Utan den: från början.")
@click.option("--to", "last", type=DAY, metavar="DAG", help="Sista dagen. Utan den: till nu.")
@click.option("--reference", metavar="ÄRENDE", help="Bara det här ärendet.")
@format_option("table", "json", "csv")
@database_option
def access_log(
    *, first: date | None, last: date | None, reference: str | None, format_: str, database: str | None
) -> None:
    """Vem som har läst vilket ärende, när och på vilken sida.

    Deltagarens namn visas aldrig.
    """
    with installation(database) as app, app.read() as connection:
        if reference is not None and not reference_taken(connection, reference):
            raise JourneyUnknown(reference)
        end = last + timedelta(days=1) if last else None
        found = between(connection, first=_begin(first), end=_begin(end), reference=reference)
    click.echo(FORMATS[format_](found), nl=format_ != "csv")


def _begin(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), STOCKHOLM) if day else None


def _row(each: Reading) -> Sequence[str | None]:
    role = IN_SWEDISH.get(each.role, each.role)
    reason = each.reason or ("ja" if each.broke_glass else None)
    return moment_text(each.at), each.name, each.address, role, each.unit, each.reference, each.where, reason


def _json(found: Sequence[Reading]) -> str:
    return as_json({"readings": [_values(each) for each in found]})


def _values(each: Reading) -> dict[str, object]:
    return {
        "at": each.at,
        "staff": each.address,
        "name": each.name,
        "role": each.role,
        "unit": each.unit,
        "journey": each.reference,
        "page": each.page,
        "broke_glass": each.broke_glass,
        "reason": each.reason,
    }


def _table(found: Sequence[Reading]) -> str:
    return as_table(COLUMNS, [_row(each) for each in found]) if found else "Ingen har läst något då."


FORMATS: dict[str, Callable[[Sequence[Reading]], str]] = {
    "table": _table,
    "json": _json,
    "csv": lambda found: sheet(COLUMNS, [_row(each) for each in found]),
}
