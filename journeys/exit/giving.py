"""Which edition of an exit document may leave the house: one that does not tell where a protected person is."""

from sqlalchemy import Connection

from journeys.errors import JourneyError
from journeys.exit.editions import Edition, editions_of
from journeys.visibility.access_named import is_protected_journey


class TellsTooMuch(JourneyError):
    """Gör en ny utgåva: deltagaren har skyddade personuppgifter."""


def tells_too_much(edition: Edition, *, is_protected: bool) -> bool:
    """Whether it was made before anybody knew that the participant is protected."""
    return is_protected and not edition.protected


def to_give(connection: Connection, journey_id: int, number: int | None = None) -> Edition | None:
    """The edition with the number, or the latest, for somebody to get; None without any such. Raises TellsTooMuch."""
    editions = editions_of(connection, journey_id)
    found = next((each for each in editions if number in (None, each.number)), None)
    if found and tells_too_much(found, is_protected=is_protected_journey(connection, journey_id)):
        raise TellsTooMuch
    return found
