"""`farled do`, `undo` and `correct`: what happens, and what was registered wrongly."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import click

from journeys import casework
from journeys.casework import Change
from journeys.cli.asking import asked_for
from journeys.cli.changes import told
from journeys.cli.given import Given, divided, given_options
from journeys.cli.happenings import corrected, happened, taken_back
from journeys.cli.installation import installation
from journeys.cli.pairs import fields_of, read_pairs
from journeys.cli.steps import ELSEWHERE, describe_steps
from journeys.dossier import Dossier
from journeys.errors import JourneyError
from journeys.journal.lines import model_of
from journeys.journal.reading import NOT_CORRECTABLE, LineRefused, line_of
from journeys.storage.dossiers import load
from journeys.words import day_text
from journeys.work import Work
from workflows.events import Event, effective
from workflows.words import step_name

ENVELOPE = ("journey", "event", "on", "at", "by")


class EventUnknown(JourneyError):
    """No event of the journey has this id."""

    def __init__(self, reference: str, name: str) -> None:
        super().__init__(f"Ärendet {reference} har ingen händelse ”{name}”. Se dem med: farled journey {reference}")
        self.reference, self.name = reference, name


class DoCommand(click.Command):
    """Its help lists the steps, from the shapes that lines are held to."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        describe_steps(formatter)


def reason_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--reason", metavar="SKÄL", help="Varför. Utan flaggan, eller med -: frågas efter.")(command)


@click.command("do", cls=DoCommand)
@click.argument("words", metavar="ÄRENDE HÄNDELSE [NYCKEL=VÄRDE]…", nargs=-1)
@given_options
def do(*, words: tuple[str, ...], programme: str | None, given: Given) -> None:
    """Registrera ett steg eller en dokumentation i ett ärende.

    HÄNDELSE är ett av stegen nedan eller en dokumentation i insatsen (farled programme show INSATS). Ett värde som är
    ett ensamt bindestreck frågas efter eller läses från standard in: note=- hamnar inte i skalets historik.

    \b
    farled do MOL-2026-017 admitted caseworker=kim@molndal.example
    farled do MOL-2026-017 booked meeting=checkpoint time=2026-04-07T13:00
    farled do MOL-2026-017 checkpoint decision=extend weeks=4 --on 2026-04-07
    farled do MOL-2026-017 exit-document to=participant,referrer
    farled do --programme activera joint-meeting unit=molndal
    """
    if programme:
        (event,), pairs = divided(words, "Händelsen")
        happened(programme, event, pairs, given)
        return
    (reference, event), pairs = divided(words, "Ärendet", "Händelsen")
    if event in ELSEWHERE:
        raise click.UsageError(f"Det gör du med farled {ELSEWHERE[event]}.", click.get_current_context())
    values = read_pairs(pairs, fields_of(model_of(event), without=ENVELOPE))
    with installation(given.database) as app:
        with app.work() as work:
            change = _register(work, given, reference, event, values)
        on = given.on or change.today
        _tell(change, f"{_named(change, event, on)} har registrerats")


@click.command()
@click.argument("words", metavar="ÄRENDE HÄNDELSE", nargs=-1)
@reason_option
@given_options
def undo(*, words: tuple[str, ...], reason: str | None, programme: str | None, given: Given) -> None:
    """Ta tillbaka något som registrerades av misstag.

    HÄNDELSE är händelsens id, som farled journey visar det: e7, eller 7 för den som visas som #7. Händelsen finns kvar
    i loggen men räknas inte mer. Vad som flyttar sig visas.
    """
    if programme:
        (name,), _ = divided(words, "Händelsen", most=1)
        taken_back(programme, name, asked_for(reason, "Skälet", "--reason"), given)
        return
    (reference, name), _ = divided(words, "Ärendet", "Händelsen", most=2)
    why = asked_for(reason, "Skälet", "--reason")
    with installation(given.database) as app:
        with app.work() as work:
            target = _event(load(work.connection, work.catalogue, reference), name)
            change = _register(work, given, reference, "voided", {"of": target.id, "reason": why})
        _tell(change, f"{_named(change, target.name, target.on)} har tagits tillbaka")


@click.command()
@click.argument("words", metavar="ÄRENDE HÄNDELSE NYCKEL=VÄRDE…", nargs=-1)
@reason_option
@given_options
def correct(*, words: tuple[str, ...], reason: str | None, programme: str | None, given: Given) -> None:
    """Rätta något som registrerades fel.

    Nycklarna är händelsens egna, som i farled do, och on för dagen. Ett tomt värde tar bort uppgiften. En punkt rättar
    en del av en uppgift. Vad som flyttar sig visas.

    \b
    farled correct MOL-2026-017 e3 on=2026-03-02 --reason "Fel dag"
    farled correct MOL-2026-017 1 person.email=- --reason "Ny adress"
    """
    if programme:
        (name,), pairs = divided(words, "Händelsen")
        corrected(programme, name, pairs, asked_for(reason, "Skälet", "--reason"), given)
        return
    (reference, name), pairs = divided(words, "Ärendet", "Händelsen")
    if not pairs:
        raise click.UsageError("Skriv vad som ska rättas, till exempel on=2026-03-02.", click.get_current_context())
    why = asked_for(reason, "Skälet", "--reason")
    with installation(given.database) as app:
        with app.work() as work, keys_as_written():
            dossier = load(work.connection, work.catalogue, reference)
            target = _event(dossier, name)
            values = _corrections(work, dossier, target, pairs)
            change = _register(work, given, reference, "corrected", {"of": target.id, "set": values, "reason": why})
        _tell(change, f"{_named(change, target.name, target.on)} har rättats ({', '.join(values)})")


def _register(work: Work, given: Given, reference: str, event: str, values: Mapping[str, Any]) -> Change:
    told_now = {key: value for key, value in values.items() if value is not None}
    line = line_of({"journey": reference, "event": event, **given.head(work.today), **told_now})
    return casework.register(work, line, seen=given.seen)


def _event(dossier: Dossier, name: str) -> Event:
    """The event with this id, as it is after corrections; a mere number is the one that is shown as #number."""
    registered, standing = ({event.id: event for event in each} for each in (dossier.events, effective(dossier.events)))
    for id_ in (name, f"#{name}"):
        if id_ in registered:
            return standing.get(id_, registered[id_])
    raise EventUnknown(dossier.reference, name)


def _corrections(work: Work, dossier: Dossier, target: Event, pairs: Sequence[str]) -> dict[str, Any]:
    """The new values; a key with a point changes a part of what the event says now."""
    present = {event.id: event.data for event in dossier.standing(work.ledger)}
    correctable = fields_of(model_of(target.name), without=NOT_CORRECTABLE)
    return read_pairs(pairs, correctable, present.get(target.id))


@contextmanager
def keys_as_written() -> Iterator[None]:
    """The journal's `set.weeks` is called `weeks` on the command line."""
    try:
        yield
    except LineRefused as error:
        raise LineRefused([problem.removeprefix("set.") for problem in error.problems]) from error


def _named(change: Change, event: str, on: date) -> str:
    return f"{step_name(change.after.history.programme, event)} {day_text(on, change.today)}"


def _tell(change: Change, what: str) -> None:
    """Said when the transaction is committed, not before: what has been said is kept."""
    click.echo(f"{change.reference}: {what}. Händelse {change.event_id}, lydelse {change.revision}.")
    click.echo("\n".join(told(change)))
