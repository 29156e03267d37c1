"""The exit document of a journey, opened for somebody who may see the journey, or who may change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from journeys.case import Case, case_of
from journeys.errors import JourneyError
from journeys.exit import giving
from journeys.exit.content import Content, content_of
from journeys.exit.drafts import Draft, Texts, draft_of
from journeys.exit.editions import RECORD, Edition
from journeys.exit.source import Source, source_of
from journeys.people import who
from journeys.refused import Erased
from journeys.visibility.access import NotFound, OnlyToRead
from journeys.web.case_events import by_name
from journeys.web.pages import show
from journeys.web.visit import Visit
from workflows.programme_tables import Record


class NotAdmitted(JourneyError):
    """Deltagaren är inte antagen. Det finns inget att skriva ett avslutsdokument om."""


@dataclass(kw_only=True)
class Opened:
    """What the pages about an exit document work with. `record` says in the journey that it was handed over."""

    visit: Visit
    journey_id: int
    case: Case
    record: Record

    @property
    def here(self) -> str:
        return f"/arende/{quote(self.case.dossier.reference)}/avslutsdokument"

    def show(self, template: str, *, status: int = 200, **context: Any) -> Response:
        """A page about it."""
        return show(self.visit, template, status=status, opened=self, here=self.here, **context)

    @cached_property
    def person(self) -> Mapping[str, Any] | None:
        """Who the journey is about; None where they are erased."""
        return who(self.visit.connection, self.visit.app.keys, self.journey_id)

    @cached_property
    def may_write(self) -> bool:
        return self.visit.may_write(self.journey_id) and not self.case.dossier.erased

    @cached_property
    def source(self) -> Source:
        app = self.visit.app
        return source_of(self.visit.connection, app.keys, app.ledger, self.case)

    @cached_property
    def draft(self) -> Draft | None:
        return draft_of(self.visit.connection, self.visit.app.keys, self.journey_id)

    def content(self, texts: Texts) -> Content:
        """Raises Erased."""
        if self.person is None:
            raise Erased(self.case.dossier.reference)
        history = self.case.history
        caseworker = by_name(self.visit.connection, history.caseworker or "", history)
        return content_of(self.source, self.person, caseworker, texts)

    def tells_too_much(self, edition: Edition) -> bool:
        return giving.tells_too_much(edition, is_protected=self.source.is_protected)

    def is_behind(self) -> bool:
        """Whether something was registered after the draft was saved, other than that it was handed over."""
        draft = self.draft
        return draft is not None and any(
            event.at > draft.at for event in self.case.dossier.events if event.name != self.record.id
        )


def to_read(visit: Visit) -> Opened:
    """Raises NotFound, also where the programme knows no exit document."""
    journey_id = visit.journey(visit.path["reference"])
    case = case_of(visit.connection, visit.catalogue, visit.path["reference"], visit.today)
    record = case.programme.record(RECORD)
    if record is None:
        raise NotFound
    return Opened(visit=visit, journey_id=journey_id, case=case, record=record)


def to_write(visit: Visit) -> Opened:
    """Raises NotFound, Erased, OnlyToRead and NotAdmitted."""
    found = to_read(visit)
    if found.case.dossier.erased:
        raise Erased(found.case.dossier.reference)
    if not found.may_write:
        raise OnlyToRead
    if found.case.history.admitted_on is None:
        raise NotAdmitted
    return found


def to_give(visit: Visit) -> Opened:
    """An edition that somebody is to get or hear of. Raises as to_write; NotFound without it, and TellsTooMuch."""
    found = to_write(visit)
    if giving.to_give(visit.connection, found.journey_id, visit.number("edition")) is None:
        raise NotFound
    return found
