"""One request: who asks, in which transaction, and what they sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection
from starlette.requests import Request

from journeys import access
from journeys.access import NotFound, Staff
from journeys.app import App
from journeys.catalogue import Catalogue
from journeys.sessions import Session
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

    @property
    def staff(self) -> Staff:
        """Who has signed in; a page for staff has somebody."""
        if self.session is None:
            raise NotFound
        return self.session.staff

    @property
    def today(self) -> date:
        return self.app.today

    @property
    def work(self) -> Work:
        return self.app.work_on(self.connection)

    @property
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
        """The id of a journey they may see, written in the access log. Raises NotFound."""
        journey_id = access.journey_seen_by(self.connection, self.staff, reference, self.now)
        route = self.request.scope["route"].path
        access.log_reading(self.connection, self.staff, journey_id, page=route, now=self.now)
        return journey_id
