"""However a command fails: one sentence on standard error, exit code 1, and no traceback."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from journeys.cli import Farled, farled
from journeys.errors import JourneyError
from notifications.errors import NotificationError
from workflows.errors import WorkflowError


def run(command: click.Command, *words: str) -> Result:
    return CliRunner().invoke(command, words)


def failing(error: BaseException) -> Farled:
    def fail(format_: str) -> None:
        raise error

    group = Farled("farled", lazy={}, help="")
    group.add_command(click.Command("gör", callback=fail, params=[click.Option(["--format", "format_"])]))
    return group


@pytest.fixture
def fault_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    monkeypatch.setattr("journeys.cli.faultlog.user_log_path", lambda *_, **__: tmp_path)
    return (tmp_path / "fel.log").read_text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["duu"], "Kommandot ”duu” finns inte. Menade du 'due'? Skriv ”farled --help” för hjälp."),
        (["--snabbt"], "Flaggan ”--snabbt” finns inte. Skriv ”farled --help” för hjälp."),
    ],
)
def test_a_command_written_wrongly_is_told_in_swedish(words: list[str], sentence: str) -> None:
    result = run(farled, *words)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", sentence + "\n")


@pytest.mark.parametrize("words", [["--format", "json"], ["--format=json"]])
def test_with_format_json_the_sentence_is_json(words: list[str]) -> None:
    result = run(farled, "förr", *words)
    assert result.exit_code == 1
    assert json.loads(result.stderr)["error"].startswith("Kommandot ”förr” finns inte.")


@pytest.mark.parametrize("kind", [JourneyError, WorkflowError, NotificationError])
def test_an_error_of_ours_is_its_own_sentence(kind: type[Exception]) -> None:
    result = run(failing(kind("Ärendet MOL-2026-017 finns inte.")), "gör")
    assert (result.exit_code, result.stderr) == (1, "Ärendet MOL-2026-017 finns inte.\n")


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as missing:
        (tmp_path / "journal.jsonl").read_text()
    result = run(failing(missing.value), "gör")
    assert (result.exit_code, result.stderr) == (1, f"Det gick inte med ”{tmp_path}/journal.jsonl”: den finns inte.\n")


def test_a_fault_in_the_product_is_admitted_and_logged(tmp_path: Path, fault_log: Callable[[], str]) -> None:
    result = run(failing(ZeroDivisionError()), "gör")
    assert result.exit_code == 1
    assert result.stderr.startswith("Det här är ett fel i Farled och inte något du gjort.")
    assert str(tmp_path / "fel.log") in result.stderr
    assert "builtins.ZeroDivisionError" in fault_log()
    assert "test_failures.py" in fault_log()


def test_the_fault_log_tells_the_cause_but_no_value(fault_log: Callable[[], str]) -> None:
    error = LookupError("Astrid Kanarie")
    error.__cause__ = ValueError("19121212-1212")
    result = run(failing(error), "gör")
    assert fault_log().index("builtins.ValueError") < fault_log().index("builtins.LookupError")
    for value in ("Kanarie", "1212-"):
        assert value not in fault_log() + result.output


def test_an_interrupted_command_ends_quietly() -> None:
    result = run(failing(KeyboardInterrupt()), "gör")
    assert (result.exit_code, result.output.strip()) == (130, "")


def test_the_exit_code_that_a_command_chooses_stands() -> None:
    assert run(failing(click.exceptions.Exit(1)), "gör").exit_code == 1


def test_a_reader_that_has_left_is_no_fault() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-c", "from journeys.cli import main; main()"]
    ended = subprocess.run([*command, "--help"], stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (1, "")
