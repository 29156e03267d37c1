"""`farled annual`: the figures of a year that every samordningsförbund reports."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from journeys.app import App
from journeys.cli.installation import installation
from journeys.cli.options import EARLIEST, LATEST, database_option, format_option
from journeys.cli.output import as_json, as_table, say
from journeys.cli.report import figures_table
from journeys.reporting import Report
from journeys.reporting.annual import Annual, annual, reports_of
from journeys.reporting.annual_files import (
    FINSAM,
    annual_csv,
    annual_pdf,
    annual_workbook,
    finsam_headings,
    finsam_rows,
)
from journeys.reporting.headings import heading_of
from journeys.reporting.sections import sections
from journeys.reporting.words import number


@click.command("annual")
@click.option("--year", type=click.IntRange(EARLIEST, LATEST), metavar="ÅR", help="Utan det: året före det här.")
@click.option("--programme", metavar="INSATS", help="Insatsens beteckning. Utan den: alla som förbundet har.")
@click.option("--association", metavar="FÖRBUND", help="Samordningsförbundet, där installationen har flera.")
@format_option("table", "json", "csv", "xlsx", "pdf")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FIL", help="Skriv i en fil.")
@database_option
def annual_(
    *,
    year: int | None,
    programme: str | None,
    association: str | None,
    format_: str,
    out: Path | None,
    database: str | None,
) -> None:
    """Remisser, påbörjade, deltagare och avslutade ett år, och underlaget till Uppföljning Finsam."""
    with installation(database) as app:
        chosen = [programme] if programme else _programmes(app, association)
        found = _reports(app, chosen, year or app.today.year - 1)
    made = annual([(heading_of(each), sections(each)[0]) for each in found])
    say(FORMATS[format_](made, found), out)


def _programmes(app: App, association: str | None) -> list[str]:
    """All of an association, by name. Raises UsageError where it is not clear which."""
    with app.read() as connection:
        known = {each.id: each for each in app.catalogue(connection).versions.values()}
    associations = sorted({each.association for each in known.values()})
    if not associations:
        raise click.UsageError("Det finns ingen insats.")
    if association not in associations and (association or len(associations) > 1):
        raise click.UsageError(f"Välj förbund med --association: {', '.join(associations)}.")
    return [
        each.id
        for each in sorted(known.values(), key=lambda programme: programme.name)
        if each.association == (association or associations[0])
    ]


def _reports(app: App, programmes: list[str], year: int) -> list[Report]:
    with app.read() as connection:
        return list(reports_of(connection, app.catalogue(connection), programmes, year, app.today))


def _table(found: Annual, _: list[Report]) -> str:
    """Each programme's figures, then the sheet for Uppföljning Finsam."""
    finsam = [[each if isinstance(each, str) else number(each) for each in row] for row in finsam_rows(found)]
    head = "\n".join([found.title, *found.lines])
    blocks = [figures_table(section) for section in found.sections]
    return "\n\n".join([head, *blocks, f"{FINSAM}\n{as_table(finsam_headings(found), finsam)}"])


def _json(found: Annual, reports: list[Report]) -> str:
    """The figures of each programme as `farled report` answers them, without units."""
    told: dict[str, Any] = {"year": found.year, "from": found.first, "to": found.last, "today": found.today}
    programmes = [
        {
            "programme": each.programme.id,
            "figures": [row for row in each.json()["figures"] if row["unit"] is None],
        }
        for each in reports
    ]
    return as_json({**told, "association": found.association, "programmes": programmes})


FORMATS: dict[str, Callable[[Annual, list[Report]], str | bytes]] = {
    "table": _table,
    "json": _json,
    "csv": lambda found, _: annual_csv(found).decode(),
    "xlsx": lambda found, _: annual_workbook(found),
    "pdf": lambda found, _: annual_pdf(found),
}
