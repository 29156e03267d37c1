"""The words by which journeys are found by who referred them."""

import sqlalchemy as sa
from alembic import op

from journeys.names import words_of

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    referrer_word = op.create_table(
        "referrer_word",
        sa.Column("journey_id", BIG, nullable=False),
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["journey_id"], ["referrer.journey_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("journey_id", "word"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_referrer_word_word", "referrer_word", ["word", "journey_id"], unique=False)
    _keep_words(referrer_word)


def _keep_words(referrer_word: sa.Table) -> None:
    """What is known of referrers already, a thousand at a time."""
    known = sa.text(
        "SELECT journey_id, organisation, name, email FROM referrer WHERE journey_id > :after "
        "ORDER BY journey_id LIMIT 1000"
    )
    after = 0
    while referrers := op.get_bind().execute(known, {"after": after}).all():
        rows = [{"word": word, "journey_id": id_} for id_, *told in referrers for word in words_of(*filter(None, told))]
        op.bulk_insert(referrer_word, rows)
        after = referrers[-1].journey_id


def downgrade() -> None:
    op.drop_index("ix_referrer_word_word", table_name="referrer_word")
    op.drop_table("referrer_word")
