"""The rows of people: the participant and the referrer. All of it is personal."""

from datetime import date

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from journeys.tables.rows import BIG, BY_KEY, table_of


class PersonRow(SQLModel, table=True):
    """The participant. All of it is personal; erased by deleting the row."""

    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    given_name: str = Field(sa_type=Text)
    family_name: str = Field(sa_type=Text)
    birth_date: date | None = Field(default=None, index=True)
    personnummer: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Sealed: nobody reads it without the key."""
    personnummer_mark: str | None = Field(default=None, sa_type=Text, unique=True)
    """The keyed hash by which it is found."""
    email: str | None = Field(default=None, sa_type=Text)
    phone: str | None = Field(default=None, sa_type=Text)
    language: str | None = Field(default=None, sa_type=Text)
    protected: bool = False


class NameWordRow(SQLModel, table=True):
    """One word of a person's names, as it is searched for: see `names`. All of it is personal; goes with the person."""

    __tablename__ = "name_word"
    __table_args__ = (Index("ix_name_word_word", "word", "person_id"), BY_KEY)

    person_id: int = Field(primary_key=True, sa_type=BIG, sa_column_args=(ForeignKey("person.id", ondelete="CASCADE"),))
    # In the order of their characters, so that those with the same beginning lie beside each other.
    word: str = Field(primary_key=True, sa_type=Text().with_variant(Text(collation="C"), "postgresql"))


class ReferrerRow(SQLModel, table=True):
    """Who sent the person: an official or a relative with a name and an address. Erased by deleting the row."""

    __tablename__ = "referrer"

    journey_id: int = Field(
        primary_key=True, sa_type=BIG, sa_column_args=(ForeignKey("journey.id", ondelete="CASCADE"),)
    )
    organisation: str | None = Field(default=None, sa_type=Text)
    name: str | None = Field(default=None, sa_type=Text)
    email: str | None = Field(default=None, sa_type=Text)


class ReferrerWordRow(SQLModel, table=True):
    """One word of what is known of a referrer, as it is searched for: see `names`. Goes with the referrer."""

    __tablename__ = "referrer_word"
    __table_args__ = (Index("ix_referrer_word_word", "word", "journey_id"), BY_KEY)

    journey_id: int = Field(
        primary_key=True, sa_type=BIG, sa_column_args=(ForeignKey("referrer.journey_id", ondelete="CASCADE"),)
    )
    # In the order of their characters, so that those with the same beginning lie beside each other.
    word: str = Field(primary_key=True, sa_type=Text().with_variant(Text(collation="C"), "postgresql"))


PERSON = table_of(PersonRow)
NAME_WORD = table_of(NameWordRow)
REFERRER = table_of(ReferrerRow)
REFERRER_WORD = table_of(ReferrerWordRow)
