"""A self-assessment under way: a one-time link for the participant is made or taken back, a draft is thrown away."""

from dataclasses import dataclass
from urllib.parse import quote

import segno
from markupsafe import Markup
from starlette.responses import Response

from journeys.case import Case
from journeys.errors import JourneyError
from journeys.logs import logger
from journeys.skapa import answer_links
from journeys.visibility.access import NotFound
from journeys.web import begun
from journeys.web.answers import is_placeholder
from journeys.web.asking import to_change
from journeys.web.entering import place
from journeys.web.pages import go, show
from journeys.web.routes import CASEWORK, Pages
from journeys.web.visit import Visit
from workflows.assessments import form_of
from workflows.instruments import instrument_of
from workflows.programme_tables import Instrument

pages = Pages()


class NotAlone(JourneyError):
    """Deltagaren kan inte svara via en länk nu: ärendet är inte igång, eller så är formuläret inte för deltagaren."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """The journey and the self-assessment that the path names."""

    case: Case
    journey_id: int
    record: str
    name: str
    instrument: Instrument

    @property
    def path(self) -> str:
        return f"/arende/{quote(self.case.dossier.reference)}"


def _subject(visit: Visit) -> Subject:
    """For somebody who may change the journey. Raises NotFound, OnlyToRead and Erased."""
    case = to_change(visit)
    record, instrument = case.programme.record(visit.path["event"]), instrument_of(case.programme, visit.path["event"])
    if record is None or instrument is None:
        raise NotFound
    assert case.dossier.id is not None
    return Subject(case=case, journey_id=case.dossier.id, record=record.id, name=record.name, instrument=instrument)


@pages.get("/arende/{reference}/lank/{event}", who=CASEWORK)
def ask_for_link(visit: Visit) -> Response:
    return _show(visit, _subject(visit))


@pages.post("/arende/{reference}/lank/{event}", who=CASEWORK)
def make_link(visit: Visit) -> Response:
    subject = _subject(visit)
    if not begun.can_answer_alone(subject.case, subject.record, subject.instrument):
        raise NotAlone
    token = answer_links.make(
        visit.connection,
        journey_id=subject.journey_id,
        record=subject.record,
        form=form_of(subject.instrument).mark,
        staff_id=visit.staff.id,
        now=visit.now,
    )
    logger().info("answer-link-made", staff=visit.staff.id, journey=subject.journey_id)
    return _show(visit, subject, link=f"{place(visit).origin}/svara/{token}")


@pages.post("/arende/{reference}/lank/{event}/bort", who=CASEWORK)
def take_link_back(visit: Visit) -> Response:
    subject = _subject(visit)
    answer_links.end(visit.connection, subject.journey_id, subject.record, visit.now)
    logger().info("answer-link-ended", staff=visit.staff.id, journey=subject.journey_id)
    return go(subject.path)


@pages.get("/arende/{reference}/utkast/{event}/bort", who=CASEWORK)
def ask_to_throw_away(visit: Visit) -> Response:
    subject = _subject(visit)
    return show(visit, "draft_remove.html", subject=subject, begun=_begun(visit, subject))


@pages.post("/arende/{reference}/utkast/{event}/bort", who=CASEWORK)
def throw_away(visit: Visit) -> Response:
    subject = _subject(visit)
    begun.leave(visit, subject.case, subject.record)
    return go(subject.path)


def _show(visit: Visit, subject: Subject, link: str = "") -> Response:
    return show(
        visit,
        "answer_link.html",
        subject=subject,
        link=link,
        picture=_picture(link) if link else "",
        begun=_begun(visit, subject),
        possible=begun.can_answer_alone(subject.case, subject.record, subject.instrument),
        placeholder=is_placeholder(subject.instrument),
    )


def _begun(visit: Visit, subject: Subject) -> begun.Begun | None:
    """None where there is neither draft nor link."""
    return next((each for each in begun.shown(visit, subject.case) if each.record == subject.record), None)


def _picture(link: str) -> Markup:
    """For the camera of a telephone."""
    drawn = segno.make(link, micro=False).svg_inline(scale=4, border=4, dark="#000", light="#fff", omitsize=False)
    return Markup(drawn)  # noqa: S704 — drawn by segno from squares only
