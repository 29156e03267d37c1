"""One message has one sender at a time, on either database."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from notifications import claims, outbox
from notifications.claims import Claimed
from notifications.message import Message
from notifications.tables import OUTBOX
from tests.integration.notifications.conftest import Begin, Clock

LEASE = timedelta(minutes=10)


def enqueue(begin: Begin, clock: Clock, *keys: str) -> None:
    with begin() as connection:
        outbox.enqueue(
            connection,
            [Message(key=key, template="digest", recipient="kim@post.example", about="j1") for key in keys],
            now=clock(),
        )


def claim(begin: Begin, clock: Clock, worker: str = "w", limit: int = 10) -> list[Claimed]:
    with begin() as connection:
        return claims.claim(connection, worker=worker, now=clock(), limit=limit, lease=LEASE)


def keys(claimed: list[Claimed]) -> list[str]:
    return [one.message.key for one in claimed]


def state(begin: Begin, key: str = "a") -> str:
    with begin() as connection:
        return str(connection.execute(select(OUTBOX.c.state).where(OUTBOX.c.key == key)).scalar_one())


def test_what_is_claimed_is_nobody_else_s(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, "a", "b", "c")
    assert keys(claim(begin, clock, "one", limit=2)) == ["a", "b"]
    assert keys(claim(begin, clock, "two")) == ["c"]
    assert claim(begin, clock, "one") == []


def test_two_workers_of_one_name_are_two(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, "a")
    (first,) = claim(begin, clock, "w")
    clock.forward(LEASE)
    (second,) = claim(begin, clock, "w")
    with begin() as connection:
        assert not claims.settle_sent(connection, first, now=clock())
        assert claims.settle_sent(connection, second, now=clock())


def test_a_claim_that_ran_out_is_free_again_with_the_same_message_id(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, "a")
    (first,) = claim(begin, clock, "one")
    clock.forward(LEASE - timedelta(seconds=1))
    assert claim(begin, clock, "two") == []
    clock.forward(timedelta(seconds=1))
    (second,) = claim(begin, clock, "two")
    assert (second.message_id, second.created_at, second.message) == (first.message_id, first.created_at, first.message)
    assert (first.attempts, second.attempts) == (1, 2)


def test_a_claim_can_be_held_for_longer(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, "a")
    (claimed,) = claim(begin, clock, "one")
    clock.forward(LEASE - timedelta(seconds=1))
    with begin() as connection:
        assert claims.renew(connection, claimed, until=clock() + LEASE)
    clock.forward(LEASE - timedelta(seconds=1))
    assert claim(begin, clock, "two") == []


def test_what_waits_is_due_when_it_is_due(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, "a")
    (claimed,) = claim(begin, clock)
    with begin() as connection:
        assert claims.settle_retry(connection, claimed, reason="Inte än.", due_at=clock() + timedelta(minutes=5))
    clock.forward(timedelta(minutes=4))
    assert claim(begin, clock) == []
    clock.forward(timedelta(minutes=1))
    assert [one.attempts for one in claim(begin, clock)] == [2]


def test_what_was_given_back_was_not_tried(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, "a")
    (claimed,) = claim(begin, clock)
    with begin() as connection:
        assert claims.release(connection, claimed, reason="Nere.", due_at=clock())
    assert [one.attempts for one in claim(begin, clock)] == [1]


def test_what_has_waited_longest_goes_first(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, "later")
    (later,) = claim(begin, clock)
    with begin() as connection:
        claims.settle_retry(connection, later, reason="Inte än.", due_at=clock() + timedelta(minutes=5))
    enqueue(begin, clock, "sooner")
    clock.forward(timedelta(minutes=5))
    assert keys(claim(begin, clock, limit=1)) == ["sooner"]


Settle = Callable[..., bool]


@pytest.mark.parametrize(
    ("settle", "values"),
    [
        (claims.settle_sent, {}),
        (claims.settle_failed, {"reason": "Nej."}),
        (claims.settle_expired, {}),
        (claims.settle_withdrawn, {}),
    ],
)
def test_what_is_settled_stays_so(begin: Begin, clock: Clock, settle: Settle, values: dict[str, str]) -> None:
    enqueue(begin, clock, "a")
    (claimed,) = claim(begin, clock)
    with begin() as connection:
        assert settle(connection, claimed, **values, now=clock())
        assert not settle(connection, claimed, **values, now=clock())
        row = connection.execute(select(OUTBOX)).one()
    assert (row.state, row.settled_at, row.due_at) == (settle.__name__.removeprefix("settle_"), clock(), None)
    clock.forward(timedelta(days=365))
    assert claim(begin, clock) == []


def test_what_was_withdrawn_before_it_went_is_let_go(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, "a")
    (claimed,) = claim(begin, clock)
    with begin() as connection:
        outbox.withdraw(connection, about="j1", now=clock())
    with begin() as connection:
        assert not claims.renew(connection, claimed, until=clock() + LEASE)
        assert not claims.settle_retry(connection, claimed, reason="Inte än.", due_at=clock())
        assert not claims.settle_failed(connection, claimed, reason="Nej.", now=clock())
    assert state(begin) == "withdrawn"


def test_what_was_withdrawn_on_its_way_is_on_record_as_sent(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, "a")
    (claimed,) = claim(begin, clock)
    with begin() as connection:
        outbox.withdraw(connection, about="j1", now=clock())
    with begin() as connection:
        assert claims.settle_sent(connection, claimed, now=clock())
    assert state(begin) == "sent"


def test_workers_beside_each_other_never_claim_the_same(begin: Begin, clock: Clock) -> None:
    everything = [f"m{number:03}" for number in range(120)]
    enqueue(begin, clock, *everything)
    start = Barrier(4)

    def work(worker: str) -> list[str]:
        start.wait()
        mine: list[str] = []
        while batch := claim(begin, clock, worker, limit=7):
            mine += keys(batch)
        return mine

    with ThreadPoolExecutor(4) as workers:
        claimed = Counter(key for mine in workers.map(work, "abcd") for key in mine)
    # A worker stops early when the others hold all that is left for the moment; nothing is claimed twice.
    assert claimed == Counter(everything)
