"""Units that an administrator has added to a programme."""

import sqlalchemy as sa
from alembic import op

from notifications.columns import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "added_unit",
        sa.Column("id", BIG, nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("places_per_year", sa.Integer(), nullable=True),
        sa.Column("max_at_once", sa.Integer(), nullable=True),
        sa.Column("group_starts_per_year", sa.Integer(), nullable=True),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("programme", "unit", name="uq_added_unit_programme"),
    )


def downgrade() -> None:
    op.drop_table("added_unit")
