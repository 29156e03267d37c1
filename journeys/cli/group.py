"""`farled group`: the groups of a programme, who is on their lists, and who is behind."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

import click

from journeys.catalogue import Catalogue
from journeys.cli.installation import installation
from journeys.cli.options import database_option, format_option, today_option
from journeys.cli.output import as_json, as_table
from journeys.groups import Group, group_of, groups, places_left
from journeys.memberships import InGroup
from journeys.words import counted, day_text, rule_text
from workflows.words import state_name


@click.group()
def group() -> None:
    """Grupper som börjar tillsammans: när, hur många platser, vilka.

    \b
    farled do --programme samkraft group-planned group=Höst starts=2026-08-31 places=12
    farled do LUL-2026-014 grouped group=Höst
    farled do --programme samkraft group-start group=Höst
    """


@group.command("list")
@click.argument("programme", metavar="INSATS")
@today_option
@format_option("table", "json")
@database_option
def list_(*, programme: str, today: date | None, format_: str, database: str | None) -> None:
    """Grupperna i en insats."""
    with installation(database) as app, app.read() as connection:
        app.catalogue(connection).valid_on(programme, date.max)
        found = groups(connection, programme, today or app.today)
        rows = [_row(each, today or app.today) for each in found]
    if format_ == "json":
        click.echo(as_json({"groups": [_as_json(each) for each in found]}))
    elif rows:
        click.echo(as_table(("Grupp", "Börjar", "Deltagare", "Platser", "Efter"), rows))
    else:
        click.echo("Det finns inga grupper.")


@group.command()
@click.argument("programme", metavar="INSATS")
@click.argument("name", metavar="GRUPP")
@today_option
@format_option("table", "json")
@database_option
def show(*, programme: str, name: str, today: date | None, format_: str, database: str | None) -> None:
    """En grupp: vilka som är med, och vilka som ligger efter med något."""
    with installation(database) as app, app.read() as connection:
        catalogue, day = app.catalogue(connection), today or app.today
        catalogue.valid_on(programme, date.max)
        found = group_of(connection, programme, name, day)
        text = "\n".join(_as_text(found, catalogue, day))
    click.echo(as_json(_as_json(found)) if format_ == "json" else text)


def _as_json(found: Group) -> dict[str, object]:
    return asdict(found) | {"taken": found.taken}


def _row(found: Group, today: date) -> tuple[object, ...]:
    behind = sum(bool(member.behind) for member in found.members)
    return found.name, _when(found, today), found.taken, found.places, behind


def _when(found: Group, today: date) -> str | None:
    return day_text(found.starts, today) if found.starts else None


def _as_text(found: Group, catalogue: Catalogue, today: date) -> Iterator[str]:
    when = f", {'började' if found.has_started else 'börjar'} {_when(found, today)}" if found.starts else ""
    places = found.places and counted(found.places, "plats", "platser")
    taken = f"{found.taken} av {places}, {places_left(found)}" if places else f"{found.taken} deltagare"
    yield f"{found.name}{when}: {taken}."
    if found.members:
        yield as_table(("Ärende", "Läge", "Ligger efter med"), [_member(each, catalogue) for each in found.members])


def _member(member: InGroup, catalogue: Catalogue) -> tuple[str, str, str]:
    programme = catalogue.get(member.programme, member.version)
    late = ", ".join(rule_text(programme, rule, n) for rule, n in member.behind)
    return member.journey, state_name(programme, member.state), late
