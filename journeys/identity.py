"""Personal identity numbers: checked as twelve ASCII digits before the library sees them, shown masked."""

import re
from datetime import date

from personnummer.personnummer import Personnummer, PersonnummerException  # type: ignore[import-untyped]

_WRITTEN = re.compile(r"([0-9]{8})[-+]?([0-9]{4})", re.ASCII)


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


def masked(number: str) -> str:
    """What a screen shows."""
    return f"{number[:8]}-••••"


def full_years(birth: date, on: date) -> int:
    """The age on a day."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
