"""`farled staff`: who works here."""

from collections.abc import Iterator

import click

from journeys.cli.installation import installation
from journeys.cli.options import database_option, format_option
from journeys.cli.output import as_json, as_table
from journeys.settings import Settings
from journeys.signing_in import personnel
from journeys.staff import IN_SWEDISH, ROLES, Left, Role, known_unit, members
from journeys.words import counted

SHOWN = 20
"""As many journeys are named; `farled due --caseworker` tells the rest."""


@click.group()
def staff() -> None:
    """Lägg till, lista och ta bort personal: handläggare, enhetschefer, samordnare och administratörer."""


@staff.command()
@click.argument("address", metavar="ADRESS")
@click.option("--name", required=True, metavar="NAMN", help="Namnet som kollegorna ser.")
@click.option("--role", required=True, type=click.Choice(ROLES), help="Vad de gör här; se ovan.")
@click.option("--unit", metavar="ENHET", help="Enheten. Behövs för handläggare och enhetschefer.")
@database_option
def add(address: str, name: str, role: Role, unit: str | None, database: str | None) -> None:
    """Lägg till någon i personallistan.

    En handläggare får påminnelser om sina ärenden, en enhetschef om enhetens, och enhetens rapport varje natt. En
    samordnare får förbundets siffror, en administratör sköter konton och utkorg. Länken som skrivs ut gäller en gång
    och låter dem välja lösenord.

    \b
    farled staff add kim@molndal.example --name "Kim Ek" --role caseworker --unit molndal
    """
    with installation(database) as app:
        with app.work() as work:
            hired = personnel.hire(work, address=address, name=name, role=role, unit=unit)
        place = f" vid {unit}" if unit else ""
        click.echo(f"{address} är {'nu' if hired.is_new else 'åter'} {IN_SWEDISH[role]}{place}.")
        _hand_over(hired.link, app.settings)


@staff.command()
@click.argument("address", metavar="ADRESS")
@database_option
def link(address: str, database: str | None) -> None:
    """Ge någon en ny länk för att logga in.

    Lösenord, app och passnycklar glöms bort, och alla inloggningar avslutas. Skrivbordets administratör gör det oftast;
    det här är för när ingen administratör kommer in.
    """
    with installation(database) as app:
        with app.work() as work:
            token = personnel.reset_at(work, address)
        _hand_over(token, app.settings)


def _hand_over(token: str, settings: Settings) -> None:
    click.echo("Lämna över den här länken så att ingen annan ser den. Den gäller en gång, i 72 timmar:")
    click.echo(f"  {personnel.address_of(token, settings)}")


@staff.command("list")
@click.option("--unit", metavar="ENHET", help="Bara den här enheten.")
@format_option("table", "json")
@database_option
def list_(unit: str | None, format_: str, database: str | None) -> None:
    """Lista personalen."""
    with installation(database) as app, app.read() as connection:
        found = members(connection, unit=None if unit is None else known_unit(app.catalogue(connection), unit))
    if format_ == "json":
        keys = ("address", "name", "role", "unit")
        click.echo(as_json({"staff": [{key: getattr(each, key) for key in keys} for each in found]}))
    elif found:
        rows = [[each.name, each.address, IN_SWEDISH[each.role], each.unit] for each in found]
        click.echo(as_table(["Namn", "Adress", "Roll", "Enhet"], rows))
    else:
        click.echo("Personallistan är tom. Lägg till någon med: farled staff add")


@staff.command()
@click.argument("address", metavar="ADRESS")
@database_option
def remove(address: str, database: str | None) -> None:
    """Ta bort någon ur personallistan.

    Ingen post går mer till adressen, och kontot stängs. De öppna ärenden som blir utan handläggare räknas upp.
    """
    with installation(database) as app:
        with app.work() as work:
            left = personnel.let_go(work, address)
        click.echo("\n".join(_told(left)))


def _told(left: Left) -> Iterator[str]:
    yield f"{left.member.address} är borttagen ur personallistan."
    if not left.open_journeys:
        return
    yield f"{counted(len(left.open_journeys), 'öppet ärende', 'öppna ärenden')} behöver en ny handläggare:"
    yield from (f"  {reference}" for reference in left.open_journeys[:SHOWN])
    if more := len(left.open_journeys) - SHOWN:
        yield from ([f"  och {more} till"] if more > 0 else [])
    if left.others:
        yield f"Vid enheten finns: {', '.join(f'{each.name} ({each.address})' for each in left.others)}."
    else:
        yield "Ingen annan vid enheten finns i personallistan. Lägg till någon först."
    yield "Byt med: farled do ÄRENDE reassigned caseworker=ADRESS"
