"""Which step is allowed where, and where it leads (spec: journal.md, "Lifecycle events")."""

import pytest

from tests.builders import CHECKPOINT, DATED, Step, events, history, programme, rule, started
from workflows.errors import EventInvalid, EventRefused, StepRefused
from workflows.machine import machine_of
from workflows.replay import replay

DOCUMENT = rule("document", since="exited", within="0 days")
PROGRAMME = programme(rules=[CHECKPOINT, DOCUMENT])
DAY, LATER = "2026-01-05", "2026-01-12"

REFERRED = started(DAY)[:1]
ADMITTED = started(DAY)[:2]
ONE = started(DAY)
TWO: tuple[Step, ...] = (*ONE, ("checkpoint", DAY))
THREE: tuple[Step, ...] = (*TWO, ("checkpoint", DAY))
FOUR: tuple[Step, ...] = (*THREE, ("advanced", DAY))
PAUSED: tuple[Step, ...] = (*TWO, ("paused", DAY))
DECIDED: tuple[Step, ...] = (*ONE, ("checkpoint", DAY, {"decision": "exit"}))
EXITED: tuple[Step, ...] = (*TWO, ("exited", DAY))
DECLINED: tuple[Step, ...] = (*REFERRED, ("declined", DAY))

RECORDS = {"contact", "plan", "document"}
RUNNING = {"reassigned", "excepted"}
IN_A_STAGE = RECORDS | RUNNING | {"booked", "cancelled", "activity", "activity-ended", "paused", "exited"}

ALLOWED: dict[str, tuple[tuple[Step, ...], set[str]]] = {
    "nothing yet": ((), {"referred"}),
    "referred": (REFERRED, {"admitted", "declined"} | RUNNING),
    "admitted": (ADMITTED, {"started", "declined", "exited"} | RECORDS | RUNNING),
    "a stage that ends with a checkpoint": (ONE, IN_A_STAGE | {"checkpoint"}),
    "such a stage once the end is decided": (DECIDED, IN_A_STAGE),
    "a stage that has one after it": (THREE, IN_A_STAGE | {"advanced"}),
    "the last stage": (FOUR, IN_A_STAGE),
    "paused": (PAUSED, (IN_A_STAGE - {"paused"}) | {"resumed"}),
    "exited": (EXITED, {"reopened", "excepted", "document"}),
    "declined": (DECLINED, {"reopened"}),
}


@pytest.mark.parametrize(("steps", "allowed"), ALLOWED.values(), ids=ALLOWED)
def test_what_is_allowed(steps: tuple[Step, ...], allowed: set[str]) -> None:
    case = history(PROGRAMME, *steps, today=LATER).case
    assert set(machine_of(PROGRAMME).allowed(case, DATED(LATER))) == allowed


@pytest.mark.parametrize(("steps", "allowed"), ALLOWED.values(), ids=ALLOWED)
def test_nothing_else_is_taken(steps: tuple[Step, ...], allowed: set[str]) -> None:
    every = {
        *IN_A_STAGE,
        "referred",
        "admitted",
        "declined",
        "started",
        "checkpoint",
        "advanced",
        "resumed",
        "reopened",
    }
    for name in every - {"activity-ended"}:  # which also needs one that goes on
        data = {"rule": "document"} if name == "excepted" else {}
        if name in allowed:
            assert history(PROGRAMME, *steps, (name, LATER, data), today=LATER).events[-1].name == name
        else:
            with pytest.raises(StepRefused):
                history(PROGRAMME, *steps, (name, LATER, data), today=LATER)


LEADS: dict[str, tuple[tuple[Step, ...], Step, str]] = {
    "a referral": ((), ("referred", DAY), "referred"),
    "a no": (REFERRED, ("declined", DAY), "declined"),
    "a no after the yes": (ADMITTED, ("declined", DAY), "declined"),
    "the start": (ADMITTED, ("started", DAY), "one"),
    "going on": (ONE, ("checkpoint", DAY), "two"),
    "an extension": (ONE, ("checkpoint", DAY, {"decision": "extend", "weeks": 2}), "one"),
    "a decision to end": (ONE, ("checkpoint", DAY, {"decision": "exit"}), "one"),
    "advancing": (THREE, ("advanced", DAY), "four"),
    "advancing to the next": (THREE, ("advanced", DAY, {"to": "four"}), "four"),
    "a rest": (TWO, ("paused", DAY), "paused"),
    "going on after a rest": (PAUSED, ("resumed", DAY), "two"),
    "an end at rest": (PAUSED, ("exited", DAY), "exited"),
    "an end before the start": (ADMITTED, ("exited", DAY), "exited"),
    "opening a stage again": (EXITED, ("reopened", LATER), "two"),
    "opening a rest again": ((*PAUSED, ("exited", DAY)), ("reopened", LATER), "paused"),
    "opening a no again": (DECLINED, ("reopened", LATER), "referred"),
    "opening a no after the yes again": ((*ADMITTED, ("declined", DAY)), ("reopened", LATER), "admitted"),
    "a booking at rest": (PAUSED, ("booked", DAY, {"time": "2026-02-02T13:00"}), "paused"),
}


@pytest.mark.parametrize(("steps", "step", "state"), LEADS.values(), ids=LEADS)
def test_leads_to(steps: tuple[Step, ...], step: Step, state: str) -> None:
    assert history(PROGRAMME, *steps, step, today=LATER).state == state


def test_at_the_last_stage_a_checkpoint_does_not_go_on() -> None:
    one_stage = programme(stages=[{"id": "one", "name": "Ett", "length": "6 weeks", "ends_with": "checkpoint"}])
    with pytest.raises(StepRefused):
        history(one_stage, *ONE, ("checkpoint", DAY), today=LATER)
    assert history(one_stage, *ONE, ("checkpoint", DAY, {"decision": "exit"}), today=LATER).state == "one"


def test_a_journey_may_skip_a_stage_when_it_advances() -> None:
    stages = [{"id": id_, "name": id_} for id_ in ("one", "two", "three")]
    skipping = programme(stages=stages)
    assert history(skipping, *ONE, ("advanced", DAY, {"to": "three"}), today=LATER).state == "three"
    with pytest.raises(StepRefused):
        history(skipping, *ONE, ("advanced", DAY), ("advanced", DAY, {"to": "one"}), today=LATER)


def test_once_the_end_is_decided_a_rest_changes_nothing_about_it() -> None:
    with pytest.raises(StepRefused):
        history(PROGRAMME, *DECIDED, ("paused", DAY), ("resumed", DAY), ("checkpoint", DAY), today=LATER)


def test_a_record_on_the_day_of_the_end_is_allowed() -> None:
    assert history(PROGRAMME, *EXITED, ("contact", DAY), today=LATER).events[-1].name == "contact"
    assert history(PROGRAMME, *ADMITTED, ("declined", DAY), ("contact", DAY), today=LATER).state == "declined"


def test_a_record_on_the_day_of_a_no_to_the_referral_is_not() -> None:
    with pytest.raises(StepRefused):
        history(PROGRAMME, *DECLINED, ("contact", DAY), today=LATER)


def test_after_the_exit_only_what_is_asked_for_then_can_be_excused() -> None:
    with pytest.raises(StepRefused):
        history(PROGRAMME, *EXITED, ("excepted", LATER, {"rule": "checkpoint"}), today=LATER)


def test_where_nothing_is_asked_for_after_the_exit_nothing_can_be_excused() -> None:
    silent = programme(rules=[CHECKPOINT])
    case = history(silent, *EXITED, today=LATER).case
    assert machine_of(silent).allowed(case, DATED(LATER)) == ["reopened"]


def test_a_refused_step_says_where_the_journey_is_and_what_is_possible() -> None:
    with pytest.raises(StepRefused) as refused:
        history(PROGRAMME, *REFERRED, ("started", LATER), today=LATER)
    assert str(refused.value) == (
        "”starta” går inte 2026-01-12: ärendet är remitterat. Möjligt då: "
        "tacka nej (declined), anta (admitted), byt handläggare (reassigned), undanta (excepted)."
    )
    assert refused.value.event_id == "e2"


def test_a_refused_step_leaves_the_case_as_it_was() -> None:
    case = history(PROGRAMME, *DECIDED, today=LATER).case
    before = {name: getattr(case, name) for name in case.__slots__}
    for event in events(*((name, LATER) for name in ("started", "checkpoint", "resumed", "unheard-of"))):
        with pytest.raises(StepRefused):
            machine_of(PROGRAMME).step(case, event)
    assert {name: getattr(case, name) for name in case.__slots__} == before


UNKNOWN: dict[str, tuple[tuple[Step, ...], Step, str]] = {
    "a unit": ((), ("referred", DAY, {"unit": "väst"}), "enheten ”väst” finns inte"),
    "a unit to move to": (ONE, ("reassigned", DAY, {"unit": "väst"}), "enheten ”väst” finns inte"),
    "a stage": (THREE, ("advanced", DAY, {"to": "five"}), "fasen ”five” finns inte"),
    "a rule": (ONE, ("excepted", DAY, {"rule": "plan"}), "regeln ”plan” finns inte"),
    "an outcome": (ONE, ("exited", DAY, {"outcome": "lottery"}), "avslutsorsaken ”lottery” finns inte"),
    "a decision": (ONE, ("checkpoint", DAY, {"decision": "maybe"}), "beslutet ”maybe” finns inte"),
    "a meeting": (ONE, ("booked", DAY, {"meeting": "party", "time": "2026-02-02T13:00"}), "mötet ”party” finns inte"),
    "a recipient": (ONE, ("document", DAY, {"to": ["neighbour"]}), "mottagaren ”neighbour” hör inte till Dokument"),
    "a recipient where there are none": (ONE, ("plan", DAY, {"to": ["referrer"]}), "Mottagare: inga"),
    "an event": (ONE, ("dance", DAY), "händelsen ”dance” finns inte"),
    "an extension without its weeks": (ONE, ("checkpoint", DAY, {"decision": "extend"}), "antal veckor"),
    "an extension of no weeks": (ONE, ("checkpoint", DAY, {"decision": "extend", "weeks": 0}), "antal veckor"),
}


@pytest.mark.parametrize(("steps", "step", "sentence"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_the_programme_does_not_know_is_refused(steps: tuple[Step, ...], step: Step, sentence: str) -> None:
    with pytest.raises(EventInvalid, match=sentence):
        history(PROGRAMME, *steps, step, today=LATER)


def test_refused_events_can_be_collected_instead() -> None:
    refused: list[EventRefused] = []
    told = events(*ONE, ("started", DAY), ("dance", DAY), ("paused", DAY))
    found = replay(PROGRAMME, told, today=DATED(LATER), refused=refused)
    assert found.state == "paused"
    assert [error.event_id for error in refused] == ["e4", "e5"]
