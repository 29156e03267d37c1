"""A journal becomes journeys, whole, once, and on either database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from journeys.journal.importing import Bar, import_files
from journeys.tables.journeys import JOURNEY, MEETING
from journeys.tables.people import PERSON
from notifications.tables import OUTBOX
from tests.command_line import Desk, desk_at
from tests.integration.journal.conftest import (
    ADMITTED,
    BOOKED,
    CONTACT,
    REFERRAL,
    STARTED,
    begun,
    corrected,
    of,
    read_in,
    stored,
    voided,
    without,
    written,
)
from tests.support.locking import held


def test_the_lines_of_a_journey_become_where_it_stands(desk_on_either: Desk, file: Path) -> None:
    answer = read_in(desk_on_either, file, *begun("MOL-1", CONTACT))
    assert answer == "Inläst: 1 nytt ärende (4 händelser i ärenden).\n"
    journey = desk_on_either.json("journey", "MOL-1")
    assert (journey["stage"], journey["version"], journey["unit"]) == ("block-1", "2026", "molndal")
    met = {each["rule"]: each["status"] for each in journey["obligations"]}
    assert met["first-contact"] == "met"
    assert "Loggen är hel: 4 händelser. Ärendena stämmer." in desk_on_either.says("verify", "--rows")


def test_lines_may_be_mixed_and_lie_in_several_files(desk_on_either: Desk, file: Path, tmp_path: Path) -> None:
    first, second = begun("MOL-1"), begun("MOL-2")
    mixed = [first[0], second[0], first[1], second[1]]
    rest = written(tmp_path / "rest.jsonl", second[2], first[2])
    desk_on_either.says("import", str(written(file, *mixed)), str(rest))
    assert stored(desk_on_either) == [*pinned(first), *pinned(second)]


def pinned(lines: list[dict[str, object]]) -> list[dict[str, object]]:
    """As they are written: with the version that the journey is pinned to."""
    return [line | {"version": "2026"} if line["event"] == "referred" else line for line in lines]


def test_reading_it_in_twice_changes_nothing(desk_on_either: Desk, file: Path) -> None:
    lines = [*begun("MOL-1", without(CONTACT, "id"), corrected("s", on="2026-01-21")), MEETING_HELD]
    read_in(desk_on_either, file, *lines)
    before = desk_on_either.says("export")
    assert desk_on_either.says("import", str(file)) == "Inget nytt: 1 ärende fanns redan.\n"
    assert desk_on_either.says("export") == before


MEETING_HELD = {"programme": "activera", "event": "joint-meeting", "on": "2026-02-02"}


def test_what_was_exported_is_known_again(desk: Desk, file: Path) -> None:
    read_in(desk, file, *begun("MOL-1"))
    desk.says("export", str(file))
    assert desk.says("import", str(file)) == "Inget nytt: 1 ärende fanns redan.\n"


def test_lines_that_say_the_same_are_one_event(desk: Desk, file: Path) -> None:
    again = {"journey": "MOL-1", **dict(reversed(CONTACT.items())), "at": "2026-01-22T13:00:00+01:00"}
    read_in(desk, file, *begun("MOL-1", CONTACT), again)
    assert len(stored(desk)) == 4


def test_events_of_one_day_that_differ_in_a_key_are_two(desk: Desk, file: Path) -> None:
    contact = without(CONTACT, "id")
    read_in(desk, file, *begun("MOL-1", contact, {**contact, "note": "ringde igen"}, contact))
    assert len(stored(desk)) == 5


def test_the_journeys_are_held_before_the_log_as_by_every_step(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    desk = desk_at(postgresql_url, tmp_path, monkeypatch)
    read_in(desk, file, *begun("MOL-1"))
    with held() as tables:
        read_in(desk, file, *begun("MOL-1", CONTACT), *begun("MOL-2"))
    assert tables[:2] == ["journey", "ledger_head"]


def test_a_stored_journey_takes_on_what_is_new(desk_on_either: Desk, file: Path) -> None:
    read_in(desk_on_either, file, *begun("MOL-1"))
    answer = read_in(desk_on_either, file, *begun("MOL-1", CONTACT), *begun("MOL-2"))
    assert answer == "Inläst: 1 nytt ärende, nya händelser i 1 ärende som fanns (4 händelser i ärenden).\n"
    assert [line["event"] for line in stored(desk_on_either)[:4]] == ["referred", "admitted", "started", "contact"]
    assert "Ärendena stämmer" in desk_on_either.says("verify", "--rows")
    desk_on_either.says("do", "MOL-1", "plan")


def test_new_lines_may_come_alone(desk: Desk, file: Path) -> None:
    read_in(desk, file, *begun("MOL-1"))
    read_in(desk, file, *of("MOL-1", CONTACT))
    assert len(stored(desk)) == 4


def test_a_stored_event_can_be_corrected_and_taken_back(desk_on_either: Desk, file: Path) -> None:
    read_in(desk_on_either, file, *begun("MOL-1", CONTACT))
    moved = {**REFERRAL["person"], "family_name": "Nyqvist"}
    read_in(desk_on_either, file, *of("MOL-1", corrected("r", person=moved), voided("c")))
    met = {each["rule"]: each["status"] for each in desk_on_either.json("journey", "MOL-1")["obligations"]}
    assert met["first-contact"] == "overdue"
    with desk_on_either.app() as app, app.read() as connection:
        assert connection.execute(select(PERSON.c.family_name)).scalars().all() == ["Nyqvist"]


def test_a_correction_may_stand_before_what_it_corrects(desk: Desk, file: Path) -> None:
    read_in(desk, file, *of("MOL-1", REFERRAL, corrected("a", caseworker="lo@molndal.example"), ADMITTED))
    assert desk.json("journey", "MOL-1")["caseworker"] == "lo@molndal.example"


def test_an_event_without_an_id_is_called_by_its_number(desk: Desk, file: Path) -> None:
    read_in(desk, file, *begun("MOL-1", without(CONTACT, "id"), voided("#4")))
    met = {each["rule"]: each["status"] for each in desk.json("journey", "MOL-1")["obligations"]}
    assert met["first-contact"] == "overdue"


def test_somebody_with_a_number_is_stored_once(desk_on_either: Desk, file: Path) -> None:
    person = {**without(REFERRAL["person"], "birth_date"), "personnummer": "191212121212"}
    lines = [{**line, "person": person} for line in (*of("MOL-1", REFERRAL), *of("MOL-2", REFERRAL))]
    lines += [{"journey": "MOL-3", **REFERRAL, "person": person | {"given_name": "Ny"}}]
    read_in(desk_on_either, file, *lines[:2])
    read_in(desk_on_either, file, *lines)
    with desk_on_either.app() as app, app.read() as connection:
        assert connection.execute(select(PERSON.c.given_name)).scalars().all() == ["Ny"]
        assert connection.execute(select(func.count(JOURNEY.c.person_id.distinct()))).scalar() == 1


def test_a_referral_outside_the_target_group_is_told_and_kept(desk: Desk, file: Path) -> None:
    old = {**REFERRAL["person"], "birth_date": "1930-01-01", "municipality": "Luleå"}
    answer = read_in(desk, file, *of("MOL-1", {**REFERRAL, "person": old}))
    assert "Utanför målgruppen: 1 nytt ärende." in answer
    with desk.app() as app, app.read() as connection:
        (said,) = connection.execute(select(JOURNEY.c.warnings)).scalars()
    assert said.splitlines() == ["Åldern ligger utanför 16–66 år.", "Kommunen hör inte till insatsen."]


def test_nobody_is_written_to_about_an_imported_booking(desk_on_either: Desk, file: Path) -> None:
    read_in(desk_on_either, file, *begun("MOL-1", BOOKED))
    with desk_on_either.app() as app, app.read() as connection:
        assert connection.execute(select(MEETING.c.place, MEETING.c.sequence)).all() == [(None, 0)]
        assert connection.execute(select(func.count()).select_from(OUTBOX)).scalar() == 0


@pytest.mark.parametrize("time", ["2020-04-07T13:00", "2199-04-07T13:00"])
def test_a_meeting_is_read_in_as_it_was_booked_though_it_could_not_be_booked_here(
    desk: Desk, file: Path, time: str
) -> None:
    read_in(desk, file, *begun("MOL-1", {**BOOKED, "time": time}))
    assert len(meetings(desk)) == 1
    assert "Mötet ska ligga från" in desk.refuses("do", "MOL-1", "booked", "meeting=checkpoint", f"time={time}")


def test_a_booking_that_an_import_moves_keeps_its_uid_and_is_told(desk_on_either: Desk, file: Path) -> None:
    read_in(desk_on_either, file, *begun("MOL-1", BOOKED))
    before = meetings(desk_on_either)
    moved = {**BOOKED, "id": "b2", "on": "2026-03-02", "place": "Rum 2"}
    answer = read_in(desk_on_either, file, *of("MOL-1", moved))
    assert "Mötet är ändrat i MOL-1. Inga inbjudningar har gått ut: säg till dem det gäller." in answer
    assert meetings(desk_on_either) == [(before[0][0], 1, "Rum 2")]
    cancelled = {"event": "cancelled", "on": "2026-03-05", "meeting": "checkpoint"}
    assert "Mötet är ändrat i MOL-1." in read_in(desk_on_either, file, *of("MOL-1", cancelled))
    assert meetings(desk_on_either) == []


def meetings(desk: Desk) -> list[tuple[str, int, str | None]]:
    with desk.app() as app, app.read() as connection:
        rows = connection.execute(select(MEETING.c.uid, MEETING.c.sequence, MEETING.c.place))
        return [tuple(row) for row in rows]


@pytest.mark.parametrize("dress", [b"\xef\xbb\xbf%s\n", b"%s\r\n", b"\n  \n%s\n\n", b"%s"], ids=repr)
def test_what_editors_leave_around_the_lines_does_not_matter(desk: Desk, file: Path, dress: bytes) -> None:
    written(file, *begun("MOL-1"))
    lines = file.read_bytes().splitlines()
    file.write_bytes(dress % (b"\r\n" if b"\r" in dress else b"\n").join(lines))
    desk.says("import", str(file))
    assert len(stored(desk)) == 3


def test_an_event_of_today_has_happened_and_one_of_tomorrow_has_not(desk: Desk, file: Path) -> None:
    written(file, *of("MOL-1", REFERRAL))
    assert "2026-01-12 har inte varit än" in desk.refuses("import", str(file), "--today", "2026-01-11")
    desk.says("import", str(file), "--today", "2026-01-12")


def test_an_answer_for_programs_has_the_numbers(desk: Desk, file: Path) -> None:
    written(file, *begun("MOL-1"), MEETING_HELD)
    answer = desk.json("import", str(file))
    assert {key: answer[key] for key in ("new", "extended", "known", "events", "programme_events")} == {
        "new": 1,
        "extended": 0,
        "known": 0,
        "events": 3,
        "programme_events": 1,
    }


def test_an_import_that_is_interrupted_leaves_nothing_behind(desk_on_either: Desk, file: Path) -> None:
    written(file, *begun("MOL-1"), *begun("MOL-2"))
    with desk_on_either.app() as app, pytest.raises(KeyboardInterrupt):
        import_files(app, [file], today=date(2026, 4, 1), watch=interrupted_when_it_stores)
    assert stored(desk_on_either) == []
    desk_on_either.says("import", str(file))
    assert len(stored(desk_on_either)) == 6


@contextmanager
def interrupted_when_it_stores(stage: str, steps: int) -> Iterator[Bar]:
    yield Interrupting() if stage == "Läser in" else Patient()


class Patient:
    def update(self, n_steps: int, /) -> None:
        assert n_steps >= 0


class Interrupting:
    def update(self, n_steps: int, /) -> None:
        raise KeyboardInterrupt


def test_many_journeys_go_in_as_well_as_one(desk_on_either: Desk, file: Path) -> None:
    read_in(desk_on_either, file, *(line for number in range(900) for line in of(f"MOL-{number}", REFERRAL, ADMITTED)))
    assert len(stored(desk_on_either)) == 1800
    assert desk_on_either.says("verify", "--rows").startswith("Loggen är hel: 1\N{NO-BREAK SPACE}800 händelser. Ärend")


def test_steps_in_any_order_in_the_file_are_taken_by_their_days(desk: Desk, file: Path) -> None:
    read_in(desk, file, *of("MOL-1", CONTACT, STARTED, ADMITTED, REFERRAL))
    assert desk.json("journey", "MOL-1")["stage"] == "block-1"


EXITED = {"event": "exited", "on": "2026-04-01", "id": "x", "outcome": "work"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (EXITED, {"withdrawn"}),
        (voided("e4"), {"withdrawn"}),
        (corrected("e4", time="2026-04-08T13:00"), {"withdrawn", "queued"}),
        (corrected("e4", on="2026-03-31"), {"queued"}),
        (CONTACT, {"queued"}),
    ],
    ids=["an end", "taken back", "moved", "booked another day", "something else"],
)
def test_unsent_invitations_to_what_no_longer_holds_are_taken_back(
    desk: Desk, file: Path, line: dict[str, object], expected: set[str]
) -> None:
    read_in(desk, file, *begun("MOL-1"))
    desk.says("do", "MOL-1", "booked", "meeting=checkpoint", "time=2026-04-07T13:00")
    read_in(desk, file, *of("MOL-1", line))
    with desk.app() as app, app.read() as connection:
        states = connection.execute(select(OUTBOX.c.state)).scalars().all()
    assert states
    assert set(states) == expected


def test_the_age_is_that_of_the_referral_day_also_when_only_the_day_is_corrected(desk: Desk, file: Path) -> None:
    """Born 1990-03-02; told of once as a person born in 1991, and then on another day."""
    younger = {**REFERRAL["person"], "birth_date": "1991-03-02"}
    lines = [
        {**REFERRAL, "on": "2026-02-27"},
        {**corrected(REFERRAL["id"], on="2026-03-03"), "id": "k1"},
        {**corrected(REFERRAL["id"], person=younger), "id": "k2"},
        {**corrected(REFERRAL["id"], on="2026-03-01"), "id": "k3"},
    ]
    ages = []
    for number in range(1, 5):
        read_in(desk, file, *of("MOL-1", *lines[:number]))
        with desk.app() as app, app.read() as connection:
            ages.append(connection.execute(select(JOURNEY.c.age)).scalar_one())
    assert ages == [35, 36, 35, 34]
    assert desk.says("import", str(file)) == "Inget nytt: 1 ärende fanns redan.\n"
