"""Outcomes that lead to other programmes, and groups that meet: what is refused, told and warned of."""

from collections.abc import Callable

import pytest

from tests.builders import DATED, history, programme, started
from workflows.checks.onward import leading_nowhere
from workflows.errors import EventInvalid, Fault
from workflows.programme import Programme
from workflows.telling.describe import sentences
from workflows.telling.stations import stations

Blame = Callable[[str, str], Fault]

ONWARD = {"id": "onward", "name": "Vidare", "leads_to": "vagen"}
PLAIN = {"id": "work", "name": "Arbete"}


def way_in() -> Programme:
    return programme(outcomes=[PLAIN, ONWARD], meets_every="2 weeks")


BROKEN = {
    "a programme that leads to itself": (
        'id = "work"',
        'id = "work"\nleads_to = "stegen"',
        "samma insats",
        "öppnas igen",
    ),
    "meetings that never come": (
        'source = "Plan 2026"',
        'source = "Plan 2026"\nmeets_every = "0 weeks"',
        "ingen tid som kan gå",
        "minst 1",
    ),
}


@pytest.mark.parametrize(("old", "new", "problem", "remedy"), BROKEN.values(), ids=BROKEN)
def test_a_fault_says_what_to_change(blame: Blame, old: str, new: str, problem: str, remedy: str) -> None:
    fault = blame(old, new)
    assert problem in fault.problem
    assert remedy in fault.remedy


def test_it_is_told_in_words_and_on_the_map() -> None:
    told = dict(sentences(way_in()))
    assert "Gruppen har möte varannan vecka." in told["Provet, version 1"]
    assert told["Utfall"] == ["Arbete.", "Vidare: startar ett ärende i insatsen ”vagen”."]
    assert "Startar ett ärende i en annan insats: Vidare." in stations(way_in())[-1].lines


def test_a_programme_that_is_not_there_is_warned_of_with_what_was_meant() -> None:
    assert list(leading_nowhere([way_in()], ["vagen"])) == []
    (sentence,) = leading_nowhere([way_in()], ["vagen-in", "prov"])
    assert "leder utfallet ”onward” till insatsen ”vagen”, som inte finns här" in sentence
    assert sentence.endswith("Menade du ”vagen-in”?")


def test_only_an_outcome_that_leads_on_has_started_a_journey() -> None:
    led = {"leads_to": "VAG-1", "leads_to_unit": "in"}
    exited = ("exited", "2026-03-02", {"outcome": "onward", **led})
    found = history(way_in(), *started("2026-02-02"), exited, today="2026-03-02")
    assert found.end is not None
    assert found.end.on == DATED("2026-03-02")
    plain = ("exited", "2026-03-02", {"outcome": "work", **led})
    with pytest.raises(EventInvalid, match="Ta tillbaka avslutet och gör om det"):
        history(way_in(), *started("2026-02-02"), plain, today="2026-03-02")


def test_a_version_without_the_keys_is_stored_as_before() -> None:
    assert "leads_to" not in programme().canonical()
    assert "meets_every" not in programme().canonical()
    assert Programme.model_validate_json(way_in().canonical()) == way_in()
