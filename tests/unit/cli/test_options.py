"""The options that commands share."""

from datetime import date

import click
import pytest
from click.testing import CliRunner

from journeys.cli.options import DAY, database_option, format_option, today_option


@click.command()
@database_option
@today_option
@format_option("table", "json")
def command(database: str | None, today: date | None, format_: str) -> None:
    click.echo(f"{database} {today!r} {format_}")


def answer(*words: str, **environment: str) -> str:
    return CliRunner().invoke(command, words, env={"FARLED_DATABASE": None, **environment}).output.strip()


def test_nothing_is_chosen_but_the_first_format() -> None:
    assert answer() == "None None table"


def test_a_day_is_a_date() -> None:
    assert answer("--today", "2026-03-02", "--format", "json") == f"None {date(2026, 3, 2)!r} json"


def test_the_database_comes_from_the_environment_unless_it_is_named() -> None:
    assert answer(FARLED_DATABASE="sqlite:///a.db").startswith("sqlite:///a.db ")
    assert answer("--database", "sqlite:///b.db", FARLED_DATABASE="sqlite:///a.db").startswith("sqlite:///b.db ")


@pytest.mark.parametrize("text", ["2026-02-30", "2 mars", "", "2026-13-01"])
def test_a_day_that_does_not_exist_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(click.BadParameter, match=r"ingen dag. Skriv år, månad och dag som 2026-03-02"):
        DAY.convert(text, None, None)
