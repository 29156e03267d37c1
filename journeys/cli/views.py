"""`farled due` and `farled reminders`: what is to be done, and who is reminded when."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import click

from journeys.catalogue import Catalogue
from journeys.cli.installation import installation
from journeys.cli.options import DAY, database_option, format_option, today_option
from journeys.cli.output import as_json, as_table
from journeys.due import DueRow, what_is_due
from journeys.reminders.reminder_days import reminders_between
from journeys.staff import known_unit, names_of
from journeys.words import day_text, rule_text
from workflows.calendar import Offset
from workflows.reminders import Reminding
from workflows.telling.phrases import RECIPIENTS

AHEAD = timedelta(days=14)
JSON_KEYS = ("journey", "rule", "n", "due", "status", "unit", "caseworker", "why", "anchor", "programme", "version")
COLUMNS = ("Senast", "Kan göras från", "Ärende", "Vad", "Handläggare", "Varför")


@click.command()
@today_option
@click.option("--until", type=DAY, metavar="DAG", help="Så långt fram. Utan flaggan: två veckor.")
@click.option("--unit", metavar="ENHET", help="Bara den här enheten.")
@click.option("--caseworker", metavar="VEM", help="Bara den här handläggaren: namn eller adress.")
@format_option("table", "json")
@database_option
def due(
    *,
    today: date | None,
    until: date | None,
    unit: str | None,
    caseworker: str | None,
    format_: str,
    database: str | None,
) -> None:
    """Arbetslistan: vad som är försenat, vad som ska göras idag och vad som kommer.

    Varje rad säger senaste dagen, från när det kan göras och varför det är den dagen. Vilande ärenden väntar och står
    inte med. Deltagarens namn visas aldrig.
    """
    with installation(database) as app, app.read() as connection:
        today = today or app.today
        until = until or today + AHEAD
        catalogue = app.catalogue(connection)
        unit = unit if unit is None else known_unit(catalogue, unit)
        names = None if caseworker is None else names_of(connection, caseworker)
        found = what_is_due(connection, catalogue, today=today, until=until, unit=unit, caseworkers=names)
    if format_ == "json":
        rows = [{key: getattr(row, key) for key in JSON_KEYS} for row in found]
        click.echo(as_json({"today": today, "until": until, "obligations": rows}))
    else:
        click.echo("\n\n".join(_groups(catalogue, found, today, until)))


def _groups(catalogue: Catalogue, found: Sequence[DueRow], today: date, until: date) -> Iterator[str]:
    groups = {
        "Försenat": [row for row in found if row.due < today],
        "Idag": [row for row in found if row.due == today],
        f"Kommande till och med {day_text(until, today)}": [row for row in found if row.due > today],
    }
    for heading, rows in groups.items():
        if rows:
            yield f"{heading} ({len(rows)})\n" + as_table(COLUMNS, [_row(catalogue, row, today) for row in rows])
    if not found:
        yield f"Inget är försenat, och inget ska vara gjort till och med {day_text(until, today)}."


def _row(catalogue: Catalogue, row: DueRow, today: date) -> Sequence[object]:
    return (
        day_text(row.due, today),
        # What asks for a day before its own beginning could have been done before, too.
        day_text(row.anchor, today) if row.anchor <= row.due else None,
        row.journey,
        rule_text(catalogue.get(row.programme, row.version), row.rule, row.n),
        row.caseworker or "ingen än",
        row.why,
    )


@click.command()
@click.option("--from", "first", type=DAY, required=True, metavar="DAG", help="Första dagen.")
@click.option("--to", "last", type=DAY, required=True, metavar="DAG", help="Sista dagen.")
@today_option
@format_option("table", "json")
@database_option
def reminders(*, first: date, last: date, today: date | None, format_: str, database: str | None) -> None:
    """Påminnelser dag för dag, så som ärendena står idag.

    En påminnelse för sådant som blir gjort, flyttat eller avslutat innan dess skickas inte.
    """
    if last < first:
        raise click.UsageError("Sista dagen ligger före den första.", click.get_current_context())
    with installation(database) as app, app.read() as connection:
        today = today or app.today
        found = reminders_between(connection, app.catalogue(connection), first=first, last=last, today=today)
    if format_ == "json":
        rows = [_json(reference, each) for reference, each in found]
        click.echo(as_json({"from": first, "to": last, "today": today, "reminders": rows}))
    elif found:
        click.echo(as_table(("Dag", "Ärende", "Regel", "Till", "Varför"), list(_lines(found))))
    else:
        click.echo("Inga påminnelser de dagarna.")


def _json(reference: str, each: Reminding) -> dict[str, object]:
    return {
        "journey": reference,
        "rule": each.rule,
        "n": each.n,
        "offset": each.offset,
        "to": each.to,
        "on": each.on,
        "from": each.counts_from,
    }


def _lines(found: Iterable[tuple[str, Reminding]]) -> Iterator[Sequence[object]]:
    for reference, each in found:
        rule = each.rule if each.n == 1 else f"{each.rule}, nr {each.n}"
        yield each.on, reference, rule, RECIPIENTS[each.to], _counted_from(each)


def _counted_from(each: Reminding) -> str:
    """For example "2 arbetsdagar före mötet 2026-04-07"."""
    distance = Offset.parse(each.offset[1:]).swedish()
    direction = "före" if each.offset.startswith("-") else "efter"
    return f"{distance} {direction} {'mötet' if each.of_meeting else 'senaste dagen'} {each.counts_from}"
