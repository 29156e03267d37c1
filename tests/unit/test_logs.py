"""What is logged of what libraries say."""

import json
import logging

import pytest
import structlog

from journeys.logs import configure, hear


@pytest.fixture(autouse=True)
def heard() -> None:
    configure("json")
    hear("noisy")


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    structlog.reset_defaults()
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_it_is_a_line_like_any_other(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("noisy.part").warning("It is late.\n")
    (line,) = said(capsys)
    assert (line["event"], line["library"], line["says"], line["level"]) == (
        "library",
        "noisy.part",
        "It is late.",
        "warning",
    )


def test_what_it_is_late_with_is_not_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ValueError("Kanariella")
    except ValueError:
        logging.getLogger("noisy").exception("Lost %s at %s", "Kanariella", "070-1740605")
    (line,) = said(capsys)
    assert (line["says"], line["kind"]) == ("Lost %s at %s", "ValueError")
    assert "Kanariella" not in str(line)
    assert "1740605" not in str(line)


def test_what_is_no_warning_is_not_heard(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("noisy").info("All is well.")
    assert said(capsys) == []
