"""The next free reference of a unit: MOL-2026-017."""

import re
import unicodedata
from datetime import date

from sqlalchemy import Connection, select

from journeys.tables.journeys import JOURNEY


def next_reference(connection: Connection, unit: str, on: date) -> str:
    """One more than the highest number of the letters and the year. The caller holds the log until it is used."""
    prefix = f"{letters(unit)}-{on.year}-"
    taken = connection.execute(
        select(JOURNEY.c.reference).where(JOURNEY.c.reference.startswith(prefix, autoescape=True))
    ).scalars()
    number = re.compile(re.escape(prefix) + r"([0-9]{1,9})", re.ASCII)
    numbers = (int(found[1]) for reference in taken if (found := number.fullmatch(reference)))
    return f"{prefix}{max(numbers, default=0) + 1:03d}"


def spellings(typed: str) -> list[str]:
    """As it was typed, and in capitals and small letters: an index finds it by one of them."""
    return list(dict.fromkeys((typed, typed.upper(), typed.lower())))


def letters(unit: str) -> str:
    """The first three letters or digits of a unit's id without accents, in capitals."""
    plain = unicodedata.normalize("NFKD", unit).encode("ascii", "ignore").decode()
    return "".join(filter(str.isalnum, plain))[:3].upper()
