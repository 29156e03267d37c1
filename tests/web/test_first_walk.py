"""The walk that the README describes, with the words that it uses for what is on screen."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.filling import fill_in, saves
from tests.referring import send
from tests.visitors import PASSWORD, Browser

README = Path(__file__).resolve().parents[2] / "README.md"
BO, HERE = "bo@molndal.example", "/arende/MOL-2026-001"


def words() -> list[str]:
    """What the numbered steps print in bold, but for the one that each begins with."""
    walk = README.read_text(encoding="utf-8").partition("## The desk\n")[2].partition("\n## ")[0]
    return [word for word in re.findall(r"\*\*(.+?)\*\*", walk) if not word.endswith(".")]


@pytest.fixture
def pages(client: Browser, sign_in_as: Callable[..., Browser]) -> str:
    """Every page of the walk, one after the other."""
    seen = [client.get(path).text for path in ("/anmalan/activera", "/logga-in")]
    send(client)
    seen += [client.post("/logga-in", follow=True, address=BO, password=PASSWORD).text]
    bo = sign_in_as(BO)
    seen += [bo.get(path).text for path in ("/min-dag", "/remisser")]
    seen += [fill_in(bo, f"{HERE}/steg/admitted").text]
    for step, values in STEPS.items():
        seen += [bo.get(f"{HERE}/steg/{step}").text, saves(bo, f"{HERE}/steg/{step}", **values)]
    seen += [sign_in_as(role).get("/", follow=True).text for role in ("manager", "coordinator", "administrator")]
    return "\n".join(seen)


STEPS = {
    "admitted": {},
    "started": {},
    "contact": {},
    "booked": {"time": "2026-03-20T13:00"},
    "checkpoint": {"decision": "continue"},
}


def test_it_leads_from_a_referral_to_the_second_block(pages: str) -> None:
    assert "Block 2 sedan 2 mars" in pages
    assert "Avstämning med remittent, nr 2" in pages


def test_what_the_readme_names_is_on_screen(pages: str) -> None:
    assert words()
    assert not [word for word in words() if word not in pages]
