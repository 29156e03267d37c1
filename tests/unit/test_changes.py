"""What one step did to what is to be done."""

from datetime import date

import pytest

from journeys.casework import Snapshot
from journeys.changes import shifts
from tests.builders import Step, events, programme, rule, started
from workflows.obligations import obligations
from workflows.replay import replay

PROGRAMME = programme(
    rules=[
        rule("contact", since="admitted", within="2 weeks"),
        rule("plan", since="started", within="6 weeks"),
        rule("document", since="exited", within="0 days"),
    ]
)
TODAY = date(2026, 3, 2)
BEGUN = started("2026-02-02")


def snapshot(*steps: Step, today: date = TODAY) -> Snapshot:
    history = replay(PROGRAMME, events(*steps), today=today)
    return Snapshot(today=today, history=history, obligations=obligations(history, today=today))


def told(before: tuple[Step, ...], after: tuple[Step, ...]) -> list[tuple[str, str]]:
    """Kind and rule of each shift."""
    found = shifts(snapshot(*before) if before else None, snapshot(*after))
    return [(shift.kind, shift.obligation.rule) for shift in found]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((), BEGUN[:1], []),
        (BEGUN[:1], BEGUN, [("new", "contact"), ("new", "plan")]),
        ((), BEGUN, [("new", "contact"), ("new", "plan")]),
        (BEGUN, BEGUN, []),
        (BEGUN, (*BEGUN, ("contact", "2026-02-03")), [("done", "contact")]),
        (BEGUN, (*BEGUN, ("contact", "2026-03-02")), [("done", "contact")]),
        (BEGUN, (*BEGUN, ("contact", "2026-03-02", {"attempt": True})), []),
        ((*BEGUN, ("contact", "2026-02-03")), BEGUN, [("again", "contact")]),
        (BEGUN, (*BEGUN, ("paused", "2026-03-02")), [("rests", "plan")]),
        (
            (*BEGUN, ("paused", "2026-02-25")),
            (*BEGUN, ("paused", "2026-02-25"), ("resumed", "2026-03-02")),
            [("resumes", "plan")],
        ),
        (BEGUN, (*BEGUN, ("excepted", "2026-03-02", {"rule": "plan"})), [("excepted", "plan")]),
        (
            (*BEGUN, ("contact", "2026-02-03")),
            (*BEGUN, ("contact", "2026-02-03"), ("exited", "2026-03-02")),
            [("new", "document"), ("lapsed", "plan")],
        ),
        (BEGUN, (*BEGUN, ("exited", "2026-03-02")), [("missed", "contact"), ("new", "document"), ("lapsed", "plan")]),
        (BEGUN, BEGUN[:2], [("gone", "plan")]),
        (BEGUN, started("2026-02-03"), [("moved", "contact"), ("moved", "plan")]),
        (
            (*BEGUN, ("plan", "2026-02-05")),
            (*started("2026-02-04"), ("plan", "2026-02-05")),
            [("moved", "contact"), ("moved", "plan")],
        ),
    ],
)
def test_each_obligation_that_is_not_as_it_was_is_told_once(
    before: tuple[Step, ...], after: tuple[Step, ...], expected: list[tuple[str, str]]
) -> None:
    assert told(before, after) == expected
