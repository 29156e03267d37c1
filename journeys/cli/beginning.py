"""`farled programme new`: a few questions, and a file that passes the check."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import click

from journeys.cli.interview import BACK, Interview
from journeys.cli.options import EARLIEST, LATEST
from workflows.files.draft import StageWish, Wish, draft
from workflows.files.loader import parse

FILE = click.Path(path_type=Path)
ENTER = "Enter om det inte är bestämt"
YES = {"ja": True, "j": True, "nej": False, "n": False}


@click.command()
@click.argument("file", metavar="[FIL]", type=FILE, required=False)
def new(file: Path | None) -> None:
    """Börja på en ny insats: svara på frågor och få en programfil som går igenom granskningen.

    Filen är en början med kommentarer. Skriv vidare i den: docs/writing-a-programme.md säger hur. Svaret < går tillbaka
    till frågan före, och inget skrivs förrän alla är besvarade.
    """
    click.echo(f"Svara {BACK} för att gå tillbaka till frågan före.", err=True)
    wish = Interview().lead(_asked)
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


def _asked(talk: Interview) -> Wish:
    """The keywords are in the order of the questions."""
    return Wish(
        name=talk.answer("Insatsens namn", _line, needed=True),
        association=talk.answer("Samordningsförbund", _line, needed=True),
        source=talk.answer("Källa: planen eller beslutet", _line, needed=True),
        valid_from=talk.answer("Gäller från, som 2027-01-01", _day, needed=True),
        units=talk.answer("Enheternas namn, med komma emellan", _names, needed=True),
        places_per_year=talk.answer(f"Platser per år i varje enhet ({ENTER})", _number(1_000_000)),
        municipalities=talk.answer(f"Kommuner som deltagaren kan bo i, med komma emellan ({ENTER})", _names) or (),
        age=talk.answer(f"Ålder, som 16-66 ({ENTER})", _ages),
        stages=tuple(_stages(talk)),
        contact_weeks=talk.answer("Kontakt inom hur många veckor efter antagning? (Enter: ingen regel)", _number(520)),
        plan_weeks=talk.answer("Handlingsplan inom hur många veckor efter start? (Enter: ingen regel)", _number(520)),
        violence_weeks=talk.answer(
            "Frågor om våld inom hur många veckor efter start? (Enter: ingen regel)", _number(520)
        ),
        **_skapa(talk),
        exit_document=bool(
            talk.answer("Avslutsdokument till deltagare och remittent? ja eller nej (Enter: nej)", _yes)
        ),
        to_work_percent=talk.answer(
            f"Hur många procent ska avslutas till arbete eller studier? ({ENTER})", _number(100, 0)
        ),
        reminders=talk.answer("Ska Farled påminna om det som ska göras? ja eller nej (Enter: ja)", _yes) is not False,
    )


def _skapa(talk: Interview) -> dict[str, int]:
    months = talk.answer("SKAPA med hur många månader emellan? (Enter: ingen regel)", _number(120))
    if months is None:
        return {}
    first = talk.answer("  Den första inom hur många veckor efter start? (Enter: 6)", _number(520))
    return {"skapa_months": months, "skapa_first_weeks": first or 6}


def _stages(talk: Interview) -> Iterator[StageWish]:
    number = 1
    while name := talk.answer(
        "Fas 1, namn" if number == 1 else f"Fas {number}, namn (Enter när det inte är fler)", _line, needed=number == 1
    ):
        weeks = talk.answer("  Hur många veckor? (Enter: utan bestämd längd)", _number(520))
        meets = weeks and talk.answer("  Slutar den med en avstämning? ja eller nej (Enter: nej)", _yes)
        group = talk.answer("  Börjar deltagarna tillsammans i en grupp? ja eller nej (Enter: nej)", _yes)
        yield StageWish(name=name, weeks=weeks, checkpoint=bool(meets), group=bool(group))
        number += 1


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
        day = date.fromisoformat(given.strip())
    except ValueError:
        is_no_day = re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given.strip())
        what = "Den dagen finns inte i kalendern." if is_no_day else "Skriv dagen som 2027-01-01."
        raise click.UsageError(what) from None
    if not EARLIEST <= day.year <= LATEST:
        raise click.UsageError(f"Skriv en dag mellan {EARLIEST} och {LATEST}.")
    return day


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
