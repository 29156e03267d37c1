"""`farled --help` and its like: in Swedish, and at once."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from journeys.cli import COMMANDS, farled

HEAVY = ("alembic", "cryptography", "holidays", "jinja2", "pydantic", "sqlalchemy", "sqlmodel", "transitions")


def answer(*words: str) -> str:
    result = CliRunner().invoke(farled, words)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_without_a_command_the_help_is_shown() -> None:
    assert answer() == answer("--help")


def test_the_help_is_swedish() -> None:
    text = answer("--help")
    assert "Så här: farled [FLAGGOR] KOMMANDO [ARGUMENT]…" in text
    assert "Visa den här hjälpen." in text
    assert not {"Usage:", "Options:", "Commands:"} & set(text.split())


def test_every_command_has_its_line_in_the_help() -> None:
    lines = [line.strip() for line in answer("--help").splitlines()]
    for name, (_, summary) in COMMANDS.items():
        assert any(line.startswith(f"{name} ") and line.endswith(summary) for line in lines)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_in_swedish(name: str) -> None:
    text = answer(name, "--help")
    assert text.startswith(f"Så här: farled {name} [FLAGGOR]")
    assert text.splitlines()[2].strip(), "a command says what it does"


def test_the_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, journeys.cli\n"
        "try: journeys.cli.farled.main(['--help'])\n"
        f"finally: print('imported:', *(name for name in {HEAVY} if name in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1].split() == ["imported:"]
