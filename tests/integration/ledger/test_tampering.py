"""Whatever is changed in the event log behind its back is found, and the first event that does not fit is named."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, LargeBinary, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from journeys.journal.lines import ProgrammeEvent
from journeys.journal.reading import line_of
from journeys.ledger import Fault, Ledger
from journeys.programme_events import happen
from journeys.storage.keys import Keys
from journeys.tables.journeys import JOURNEY
from journeys.tables.log import EVENT, EVENT_PRIVATE, LEDGER_HEAD
from tests.examples import SOME
from tests.office import Office

LAST = 9
PERSONAL = [1, 4, 5, 9]
"""The referrals, the contact with a note, and the correction with its reason."""


def tell(office: Office) -> Office:
    """Nine events: BER-1 begins (1–3), BER-2 (4), a contact, a plan, a meeting of the programme, BER-2 again (8, 9)."""
    office.begins("BER-1")
    office.refers("BER-2")
    office.registers("BER-1", "contact", note="Ringde.", by="ada@berga.example")
    office.registers("BER-1", "plan")
    meeting = line_of({"programme": "laboratory", "event": "joint-meeting", "on": "2026-01-05", "unit": "berga"})
    assert isinstance(meeting, ProgrammeEvent)
    with office.app.work() as work:
        happen(work, meeting)
    office.registers("BER-2", "admitted", caseworker="ada@berga.example")
    office.registers("BER-2", "corrected", of="e2", set={"caseworker": "bo@berga.example"}, reason="Fel.")
    return office


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    office = Office(database_url, tmp_path)
    yield tell(office)
    office.close()


@pytest.fixture(scope="module")
def lasting_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One for all examples; what is changed in it is taken back each time."""
    folder = tmp_path_factory.mktemp("office")
    office = Office(f"sqlite:///{folder / 'farled.db'}", folder)
    yield tell(office)
    office.close()


@contextmanager
def tampering(office: Office) -> Iterator[Connection]:
    """Changes that nobody keeps: a transaction for reading is never committed."""
    with office.app.read() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        yield connection


def found(office: Office, connection: Connection) -> tuple[int, str] | None:
    fault = office.app.ledger.verify(connection)
    return (fault.seq, fault.problem) if fault else None


def of_event(seq: int) -> Any:
    return update(EVENT).where(EVENT.c.seq == seq)


def test_a_log_that_nobody_touched_verifies(office: Office) -> None:
    with office.app.read() as connection:
        assert office.app.ledger.verify(connection) is None
        assert office.app.ledger.length(connection) == LAST


def another(column: Column[Any], value: Any) -> st.SearchStrategy[Any]:
    """Any other value that the column could have."""
    if isinstance(column.type, LargeBinary):
        return st.binary(min_size=32, max_size=32).filter(lambda it: it != value)
    if value is None or isinstance(value, str):
        return (st.text(max_size=30) | (st.none() if column.nullable else st.nothing())).filter(lambda it: it != value)
    if isinstance(value, datetime):
        return st.integers(1, 10**9).map(lambda seconds: value + timedelta(microseconds=seconds))
    if isinstance(value, date):
        return st.integers(1, 999).map(lambda days: value + timedelta(days=days))
    return st.integers(100, 10**6)


@SOME
@given(seq=st.integers(1, LAST), column=st.sampled_from(list(EVENT.columns)), data=st.data())
def test_any_change_of_any_column_is_found(
    lasting_office: Office, seq: int, column: Column[Any], data: st.DataObject
) -> None:
    with tampering(lasting_office) as connection:
        value = connection.execute(select(column).where(EVENT.c.seq == seq)).scalar_one()
        made = {"facts": st.just('{"a": 1}'), "journey_id": st.sampled_from([1, 2]).filter(lambda id_: id_ != value)}
        changed = data.draw(made.get(column.name, another(column, value)))
        try:
            connection.execute(of_event(seq).values({column.name: changed}))
        except IntegrityError:  # two events of a journey with one number: the database itself says no
            reject()
        problem = found(lasting_office, connection)
        assert problem is not None
        assert problem[0] == seq


def test_the_first_event_that_does_not_fit_is_named(office: Office) -> None:
    with tampering(office) as connection:
        for seq in (7, 3, 5):
            connection.execute(of_event(seq).values(by="någon annan"))
        fault = office.app.ledger.verify(connection)
        assert fault == Fault(seq=3, reference="BER-1", problem="händelsen är ändrad")


def test_another_reference_is_found(office: Office) -> None:
    with tampering(office) as connection:
        connection.execute(update(JOURNEY).where(JOURNEY.c.reference == "BER-2").values(reference="BER-9"))
        assert found(office, connection) == (4, "händelsen är ändrad")


@pytest.mark.parametrize("seq", range(1, LAST + 1))
def test_a_removed_event_is_missed(office: Office, seq: int) -> None:
    with tampering(office) as connection:
        _remove(connection, seq)
        missing = "händelsen saknas" if seq < LAST else "slutet av loggen saknas"
        assert found(office, connection) == (seq, missing)


def _remove(connection: Connection, seq: int) -> None:
    connection.execute(delete(EVENT_PRIVATE).where(EVENT_PRIVATE.c.seq == seq))
    connection.execute(delete(EVENT).where(EVENT.c.seq == seq))


def test_a_log_that_is_cut_short_does_not_pass_for_whole(office: Office) -> None:
    """Nobody without the key can make the end of a shorter log, though every mark stands in the table."""
    with tampering(office) as connection:
        _remove(connection, LAST)
        mark = connection.execute(select(EVENT.c.mark).where(EVENT.c.seq == LAST - 1)).scalar_one()
        connection.execute(update(LEDGER_HEAD).values(seq=LAST - 1, mark=mark))
        assert found(office, connection) == (LAST, "slutet av loggen saknas")


def test_events_that_changed_places_are_found(office: Office) -> None:
    with tampering(office) as connection:
        for old, new in ((2, 100), (3, 2), (100, 3)):
            connection.execute(of_event(old).values(seq=new))
        assert found(office, connection) == (2, "händelsen är ändrad")


def test_an_event_written_without_the_key_is_found(office: Office) -> None:
    forger = Ledger(Keys(b"a key of one's own"))
    with tampering(office) as connection:
        row = dict(connection.execute(select(EVENT).where(EVENT.c.seq == LAST)).mappings().one())
        _, mark = connection.execute(select(LEDGER_HEAD.c.seq, LEDGER_HEAD.c.mark)).one()
        forged = row | {"seq": LAST + 1, "number": 99, "name": "forged", "mark": forger._keys.chain(mark, b"anything")}
        connection.execute(insert(EVENT), [forged])
        connection.execute(update(LEDGER_HEAD).values(seq=LAST + 1))
        assert found(office, connection) == (LAST + 1, "händelsen är ändrad")


def emptied(**values: Any) -> Callable[[Connection, int], None]:
    def change(connection: Connection, seq: int) -> None:
        connection.execute(update(EVENT_PRIVATE).where(EVENT_PRIVATE.c.seq == seq).values(values))

    return change


def _body_of_another(connection: Connection, seq: int) -> None:
    of_another = next(each for each in PERSONAL if each != seq)
    row = connection.execute(select(EVENT_PRIVATE).where(EVENT_PRIVATE.c.seq == of_another)).mappings().one()
    emptied(salt=row["salt"], body=row["body"])(connection, seq)


def _row_gone(connection: Connection, seq: int) -> None:
    connection.execute(delete(EVENT_PRIVATE).where(EVENT_PRIVATE.c.seq == seq))


CHANGED, GONE = "händelsens personuppgifter är ändrade", "händelsens personuppgifter saknas utan att vara gallrade"
LONG_AGO = datetime.fromisoformat("2020-01-01T00:00:00+00:00")
PRIVATE: dict[str, tuple[Callable[[Connection, int], None], str]] = {
    "another body": (emptied(body=b"x" * 60), CHANGED),
    "a short body": (emptied(body=b""), CHANGED),
    "another salt": (emptied(salt=b"x" * 16), CHANGED),
    "that of another event": (_body_of_another, CHANGED),
    "emptied and not erased": (emptied(body=None, salt=None), GONE),
    "gone": (_row_gone, GONE),
    "another body said to be erased": (emptied(body=b"x" * 60, erased_at=LONG_AGO), CHANGED),
}


@pytest.mark.parametrize("seq", PERSONAL)
@pytest.mark.parametrize(("change", "problem"), PRIVATE.values(), ids=PRIVATE)
def test_a_change_of_what_is_personal_is_found(
    office: Office, seq: int, change: Callable[[Connection, int], None], problem: str
) -> None:
    with tampering(office) as connection:
        change(connection, seq)
        assert found(office, connection) == (seq, problem)


def test_what_is_personal_can_be_erased_and_the_log_still_verifies(office: Office) -> None:
    with office.app.database.begin() as connection:
        for seq in PERSONAL:
            emptied(body=None, salt=None, erased_at=office.now)(connection, seq)
    with office.app.read() as connection:
        assert office.app.ledger.verify(connection) is None
    office.registers("BER-1", "skapa")
    with office.app.read() as connection:
        assert office.app.ledger.verify(connection) is None


def test_what_is_personal_is_nowhere_in_the_clear(office: Office) -> None:
    with office.app.read() as connection:
        for table in (EVENT, EVENT_PRIVATE):
            stored = _everything(connection, table)
            assert b"Kanariella" not in stored
            assert b"Ringde" not in stored


def _everything(connection: Connection, table: Table) -> bytes:
    rows = connection.execute(select(table)).all()
    values = [value for row in rows for value in row]
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)
