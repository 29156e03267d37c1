"""What Alembic runs: migrations on the connection it is given."""

from alembic import context
from sqlmodel import SQLModel

import journeys.exit.tables
import journeys.tables  # noqa: F401
import notifications.tables  # noqa: F401 the outbox belongs to the same database

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
