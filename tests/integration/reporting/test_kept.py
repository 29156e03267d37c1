"""What a process keeps of the rows it has read: no number is older than the log, and little is read twice."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, select

from journeys.settings import Settings
from journeys.storage.kept import A_SET, Kept, Row
from journeys.tables.journeys import JOURNEY
from journeys.web.ahead import Ahead
from tests.integration.reporting.conftest import Installation, report_of
from workflows.compliance import FigureRow

A, B = "MOL-2026-001", "MOL-2026-002"


class Reader:
    """Reads where journeys stand, and remembers which it was asked for."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.asked: list[list[str] | None] = []

    def __call__(self, some: Collection[int] | None) -> Iterator[tuple[int, Row]]:
        query = select(*JOURNEY.c["id", "reference", "state"]).order_by(JOURNEY.c.id)
        found = self.connection.execute(query if some is None else query.where(JOURNEY.c.id.in_(some))).all()
        self.asked.append(None if some is None else [row.reference for row in found])
        yield from ((row.id, (row.reference, row.state)) for row in found)


def ask(app: Installation, kept: Kept) -> tuple[dict[str, str], list[list[str] | None]]:
    """Where the journeys stand, and what was read to know it."""
    with app.read() as connection:
        reader = Reader(connection)
        return dict(kept.rows(connection, "states", reader)), reader.asked


def two_referred(app: Installation) -> None:
    app.refers(A, "2026-01-05")
    app.refers(B, "2026-01-05", person={"given_name": "Bertilia"})


def test_only_what_something_has_happened_to_is_read_again(empty_on_both: Installation) -> None:
    app, kept = empty_on_both, Kept()
    assert ask(app, kept) == ({}, [None])
    two_referred(app)
    assert ask(app, kept) == ({A: "referred", B: "referred"}, [None])  # the log had no event to go on from
    assert ask(app, kept) == ({A: "referred", B: "referred"}, [])
    app.does(B, "2026-01-07", "declined", reason="Tackade nej", by="unit")
    assert ask(app, kept) == ({A: "referred", B: "declined"}, [[B]])


def test_another_log_is_not_gone_on_with(empty: Installation, tmp_path: Path) -> None:
    """As when a backup is put in its place."""
    kept = Kept()
    two_referred(empty)
    ask(empty, kept)
    with Installation(Settings(database=f"sqlite:///{tmp_path}/other.db", data=tmp_path, programmes="builtin")) as app:
        two_referred(app)
        app.does(A, "2026-01-07", "declined", reason="Tackade nej", by="unit")
        assert ask(app, kept) == ({A: "declined", B: "referred"}, [None])


def test_who_began_to_read_before_sees_what_was_then(empty: Installation) -> None:
    kept = Kept()
    two_referred(empty)
    with empty.read() as earlier:
        then = Reader(earlier)
        assert len(kept.rows(earlier, "states", then)) == 2
        empty.does(B, "2026-01-07", "declined", reason="Tackade nej", by="unit")
        assert ask(empty, kept)[0][B] == "declined"
        assert dict(kept.rows(earlier, "states", then))[B] == "referred"
    assert ask(empty, kept)[0][B] == "declined"


def test_who_reads_something_else_does_not_wait(empty: Installation) -> None:
    kept = Kept()
    two_referred(empty)
    with empty.read() as connection:
        reader = Reader(connection)

        def meanwhile(some: Collection[int] | None) -> Iterator[tuple[int, Row]]:
            assert len(kept.rows(connection, "b", reader)) == 2
            yield from reader(some)

        assert len(kept.rows(connection, "a", meanwhile)) == 2


def test_no_more_is_kept_than_there_is_room_for_and_what_was_asked_for_last_stays(empty: Installation) -> None:
    kept = Kept(most=2 * (A_SET + 2))
    two_referred(empty)
    with empty.read() as connection:
        reader = Reader(connection)
        for what in ("a", "b", "a", "c", "a"):
            kept.rows(connection, what, reader)
        assert reader.asked == [None] * 3
        kept.rows(connection, "b", reader)
        assert reader.asked == [None] * 4
        none_fits = Kept(most=0)
        assert [len(none_fits.rows(connection, "a", reader)) for _ in range(2)] == [2, 2]


def test_a_report_goes_on_from_the_one_before_and_says_the_same_as_a_new_one(empty_on_both: Installation) -> None:
    app, days = empty_on_both, (date(2026, 1, 1), date(2026, 3, 31), date(2026, 3, 31))
    two_referred(app)
    report_of(app, "activera", *days)
    started = app.does(A, "2026-01-12", "admitted", caseworker="anna@molndal.example")
    app.does(A, "2026-02-02", "started")
    app.does(B, "2026-02-02", "declined", reason="Tackade nej", by="unit")
    app.does(A, "2026-03-02", "corrected", of=started, set={"on": "2026-01-13"}, reason="Fel dag")
    found = report_of(app, "activera", *days)
    with Installation(app.settings) as other:
        assert asdict(found.compliance) == asdict(report_of(other, "activera", *days).compliance)
    whole = {"group": None, "unit": None, "gender": None}
    assert FigureRow(figure="not-started", n=1, **whole) in found.compliance.figures


def test_how_journeys_stood_on_an_earlier_day_is_worked_out_once(empty_on_both: Installation) -> None:
    app, days = empty_on_both, (date(2026, 1, 1), date(2026, 1, 6), date(2026, 1, 6))
    two_referred(app)
    for reference in (A, B):
        app.does(reference, "2026-01-07", "admitted", caseworker="anna@molndal.example")
    replayed: list[list[object]] = []
    event.listen(
        app.database.engine,
        "before_cursor_execute",
        lambda *told: replayed.append(_journeys_in(told[3])) if "event_private" in told[2] else None,
    )
    for _ in range(2):
        report_of(app, "activera", *days)
    app.does(B, "2026-01-08", "declined", reason="Tackade nej", by="unit")
    replayed.clear()
    found = report_of(app, "activera", *days)
    assert [each for each in replayed if each] == [[2]]
    with Installation(app.settings) as other:
        assert asdict(found.compliance) == asdict(report_of(other, "activera", *days).compliance)


def _journeys_in(parameters: Any) -> list[object]:
    values = parameters.values() if isinstance(parameters, Mapping) else parameters
    return [each for each in values if isinstance(each, int)]


def test_the_desk_counts_this_year_so_far_before_anybody_asks_and_every_day_anew(empty: Installation) -> None:
    two_referred(empty)
    read: list[str] = []
    event.listen(empty.database.engine, "before_cursor_execute", lambda *told: read.append(told[2]))
    ahead = Ahead(empty)

    def reads_obligations(work: Callable[[], object]) -> bool:
        read.clear()
        work()
        return any("JOIN obligation" in statement for statement in read)

    for day in (date(2026, 1, 5), date(2026, 1, 6)):
        empty.now = datetime.combine(day, time(12), UTC)
        opened = partial(report_of, empty, "activera", date(2026, 1, 1), day, day)
        assert [reads_obligations(work) for work in (ahead.count, ahead.count, opened)] == [True, False, False]


def test_of_a_journey_that_came_later_nobody_asks_how_it_stood(empty: Installation) -> None:
    """As in the report of the year before."""
    two_referred(empty)
    empty.refers("MOL-2026-003", "2026-01-02", person={"given_name": "Cecilia"})
    empty.does("MOL-2026-003", "2026-01-07", "declined", reason="Tackade nej")
    opened: list[tuple[object, ...]] = []
    event.listen(
        empty.database.engine,
        "before_cursor_execute",
        lambda *told: opened.append(tuple(told[3])) if "event_private" in told[2] else None,
    )
    report_of(empty, "activera", date(2026, 1, 1), date(2026, 1, 4), date(2026, 1, 4))
    of_programme, of_journeys = opened
    assert (of_programme, of_journeys) == (("activera",), (3,))
