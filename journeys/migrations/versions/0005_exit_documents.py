"""Exit documents: drafts, finished editions, and which was handed over."""

import sqlalchemy as sa
from alembic import op

from notifications.columns import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "exit_draft",
        sa.Column("journey_id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", BIG, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["journey_id"], ["journey.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"]),
        sa.PrimaryKeyConstraint("journey_id"),
    )
    op.create_table(
        "exit_document",
        sa.Column("journey_id", BIG, nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("staff_id", BIG, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["journey_id"], ["journey.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"]),
        sa.PrimaryKeyConstraint("journey_id", "edition"),
    )
    op.create_table(
        "exit_handed",
        sa.Column("journey_id", BIG, nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["journey_id", "edition"], ["exit_document.journey_id", "exit_document.edition"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("journey_id", "event"),
    )


def downgrade() -> None:
    op.drop_table("exit_handed")
    op.drop_table("exit_document")
    op.drop_table("exit_draft")
