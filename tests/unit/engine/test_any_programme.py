"""Whatever programme passes the check can be lived through: no step raises, and every obligation has its reason."""

import json
from datetime import timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from journeys.dossier import Dossier
from tests.examples import SOME
from tests.lives import days_around, lives
from workflows import checks
from workflows.facts import Span, facts_of
from workflows.figures.measures import PER_JOURNEY
from workflows.obligations import obligations
from workflows.programme import Programme
from workflows.telling.describe import sentences
from workflows.telling.processmap import outline

PERIODS = st.sampled_from(["0 days", "1 day", "2 weeks", "1 month", "-3 days"])
AGAIN = st.none() | st.sampled_from(["1 week", "3 months"])
STAGES = ("one", "two", "three")
RECORDS = ("contact", "plan", "visit", "letter")
ANCHORS = st.sampled_from(["referred", "admitted", "started", "decided", "exited", *STAGES, *RECORDS])


@st.composite
def stages(draw: st.DrawFn, id_: str) -> dict[str, Any]:
    told: dict[str, Any] = {"id": id_, "name": id_, "group": draw(st.booleans()), "optional": draw(st.booleans())}
    if length := draw(st.none() | st.sampled_from(["1 week", "10 weeks"])):
        told |= {"length": length} | ({"ends_with": "checkpoint"} if draw(st.booleans()) else {})
    return told


@st.composite
def rules(draw: st.DrawFn, number: int) -> dict[str, Any]:
    told = {
        "record": draw(st.sampled_from([*RECORDS, "started", "advanced", "exited"])),
        "from": draw(ANCHORS),
        "within": draw(PERIODS),
        "every": draw(AGAIN),
        "or_later": draw(st.none() | ANCHORS),
        "or_records": draw(st.lists(st.sampled_from(RECORDS), max_size=1)),
        "beforehand": draw(st.sampled_from([False, False, True])),
    }
    return {"id": f"rule-{number}", "name": f"Regel {number}", **{key: value for key, value in told.items() if value}}


def is_right(programme: Programme) -> bool:
    return not list(checks.findings(programme))


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """One that passes the check: what does not is left out rule by rule."""
    ways = [draw(stages(id_)) for id_ in STAGES[: draw(st.integers(1, 3))]]
    told: dict[str, Any] = {
        "id": "vilken", "version": "1", "name": "Vilken", "association": "Prov", "source": "made up",
        "valid_from": "2020-01-01", "units": [{"id": "norr", "name": "Norr"}], "stages": ways, "rules": [],
        "records": [{"id": id_, "name": id_} for id_ in RECORDS[:3]]
        + [{"id": "letter", "name": "Brev", "recipients": ["participant", "referrer"]}],
        "outcomes": [{"id": "work", "name": "Arbete"}, {"id": "mistake", "name": "Fel", "counted": False}],
    }  # fmt: skip
    made = Programme.model_validate_json(json.dumps(told))
    assume(is_right(made))
    checkpoint = {"id": "checkpoint", "name": "Avstämning", "checkpoint": True}
    for rule in [checkpoint, *(draw(rules(number)) for number in range(draw(st.integers(1, 5))))]:
        longer = Programme.model_validate_json(json.dumps(told | {"rules": [*told["rules"], rule]}))
        if is_right(longer):
            told["rules"], made = [*told["rules"], rule], longer
    assume(made.rules)
    return made


@settings(SOME)
@given(data=st.data())
def test_it_can_be_lived_through_and_every_obligation_has_its_reason(data: st.DataObject) -> None:
    programme = data.draw(programmes())
    told = data.draw(lives(programme))
    dossier = Dossier(reference="PROV-1", programme=programme)
    for step in told:
        dossier.add(step.line)
    today = data.draw(days_around(told))
    history = dossier.replayed(today)
    found = obligations(history, today=today)
    assert all(each.why and each.anchor for each in found)
    facts = facts_of(history, found, gender="woman", party="region")
    for goal in programme.goals if facts else ():
        assert facts is not None
        PER_JOURNEY[goal.measure](goal, facts, Span(today - timedelta(days=30), today))
    assert sentences(programme)
    assert outline(programme)
