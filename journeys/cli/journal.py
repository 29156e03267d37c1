"""`farled import` and `farled export`: journals in and out."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import BinaryIO

import click
from sqlalchemy import make_url

from journeys.app import App
from journeys.cli.installation import installation
from journeys.cli.options import database_option, format_option, today_option
from journeys.cli.output import as_json
from journeys.cli.refusal import as_rows, refuse, tell
from journeys.journal.exporting import journal
from journeys.journal.faults import FilesRefused
from journeys.journal.importing import Bar, Imported, import_files
from journeys.queries import how_many_erased, how_many_journeys
from journeys.storage.files import replaced
from journeys.words import counted

FILE = click.Path(path_type=Path)
NAMED = 20
"""As many journeys are named."""


def progress(stage: str, steps: int) -> AbstractContextManager[Bar]:
    """A bar on the terminal; nothing where nobody sees it."""
    return click.progressbar(length=steps, label=stage, file=sys.stderr, hidden=not sys.stderr.isatty())


@click.command("import")
@click.argument("files", metavar="FIL…", nargs=-1, required=True, type=FILE)
@click.option("--keep-good", is_flag=True, help="Läs in de ärenden som är rätta; resten hamnar i FIL.rejected.jsonl.")
@today_option
@format_option("table", "json")
@database_option
def import_(
    *, files: tuple[Path, ...], keep_good: bool, today: date | None, format_: str, database: str | None
) -> None:
    """Läs in journaler.

    Allt eller inget: är någon rad fel läses ingenting in, och varje fel sägs med fil och rad. Det som redan finns läses
    inte in en gång till. Den som Farled har bjudit in till ett möte får veta om det ändras eller ställs in; annars
    skickas inget med anledning av det som läses in.
    """
    with installation(database) as app:
        try:
            done = import_files(app, files, today=today, keep_good=keep_good, watch=progress)
        except FilesRefused as refused:
            refuse(refused, format_)
    if format_ == "json":
        click.echo(as_json(_answer(done)))
    else:
        tell(done.faults)
        click.echo("\n".join(_told(done)))


def _answer(done: Imported) -> dict[str, object]:
    return {
        "new": done.new,
        "extended": done.extended,
        "known": done.known,
        "events": done.events,
        "programme_events": done.programme_events,
        "repeated": done.repeated,
        "outside": done.outside,
        "meetings": done.meetings,
        "messages": done.messages,
        "faults": as_rows(done.faults),
        "rejected": [str(file) for file in done.rejected],
    }


def _told(done: Imported) -> Iterator[str]:
    """What was read in, one sentence a line."""
    if done.changed:
        yield f"Inläst: {_what(done)}."
    if done.known:
        yield f"{'' if done.changed else 'Inget nytt: '}{counted(done.known, 'ärende', 'ärenden')} fanns redan."
    elif not done.changed:
        yield "Inget nytt: allt fanns redan."
    if done.outside:
        yield f"Utanför målgruppen: {counted(done.outside, 'nytt ärende', 'nya ärenden')}. Det står på ärendet."
    if done.meetings:
        yield f"Mötet är ändrat i {_named(done.meetings)}. {_who_hears(done.messages)}"
    for file in done.rejected:
        yield f"Det som inte lästes in ligger i {file}."


def _who_hears(messages: int) -> str:
    if not messages:
        return "Inga inbjudningar har gått ut: säg till dem det gäller."
    waiting = counted(messages, "meddelande ligger", "meddelanden ligger")
    return f"{waiting} i utkorgen till dem som Farled hade bjudit in. Säg till andra som det gäller."


def _what(done: Imported) -> str:
    journeys = counted(done.new, "nytt ärende", "nya ärenden") if done.new or not done.extended else ""
    more = f"nya händelser i {counted(done.extended, 'ärende', 'ärenden')} som fanns" if done.extended else ""
    programmes = counted(done.programme_events, "händelse i insatser", "händelser i insatser")
    total = counted(done.events, "händelse", "händelser")
    listed = [part for part in (journeys, more, programmes if done.programme_events else "") if part]
    return f"{', '.join(listed)} ({total} i ärenden)"


def _named(references: list[str]) -> str:
    more = f" och {len(references) - NAMED} till" if len(references) > NAMED else ""
    return ", ".join(references[:NAMED]) + more


@click.command()
@click.argument("file", metavar="[FIL]", default="-", type=FILE)
@database_option
def export(*, file: Path, database: str | None) -> None:
    """Skriv ut hela journalen.

    Utan FIL skrivs den på standard ut. Den innehåller personuppgifter: en fil får bara läsas av den som skrev den.
    """
    with installation(database) as app:
        _spare(app, file)
        with app.read() as connection:
            erased = how_many_erased(connection)
            with progress("Skriver", how_many_journeys(connection) - erased) as bar, _opened(file) as out:
                for lines in journal(connection, app.ledger):
                    out.write("".join(f"{line}\n" for line in lines).encode())
                    bar.update(1)
    if erased:
        click.echo(f"{counted(erased, 'gallrat ärende', 'gallrade ärenden')} är inte med.", err=True)


def _spare(app: App, file: Path) -> None:
    """Refuse to write over the database or its key: with them everything would be gone."""
    url = make_url(app.settings.database_url)
    own = [app.key_file]
    if url.get_backend_name() == "sqlite" and url.database:
        own += [Path(f"{url.database}{end}") for end in ("", "-wal", "-shm")]
    if file.exists() and any(each.exists() and each.samefile(file) for each in own):
        raise click.ClickException(f"”{file}” är databasen själv eller dess nyckel. Skriv journalen till en annan fil.")


def _opened(file: Path) -> AbstractContextManager[BinaryIO]:
    if str(file) == "-":
        return nullcontext(sys.stdout.buffer)
    return replaced(file)
