"""One request: who asks, in which transaction, and what they sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection
from starlette.requests import Request

from journeys.app import App
from journeys.catalogue import Catalogue
from journeys.signing_in import sessions
from journeys.signing_in.sessions import Session
from journeys.storage.together import Write
from journeys.visibility import access
from journeys.visibility.access import NotFound, Staff
from journeys.web.security import form_token
from journeys.work import Work

LARGEST_ID = 2**63 - 1


@dataclass(kw_only=True)
class Visit:
    """What a page's function works with. `form` holds the fields that were sent, text only."""

    app: App
    request: Request
    connection: Connection
    now: datetime
    session: Session | None
    token: str
    form: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, list[str]] = field(default_factory=dict)
    """The same fields with all their values, for those that can have many."""
    told: dict[int, bool] = field(default_factory=dict)
    """The journeys that the page tells of, each with whether they broke the glass for it: for the access log."""
    was_given_back: bool = False
    """Whether the page has what somebody typed before they signed in anew."""
    _writable: set[int] = field(default_factory=set)
    later: list[Write] = field(default_factory=list)
    """What else is written before the page is sent, also by a page that is only read."""

    @property
    def staff(self) -> Staff:
        """Who has signed in; a page for staff has somebody."""
        if self.session is None:
            raise NotFound
        return self.session.staff

    @cached_property
    def today(self) -> date:
        return self.app.today

    @property
    def work(self) -> Work:
        return self.app.work_on(self.connection)

    @cached_property
    def catalogue(self) -> Catalogue:
        return self.app.catalogue(self.connection)

    @property
    def unit_names(self) -> dict[str, str]:
        """What the units of all programmes are called."""
        return {unit.id: unit.name for programme in self.catalogue.versions.values() for unit in programme.units}

    @property
    def path(self) -> Mapping[str, Any]:
        return self.request.path_params

    def number(self, name: str) -> int:
        """An id in the path. Raises NotFound where no row can have it."""
        value = int(self.path[name])
        if value > LARGEST_ID:
            raise NotFound
        return value

    @property
    def form_token(self) -> str:
        """What a form carries to show that it is ours."""
        return form_token(self.token)

    def journey(self, reference: str) -> int:
        """The id of a journey they may see, told of in the access log. Raises NotFound."""
        journey_id, is_foreign = access.journey_seen_by(self.connection, self.staff, reference, self.now)
        self.told[journey_id] = is_foreign
        self._writable |= set() if is_foreign else {journey_id}
        return journey_id

    def may_write(self, journey_id: int) -> bool:
        """Whether they may change a journey that they see: what was opened by breaking the glass is only read."""
        return journey_id in self._writable

    def tells_of(self, journey_ids: Iterable[int]) -> None:
        """The page tells who these journeys, all listed for them, are about."""
        self.told |= dict.fromkeys(journey_ids, False)

    def is_to_be_noted(self) -> bool:
        """Whether there is something to write before the page is sent."""
        if self.told or self.later:
            return True
        return self.session is not None and sessions.is_to_be_noted(self.session, self.now)

    def note(self, connection: Connection) -> None:
        """Write who was told of which journeys since the last time, that the session was used, and what was left."""
        told, self.told = self.told, {}
        later, self.later = self.later, []
        for write in later:
            write(connection)
        if told:
            access.log_readings(connection, self.staff, told, page=self.request.scope["route"].path, now=self.now)
        if self.session and sessions.is_to_be_noted(self.session, self.now):
            sessions.note(connection, self.session, self.now)
