"""`farled verify`: is the event log whole, and do the rows say what it says?"""

from collections.abc import Sequence

import click

from journeys.cli.installation import installation
from journeys.cli.options import database_option, format_option
from journeys.cli.output import as_json
from journeys.errors import JourneyError
from journeys.ledger import Fault
from journeys.storage.rowcheck import Deviation, deviations
from journeys.words import counted

SHOWN = 20
"""As many journeys are named."""


class LogBroken(JourneyError):
    """The first event that does not fit."""

    def __init__(self, fault: Fault) -> None:
        about = f" (ärendet {fault.reference})" if fault.reference else ""
        super().__init__(
            f"Loggen är inte hel: händelse nummer {fault.seq}{about} stämmer inte, {fault.problem}. Skriv inte mer i "
            "databasen, och ta fram den senaste säkerhetskopian där loggen är hel."
        )
        self.fault = fault


class RowsDeviate(JourneyError):
    """Rows that say something else than the events."""

    def __init__(self, found: Sequence[Deviation]) -> None:
        named = "; ".join(f"{each.reference} ({', '.join(each.tables)})" for each in found[:SHOWN])
        more = f" och {len(found) - SHOWN} till" if len(found) > SHOWN else ""
        super().__init__(
            f"Loggen är hel, men {counted(len(found), 'ärende', 'ärenden')} visas fel: {named}{more}. Exportera "
            "journalen och läs in den i en ny databas."
        )
        self.found = found


@click.command()
@click.option("--rows", is_flag=True, help="Räkna också om varje ärende ur loggen och jämför med det som visas.")
@format_option("table", "json")
@database_option
def verify(*, rows: bool, format_: str, database: str | None) -> None:
    """Kontrollera att händelseloggen är orörd.

    Varje händelse är knuten till den före. Är någon ändrad, borttagen eller tillagd vid sidan av Farled sägs vilken som
    är den första som inte stämmer.
    """
    with installation(database) as app, app.read() as connection:
        if fault := app.ledger.verify(connection):
            raise LogBroken(fault)
        if rows and (found := list(deviations(connection, app.catalogue(connection), app.today))):
            raise RowsDeviate(found)
        events = app.ledger.length(connection)
    if format_ == "json":
        click.echo(as_json({"whole": True, "events": events, "rows": True if rows else None}))
    else:
        click.echo(
            f"Loggen är hel: {counted(events, 'händelse', 'händelser')}." + (" Ärendena stämmer." if rows else "")
        )
