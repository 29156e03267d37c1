"""Writes that share a commit: all are there when it is done, or none."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from sqlalchemy import Connection, text

from journeys.storage.database import Database, DatabaseFull
from journeys.storage.together import Together, Write


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    with database.begin() as connection:
        connection.execute(text("CREATE TABLE line (number INTEGER)"))
    yield database
    database.close()


class Counted:
    """Opens transactions, as many as it is asked for."""

    def __init__(self, database: Database) -> None:
        self.commits = 0
        self._begin = database.begin

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        with self._begin() as connection:
            yield connection
        self.commits += 1


def line(number: int) -> Write:
    def write(connection: Connection) -> None:
        connection.execute(text("INSERT INTO line VALUES (:number)"), {"number": number})

    return write


def lines(database: Database) -> list[int]:
    with database.read() as connection:
        return list(connection.execute(text("SELECT number FROM line ORDER BY number")).scalars())


def all_at_once(together: Together, writes: list[Write]) -> list[Future[None]]:
    """The first write is under way until the others wait for the next commit."""
    begun, queued = Event(), Event()

    def first(connection: Connection) -> None:
        begun.set()
        assert queued.wait(60)
        writes[0](connection)

    with ThreadPoolExecutor(len(writes)) as pool:
        done = [pool.submit(together.write, first)]
        assert begun.wait(60)
        done += [pool.submit(together.write, write) for write in writes[1:]]
        while len(together._waiting) < len(writes) - 1:
            pass
        queued.set()
    return done


def test_what_comes_while_one_is_written_is_in_the_next_commit(database: Database) -> None:
    counted = Counted(database)
    done = all_at_once(Together(counted.begin), [line(number) for number in range(5)])
    assert [each.result() for each in done] == [None] * 5
    assert lines(database) == [0, 1, 2, 3, 4]
    assert counted.commits == 2


def test_a_commit_that_fails_fails_for_all_that_are_in_it_and_for_nobody_else(database: Database) -> None:
    def full(connection: Connection) -> None:
        raise DatabaseFull

    together = Together(database.begin)
    done = all_at_once(together, [line(0), line(1), full])
    assert [type(each.exception()) for each in done] == [type(None), DatabaseFull, DatabaseFull]
    together.write(line(3))
    assert lines(database) == [0, 3]


def test_what_is_written_is_there_when_it_returns(database: Database) -> None:
    database.together.write(line(1))
    assert lines(database) == [1]


def test_threads_of_a_process_write_one_after_the_other(database: Database) -> None:
    def add(number: int) -> None:
        with database.begin() as connection:
            line(number)(connection)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(40)))
    assert lines(database) == list(range(40))
