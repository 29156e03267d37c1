"""Personal identity numbers: checked as twelve ASCII digits before the library sees them, shown masked.

At the desk they can be written as people do, with spaces and without their century.
"""

import re
from datetime import date

from personnummer.personnummer import Personnummer, PersonnummerException  # type: ignore[import-untyped]

_WRITTEN = re.compile(r"([0-9]{8})[-+]?([0-9]{4})", re.ASCII)
_AS_PEOPLE_WRITE = re.compile(r"([0-9]{2})?([0-9]{6})([-+]?)([0-9]{4})", re.ASCII)


def in_full(text: str, today: date) -> str:
    """With its century and without spaces, where it is written as a number; anything else as it is."""
    found = _AS_PEOPLE_WRITE.fullmatch("".join(text.split()))
    if not found:
        return text
    century, day, sign, last = found.groups()
    return f"{century or _century(day, sign, today)}{day}{last}"


def _century(day: str, sign: str, today: date) -> str:
    """The latest that there can be; with a + the one before, for whoever turns a hundred this year or has."""
    year = today.year - (today.year - int(day[:2])) % 100
    is_to_come = (year, int(day[2:4]), int(day[4:]) % 60) > (today.year, today.month, today.day)
    return str((year - 100 if sign == "+" or is_to_come else year) // 100)


def normal_number(text: str) -> str:
    """Twelve digits. Raises ValueError with a sentence that does not repeat the number."""
    found = _WRITTEN.fullmatch(text)
    if not found:
        raise ValueError("personnumret ska skrivas med tolv siffror: ååååmmddnnnn.")
    number = found[1] + found[2]
    try:
        Personnummer(number)
    except PersonnummerException:
        raise ValueError("personnumret finns inte: kontrollera siffrorna.") from None
    return number


def birth_date_of(number: str) -> date:
    """The day of birth in a normal number; in a coordination number the day is raised by 60."""
    year, month, day = int(number[:4]), int(number[4:6]), int(number[6:8])
    return date(year, month, day - 60 if day > 60 else day)


def birth_date_in(text: str, today: date) -> date | None:
    """The day of birth in a number as people write it; None where it is none."""
    try:
        return birth_date_of(normal_number(in_full(text, today)))
    except ValueError:
        return None


def masked(number: str) -> str:
    """What a screen shows."""
    return f"{number[:8]}-••••"


def full_years(birth: date, on: date) -> int:
    """The age on a day."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
