"""A referral is taken and undone at a real terminal: what is personal is asked for and never on the command line."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeys.programmes import BUILT_IN
from tests.support.processes import LONGEST

ANSWERS = (
    *("Kanariella", "Prövqvist"),
    *("1912", "19121212-1213", "191212121212"),  # too short, no such number, one for tests
    *("kvinna", "woman"),
    *("Partille", "", "", "", "ja"),
    *("self", "", "", ""),
)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """ACTivera as if it had been there for long: these commands are processes, with the real day."""
    shipped = (BUILT_IN / "activera-2026.toml").read_text(encoding="utf-8")
    (tmp_path / "activera.toml").write_text(shipped.replace("valid_from = 2026-01-01", "valid_from = 2020-01-01"))
    database = f"sqlite:///{tmp_path / 'farled.db'}"
    return {**os.environ, "FARLED_DATABASE": database, "FARLED_PROGRAMMES": str(tmp_path)}


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal: the keyboard and what the command reads."""
    keyboard, read = pty.openpty()
    yield keyboard, read
    os.close(keyboard)
    os.close(read)


def farled(environment: dict[str, str], read: int, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from journeys.cli import main; main()", *words]
    return subprocess.run(
        command, stdin=read, capture_output=True, text=True, env=environment, timeout=LONGEST, check=False
    )


def test_what_is_missing_is_asked_for(environment: dict[str, str], terminal: tuple[int, int]) -> None:
    keyboard, read = terminal
    os.write(keyboard, "".join(f"{answer}\n" for answer in ANSWERS).encode())
    taken = farled(environment, read, "refer", "--programme", "activera", "--unit", "molndal")
    assert taken.returncode == 0, taken.stderr
    reference, _, told = taken.stdout.partition(": ")
    assert told.startswith("remissen är registrerad (händelse e1).\n")
    assert "Personnummer, tolv siffror (Enter om det saknas): " in taken.stderr
    assert "personnumret ska skrivas med tolv siffror: ååååmmddnnnn." in taken.stderr
    assert "personnumret finns inte: kontrollera siffrorna." in taken.stderr
    assert "Födelsedag" not in taken.stderr

    shown = farled(environment, read, "journey", reference, "--who").stdout
    assert "SKYDDADE PERSONUPPGIFTER, Kanariella Prövqvist, 19121212-••••\n" in shown

    os.write(keyboard, "Ångrade sig\n".encode())
    declined = farled(environment, read, "do", reference, "declined", "reason=-")
    assert declined.returncode == 0, declined.stderr
    os.write(keyboard, "Fel ärende\n".encode())
    undone = farled(environment, read, "undo", reference, "e2")
    assert undone.stderr.startswith("Skälet: ")
    assert "tacka nej" in undone.stdout
    shown = farled(environment, read, "journey", reference, "--who").stdout
    assert "reason=Ångrade sig" in shown
    assert "reason=Fel ärende" in shown
