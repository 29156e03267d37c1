"""Pröva: what a unit would meet, the same for the same seed, and never so much that others have to wait."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from journeys.app import App
from journeys.tables.journeys import JOURNEY
from tests.visitors import Browser, faults

SignIn = Callable[..., Browser]
ASKED = "/prova?insats=activera:2026&remisser=4&manader=3&personal=2&stanna=60&fro=7"


def test_it_says_what_a_unit_would_meet_and_stores_nothing(app: App, sign_in_as: SignIn) -> None:
    page = sign_in_as("coordinator").get(ASKED).text
    assert "12 remisser." in page
    assert re.findall(r'<th scope="row">(2026-\d\d)</th>', page) == ["2026-01", "2026-02", "2026-03"]
    assert page.count("<svg") == 1
    for said in ("En handläggares vecka", "Om allt som registreras dröjer en vecka"):
        assert said in page
    with app.read() as connection:
        assert connection.execute(select(func.count()).select_from(JOURNEY)).scalar_one() == 0


def test_the_same_seed_gives_the_same_page_and_another_another(sign_in_as: SignIn) -> None:
    browser = sign_in_as("administrator")
    first, again, other = (browser.get(path).text for path in (ASKED, ASKED, ASKED.replace("fro=7", "fro=8")))
    assert first == again
    assert first.partition("<svg")[2] != other.partition("<svg")[2]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ("remisser=150&manader=3", "Remisser i månaden"),
        ("remisser=0", "Remisser i månaden"),
        ("manader=61", "Antal månader"),
        ("personal=%D9%A3", "Handläggare i varje enhet"),
        ("fro=-1", "Frö"),
        ("insats=dans:2026", "Insats och version"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(sign_in_as: SignIn, wrong: str, field: str) -> None:
    answer = sign_in_as("manager").get(f"/prova?remisser=1&{wrong}" if "remisser" not in wrong else f"/prova?{wrong}")
    assert answer.status_code == 422
    assert [each.partition(":")[0] for each in faults(answer)] == [field]


def test_a_caseworker_has_other_things_to_do(sign_in_as: SignIn) -> None:
    assert sign_in_as("caseworker").get("/prova").status_code == 404
