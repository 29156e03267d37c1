"""`farled programme new`: a few questions, and a file that passes the check."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from journeys.cli.asking import answer
from workflows.draft import StageWish, Wish, draft
from workflows.loader import parse

FILE = click.Path(path_type=Path)
ENTER = "Enter om det inte är bestämt"
YES = {"ja": True, "j": True, "nej": False, "n": False}


@click.command()
@click.argument("file", metavar="[FIL]", type=FILE, required=False)
def new(file: Path | None) -> None:
    """Börja på en ny insats: svara på frågor och få en programfil som går igenom granskningen.

    Filen är en början. Skriv vidare i den: docs/programme-format.md säger vad som går att säga.
    """
    wish = _asked()
    target = file or Path(f"{wish.id}-{wish.version}.toml")
    text = draft(wish)
    parse(text, str(target))
    try:
        with target.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError:
        raise click.UsageError(f"{target} finns redan. Ange en annan fil.", click.get_current_context()) from None
    click.echo(f"{target} är skriven. Läs den med farled programme check {target}, och pröva den med")
    click.echo(f"farled programme try {target} --referrals-per-month 10")


def _asked() -> Wish:
    name = _needed("Insatsens namn")
    return Wish(
        name=name,
        association=_needed("Samordningsförbund"),
        source=_needed("Källa: planen eller beslutet"),
        valid_from=_needed("Gäller från, som 2027-01-01", _day),
        units=_needed("Enheternas namn, med komma emellan", _names),
        places_per_year=answer(f"Platser per år i varje enhet ({ENTER})", _number(1_000_000)),
        municipalities=answer(f"Kommuner som deltagaren kan bo i, med komma emellan ({ENTER})", _names) or (),
        age=answer(f"Ålder, som 16-66 ({ENTER})", _ages),
        stages=tuple(_stages()),
        contact_weeks=answer("Kontakt inom hur många veckor efter antagning? (Enter: ingen regel)", _number(520)),
        plan_weeks=answer("Handlingsplan inom hur många veckor efter start? (Enter: ingen regel)", _number(520)),
        violence_weeks=answer("Frågor om våld inom hur många veckor efter start? (Enter: ingen regel)", _number(520)),
        skapa_months=answer("SKAPA med hur många månader emellan? (Enter: ingen regel)", _number(120)),
        exit_document=bool(answer("Avslutsdokument till deltagare och remittent? ja eller nej (Enter: nej)", _yes)),
        to_work_percent=answer(f"Hur många procent ska avslutas till arbete eller studier? ({ENTER})", _number(100, 0)),
    )


def _stages() -> Iterator[StageWish]:
    number = 1
    while True:
        question = f"Fas {number}, namn"
        name = _needed(question) if number == 1 else answer(f"{question} (Enter när det inte är fler)", _line)
        if name is None:
            return
        weeks = answer("  Hur många veckor? (Enter: utan bestämd längd)", _number(520))
        yield StageWish(
            name=name,
            weeks=weeks,
            checkpoint=bool(weeks and answer("  Slutar den med en avstämning? ja eller nej (Enter: nej)", _yes)),
            group=bool(answer("  Börjar deltagarna tillsammans i en grupp? ja eller nej (Enter: nej)", _yes)),
        )
        number += 1


def _needed(question: str, check: Callable[[str], Any] | None = None) -> Any:
    """Ask until there is an answer."""
    while (found := answer(question, check or _line)) is None:
        click.echo("Det behövs ett svar.", err=True)
    return found


def _line(given: str) -> str:
    text = given.strip()
    if not text or not text.isprintable():
        raise click.UsageError("Skriv det på en rad.")
    return text


def _names(given: str) -> tuple[str, ...]:
    names = tuple(_line(name) for name in given.split(",") if name.strip())
    if not names:
        raise click.UsageError("Skriv minst ett namn.")
    return names


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        raise click.UsageError("Skriv dagen som 2027-01-01.") from None


def _ages(given: str) -> tuple[int, int]:
    found = re.fullmatch(r"\s*([0-9]{1,3})\s*[-–]\s*([0-9]{1,3})\s*", given)
    if not found or not int(found[1]) <= int(found[2]) <= 130:
        raise click.UsageError("Skriv lägsta och högsta ålder, som 16-66.")
    return int(found[1]), int(found[2])


def _number(most: int, least: int = 1) -> Callable[[str], int]:
    def check(given: str) -> int:
        if not re.fullmatch(r"[0-9]{1,7}", given.strip()) or not least <= int(given) <= most:
            raise click.UsageError(f"Skriv ett helt tal från {least} till {most}.")
        return int(given)

    return check


def _yes(given: str) -> bool:
    if given.strip().lower() not in YES:
        raise click.UsageError("Svara ja eller nej.")
    return YES[given.strip().lower()]
