"""`farled import-referrals`: referrals from a spreadsheet."""

from datetime import date
from pathlib import Path

import click

from journeys.cli.installation import installation
from journeys.cli.options import database_option, format_option, today_option
from journeys.cli.output import as_json
from journeys.cli.refusal import as_rows, refuse, tell
from journeys.journal.faults import FilesRefused
from journeys.spreadsheet import referrals
from journeys.spreadsheet.referrals import Referrals, Whereto
from journeys.words import counted


@click.command("import-referrals")
@click.argument("file", metavar="FIL.csv", type=click.Path(path_type=Path))
@click.option("--programme", metavar="INSATS", required=True, help="Insatsens id.")
@click.option("--unit", metavar="ENHET", required=True, help="Enhetens id i insatsen.")
@click.option("--by", metavar="VEM", help="Vem som registrerar.")
@click.option("--ignore", "ignored", multiple=True, metavar="RUBRIK", help="Läs inte den här kolumnen.")
@today_option
@format_option("table", "json")
@database_option
def import_referrals(
    *,
    file: Path,
    programme: str,
    unit: str,
    by: str | None,
    ignored: tuple[str, ...],
    today: date | None,
    format_: str,
    database: str | None,
) -> None:
    """Läs in remisser från ett kalkylblad som är sparat som CSV.

    Allt eller inget: är någon rad fel läses ingenting in, och varje fel sägs med filens radnummer. En rad vars person
    redan är remitterad till insatsen samma dag hoppas över. Kolumnerna står i docs/referrals-csv.md.
    """
    to = Whereto(programme=programme, unit=unit, by=by)
    with installation(database) as app:
        try:
            done = referrals.import_referrals(app, file, to, today=today, ignored=ignored)
        except FilesRefused as refused:
            refuse(refused, format_)
    if format_ == "json":
        click.echo(as_json(_answer(done)))
    else:
        tell(done.remarks)
        click.echo(_told(done))


def _answer(done: Referrals) -> dict[str, object]:
    return {
        "new": [{"row": row, "journey": reference} for row, reference in done.new.items()],
        "known": [{"row": row, "journey": reference} for row, reference in done.known.items()],
        "remarks": as_rows(done.remarks),
    }


def _told(done: Referrals) -> str:
    new = [f"  rad {row}: {reference}" for row, reference in done.new.items()]
    known = [f"  rad {row}: {reference}" for row, reference in done.known.items()]
    said = [f"Inläst: {counted(len(new), 'remiss', 'remisser')}.", *new] if new else ["Inget nytt."]
    if known:
        said += [f"Fanns redan: {counted(len(known), 'remiss', 'remisser')}.", *known]
    return "\n".join(said)
