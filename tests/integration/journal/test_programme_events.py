"""What happens in a programme and in no journey."""

from datetime import date
from pathlib import Path

from journeys.reporting.happenings import happenings
from tests.command_line import Desk
from tests.integration.journal.conftest import begun, corrected, read_in, stored, voided, without

MEETING = {"programme": "activera", "event": "joint-meeting", "on": "2026-02-02", "id": "m1"}
START = {"programme": "activera", "event": "group-start", "on": "2026-02-09", "id": "g1", "unit": "partille"}


def happened(desk: Desk, today: date = date(2026, 4, 1)) -> list[tuple[str, str, str | None]]:
    with desk.app() as app, app.read() as connection:
        found = happenings(connection, "activera", today=today)
    return [(each.event, each.on.isoformat(), each.unit) for each in found]


def test_they_are_kept_with_the_programme(desk_on_either: Desk, file: Path) -> None:
    answer = read_in(desk_on_either, file, MEETING, *begun("MOL-1"), START)
    assert answer == "Inläst: 1 nytt ärende, 2 händelser i insatser (3 händelser i ärenden).\n"
    expected = [("joint-meeting", "2026-02-02", None), ("group-start", "2026-02-09", "partille")]
    assert happened(desk_on_either) == expected
    assert desk_on_either.says("verify").startswith("Loggen är hel: 5 händelser.")


def test_they_are_corrected_and_taken_back(desk_on_either: Desk, file: Path) -> None:
    read_in(desk_on_either, file, MEETING, START)
    more = [{"programme": "activera", **line} for line in (corrected("g1", on="2026-02-16", unit=None), voided("m1"))]
    read_in(desk_on_either, file, *more)
    assert happened(desk_on_either) == [("group-start", "2026-02-16", None)]
    assert happened(desk_on_either, date(2026, 2, 15)) == []


def test_read_in_again_they_are_the_same(desk: Desk, file: Path) -> None:
    lines = [MEETING, START, {"programme": "activera", **voided("m1")}, without(START, "id")]
    read_in(desk, file, *lines)
    assert read_in(desk, file, *lines) == "Inget nytt: allt fanns redan.\n"
    assert len(stored(desk)) == 4


def test_one_registered_at_the_desk_joins_them(desk_on_either: Desk, file: Path) -> None:
    read_in(desk_on_either, file, MEETING)
    desk_on_either.says("do", "--programme", "activera", "joint-meeting", "--on", "2026-03-02", "unit=partille")
    assert happened(desk_on_either) == [
        ("joint-meeting", "2026-02-02", None),
        ("joint-meeting", "2026-03-02", "partille"),
    ]
    assert [line["id"] for line in stored(desk_on_either)] == ["m1", "p2"]


def test_the_desk_takes_back_what_was_read_in(desk: Desk, file: Path) -> None:
    read_in(desk, file, MEETING)
    desk.says("undo", "--programme", "activera", "m1", "--reason", "ställdes in")
    assert happened(desk) == []


def test_the_desk_refuses_what_an_import_refuses(desk: Desk) -> None:
    ahead = desk.refuses("do", "--programme", "activera", "joint-meeting", "--on", "2026-04-02")
    assert ahead.startswith("Dagen 2026-04-02 har inte varit än")
    assert "Insatsen ”aktiv” finns inte" in desk.refuses("do", "--programme", "aktiv", "joint-meeting")
    assert "saknas nyckeln journey" in desk.refuses("do", "--programme", "activera", "contact")
