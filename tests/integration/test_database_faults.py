"""An error of the database that nobody foresaw: it may end in a log, so it repeats nothing that was to be stored."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from journeys.storage.database import Database


def test_it_does_not_say_with_what_it_was_asked(database_url: str) -> None:
    database = Database(database_url)
    with pytest.raises(DBAPIError) as fault, database.begin() as connection:
        connection.execute(text("SELECT :name FROM nowhere WHERE 1 = "), {"name": "Kanariella"})
    database.close()
    assert "Kanariella" not in str(fault.value)
