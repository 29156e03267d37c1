"""The journey that every contender makes: refer, admit, start, contact, plan, skapa, checkpoint, checkpoint."""

from collections.abc import Callable, Iterable, Iterator
from time import perf_counter
from typing import Any

Values = dict[str, Any]

_AFTER_REFERRAL: tuple[Values, ...] = (
    {"event": "admitted", "on": "2026-01-19", "caseworker": "kim@molndal.example"},
    {"event": "started", "on": "2026-02-02"},
    {"event": "contact", "on": "2026-02-03"},
    {"event": "plan", "on": "2026-02-16"},
    {"event": "skapa", "on": "2026-03-02"},
    {"event": "checkpoint", "on": "2026-03-16", "decision": "continue"},
    {"event": "checkpoint", "on": "2026-04-27", "decision": "continue"},
)
STEPS = 1 + len(_AFTER_REFERRAL)
_BOOKINGS: tuple[Values, ...] = (
    {"event": "booked", "on": "2026-03-02", "meeting": "checkpoint", "time": "2026-03-16T13:00", "place": "Rum 2"},
    {"event": "booked", "on": "2026-04-10", "meeting": "checkpoint", "time": "2026-04-27T10:30", "place": "Rum 2"},
)


def journey(number: int) -> list[Values]:
    """The eight lines of one journey, as the journal writes them."""
    return _of_one(number, [_referral(number), *_AFTER_REFERRAL])


def journey_with_meetings(number: int) -> list[Values]:
    """The same, and each checkpoint booked before it is held: ten lines."""
    lines = [_referral(number), *_AFTER_REFERRAL, *_BOOKINGS]
    return _of_one(number, sorted(lines, key=lambda values: values["on"]))


def _of_one(number: int, lines: Iterable[Values]) -> list[Values]:
    return [{"journey": f"MOL-2026-{number:05}", **values} for values in lines]


def _referral(number: int) -> Values:
    return {
        "event": "referred",
        "on": "2026-01-12",
        "programme": "activera",
        "unit": "molndal",
        "person": {
            "given_name": "Alma",
            "family_name": "Exempel",
            "birth_date": "1990-05-17",
            "gender": "woman",
            "municipality": "Mölndal",
            "email": f"deltagare.{number}@deltagare.example",
        },
        "referrer": {"party": "region", "organisation": "Vårdcentralen Eken", "email": "remittent@eken.example"},
        "criteria": ["Behöver samordnat stöd från flera myndigheter"],
    }


def timed(steps: Iterable[Callable[[], object]]) -> Iterator[float]:
    """The seconds that each takes."""
    for step in steps:
        begun = perf_counter()
        step()
        yield perf_counter() - begun
