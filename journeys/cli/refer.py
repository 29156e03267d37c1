"""`farled refer`: take a referral, asked for at the terminal, from options, or as a line of JSON."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args

import click

from journeys import casework
from journeys.cli.asking import at_a_terminal
from journeys.cli.changes import told
from journeys.cli.form import asked_person, asked_referrer
from journeys.cli.installation import installation
from journeys.cli.options import DAY, database_option
from journeys.journal.lines import Line, Referred
from journeys.journal.person_lines import Gender, Party
from journeys.journal.reading import LineRefused, line_of
from journeys.references import next_reference
from journeys.work import Work

GENDERS, PARTIES = get_args(Gender), get_args(Party)
FILE = click.Path(path_type=Path, allow_dash=True)
LONGEST = 1_000_000
"""Bytes of a line of JSON; a referral has some hundred."""

PERSON = (
    *("given_name", "family_name", "birth_date", "personnummer", "gender"),
    *("municipality", "email", "phone", "language"),
)
REFERRER = {"party": "party", "organisation": "organisation", "referrer_name": "name", "referrer_email": "email"}
JOURNEY = {"programme": "programme", "unit": "unit", "version": "version", "reference": "journey", "by": "by"}
"""Option → key of the journal."""


@click.command()
@click.option("--programme", metavar="INSATS", help="Insatsens id.")
@click.option("--unit", metavar="ENHET", help="Enhetens id i insatsen.")
@click.option("--reference", metavar="ÄRENDE", help="Beteckningen. Utan flaggan får ärendet nästa lediga.")
@click.option("--on", type=DAY, metavar="DAG", help="Dagen remissen kom. Utan flaggan: idag.")
@click.option("--version", metavar="VERSION", help="Insatsens version. Utan flaggan: den som gäller den dagen.")
@click.option("--given-name", metavar="NAMN", help="Deltagarens förnamn.")
@click.option("--family-name", metavar="NAMN", help="Deltagarens efternamn.")
@click.option("--birth-date", type=DAY, metavar="DAG", help="Deltagarens födelsedag, om personnumret inte anges.")
@click.option("--personnummer", metavar="NUMMER", help="Deltagarens personnummer, tolv siffror.")
@click.option("--gender", type=click.Choice(GENDERS), help="Deltagarens kön.")
@click.option("--municipality", metavar="KOMMUN", help="Deltagarens kommun.")
@click.option("--email", metavar="ADRESS", help="Deltagarens e-postadress.")
@click.option("--phone", metavar="NUMMER", help="Deltagarens telefonnummer.")
@click.option("--language", metavar="SPRÅK", help="Deltagarens språk: sv, en, ar …")
@click.option("--protected", is_flag=True, help="Deltagaren har skyddade personuppgifter.")
@click.option("--party", type=click.Choice(PARTIES), help="Vem som remitterar.")
@click.option("--organisation", metavar="NAMN", help="Remittentens organisation.")
@click.option("--referrer-name", metavar="NAMN", help="Remittentens namn.")
@click.option("--referrer-email", metavar="ADRESS", help="Remittentens e-postadress.")
@click.option("--criterion", "criteria", multiple=True, metavar="TEXT", help="Ett kriterium som är uppfyllt.")
@click.option("--by", metavar="VEM", help="Vem som registrerar.")
@click.option("--json", "source", type=FILE, metavar="FIL", help="Läs remissen som JSON; - är standard in.")
@database_option
def refer(
    source: Path | None,
    database: str | None,
    on: date | None,
    **given: Any,
) -> None:
    """Ta emot en remiss.

    Det som skrivs på en kommandorad hamnar i skalets historik och syns för andra på datorn. Lämna därför bort det som
    gäller personen: vid en terminal frågas efter det som fattas. Program skriver remissen som en rad JSON i stället,
    med journalens nycklar (person, referrer, criteria, note …).

    \b
    farled refer --programme activera --unit molndal
    farled refer --programme activera --unit molndal --json - < remiss.json
    """
    said = _from_json(source, given) if source is not None else _from_options(given)
    with installation(database) as app:
        with app.work() as work:
            line = _line(work, said, on)
            change = casework.register(work, line)
        click.echo(f"{change.reference}: remissen är registrerad (händelse {change.event_id}).")
        click.echo("\n".join(told(change)))


def _line(work: Work, said: Mapping[str, Any], on: date | None) -> Line:
    """The journal line, with a reference where none was chosen."""
    values = {"event": "referred", "on": (on or work.today).isoformat(), **said}
    work.ledger.hold(work.connection)  # nobody else takes the same reference meanwhile
    if "journey" in values:
        return line_of(values)
    checked = line_of({"journey": "NY", **values})
    assert isinstance(checked, Referred)
    return checked.model_copy(update={"journey": next_reference(work.connection, checked.unit, checked.on)})


def _from_json(source: Path, given: Mapping[str, Any]) -> dict[str, Any]:
    """The line, with what the options say of the journey."""
    if any(given[key] for key in (*PERSON, *REFERRER, "protected", "criteria")):
        raise click.UsageError(
            "Skriv antingen remissen som JSON eller dess uppgifter som flaggor, inte båda.", click.get_current_context()
        )
    with click.open_file(source, "rb") as file:  # - is standard input
        text = file.read(LONGEST + 1)
    if len(text) > LONGEST:
        raise LineRefused(["remissen är för lång."])
    try:
        line = json.loads(text)
    except (ValueError, RecursionError):
        raise LineRefused(["remissen är inte riktig JSON."]) from None
    if not isinstance(line, dict):
        raise LineRefused(["remissen ska vara ett JSON-objekt: {…}."])
    if line.get("event", "referred") != "referred":
        raise LineRefused(["event: en remiss är referred."])
    return line | _of_journey(given)


def _from_options(given: Mapping[str, Any]) -> dict[str, Any]:
    """What the options say; at a terminal, what is missing is asked for."""
    person = {key: given[key] for key in PERSON if given[key] is not None}
    if "birth_date" in person:
        person["birth_date"] = person["birth_date"].isoformat()
    if given["protected"]:
        person["protected"] = True
    referrer = {name: given[key] for key, name in REFERRER.items() if given[key] is not None}
    if at_a_terminal() and not _is_enough(person, referrer):
        person, referrer = asked_person(person), asked_referrer(referrer)
    criteria = {"criteria": list(given["criteria"])} if given["criteria"] else {}
    return _of_journey(given) | {"person": person, "referrer": referrer} | criteria


def _of_journey(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: given[option] for option, key in JOURNEY.items() if given[option] is not None}


def _is_enough(person: Mapping[str, Any], referrer: Mapping[str, Any]) -> bool:
    born = "birth_date" in person or "personnummer" in person
    return born and {"given_name", "family_name", "gender"} <= person.keys() and "party" in referrer
