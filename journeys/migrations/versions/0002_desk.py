"""Signing in, and who has read what."""

import sqlalchemy as sa
from alembic import op

from journeys.names import words_of
from notifications.columns import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", BIG, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_attempt_subject", "attempt", ["subject", "at"], unique=False)
    op.create_table(
        "parked_form",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("mark"),
    )
    op.create_table(
        "account",
        sa.Column("staff_id", BIG, nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("totp", sa.LargeBinary(), nullable=True),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.Column("shortcuts", sa.Boolean(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("staff_id"),
    )
    op.create_table(
        "passkey",
        sa.Column("id", BIG, nullable=False),
        sa.Column("staff_id", BIG, nullable=False),
        sa.Column("credential", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("credential"),
    )
    op.create_index(op.f("ix_passkey_staff_id"), "passkey", ["staff_id"], unique=False)
    op.create_table(
        "recovery_code",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("staff_id", BIG, nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("mark"),
    )
    op.create_index(op.f("ix_recovery_code_staff_id"), "recovery_code", ["staff_id"], unique=False)
    op.create_table(
        "session",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("staff_id", BIG, nullable=True),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("challenge", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("browser", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("mark"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(op.f("ix_session_staff_id"), "session", ["staff_id"], unique=False)
    op.create_table(
        "sign_in_link",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("staff_id", BIG, nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("mark"),
    )
    op.create_index(op.f("ix_sign_in_link_staff_id"), "sign_in_link", ["staff_id"], unique=False)
    op.create_table(
        "access_log",
        sa.Column("id", BIG, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("staff_id", BIG, nullable=False),
        sa.Column("journey_id", BIG, nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("broke_glass", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["journey_id"],
            ["journey.id"],
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_access_journey", "access_log", ["journey_id", "id"], unique=False)
    op.create_table(
        "break_glass",
        sa.Column("id", BIG, nullable=False),
        sa.Column("journey_id", BIG, nullable=False),
        sa.Column("staff_id", BIG, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["journey_id"], ["journey.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_break_glass_journey_id"), "break_glass", ["journey_id"], unique=False)
    op.create_table(
        "named_staff",
        sa.Column("journey_id", BIG, nullable=False),
        sa.Column("staff_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["journey_id"], ["journey.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("journey_id", "staff_id"),
    )
    op.create_index(op.f("ix_named_staff_staff_id"), "named_staff", ["staff_id"], unique=False)
    name_word = op.create_table(
        "name_word",
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "word"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_name_word_word", "name_word", ["word", "person_id"], unique=False)
    op.create_index("ix_journey_unit_state", "journey", ["unit", "state"], unique=False)
    op.create_index("ix_journey_unit_caseworker", "journey", ["unit", "caseworker"], unique=False)
    op.create_index(op.f("ix_person_birth_date"), "person", ["birth_date"], unique=False)
    op.create_index(op.f("ix_meeting_starts_at"), "meeting", ["starts_at"], unique=False)
    _keep_words(name_word)
    # ### end Alembic commands ###


def _keep_words(name_word: sa.Table) -> None:
    """The names of those who are known already, a thousand at a time."""
    known = sa.text("SELECT id, given_name, family_name FROM person WHERE id > :after ORDER BY id LIMIT 1000")
    after = 0
    while people := op.get_bind().execute(known, {"after": after}).all():
        rows = [{"word": word, "person_id": id_} for id_, *names in people for word in words_of(*names)]
        op.bulk_insert(name_word, rows)
        after = people[-1].id


def downgrade() -> None:
    op.drop_index(op.f("ix_meeting_starts_at"), table_name="meeting")
    op.drop_index(op.f("ix_person_birth_date"), table_name="person")
    op.drop_index("ix_journey_unit_caseworker", table_name="journey")
    op.drop_index("ix_journey_unit_state", table_name="journey")
    op.drop_index("ix_name_word_word", table_name="name_word")
    op.drop_table("name_word")
    op.drop_index(op.f("ix_named_staff_staff_id"), table_name="named_staff")
    op.drop_table("named_staff")
    op.drop_index(op.f("ix_break_glass_journey_id"), table_name="break_glass")
    op.drop_table("break_glass")
    op.drop_index("ix_access_journey", table_name="access_log")
    op.drop_table("access_log")
    op.drop_index(op.f("ix_sign_in_link_staff_id"), table_name="sign_in_link")
    op.drop_table("sign_in_link")
    op.drop_index(op.f("ix_session_staff_id"), table_name="session")
    op.drop_table("session")
    op.drop_index(op.f("ix_recovery_code_staff_id"), table_name="recovery_code")
    op.drop_table("recovery_code")
    op.drop_index(op.f("ix_passkey_staff_id"), table_name="passkey")
    op.drop_table("passkey")
    op.drop_table("account")
    op.drop_table("parked_form")
    op.drop_index("ix_attempt_subject", table_name="attempt")
    op.drop_table("attempt")
    # ### end Alembic commands ###
