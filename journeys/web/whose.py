"""Which caseworker the address of a page means: by number, so that no address of a page carries anybody's own."""

from collections.abc import Iterable

from journeys.visibility.access import NotFound
from journeys.web.visit import Visit
from journeys.web.workload import NOBODY, Names


def number_of(visit: Visit, names: Names, caseworker: str | None) -> str:
    """The number on the staff list; a mark that only we can make for whoever is called by a journey and not on it."""
    address = names.address(caseworker)
    if address == NOBODY:
        return NOBODY
    return names.numbers.get(address) or visit.app.keys.lookup(f"caseworker {address}")[:16]


def meant_by(visit: Visit, names: Names, number: str, called: Iterable[str | None]) -> str:
    """The address that a number means, `NOBODY` included; `called`: what journeys call their caseworkers.

    Raises NotFound, also for an address instead of a number.
    """
    known = {each: address for address, each in names.numbers.items()}
    if found := NOBODY if number == NOBODY else known.get(number):
        return found
    others = (names.address(each) for each in called)
    found = next((each for each in others if number_of(visit, names, each) == number), None)
    if found is None:
        raise NotFound
    return found
