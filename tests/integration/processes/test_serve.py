"""`farled serve` where it cannot listen, and where the demo finds another place."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from click.testing import CliRunner

from journeys.cli import farled
from journeys.cli.serve import MOST_WORKERS, address, is_free, usual_workers
from journeys.demo import desk


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that something else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_port_that_is_taken_ends_in_a_sentence(taken: int, sqlite_url: str) -> None:
    result = CliRunner().invoke(farled, ["serve", "--port", str(taken), "--database", sqlite_url])
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"Det går inte att lyssna på 127.0.0.1, port {taken}" in result.stderr


def test_the_demo_takes_the_next_one(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "FIRST_PORT", taken)
    found = desk.free_port()
    assert found > taken
    assert is_free(desk.HOST, found)


def test_an_address_of_six_goes_into_brackets() -> None:
    assert (address("::1", 8000), address("127.0.0.1", 8000)) == ("http://[::1]:8000/", "http://127.0.0.1:8000/")


@pytest.mark.parametrize(("cores", "workers"), [(None, 1), (1, 1), (2, 2), (64, MOST_WORKERS)])
def test_a_process_for_each_core_makes_pages_but_not_for_many(
    monkeypatch: pytest.MonkeyPatch, cores: int | None, workers: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert usual_workers() == workers


@pytest.mark.long  # three interpreters start
def test_several_processes_are_one_desk_and_end_with_it(sqlite_url: str, tmp_path: Path) -> None:
    port = desk.free_port()
    with _two_workers(port, sqlite_url, tmp_path) as process:
        answered = {httpx2.get(f"http://127.0.0.1:{port}/logga-in").status_code for _ in range(5)}
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=30)[0] == "Skrivbordet är stängt.\n"
    assert (answered, process.returncode) == ({200}, 0)


@pytest.mark.long  # three interpreters start
def test_no_process_stays_when_the_first_is_killed(sqlite_url: str, tmp_path: Path) -> None:
    port = desk.free_port()
    with _two_workers(port, sqlite_url, tmp_path) as process:
        process.kill()
        process.communicate(timeout=30)  # they hold its output open as long as they last
    assert is_free(desk.HOST, port)


@contextmanager
def _two_workers(port: int, sqlite_url: str, folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """A desk that answers."""
    command = [Path(sys.executable).with_name("farled"), "serve", "--port", str(port), "--workers", "2"]
    environment = {**os.environ, "FARLED_DATABASE": sqlite_url, "FARLED_DATA": str(folder)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Skrivbordet finns på")
        yield process
