"""How numbers, shares and verdicts are said, in every form a report has."""

from datetime import date
from fractions import Fraction
from functools import cache

from babel.dates import format_date

from journeys.reporting.numbers import HIDDEN, Hidden, Number, Numbers
from journeys.reporting.reports import Report
from journeys.settings import STOCKHOLM
from journeys.words import PARTY
from workflows.compliance import GoalRow
from workflows.programme import Programme
from workflows.programme_tables import Goal

NOTHING = "–"
EVERYONE = "Alla"
GENDERS = {"woman": "Kvinnor", "man": "Män", "other": "Övriga"}
FIGURES = {
    "referrals": "Remisser",
    "starts": "Påbörjade",
    "participants": "Deltagare",
    "exits": "Avslutade",
    "not-started": "Avslutade utan att ha börjat",
}
PARTIES = {party: name[0].upper() + name[1:] for party, name in PARTY.items()}
HIDING = (
    f"Där det står ”{HIDDEN.value}” är antalet från 1 till 4, eller så skulle ett sådant antal gå att räkna ut av det. "
    "Det gäller också hur många som inte nådde ett mål."
)
_VERDICTS = {True: "nått", False: "inte nått", None: NOTHING, HIDDEN: HIDDEN.value}


@cache
def day(value: date, pattern: str = "d MMMM y") -> str:
    """ "17 mars 2026"."""
    return format_date(value, pattern, locale="sv")


def period(first: date, last: date) -> str:
    """ "1 januari – 20 november 2026", "1 november 2026"."""
    if first == last:
        return day(first)
    return f"{day(first, 'd MMMM' if first.year == last.year else 'd MMMM y')} – {day(last)}"


def as_seen(report: Report) -> str:
    """From which day, and from what was known and counted, a report is seen."""
    registered = report.known_at and f"{report.known_at.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}"
    said = (
        f"Som det stod den {day(report.today)}",
        f"Bara det som var registrerat {registered}" if registered else None,
        f"Bara ärenden som följer version {report.version}" if report.version else None,
    )
    return ". ".join(filter(None, said)) + "."


def not_there(first: Programme) -> str:
    """What is said of a period that ended before the first version of a programme began."""
    return f"Insatsen fanns inte under perioden: den första versionen gäller från den {day(first.valid_from)}."


def result(row: GoalRow | Numbers) -> str:
    """ "282 av 304 (93 %)", a number, – where there is nothing to count, "dolt", "dolt av 304" or "282 av dolt"."""
    if row.counted is None or (row.counted is HIDDEN and met(row) is HIDDEN):
        return number(met(row))
    if row.counted == 0:
        return NOTHING
    of = f"{number(row.met)} av {number(row.counted)}"
    if row.met is HIDDEN or row.counted is HIDDEN:
        return of
    return f"{of} ({percent(row.met, row.counted, row.target)})"


def met(row: GoalRow | Numbers) -> Number:
    """How many reached it. 0 of a hidden number is not said: it would be what happened to none of a few."""
    return HIDDEN if row.counted is HIDDEN and row.met == 0 else row.met


def target(goal: Goal, value: float | None) -> str | None:
    """What is to be reached: "80 %", "minst 110", "högst 15"."""
    if value is None:
        return None
    if goal.against and isinstance(goal.target, float):
        more = _percent(Fraction(str(goal.target)) * 100)
        return f"minst {number(value)}, {more} fler än året före"
    if not goal.is_number:
        return _percent(Fraction(str(value)) * 100)
    return f"{'högst' if goal.measure == 'at_once' else 'minst'} {number(value)}"


def verdict(row: GoalRow | Numbers) -> str:
    return _VERDICTS[row.reached]


def number(value: float | Hidden) -> str:
    """ "1 250" or "7,5", with a space that does not break; "dolt" where it is hidden."""
    if isinstance(value, Hidden):
        return value.value
    return f"{value:,.10g}".replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


def percent(met: int, counted: int, target: float | None = None) -> str:
    """In whole per cent, or as many decimals as it takes to say the same as the numbers.

    301 of 302 is not 100 %, and 79,7 % has not reached 80 %.
    """
    exact = Fraction(met, counted) * 100
    limits = [Fraction(0), Fraction(100), *([Fraction(str(target)) * 100] if target is not None else [])]
    rounded = (round(exact, decimals) for decimals in range(10))
    return _percent(next((each for each in rounded if _same_side(each, exact, limits)), exact))


def _same_side(rounded: Fraction, exact: Fraction, limits: list[Fraction]) -> bool:
    return all((rounded < limit, rounded > limit) == (exact < limit, exact > limit) for limit in limits)


def _percent(value: Fraction) -> str:
    return f"{float(value):.10g} %".replace(".", ",")
