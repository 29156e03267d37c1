"""How SQLite looks things up for the pages that are asked for most: by an index, however many journeys there are."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from journeys.app import App
from tests.filling import refers, registers
from tests.visitors import Browser

SignIn = Callable[..., Browser]
Asked = list[tuple[str, Any]]

PEOPLE = "person|name_word|referrer|referrer_word"
MANY = f"journey|{PEOPLE}|event|obligation|active|meeting|reminder|outbox|access_log|named_staff"
READS_ALL = re.compile(rf"SCAN ({MANY})(_\w+)?\b")


@pytest.fixture
def anna(app: App, sign_in_as: SignIn) -> Browser:
    """Has a journey with a meeting; a referral waits."""
    refers(app)
    registers(app, "admitted", "2026-03-02", caseworker="anna@molndal.example")
    registers(app, "started", "2026-03-02")
    registers(app, "booked", "2026-03-02", meeting="checkpoint", time="2026-03-05T13:00", place="Rum 2")
    refers(app, reference="MOL-2026-002", personnummer="191010101010")
    return sign_in_as("anna@molndal.example")


@contextmanager
def statements(app: App) -> Iterator[Asked]:
    """What is asked of the database meanwhile."""
    asked: Asked = []

    def note(_: object, __: object, statement: str, parameters: Any, ___: object, ____: object) -> None:
        asked.append((statement, parameters))

    event.listen(app.database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(app.database.engine, "before_cursor_execute", note)


def plans(app: App, asked: Asked) -> Iterator[str]:
    with app.read() as connection:
        for statement, parameters in asked:
            if statement.startswith("SELECT"):
                lines = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                yield "\n".join([statement, *(line.detail for line in lines)])


@pytest.mark.parametrize(
    "path",
    ["/min-dag", "/min-dag?vy=enheten", "/arende/MOL-2026-001", "/arende/MOL-2026-001/lasningar", "/remisser"],
)
def test_a_page_reads_nothing_from_one_end_to_the_other(app: App, anna: Browser, path: str) -> None:
    with statements(app) as asked:
        assert "MOL-2026-00" in anna.get(path).text
    assert [plan for plan in plans(app, asked) if READS_ALL.search(plan)] == []


@pytest.mark.parametrize("path", ["/min-dag", "/arende/MOL-2026-001"])
def test_a_page_asks_nothing_twice_and_for_no_more_of_the_staff_than_it_names(
    app: App, anna: Browser, path: str
) -> None:
    with statements(app) as asked:
        anna.get(path)
    said = [str(each) for each in asked]
    assert [each for each in said if said.count(each) > 1] == []
    assert [statement for statement, _ in asked if "FROM staff" in statement and "WHERE" not in statement] == []


def test_the_meetings_of_a_caseworker_are_looked_for_among_their_journeys(app: App, anna: Browser) -> None:
    with statements(app) as asked:
        assert "Rum 2" in anna.get("/min-dag").text
    (plan,) = (plan for plan in plans(app, asked) if "meeting.place" in plan)
    assert "SEARCH meeting USING INTEGER PRIMARY KEY" in plan
    assert "ix_meeting_starts_at" not in plan


@pytest.mark.parametrize("text", ["Prövqvist", "kanariella prövq", "k p r", "mol-2026-001", "191212121212"])
def test_a_search_reads_only_what_begins_so(app: App, anna: Browser, text: str) -> None:
    token = anna.form_token("/min-dag")
    with statements(app) as asked:
        sent = {"form_token": token, "text": text}
        assert anna.client.post("/sok", data=sent, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert [plan for plan in plans(app, asked) if READS_ALL.search(plan)] == []


def test_names_are_read_in_the_order_they_lie_in_so_that_a_page_is_soon_full(app: App, anna: Browser) -> None:
    token = anna.form_token("/min-dag")
    with statements(app) as asked:
        anna.client.post("/sok", data={"form_token": token, "text": "a"}, headers={"Sec-Fetch-Site": "same-origin"})
    (plan,) = (plan for plan in plans(app, asked) if "name_word" in plan)
    assert "SEARCH name_word USING COVERING INDEX ix_name_word_word (word>? AND word<?)" in plan
    assert "TEMP B-TREE" not in plan


def test_who_referred_is_looked_up_in_the_words_that_begin_so(app: App, anna: Browser) -> None:
    token = anna.form_token("/arenden")
    sent = {"form_token": token, "vem": "remitta ström", "status": "open"}
    with statements(app) as asked:
        answer = anna.client.post("/arenden/urval", data=sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert "MOL-2026-002" in answer.text
    (plan,) = (plan for plan in plans(app, asked) if "referrer_word" in plan)
    assert READS_ALL.search(plan) is None
    assert plan.count("USING COVERING INDEX ix_referrer_word_word (word>? AND word<?)") == 2


def test_the_newest_journeys_of_a_list_are_not_sorted_first(app: App, anna: Browser) -> None:
    with statements(app) as asked:
        assert "MOL-2026-002" in anna.get("/arenden").text
    (plan,) = (plan for plan in plans(app, asked) if "LIMIT" in plan)
    assert "TEMP B-TREE" not in plan
