"""What is said twice is asked about: the back button, and saved once more."""

from collections.abc import Callable

import pytest

from journeys.app import App
from tests.filling import REFERENCE, does, fill_in, refers, registers, send, sheet
from tests.visitors import Browser, Clock, faults

SignIn = Callable[..., Browser]
FORM = f"/arende/{REFERENCE}/steg/contact"


@pytest.fixture
def anna(app: App, clock: Clock, sign_in_as: SignIn) -> Browser:
    """Has registered a contact today."""
    refers(app)
    registers(app, "admitted", "2026-03-02", caseworker="anna@molndal.example")
    browser = sign_in_as("anna@molndal.example")
    does(browser, "contact", note="Ringde")
    clock.forward(minutes=5)
    return browser


def test_the_same_again_is_asked_about_once(anna: Browser) -> None:
    asked = fill_in(anna, FORM, note="Ringde")
    assert (asked.status_code, sheet(asked)["note"][0].strip()) == (422, "Ringde")
    (question,) = faults(asked)
    assert question.startswith("Det här är redan registrerat, av dig kl. 09.0")
    assert send(anna, FORM, sheet(asked)).status_code == 303


@pytest.mark.parametrize("different", [{"note": "Ringde igen"}, {"attempt": "ja"}, {"on": "2026-03-01"}])
def test_anything_else_is_not(anna: Browser, app: App, different: dict[str, str]) -> None:
    answer = fill_in(anna, FORM, **{"note": "Ringde"} | different)
    assert "redan registrerat" not in answer.text


def test_what_a_colleague_said_is_theirs(anna: Browser, sign_in_as: SignIn) -> None:
    assert fill_in(sign_in_as("bo@molndal.example"), FORM, note="Ringde").status_code == 303


def test_what_is_only_shown_is_asked_about_before_it_is_shown(anna: Browser, app: App) -> None:
    registers(app, "started", "2026-03-02")
    path = f"/arende/{REFERENCE}/steg/checkpoint"
    does(anna, "checkpoint", decision="continue")
    asked = fill_in(anna, path, decision="continue")
    assert faults(asked)[0].startswith("Det här är redan registrerat")
    shown = send(anna, path, sheet(asked))
    assert "Block 3" in shown.text
    assert send(anna, path, {**sheet(shown), "do": ["save"]}).status_code == 303
