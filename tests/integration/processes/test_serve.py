"""`farled serve` where it cannot listen, and where the demo finds another place."""

import socket
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from journeys.cli import farled
from journeys.cli.serve import address, is_free
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
