"""The demo's desk: where it is, who can sign in and with what, and open until Ctrl-C where somebody watches."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from journeys.app import App
from journeys.cli.output import as_table
from journeys.cli.serve import PlaceTaken, address, is_free
from journeys.demo.folder import Folder
from journeys.demo.guests import Guest, five, let_in
from journeys.demo.shell import heading, run_and_log
from journeys.invented.staff import Employee
from journeys.settings import read_settings
from journeys.staff import IN_SWEDISH
from workflows.programme import Programme

HOST, FIRST_PORT, PORTS = "127.0.0.1", 8000, 100
CODES_SHOWN = 3


def free_port() -> int:
    """The first that nothing listens on. Raises PlaceTaken."""
    ports = range(FIRST_PORT, FIRST_PORT + PORTS)
    found = next((port for port in ports if is_free(HOST, port)), None)
    if found is None:
        raise PlaceTaken(HOST, FIRST_PORT)
    return found


def show_desk(
    folder: Folder, programme: Programme, everybody: Sequence[Employee], *, caseworker: str, port: int
) -> None:
    """Let five people in, say how, and open the desk; where nobody watches only say how to open it."""
    with App(read_settings()) as app, app.work() as work:
        guests = let_in(work, five(everybody, caseworker))
    heading("6. Skrivbordet: samma arbete i webbläsaren")
    click.echo("\n".join(_told(programme, guests, address(HOST, port), codes=CODES_SHOWN)))
    _keep(folder.sign_in, _told(programme, guests, address(HOST, port)))
    click.echo(f"\nAllt det här, med fler reservkoder, ligger i {folder.sign_in}.")
    is_watched = sys.stdout.isatty()
    if is_watched:
        run_and_log(folder.log, "serve", "--port", str(port), "--workers", "1")
    click.echo(f"\nÖppna skrivbordet{' igen' if is_watched else ''}:")
    click.echo(f"  {folder.service('serve', '--port', str(port))}")


def _told(programme: Programme, guests: Sequence[Guest], desk: str, *, codes: int | None = None) -> Iterator[str]:
    yield f"Öppna {desk} och logga in som någon av dem här. Alla har lösenordet: {guests[0].password}\n"
    yield as_table(["Vem", "E-postadress"], [[_who(programme, each), each.staff.address] for each in guests])
    yield "\nEfter lösenordet ska alla utom samordnaren skriva en kod: en reservkod, som gäller en gång, eller en kod"
    yield "från en app för engångskoder som har fått nyckeln.\n"
    asked = [each for each in guests if each.secret]
    rows = [[each.staff.address, each.secret, "  ".join(each.recovery_codes[:codes])] for each in asked]
    yield as_table(["E-postadress", "Nyckel till appen", "Reservkoder"], rows)
    yield f"\nRemisser skrivs utan inloggning på {desk}anmalan."


def _who(programme: Programme, guest: Guest) -> str:
    unit, role = programme.unit(guest.staff.unit or ""), IN_SWEDISH[guest.staff.role]
    return f"{role}, {unit.name}" if unit else role


def _keep(file: Path, lines: Iterable[str]) -> None:
    """For when the screen has scrolled away; for the owner's eyes, as the database is."""
    file.touch(mode=0o600)
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
