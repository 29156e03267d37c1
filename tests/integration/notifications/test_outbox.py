"""What is said stands in the outbox, once, on either database."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import StatementError

from notifications import claims, outbox
from notifications.message import Invitation, Message
from notifications.outbox import Withdrawn
from notifications.tables import OUTBOX, State
from tests.integration.notifications.conftest import Begin, Clock

LEASE = timedelta(minutes=10)


def message(key: str = "m1", **given: Any) -> Message:
    return Message(**{"key": key, "template": "digest", "recipient": "kim@post.example", "about": "j1"} | given)


def rows(connection: Connection) -> dict[str, Any]:
    return {row.key: row for row in connection.execute(select(OUTBOX).order_by(OUTBOX.c.id))}


def states(connection: Connection) -> dict[str, str]:
    return {key: row.state for key, row in rows(connection).items()}


def fail(connection: Connection, clock: Clock, reason: str = "Nej.") -> None:
    """Claim everything that is due, in vain."""
    for claimed in claims.claim(connection, worker="w", now=clock(), limit=100, lease=LEASE):
        claims.settle_failed(connection, claimed, reason=reason, now=clock())


def test_a_message_is_stored_whole(begin: Begin, clock: Clock) -> None:
    meeting = Invitation(
        uid="u1",
        sequence=2,
        starts_at=datetime(2026, 3, 17, 13, tzinfo=timezone(timedelta(hours=1))),
        minutes=45,
        place="Rum 4",
        organizer="farled@forbundet.example",
        summary="Möte",
    )
    sent = message(
        language="en",
        context={"place": "Rum 4", "rows": [{"count": 3}]},
        invitation=meeting,
        expires_at=clock() + timedelta(days=7),
    )
    with begin() as connection:
        outbox.enqueue(connection, [sent], now=clock())
    with begin() as connection:
        (claimed,) = claims.claim(connection, worker="w", now=clock(), limit=10, lease=LEASE)
    assert claimed.message == sent
    assert claimed.created_at == clock()
    assert claimed.created_at.tzinfo is UTC


def test_a_key_is_taken_for_ever(begin: Begin, clock: Clock) -> None:
    with begin() as connection:
        assert outbox.enqueue(connection, [message("a"), message("b"), message("a")], now=clock()) == ["a", "b"]
        first = rows(connection)["a"]
    with begin() as connection:
        assert outbox.enqueue(connection, [message("b"), message("c"), message("a")], now=clock()) == ["c"]
        assert rows(connection)["a"].message_id == first.message_id


def test_what_was_withdrawn_unsaid_can_be_said_again(begin: Begin, clock: Clock) -> None:
    with begin() as connection:
        outbox.enqueue(connection, [message("a")], now=clock())
        outbox.withdraw(connection, about="j1", now=clock())
        assert outbox.enqueue(connection, [message("a")], now=clock()) == ["a"]
        assert rows(connection)["a"].state == State.QUEUED


def test_nothing_to_say_is_nothing(begin: Begin, clock: Clock) -> None:
    with begin() as connection:
        assert outbox.enqueue(connection, [], now=clock()) == []


def test_many_messages_at_once(begin: Begin, clock: Clock) -> None:
    keys = [f"m{number}" for number in range(1201)]
    with begin() as connection:
        outbox.enqueue(connection, [message(keys[700])], now=clock())
        assert outbox.enqueue(connection, map(message, keys), now=clock()) == keys[:700] + keys[701:]


def test_what_is_said_falls_with_what_caused_it(begin: Begin, clock: Clock) -> None:
    with begin() as connection:
        outbox.enqueue(connection, [message()], now=clock())
        connection.rollback()
    with begin() as connection:
        assert not rows(connection)


def test_a_message_id_says_nothing_and_is_never_the_same(begin: Begin, clock: Clock) -> None:
    with begin() as connection:
        outbox.enqueue(connection, [message("kim-a"), message("kim-b")], now=clock())
        ids = {row.message_id for row in rows(connection).values()}
    assert len(ids) == 2
    assert not any("kim" in message_id for message_id in ids)


def test_a_moment_without_its_zone_is_refused(begin: Begin) -> None:
    with begin() as connection, pytest.raises(StatementError, match="time zone"):
        outbox.enqueue(connection, [message()], now=datetime(2026, 3, 2))  # noqa: DTZ001


def test_a_skipped_message_is_on_record_without_what_is_personal(begin: Begin, clock: Clock) -> None:
    with begin() as connection:
        assert outbox.skip(connection, message(context={"place": "Rum 4"}), reason="Adress saknas.", now=clock())
        assert not outbox.skip(connection, message(), reason="Annat.", now=clock())
        assert outbox.enqueue(connection, [message()], now=clock()) == []
        row = rows(connection)["m1"]
        assert not claims.claim(connection, worker="w", now=clock(), limit=10, lease=LEASE)
    assert (row.state, row.reason, row.recipient, row.context) == ("skipped", "Adress saknas.", "", {})


def test_withdrawing_takes_back_what_is_about_something(begin: Begin, clock: Clock) -> None:
    with begin() as connection:
        outbox.enqueue(
            connection, [message("j1/a"), message("j1/b"), message("j1_c"), message("j2/a", about="j2")], now=clock()
        )
        assert outbox.withdraw(connection, about="j1", keep={"j1/b"}, key_prefix="j1/", now=clock()) == [
            Withdrawn(key="j1/a", tried=False)
        ]
        assert states(connection) == {"j1/a": "withdrawn", "j1/b": "queued", "j1_c": "queued", "j2/a": "queued"}
        claimed = claims.claim(connection, worker="w", now=clock(), limit=10, lease=LEASE)
    assert [one.message.key for one in claimed] == ["j1/b", "j1_c", "j2/a"]


def test_a_prefix_knows_capitals_and_wildcards(begin: Begin, clock: Clock) -> None:
    with begin() as connection:
        outbox.enqueue(connection, [message("J_1"), message("jx1"), message("j_1")], now=clock())
        assert [one.key for one in outbox.withdraw(connection, about="j1", key_prefix="j_", now=clock())] == ["j_1"]


def test_withdrawing_tells_what_may_have_arrived_all_the_same(begin: Begin, clock: Clock) -> None:
    with begin() as connection:
        outbox.enqueue(connection, [message("tried")], now=clock())
        (tried,) = claims.claim(connection, worker="w", now=clock(), limit=10, lease=LEASE)
        claims.settle_retry(connection, tried, reason="Inte än.", due_at=clock() + LEASE)
        outbox.enqueue(connection, [message("sending")], now=clock())
        claims.claim(connection, worker="w", now=clock(), limit=10, lease=LEASE)
        outbox.enqueue(connection, [message("queued")], now=clock())
        assert {one.key: one.tried for one in outbox.withdraw(connection, about="j1", now=clock())} == {
            "tried": True,
            "sending": True,
            "queued": False,
        }


def test_what_is_sent_cannot_be_withdrawn(begin: Begin, clock: Clock) -> None:
    with begin() as connection:
        outbox.enqueue(connection, [message()], now=clock())
        (claimed,) = claims.claim(connection, worker="w", now=clock(), limit=10, lease=LEASE)
        claims.settle_sent(connection, claimed, now=clock())
        assert outbox.withdraw(connection, about="j1", now=clock()) == []
        assert states(connection) == {"m1": "sent"}


def test_erasing_keeps_the_fact_alone(begin: Begin, clock: Clock) -> None:
    invitation = Invitation(
        uid="u1", sequence=0, starts_at=clock(), minutes=30, organizer="farled@forbundet.example", summary="Möte"
    )
    with begin() as connection:
        outbox.enqueue(connection, [message("sent", context={"place": "x"}, invitation=invitation)], now=clock())
        (claimed,) = claims.claim(connection, worker="w", now=clock(), limit=10, lease=LEASE)
        claims.settle_sent(connection, claimed, now=clock())
        outbox.enqueue(connection, [message("queued"), message("other", about="j2")], now=clock())
        assert outbox.erase(connection, about="j1", now=clock()) == 2
        stored = rows(connection)
    for key in ("sent", "queued"):
        assert (stored[key].recipient, stored[key].context, stored[key].invitation) == ("", {}, None)
    assert {key: row.state for key, row in stored.items()} == {
        "sent": "sent",
        "queued": "withdrawn",
        "other": "queued",
    }
    assert stored["other"].recipient == "kim@post.example"


def test_failed_messages_are_tried_anew(begin: Begin, clock: Clock) -> None:
    with begin() as connection:
        outbox.enqueue(connection, [message("a"), message("b"), message("erased", about="j2")], now=clock())
        fail(connection, clock)
        outbox.erase(connection, about="j2", now=clock())
        outbox.enqueue(connection, [message("c")], now=clock())
        ids = {row.key: row.id for row in rows(connection).values()}
        assert outbox.retry(connection, ids=[ids["a"], ids["c"], ids["erased"]], now=clock()) == 1
        assert states(connection) == {"a": "queued", "b": "failed", "erased": "failed", "c": "queued"}
        assert outbox.retry(connection, ids=[], now=clock()) == 0
        assert outbox.retry(connection, now=clock()) == 1
        row = rows(connection)["b"]
    assert (row.state, row.attempts, row.reason, row.due_at, row.settled_at) == ("queued", 0, None, clock(), None)


def test_the_list_shows_the_latest_first_and_no_whole_address(begin: Begin, clock: Clock) -> None:
    with begin() as connection:
        outbox.enqueue(connection, [message("a"), message("b")], now=clock())
        fail(connection, clock, "Nej tack.")
        outbox.enqueue(connection, [message("c"), message("d")], now=clock())
        assert [one.key for one in outbox.listing(connection)] == ["d", "c", "b", "a"]
        assert [one.key for one in outbox.listing(connection, limit=3)] == ["d", "c", "b"]
        assert outbox.listing(connection, states=[State.SENT]) == []
        first, _ = outbox.listing(connection, states=[State.FAILED])
    assert (first.key, first.state, first.reason, first.settled_at) == ("b", State.FAILED, "Nej tack.", clock())
    assert first.recipient == "k…@post.example"
    assert "kim@" not in repr(first)


def test_every_state_is_counted(begin: Begin, clock: Clock) -> None:
    with begin() as connection:
        outbox.enqueue(connection, [message("a"), message("b")], now=clock())
        outbox.skip(connection, message("c"), reason="Adress saknas.", now=clock())
        counted = outbox.counts(connection)
    assert counted == dict.fromkeys(State, 0) | {State.QUEUED: 2, State.SKIPPED: 1}


def test_what_is_due_is_found_by_its_index(begin: Begin, clock: Clock) -> None:
    due = "SELECT id FROM outbox WHERE due_at <= :now ORDER BY due_at, id LIMIT 20"
    with begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL enable_seqscan = off"))  # it is faster for an empty table
            connection.execute(text("SET LOCAL enable_bitmapscan = off"))
            plan = connection.execute(text(f"EXPLAIN {due}"), {"now": clock()}).all()
        else:
            plan = connection.execute(text(f"EXPLAIN QUERY PLAN {due}"), {"now": str(clock())}).all()
    told = str(plan).lower()
    assert "ix_outbox_due" in told
    assert "sort" not in told
    assert "b-tree" not in told
