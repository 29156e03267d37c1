"""`farled journey`: one journey, where it is, what is to be done and why, what happened."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import click
from sqlalchemy import Connection

from journeys.app import App
from journeys.case import Case, Happened, case_of
from journeys.cli.changes import where
from journeys.cli.installation import installation
from journeys.cli.options import database_option, format_option, today_option
from journeys.cli.output import as_json, as_table
from journeys.people import who as who_it_is
from journeys.words import STATUS, day_text, moment_text, rule_text, unit_text
from workflows.events import effective
from workflows.obligations import Obligation
from workflows.words import step_name

STANDING = {"stands": "", "corrected": "rättad", "voided": "tillbakatagen"}
PERSONAL = ("note", "reason", "place", "attended", "criteria", "values", "income_after", "what", "plan")
"""Keys of an event that only `--who` shows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Who:
    """What `--who` shows. `said`: the personal keys of each event, by its id."""

    person: Mapping[str, Any] | None
    said: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@click.command()
@click.argument("reference", metavar="ÄRENDE")
@click.option("--who", is_flag=True, help="Visa också vem ärendet gäller, anteckningar och skäl.")
@today_option
@format_option("table", "json")
@database_option
def journey(*, reference: str, who: bool, today: date | None, format_: str, database: str | None) -> None:
    """Ett ärende: var det är, vad som återstår och varför, vad som har hänt och vad som kan göras nu.

    Deltagarens namn, anteckningar och skäl visas bara med --who.
    """
    with installation(database) as app, app.read() as connection:
        case = case_of(connection, app.catalogue(connection), reference, today or app.today)
        known = _who(app, connection, case) if who else None
    if format_ == "json":
        click.echo(as_json(_as_json(case, known)))
    else:
        click.echo("\n\n".join(_as_text(case, known)))


def _who(app: App, connection: Connection, case: Case) -> Who:
    assert case.dossier.id is not None
    registered = case.dossier.everything(app.ledger)
    return Who(
        person=who_it_is(connection, app.keys, case.dossier.id),
        said={
            event.id: {key: event.data[key] for key in PERSONAL if key in event.data}
            for event in (*registered, *effective(registered))
        },
    )


def _as_json(case: Case, known: Who | None) -> dict[str, Any]:
    history, booking = case.history, case.history.booking
    answer = {
        "journey": case.dossier.reference,
        "programme": case.history.programme.id,
        "version": case.history.programme.version,
        "unit": history.unit,
        "stage": history.state,
        "ended": history.end.on if history.end else None,
        "today": case.today,
        "outcome": history.end.outcome if history.end else None,
        "caseworker": history.caseworker,
        "group": history.group,
        "referred": history.referred_on,
        "admitted": history.admitted_on,
        "started": history.started_on,
        "booked": booking.time.isoformat(timespec="minutes") if booking else None,
        "revision": case.dossier.revision,
        "obligations": [
            {key: getattr(each, key) for key in ("rule", "n", "due", "done", "status", "why", "anchor")}
            for each in case.obligations
        ],
        "events": [_event_as_json(each, known) for each in case.happened],
        "steps": case.steps,
    }
    return answer | ({"person": known.person} if known else {})


def _event_as_json(each: Happened, known: Who | None) -> dict[str, Any]:
    said = known.said.get(each.registered.name, {}) if known else {}
    return {
        "id": each.registered.name,
        "event": each.registered.event,
        "on": each.on,
        "at": each.registered.at,
        "by": each.registered.by,
        "standing": each.standing,
        "says": {**each.shown, **said},
    }


def _as_text(case: Case, known: Who | None) -> Iterator[str]:
    yield "\n".join(f"{label:<14}{text}" for label, text in _head(case, known) if text)
    obligations = [_obligation(case, each) for each in case.obligations]
    yield as_table(("Senast", "Vad", "Läge", "Gjort", "Varför"), obligations) if obligations else "Inget att göra än."
    columns = ("Id", "Dag", "Vad", "Uppgifter", "Registrerat", "Av")
    yield as_table(columns, [_event(case, each, known) for each in case.happened])
    yield f"Möjligt nu: {', '.join(_step(case, step) for step in case.steps)}."


def _head(case: Case, known: Who | None) -> Iterator[tuple[str, str | None]]:
    history, programme, today = case.history, case.history.programme, case.today
    yield "Ärende", case.dossier.reference
    if known:
        yield "Deltagare", _person(known.person)
    yield "Insats", f"{programme.name} {programme.version}, {unit_text(programme, history.unit)}"
    yield "Läge", where(history, today)
    yield "Grupp", history.group
    for label, day in (
        ("Remiss", history.referred_on),
        ("Antagen", history.admitted_on),
        ("Startade", history.started_on),
        ("Avslutades", history.end.on if history.end else None),
    ):
        yield label, day_text(day, today) if day else None
    outcome = programme.outcome(history.end.outcome or "") if history.end else None
    yield "Utfall", outcome.name if outcome else None
    booking = history.booking
    yield "Bokat möte", f"{day_text(booking.time.date(), today)} kl. {booking.time:%H.%M}" if booking else None
    yield "Lydelse", str(case.dossier.revision)


def _person(person: Mapping[str, Any] | None) -> str:
    if person is None:
        return "gallrad"
    protected = "SKYDDADE PERSONUPPGIFTER" if person["protected"] else None
    born = person["personnummer"] or f"född {person['birth_date']}"
    name = f"{person['given_name']} {person['family_name']}"
    reached = (person.get("email"), person.get("phone"), person["language"])
    return ", ".join(part for part in (protected, name, born, *reached) if part)


def _obligation(case: Case, each: Obligation) -> Sequence[object]:
    done = day_text(each.done, case.today) if each.done else None
    due, name = day_text(each.due, case.today), rule_text(case.history.programme_with(each.rule), each.rule, each.n)
    return due, name, STATUS[each.status], done, each.why


def _event(case: Case, each: Happened, known: Who | None) -> Sequence[object]:
    said = known.said.get(each.registered.name, {}) if known else {}
    parts = [STANDING[each.standing], *_pairs({**each.shown, **said})]
    return (
        each.registered.name,
        each.on,
        step_name(case.history.programme, each.registered.event),
        ", ".join(part for part in parts if part),
        moment_text(each.registered.at),
        each.registered.by,
    )


def _pairs(values: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """As they would be written on a command line."""
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _pairs(value, "" if key == "set" else f"{prefix}{key}.")
        elif isinstance(value, list | tuple):
            yield f"{prefix}{key}={','.join(map(str, value))}"
        else:
            yield f"{prefix}{key}={'' if value is None else value}"


def _step(case: Case, step: str) -> str:
    return f"{step_name(case.history.programme, step)} ({step})"
