"""Periods, offsets and working days (spec: programme-format.md "A period", counting.md "A working day")."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any, Literal, Self, cast

import holidays
from dateutil.relativedelta import relativedelta
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

PeriodUnit = Literal["days", "weeks", "months", "years"]
OffsetUnit = Literal["working days", "days", "weeks", "months", "years"]

ONE_DAY = timedelta(days=1)

_SWEDISH: dict[str, tuple[str, str]] = {
    "days": ("dag", "dagar"),
    "weeks": ("vecka", "veckor"),
    "months": ("månad", "månader"),
    "years": ("år", "år"),
    "working days": ("arbetsdag", "arbetsdagar"),
}
_LOOSE = re.compile(r"\s*([-−–]?)\s*([0-9]{1,4})\s*([^\W\d_]+(?:\s+days?)?)\s*")
_PERIOD = re.compile(r"(-?[0-9]{1,4}) (day|week|month|year)s?", re.ASCII)
_OFFSET = re.compile(r"([0-9]{1,4}) (working day|day|week|month|year)s?", re.ASCII)


def _in_words(amount: int, unit: str) -> str:
    return f"{amount} {unit.removesuffix('s') if abs(amount) == 1 else unit}"


def _meant(text: str) -> str | None:
    """The period as it is written, if it is one in another spelling: in Swedish, without the space, with a hard one."""
    found = _LOOSE.fullmatch(text)
    words = " ".join(found[3].lower().split()) if found else ""
    unit = next((unit for unit, names in _SWEDISH.items() if words in (unit, unit.removesuffix("s"), *names)), None)
    return f"{'-' if found[1] else ''}{_in_words(int(found[2]), unit)}" if found and unit else None


def _instead(text: str, pattern: re.Pattern[str]) -> str | None:
    """What to write in place of a text that the pattern does not take, where that is plain."""
    meant = _meant(text)
    if meant is None or not pattern.fullmatch(meant):
        return None
    hard = any(sign.isspace() and sign != " " for sign in text)
    return f"Skriv ”{meant}”{', med ett vanligt mellanslag' if hard else ''}."


def _how_period(text: str) -> str:
    if (_meant(text) or "").endswith(("working day", "working days")):
        return "Arbetsdagar går bara att räkna i påminnelser (before, after). Skriv days eller weeks här."
    return "Skriv ett helt tal och days, weeks, months eller years, till exempel ”6 weeks”."


_HOW_OFFSET = (
    "Skriv ett positivt helt tal och working days, days, weeks, months eller years, till exempel ”2 working days”."
)


class _FromText:
    """A value that a programme file writes as a string: pydantic reads, writes and describes it."""

    _pattern: re.Pattern[str]

    @classmethod
    def parse(cls, text: str) -> Self:
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from_text = core_schema.no_info_after_validator_function(cls.parse, core_schema.str_schema(strict=True))
        return core_schema.json_or_python_schema(
            json_schema=from_text,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), from_text]),
            serialization=core_schema.plain_serializer_function_ser_schema(lambda value: value.text),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": f"^{cls._pattern.pattern}$"}


@dataclass(frozen=True, slots=True)
class Period(_FromText):
    """A whole number of days, weeks, months or years; negative where the format allows it."""

    amount: int
    unit: PeriodUnit

    _pattern = _PERIOD

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "6 weeks" or "1 month". Raises ValueError with a sentence."""
        found = _PERIOD.fullmatch(text)
        if not found:
            raise ValueError(f"”{text}” är ingen period. {_instead(text, _PERIOD) or _how_period(text)}")
        return cls(int(found[1]), cast(PeriodUnit, found[2] + "s"))

    @property
    def text(self) -> str:
        return _in_words(self.amount, self.unit)

    def swedish(self) -> str:
        return f"{self.amount} {_SWEDISH[self.unit][abs(self.amount) != 1]}"

    def after(self, day: date) -> date:
        """Months and years keep the day of the month, or take the month's last where that day does not exist."""
        if self.unit == "days":
            return day + timedelta(days=self.amount)
        if self.unit == "weeks":
            return day + timedelta(weeks=self.amount)
        if self.unit == "months":
            return day + relativedelta(months=self.amount)
        return day + relativedelta(years=self.amount)


@dataclass(frozen=True, slots=True)
class Offset(_FromText):
    """How far from its day a reminder goes: a positive period, or a number of working days."""

    amount: int
    unit: OffsetUnit

    _pattern = _OFFSET

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2 working days" or "1 week". Raises ValueError with a sentence."""
        found = _OFFSET.fullmatch(text)
        if not found or int(found[1]) == 0:
            raise ValueError(f"”{text}” är inget avstånd. {(not found and _instead(text, _OFFSET)) or _HOW_OFFSET}")
        return cls(int(found[1]), cast(OffsetUnit, found[2] + "s"))

    @property
    def text(self) -> str:
        return _in_words(self.amount, self.unit)

    def swedish(self) -> str:
        return f"{self.amount} {_SWEDISH[self.unit][self.amount != 1]}"

    def before(self, day: date) -> date:
        """The reminder's day when it goes before `day`: never on a day that is not a working day."""
        if self.unit == "working days":
            return _working_days_from(day, -self.amount)
        return previous_working_day(self._shifted(day, -1))

    def after(self, day: date) -> date:
        """The reminder's day when it goes after `day`: never on a day that is not a working day."""
        if self.unit == "working days":
            return _working_days_from(day, self.amount)
        return next_working_day(self._shifted(day, 1))

    def _shifted(self, day: date, direction: int) -> date:
        return Period(direction * self.amount, cast(PeriodUnit, self.unit)).after(day)


@cache
def _days_off(year: int) -> frozenset[date]:
    # Without "de_facto" Midsummer Eve, Christmas Eve and New Year's Eve would be working days.
    return frozenset(holidays.country_holidays("SE", years=year, categories=("public", "de_facto")))


def is_working_day(day: date) -> bool:
    """Monday to Friday and not a Swedish public holiday, Midsummer Eve, Christmas Eve or New Year's Eve."""
    return day.weekday() < 5 and day not in _days_off(day.year)


def next_working_day(day: date) -> date:
    """`day` itself, or the first working day after it."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def previous_working_day(day: date) -> date:
    """`day` itself, or the last working day before it."""
    while not is_working_day(day):
        day -= ONE_DAY
    return day


@lru_cache(maxsize=10_000)
def _working_days_from(day: date, amount: int) -> date:
    """So many working days later, or earlier where the number is negative."""
    step, whole = (ONE_DAY, next_working_day) if amount > 0 else (-ONE_DAY, previous_working_day)
    for _ in range(abs(amount)):
        day = whole(day + step)
    return day
