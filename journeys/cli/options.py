"""Options that many commands have in common."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click

from journeys.settings import STOCKHOLM

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


EARLIEST, LATEST = 1900, 2199
"""The years of the journal: far enough from the ends of the calendar to count from."""


class Day(click.ParamType[date]):
    """A day of the calendar in ISO 8601: 2026-03-02."""

    name = "dag"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"”{value}” är ingen dag. Skriv år, månad och dag som 2026-03-02.", param, ctx)
        if not EARLIEST <= day.year <= LATEST:
            self.fail(f"”{value}” ligger för långt bort: skriv en dag mellan {EARLIEST} och {LATEST}.", param, ctx)
        return day


class Moment(click.ParamType[datetime]):
    """A moment in ISO 8601; without an offset it is Stockholm's time."""

    name = "tidpunkt"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"”{value}” är ingen tidpunkt. Skriv till exempel 2026-03-02T08:00.", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=STOCKHOLM)


DAY = Day()
MOMENT = Moment()


def database_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--database URL`, also from FARLED_DATABASE. None: the SQLite file in the user's data folder."""
    return click.option(
        "--database",
        metavar="URL",
        envvar="FARLED_DATABASE",
        show_envvar=True,
        help="Databasen. Utan den: en SQLite-fil i din datamapp.",
    )(command)


def today_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--today D`. None: the real day in Stockholm, read by whoever wires the command."""
    return click.option("--today", type=DAY, metavar="DAG", help="Räkna som om det vore den här dagen.")(command)


def format_option(*choices: str) -> Decorator:
    """`--format`, the first choice being the default; arrives as `format_`."""
    return click.option(
        "--format", "format_", type=click.Choice(choices), default=choices[0], show_default=True, help="Svarets form."
    )
