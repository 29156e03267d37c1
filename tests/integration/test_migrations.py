"""What the migrations make is what the code works with."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlmodel import SQLModel

import journeys.exit.tables
import journeys.tables.access
import journeys.tables.assessments
import journeys.tables.units  # noqa: F401
import notifications.tables  # noqa: F401 the outbox belongs to the same database
from journeys.migrations import known
from journeys.storage.database import SCHEMA, Database


def prepared(url: str) -> Database:
    database = Database(url)
    database.prepare()
    return database


def test_a_prepared_database_has_the_tables_of_the_models(empty_database_url: str) -> None:
    database = prepared(empty_database_url)
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
    database.close()


def test_a_prepared_database_has_the_newest_schema(empty_database_url: str) -> None:
    database = prepared(empty_database_url)
    with database.read() as connection:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    database.close()
    assert found == SCHEMA == max(known())
