"""The invented participant and who sent them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from journeys.invented.chance import Chance
from journeys.invented.names import EVERYBODY, FAMILIES, MEN, WOMEN, in_an_address
from workflows.programme import Programme
from workflows.programme_tables import Unit

GIVEN_NAMES = {"woman": WOMEN, "man": MEN, "other": EVERYBODY, "unknown": EVERYBODY}
GENDERS = ("woman",) * 55 + ("man",) * 42 + ("other",) * 1 + ("unknown",) * 2
LANGUAGES = ("sv",) * 86 + ("en",) * 7 + ("ar",) * 3 + ("so", "ti", "uk", "fa")
PARTIES = (
    ("municipality",) * 30
    + ("region",) * 22
    + ("försäkringskassan",) * 20
    + ("arbetsförmedlingen",) * 17
    + ("self",) * 7
    + ("relative",) * 3
    + ("other",)
)
HOUSES = {
    "municipality": "Socialtjänsten",
    "region": "Vårdcentralen",
    "försäkringskassan": "Försäkringskassan",
    "arbetsförmedlingen": "Arbetsförmedlingen",
    "other": "Folkhögskolan",
}
AGES = (18, 64)

WITHOUT_EMAIL = 0.08
WITH_PHONE = 0.7
PROTECTED = 0.02
OLDER = 0.01


def person(chance: Chance, programme: Programme, unit: Unit, referred_on: date) -> dict[str, Any]:
    """A participant as a referral tells of them: born on a day, never with an identity number."""
    gender = chance.pick(GENDERS)
    told: dict[str, Any] = {
        "given_name": chance.pick(GIVEN_NAMES[gender]),
        "family_name": chance.pick(FAMILIES),
        "birth_date": _birth_date(chance, programme, referred_on).isoformat(),
        "gender": gender,
    }
    if municipality := _municipality(chance, programme, unit):
        told["municipality"] = municipality
    if not chance.happens(WITHOUT_EMAIL):
        told["email"] = f"deltagare.{chance.between(1, 999_999_999)}@post.example"
    if chance.happens(WITH_PHONE):
        # The series that the post and telecom authority keeps free for use in fiction.
        told["phone"] = f"070-174 06 {chance.between(5, 99):02}"
    told["language"] = chance.pick(LANGUAGES)
    if chance.happens(PROTECTED):
        told["protected"] = True
    return told


def _birth_date(chance: Chance, programme: Programme, referred_on: date) -> date:
    youngest, oldest = programme.target_group.age or AGES
    if chance.happens(OLDER):
        youngest, oldest = oldest + 1, oldest + 3
    age_in_days = chance.between(youngest * 366, max(youngest * 366, (oldest + 1) * 365 - 30))
    return referred_on - timedelta(days=age_in_days)


def _municipality(chance: Chance, programme: Programme, unit: Unit) -> str | None:
    municipalities = programme.target_group.municipalities
    if not municipalities:
        return None
    here = [name for name in municipalities if name in unit.name]
    return here[0] if here and not chance.happens(0.1) else chance.pick(municipalities)


def referrer(chance: Chance, municipality: str | None) -> dict[str, Any]:
    """Who sent the person; somebody who came by themselves has nobody behind them."""
    party = chance.pick(PARTIES)
    told: dict[str, Any] = {"party": party}
    if party == "self":
        return told
    name = f"{chance.pick(EVERYBODY)} {chance.pick(FAMILIES)}"
    if house := HOUSES.get(party):
        told["organisation"] = f"{house} {municipality}" if municipality else house
    told["name"] = name
    told["email"] = f"{in_an_address(name)}@{in_an_address(house or 'post')}.example"
    return told


def criteria(chance: Chance, programme: Programme) -> Sequence[str]:
    """What the referrer ticked: mostly everything."""
    return [text for text in programme.target_group.criteria if not chance.happens(0.1)]
