"""The power goes while journeys are moved to another version: all or nothing of each, and it goes on where it was."""

import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import TimeoutExpired

import pytest
from sqlalchemy import create_engine, func, select

from journeys.invent import invent, write_journal
from journeys.programmes import BUILT_IN
from journeys.tables.journeys import JOURNEY
from journeys.tables.log import EVENT
from tests.support.processes import LONGEST, Commands
from workflows.files.loader import read_programme
from workflows.machine import ENDED

MANY, KILLS = 3000, 12
YESTERDAY = datetime.now(UTC).date() - timedelta(days=1)  # the processes have the real clock
MOVE = ("programme", "migrate", "samkraft:2023", "samkraft:2026")


@dataclass(frozen=True, kw_only=True, slots=True)
class House:
    """An installation with many journeys on the older version."""

    url: str
    commands: Commands

    def moved(self) -> dict[str, tuple[str, int]]:
        """Of each open journey the version, and how many events say that it was moved."""
        moves = select(func.count()).where(EVENT.c.journey_id == JOURNEY.c.id, EVENT.c.event == "migrated")
        query = select(*JOURNEY.c["reference", "version"], moves.scalar_subquery().label("moves"))
        engine = create_engine(self.url)
        with engine.connect() as connection:
            rows = connection.execute(query.where(JOURNEY.c.state.not_in(ENDED))).all()
        engine.dispose()
        return {row.reference: (row.version, row.moves) for row in rows}


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> House:
    commands = Commands(database_url, tmp_path)
    programme = read_programme(BUILT_IN / "samkraft-2023.toml")
    lines = invent(programme, journeys=MANY, today=YESTERDAY)
    write_journal(tmp_path / "journal.jsonl", lines)
    commands.says("import", str(tmp_path / "journal.jsonl"))
    return House(url=database_url, commands=commands)


def number_moved(house: House) -> int:
    found = house.moved().values()
    assert set(found) <= {("2023", 0), ("2026", 1)}, "all or nothing of each"
    return sum(version == "2026" for version, _ in found)


def kill(house: House, *, after: float | None) -> None:
    """As soon as more is moved than was before, or some seconds after the start."""
    before = number_moved(house)
    process = house.commands.start(*MOVE, "--yes")
    while after is None and process.poll() is None and number_moved(house) == before:
        with suppress(TimeoutExpired):
            process.wait(0.05)
    with suppress(TimeoutExpired):
        process.wait(after or 0)
    process.kill()
    process.communicate()


def storm(house: House, seed: int) -> Iterator[int]:
    """How many have been moved after each kill."""
    chance = random.Random(seed)
    for number in range(KILLS):
        kill(house, after=chance.uniform(0, 3) if number % 3 == 2 else None)
        yield number_moved(house)


@pytest.mark.long
@pytest.mark.timeout(20 * LONGEST)
def test_a_change_of_version_that_is_killed_again_and_again_goes_on_where_it_was(house: House) -> None:
    numbers = list(storm(house, seed=5))
    assert numbers == sorted(numbers), "nothing is moved twice, nothing comes back"
    assert any(0 < number < len(house.moved()) for number in numbers), "it was killed half way"
    house.commands.says(*MOVE, "--yes")
    assert set(house.moved().values()) == {("2026", 1)}
    assert "Inget ärende bytte version." in house.commands.says(*MOVE, "--yes")
    assert house.commands.run("verify", "--rows").returncode == 0
