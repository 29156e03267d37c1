"""Whom a referral is about and who sent them, as a journal line has it: all of it is personal (spec: journal.md)."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import StringConstraints, model_validator

from journeys.identity import birth_date_of
from journeys.journal.line_values import Day, Email, Name, Number, Shape, Word

Gender = Literal["woman", "man", "other", "unknown"]
Party = Literal["municipality", "region", "försäkringskassan", "arbetsförmedlingen", "self", "relative", "other"]


class Person(Shape):
    """The participant as the referral tells of them."""

    given_name: Name
    family_name: Name
    birth_date: Day | None = None
    personnummer: Number | None = None
    gender: Gender
    municipality: Name | None = None
    email: Email | None = None
    phone: Word | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] | None = None
    protected: bool | None = None

    @model_validator(mode="after")
    def _born(self) -> Self:
        if self.birth_date is None and self.personnummer is None:
            raise ValueError("birth_date eller personnummer behövs.")
        return self

    @property
    def born(self) -> date:
        """The day of birth, from whichever was given."""
        return self.birth_date or birth_date_of(self.personnummer or "")


class Referrer(Shape):
    """Who sent the person."""

    party: Party
    organisation: Name | None = None
    name: Name | None = None
    email: Email | None = None
