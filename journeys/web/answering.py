"""Svara: a participant answers a self-assessment alone, through a one-time link. The page shows nothing else."""

from dataclasses import dataclass

from starlette.responses import Response

from journeys.case import case_of
from journeys.logs import logger
from journeys.signing_in.accounts import PEER_LIMITS, TooManyAttempts, check_limit, count_one
from journeys.skapa import answer_links, drafts
from journeys.skapa.answer_links import AnswerLink
from journeys.skapa.drafts import Content
from journeys.web.answers import scale_in_words, steps_of
from journeys.web.begun import can_answer_alone, values_of
from journeys.web.entering import peer
from journeys.web.flooding import network
from journeys.web.forms import Fault, Field, Filled, Form, fill
from journeys.web.pages import go, show
from journeys.web.routes import ANYBODY, Pages
from journeys.web.visit import Visit
from workflows.assessments import form_of
from workflows.instruments import BUILT_IN, instrument_of
from workflows.programme_tables import Instrument

pages = Pages()

SKIP = ("", "Hoppa över")
NOTHING = Fault(name="", sentence="Svara på minst en fråga.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a link that works leads to."""

    link: AnswerLink
    instrument: Instrument

    @property
    def form(self) -> Form:
        return questions(self.instrument)


def questions(instrument: Instrument) -> Form:
    """A row of answers to choose from for each question; any can be skipped."""
    steps = (*steps_of(instrument), SKIP)
    return Form(
        fields=[
            Field(name=f"participant.{each.id}", label=each.name, kind="radio", required=False, choices=steps)
            for each in instrument.indicators
        ],
        send="Skicka svaren",
    )


@pages.get("/svara/klart", who=ANYBODY)
def done(visit: Visit) -> Response:
    return show(visit, "answer_done.html")


@pages.get("/svara/{link}", who=ANYBODY)
def ask(visit: Visit) -> Response:
    asked = _asked(visit, answer_links.find(visit.connection, visit.path["link"]))
    return _form(visit, asked, Filled(form=asked.form)) if asked else _gone(visit)


@pages.post("/svara/{link}", who=ANYBODY, form=questions(BUILT_IN["skapa"]))
def send(visit: Visit) -> Response:
    visit.work.ledger.hold(visit.connection)  # the first of two clicks may not be done yet
    link = answer_links.find(visit.connection, visit.path["link"])
    if link and link.was_used_for(visit.path["link"], _sent(visit)):
        return go("/svara/klart")
    asked = _asked(visit, link)
    if asked is None:
        return _gone(visit)
    filled = fill(asked.form, visit.lists)
    if not filled.faults and not any(filled.values.values()):
        filled.faults.append(NOTHING)
    if filled.faults:
        return _form(visit, asked, filled, status=422)
    _take(visit, asked, filled)
    return go("/svara/klart")


def _has_guessed(visit: Visit) -> bool:
    """Whether somebody on the same network has tried many links that do not work."""
    try:
        check_limit(visit.connection, _subject(visit), visit.now, PEER_LIMITS)
    except TooManyAttempts:
        return True
    return False


def _asked(visit: Visit, link: AnswerLink | None) -> Asked | None:
    """None where it has been used, taken back or replaced, is too old, or leads to questions that have changed."""
    if link is None or not link.is_open(visit.now):
        return None
    case = case_of(visit.connection, visit.catalogue, link.reference, visit.today)
    instrument = instrument_of(case.programme, link.record)
    if instrument is None or not can_answer_alone(case, link.record, instrument):
        return None
    return Asked(link=link, instrument=instrument) if form_of(instrument).mark == link.form else None


def _take(visit: Visit, asked: Asked, filled: Filled) -> None:
    """Into the draft, over what was there for the same questions; the link is used up."""
    link, connection, keys = asked.link, visit.connection, visit.app.keys
    answer_links.use(connection, link, visit.path["link"], _sent(visit), visit.now)
    before = drafts.find(connection, keys, link.journey_id, link.record)
    kept = before.content if before and before.form == link.form else Content()
    content = kept.with_sent(values_of(filled.values), on=visit.today.isoformat())
    its = (link.journey_id, link.record)
    drafts.keep(connection, keys, before, its=its, form=link.form, content=content, now=visit.now)
    logger().info("answered-alone", journey=link.journey_id)


def _sent(visit: Visit) -> dict[str, list[str]]:
    """What tells one sending of a form from another."""
    return {name: values for name, values in visit.lists.items() if name != "form_token"}


def _gone(visit: Visit) -> Response:
    """The same whatever is wrong with the link, so that nobody learns which there are; counted against whoever asks.

    After many no more are written down. A link that works does so all the same: others may share the network with
    whoever guesses, and nobody guesses 256 bits.
    """
    if _has_guessed(visit):
        return show(visit, "answer_gone.html", status=429)
    visit.later.append(lambda connection: count_one(connection, _subject(visit), visit.now))
    return show(visit, "answer_gone.html", status=404)


def _subject(visit: Visit) -> str:
    return visit.app.keys.lookup(f"answer link peer {network(peer(visit))}")


def _form(visit: Visit, asked: Asked, filled: Filled, *, status: int = 200) -> Response:
    scale = scale_in_words(asked.instrument)
    return show(visit, "answer.html", status=status, filled=filled, scale=scale, plain=not asked.instrument.labels)
