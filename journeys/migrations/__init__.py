"""Alembic, run from the product: nobody has to know it to upgrade a database."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

HERE = Path(__file__).parent


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(HERE))
    return config


def known() -> set[str]:
    """Every schema that this version of the product can upgrade from, the newest included."""
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def upgrade(connection: Connection) -> None:
    """Make or upgrade the tables in the caller's transaction."""
    command.upgrade(_config(connection), "head")
