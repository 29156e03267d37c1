"""Five invented people with accounts at the demo's desk: made as everybody's are, and told instead of chosen."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import pyotp

from journeys.invented.staff import Employee
from journeys.signing_in import accounts, personnel, second_factor
from journeys.visibility.access import Staff
from journeys.work import Work

WORDS = (
    "bark", "fjord", "gran", "humla", "is", "kotte", "ljung", "moln", "mossa", "myr", "norrsken", "orre", "regn",
    "sjunger", "skata", "sten", "stig", "storm", "tall", "torp", "trana", "vind", "viol", "vitsippa",
)  # fmt: skip
IN_A_PASSWORD = 4
EARLIER = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Guest:
    """`secret`, in base32, and `recovery_codes` are of those who are asked for a second step."""

    staff: Staff
    password: str
    secret: str | None = None
    recovery_codes: Sequence[str] = ()


def five(everybody: Sequence[Employee], caseworker: str) -> list[str]:
    """The addresses of a caseworker, a colleague in another unit, their manager, the coordinator, the administrator."""
    me = next(each for each in everybody if each.address == caseworker)
    colleague = next(each for each in everybody if each.role == me.role and each.unit != me.unit)
    others = ("manager", me.unit), ("coordinator", None), ("administrator", None)
    rest = (next(each for each in everybody if (each.role, each.unit) == other) for other in others)
    return [each.address for each in (me, colleague, *rest)]


def let_in(work: Work, addresses: Sequence[str]) -> list[Guest]:
    """Give each of them an account that is set up, with the same password."""
    listed = {each.staff.address: each.staff for each in personnel.roster(work.connection, work.now)}
    password = " ".join(secrets.SystemRandom().sample(WORDS, IN_A_PASSWORD))
    return [_let_in(work, listed[address], password) for address in addresses]


def _let_in(work: Work, staff: Staff, password: str) -> Guest:
    accounts.set_password(work.connection, staff, password, work.now)
    if not second_factor.is_needed(work.connection, staff):
        return Guest(staff=staff, password=password)
    secret, earlier = second_factor.new_secret(), work.now - EARLIER  # the app's codes of now are still to be used
    code = pyotp.TOTP(secret, interval=second_factor.STEP).at(earlier)
    codes = second_factor.enrol(work.connection, work.keys, staff, secret, code, earlier)
    return Guest(staff=staff, password=password, secret=secret, recovery_codes=codes)
