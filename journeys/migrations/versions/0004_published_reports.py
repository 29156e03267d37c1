"""Reports that have been published."""

import sqlalchemy as sa
from alembic import op

from notifications.columns import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "published_report",
        sa.Column("id", BIG, nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    op.drop_table("published_report")
