"""Several processes meet on a database that nobody has opened before, and on a programme that nobody has used."""

import json
from pathlib import Path

import pytest

from tests.office import PERSON, REFERRER
from tests.support.processes import LONGEST, Commands


@pytest.mark.long_on_postgresql
def test_all_that_start_at_once_on_an_empty_database_work(empty_database_url: str, tmp_path: Path) -> None:
    commands = Commands(empty_database_url, tmp_path)
    processes = [commands.start("tick") for _ in range(4)]
    answers = [process.communicate(timeout=LONGEST) for process in processes]
    assert [process.returncode for process in processes] == [0] * 4, answers
    assert commands.says("verify").startswith("Loggen är hel")


@pytest.mark.long_on_postgresql
def test_all_that_use_a_programme_for_the_first_time_at_once_work(empty_database_url: str, tmp_path: Path) -> None:
    commands = Commands(empty_database_url, tmp_path)
    commands.says("verify")
    person = tmp_path / "person.json"
    person.write_text(json.dumps({"person": PERSON, "referrer": REFERRER}), encoding="utf-8")
    words = ("refer", "--programme", "activera", "--unit", "molndal", "--on", "2026-01-05", "--json", str(person))
    processes = [commands.start(*words) for _ in range(4)]
    answers = [process.communicate(timeout=LONGEST) for process in processes]
    assert [process.returncode for process in processes] == [0] * 4, answers
    assert len({said.partition(":")[0] for said, _ in answers}) == 4
    assert commands.says("verify", "--rows").startswith("Loggen är hel: 4 händelser")
