"""`farled publish`: keep a report as it is shown today."""

from datetime import date

import click

from journeys.cli.installation import installation
from journeys.cli.options import DAY, database_option
from journeys.reporting import report
from journeys.reporting.headings import heading_of
from journeys.reporting.published import publish


@click.command("publish")
@click.option("--programme", required=True, metavar="INSATS", help="Insatsens beteckning.")
@click.option("--from", "first", type=DAY, metavar="DAG", help="Periodens första dag. Utan den: årets första.")
@click.option("--to", "last", type=DAY, metavar="DAG", help="Periodens sista dag. Utan den: idag.")
@click.option("--by", metavar="VEM", help="Vem som publicerar.")
@database_option
def publish_(*, programme: str, first: date | None, last: date | None, by: str | None, database: str | None) -> None:
    """Publicera ett kalenderår eller året hittills: rapporten sparas som den är, utan små tal, och ändras aldrig."""
    with installation(database) as app, app.work() as work:
        app.ledger.hold(work.connection)  # nothing is registered between counting and keeping
        last = last or app.today
        found = report(
            work.connection,
            work.catalogue,
            programme=programme,
            first=first or date(last.year, 1, 1),
            last=last,
            today=min(last, app.today),
            monthly=True,
        )
        number = publish(work, found, by)
    click.echo(f"Publicerad som rapport {number}: {heading_of(found).title}.")
