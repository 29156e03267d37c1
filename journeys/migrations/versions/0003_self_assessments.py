"""Self-assessments under way: drafts, and links to answer through."""

import sqlalchemy as sa
from alembic import op

from notifications.columns import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "assessment_draft",
        sa.Column("journey_id", BIG, nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["journey_id"], ["journey.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("journey_id", "record"),
    )
    op.create_index(op.f("ix_assessment_draft_changed_at"), "assessment_draft", ["changed_at"], unique=False)
    op.create_table(
        "answer_link",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("journey_id", BIG, nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("staff_id", BIG, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("used_for", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["journey_id"], ["journey.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"]),
        sa.PrimaryKeyConstraint("mark"),
    )
    op.create_index("ix_answer_link_journey", "answer_link", ["journey_id", "record"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_answer_link_journey", table_name="answer_link")
    op.drop_table("answer_link")
    op.drop_index(op.f("ix_assessment_draft_changed_at"), table_name="assessment_draft")
    op.drop_table("assessment_draft")
