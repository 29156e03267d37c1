"""What every piece of casework stands on."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from journeys.catalogue import Catalogue
from journeys.ledger import Ledger
from journeys.storage.keys import Keys


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """A transaction and what is needed in it. `now` is aware; `today` is the day in Stockholm."""

    connection: Connection
    ledger: Ledger
    keys: Keys
    catalogue: Catalogue
    now: datetime
    today: date
    organizer: str
    """The address that invitations come from."""
