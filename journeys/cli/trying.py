"""`farled programme try`: what a unit would meet, before anybody is in the programme."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeys.cli.known import named
from journeys.cli.options import DAY, format_option
from journeys.cli.output import as_json, as_table

if TYPE_CHECKING:  # what it takes to invent people is loaded when the command is called
    from journeys.trial.outlook import Outlook

FILE = click.Path(path_type=Path)
MOST = 20_000


class TooMany(click.UsageError):
    """More journeys than a trial invents."""

    def __init__(self, journeys: int) -> None:
        super().__init__(
            f"Det blir {journeys} ärenden, fler än {MOST}. Skriv färre månader eller färre remisser.",
            click.get_current_context(),
        )


@click.command("try")
@click.argument("what", metavar="FIL|INSATS")
@click.option(
    "--referrals-per-month", type=click.IntRange(1, MOST), required=True, help="Remisser i månaden, i alla enheter."
)
@click.option("--months", type=click.IntRange(1, 60), default=12, show_default=True, help="Hur många månader.")
@click.option("--staff", type=click.IntRange(1, 100), default=4, show_default=True, help="Handläggare i varje enhet.")
@click.option("--stay", type=click.IntRange(7, 1500), default=180, show_default=True, help="Dagar i en fas utan längd.")
@click.option(
    "--from", "first", type=DAY, metavar="DAG", help="Första månaden. Utan flaggan: när insatsen börjar gälla."
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Samma frö ger samma svar.")
@click.option("--svg", "picture", type=FILE, metavar="FIL.svg", help="Rita månaderna i en fil också.")
@format_option("table", "json")
def try_(
    *,
    what: str,
    referrals_per_month: int,
    months: int,
    staff: int,
    stay: int,
    first: date | None,
    seed: int,
    picture: Path | None,
    format_: str,
) -> None:
    """Pröva en insats på påhittade deltagare innan någon är i den.

    Visar hur många som är i insatsen samtidigt, hur en handläggares vecka ser ut, när platserna tar slut, och hur målen
    går om allt som ska registreras dröjer en vecka. Inget sparas.

    \b
    farled programme try min-insats.toml --referrals-per-month 12 --months 18 --staff 3
    """
    from journeys.trial.lived import Assumed
    from journeys.trial.outlook import outlook
    from journeys.trial.picture import svg

    programme = named(what)
    if referrals_per_month * months > MOST:
        raise TooMany(referrals_per_month * months)
    assumed = Assumed(
        referrals_per_month=referrals_per_month,
        months=months,
        staff=staff,
        stay=timedelta(days=stay),
        seed=seed,
        first=(first or programme.valid_from).replace(day=1),
    )
    found = outlook(programme, assumed)
    click.echo(_as_json(found) if format_ == "json" else "\n\n".join(_as_text(found)))
    if picture:
        picture.write_text(svg(found), encoding="utf-8")
        click.echo(f"Bilden ligger i {picture}.", err=True)


def _as_json(found: "Outlook") -> str:
    from journeys.trial.words import judged

    return as_json(
        {
            "programme": found.programme.id,
            "version": found.programme.version,
            "assumed": asdict(found.assumed) | {"stay": found.assumed.stay.days},
            "months": [asdict(month) for month in found.months],
            "week": asdict(found.week),
            "waited": asdict(found.waited) if found.waited else None,
            "full": [asdict(full) for full in found.full],
            "goals": [
                {"goal": row.goal, "as_it_went": asdict(judged(row)), "a_week_later": asdict(judged(later))}
                for row, later in found.goals
            ],
        }
    )


def _as_text(found: "Outlook") -> Iterator[str]:
    from journeys.trial.words import assumptions, full, waiting

    assumed = found.assumed
    yield (
        f"{found.programme.name} {found.programme.version} på prov, {assumed.first} till {assumed.last}: "
        f"{assumed.referrals_per_month} remisser i månaden, {assumed.staff} handläggare i varje enhet, "
        f"{assumed.stay.days} dagar i en fas utan längd, frö {assumed.seed}."
    )
    yield "\n".join(["Påhittat om alla:", *(f"  {said}" for said in assumptions(found.programme))])
    yield _months(found)
    yield "\n".join(_week(found))
    if found.waited:
        yield waiting(found.waited)
    if found.full:
        yield "\n".join(full(each) for each in found.full)
    yield _goals(found)


def _months(found: "Outlook") -> str:
    from journeys.trial.words import month_headings, month_row

    return as_table(month_headings(found), [month_row(found, month) for month in found.months])


def _week(found: "Outlook") -> Iterator[str]:
    from journeys.trial.words import tenths

    week = found.week
    yield "En handläggares vecka (i snitt under andra halvan av tiden)"
    yield f"  deltagare: {tenths(week.participants)}"
    yield f"  avstämningar: {tenths(week.meetings)}"
    yield f"  mätningar: {tenths(week.forms)}"
    yield f"  annat att registrera: {tenths(week.records)}"
    yield f"  den fullaste veckan hos någon: {week.fullest} tillfällen"


def _goals(found: "Outlook") -> str:
    from journeys.trial.words import NO_GOALS, demand, result

    if not found.goals:
        return NO_GOALS
    headings = ("Mål", "Krav", "Som det gick", "Om allt dröjer en vecka")
    names = {goal.id: goal.name for goal in found.programme.goals}
    rows = [(names[row.goal], demand(row), result(row), result(later)) for row, later in found.goals]
    return as_table(headings, rows)
