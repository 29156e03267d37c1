"""`farled verify`: whoever changes the database behind Farled's back is found out."""

import pytest
from sqlalchemy import text

from tests.command_line import Desk
from tests.integration.casework.conftest import begin


def behind(desk: Desk, *statements: str) -> None:
    """Change the database without Farled."""
    with desk.app() as app, app.database.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


@pytest.fixture
def two(desk_on_either: Desk) -> Desk:
    """Two journeys, eight events: the first is referred, admitted, contacted and started by 1, 2, 3 and 4."""
    return with_two(desk_on_either)


@pytest.fixture
def two_in_sqlite(desk: Desk) -> Desk:
    """The same, where one kind of database is enough."""
    return with_two(desk)


def with_two(desk: Desk) -> Desk:
    begin(desk)
    begin(desk)
    return desk


def test_an_untouched_log_is_whole(two: Desk) -> None:
    assert two.says("verify") == "Loggen är hel: 8 händelser.\n"
    assert two.says("verify", "--rows") == "Loggen är hel: 8 händelser. Ärendena stämmer.\n"
    assert two.json("verify", "--rows") == {"whole": True, "events": 8, "rows": True}


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            'UPDATE event SET facts = \'{"caseworker":"x"}\' WHERE seq = 2',
            "2 (ärendet MOL-2026-001) stämmer inte, händelsen är ändrad",
        ),
        (
            "UPDATE event SET \"on\" = '2026-02-21' WHERE seq = 2",
            "2 (ärendet MOL-2026-001) stämmer inte, händelsen är ändrad",
        ),
        (
            "UPDATE event SET \"by\" = 'någon' WHERE seq = 6",
            "6 (ärendet MOL-2026-002) stämmer inte, händelsen är ändrad",
        ),
        (
            "UPDATE event SET mark = private_mark WHERE seq = 1",
            "1 (ärendet MOL-2026-001) stämmer inte, händelsen är ändrad",
        ),
        (
            "UPDATE event SET journey_id = 2, number = 9 WHERE seq = 3",
            "3 (ärendet MOL-2026-002) stämmer inte, händelsen är ändrad",
        ),
        ("UPDATE journey SET reference = 'MOL-3' WHERE id = 2", "5 (ärendet MOL-3) stämmer inte, händelsen är ändrad"),
        ("DELETE FROM event WHERE seq = 3", "3 stämmer inte, händelsen saknas"),
        ("DELETE FROM event WHERE seq = 8", "8 stämmer inte, slutet av loggen saknas"),
        ("UPDATE ledger_head SET seq = 7", "9 stämmer inte, slutet av loggen saknas"),
        (
            "UPDATE event_private SET body = salt WHERE seq = 5",
            "5 (ärendet MOL-2026-002) stämmer inte, händelsens personuppgifter är ändrade",
        ),
        (
            "UPDATE event_private SET salt = body WHERE seq = 5",
            "5 (ärendet MOL-2026-002) stämmer inte, händelsens personuppgifter är ändrade",
        ),
        (
            "UPDATE event_private SET body = NULL WHERE seq = 5",
            "5 (ärendet MOL-2026-002) stämmer inte, händelsens personuppgifter saknas utan att vara gallrade",
        ),
        (
            "DELETE FROM event_private WHERE seq = 5",
            "5 (ärendet MOL-2026-002) stämmer inte, händelsens personuppgifter saknas utan att vara gallrade",
        ),
    ],
)
def test_the_first_event_that_does_not_fit_is_named(two: Desk, statement: str, fault: str) -> None:
    behind(two, statement)
    said = two.refuses("verify")
    assert said.startswith(f"Loggen är inte hel: händelse nummer {fault}. ")


def test_what_is_erased_as_it_should_be_leaves_the_log_whole(two: Desk) -> None:
    behind(
        two, "UPDATE event_private SET body = NULL, salt = NULL, erased_at = '2026-04-01 09:00:00+00:00' WHERE seq = 5"
    )
    assert two.says("verify") == "Loggen är hel: 8 händelser.\n"


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE journey SET state = 'exited' WHERE id = 2", "journey"),
        ("UPDATE journey SET events = 3 WHERE id = 2", "journey"),
        ("UPDATE obligation SET due = '2027-01-01' WHERE journey_id = 2 AND rule = 'plan'", "obligation"),
        ("DELETE FROM obligation WHERE journey_id = 2 AND rule = 'plan'", "obligation"),
        ("DELETE FROM obligation WHERE journey_id = 2", "obligation"),
        ("UPDATE active SET caseworker = 'någon' WHERE journey_id = 2", "active"),
    ],
)
def test_rows_that_say_something_else_than_the_events_are_named(
    two_in_sqlite: Desk, statement: str, table: str
) -> None:
    behind(two_in_sqlite, statement)
    assert two_in_sqlite.says("verify") == "Loggen är hel: 8 händelser.\n"
    assert f"Loggen är hel, men 1 ärende visas fel: MOL-2026-002 ({table})." in two_in_sqlite.refuses(
        "verify", "--rows"
    )


def test_a_meeting_that_no_event_speaks_of_is_found(two_in_sqlite: Desk) -> None:
    two_in_sqlite.says("do", "MOL-2026-002", "booked", "meeting=checkpoint", "time=2026-04-10T13:00")
    assert "Ärendena stämmer" in two_in_sqlite.says("verify", "--rows")
    behind(two_in_sqlite, "UPDATE meeting SET booked_on = '2026-03-30'")
    assert "MOL-2026-002 (meeting)" in two_in_sqlite.refuses("verify", "--rows")


def test_a_journey_at_rest_is_as_it_should_be_on_any_day(two_in_sqlite: Desk) -> None:
    two_in_sqlite.says("do", "MOL-2026-002", "paused", "reason=vila")
    two_in_sqlite.says("do", "MOL-2026-002", "plan")
    two_in_sqlite.on("2026-06-15")
    assert "Ärendena stämmer" in two_in_sqlite.says("verify", "--rows")


def test_an_event_that_cannot_even_be_read_is_named(two_in_sqlite: Desk) -> None:
    behind(two_in_sqlite, "UPDATE event SET \"on\" = 'kanin' WHERE seq >= 6")
    said = two_in_sqlite.refuses("verify")
    assert said.startswith("Loggen är inte hel: händelse nummer 6 stämmer inte, händelsen går inte att läsa. ")


def test_what_was_changed_before_it_is_named_first(two_in_sqlite: Desk) -> None:
    behind(two_in_sqlite, "UPDATE event SET \"at\" = 'kanin' WHERE seq = 6", "DELETE FROM event WHERE seq = 3")
    assert "händelse nummer 3 stämmer inte, händelsen saknas" in two_in_sqlite.refuses("verify")
