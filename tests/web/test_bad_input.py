"""Whatever is typed in whichever field of whichever form: said at the field, in Swedish, with nothing typed lost."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import chain

import pytest
from sqlalchemy import insert

from journeys.app import App
from journeys.journal.reading import line_of
from journeys.programme_events import happen
from journeys.signing_in import accounts
from journeys.signing_in.sessions import PASSWORD
from journeys.skapa import answer_links
from journeys.storage.dossiers import load
from journeys.tables.units import ADDED_UNIT
from journeys.web.forms import UNREADABLE
from journeys.web.routes import Page
from journeys.work import Work
from tests.furnishing import hire
from tests.support.crawling import PAGES, Answer, Asked, Ids, Visitor, everything
from tests.support.forms import Field, Values, faults_of, fields_of, filled_in
from tests.support.town import Found, Told, Town
from tests.support.watching import staff_of
from tests.visitors import NOW
from workflows.assessments import form_of
from workflows.instruments import instrument_of

ANNA = "anna@molndal.example"
STEPS = (
    *("admitted", "declined", "started", "booked", "cancelled", "checkpoint", "advanced", "paused", "resumed"),
    *("reassigned", "excepted", "exited", "reopened", "contact", "plan", "skapa", "handover", "exit-document"),
)
EVENTS = ("e1", "e2", "e3", "kontakt", "e6", "e7", "e8", "e9", "e10")
"""Of a life that was paused and handed over: an event of each kind."""
OCKERO = {"id": 9, "programme": "activera", "unit": "ockero", "name": "Öckerö", "added_at": NOW, "revision": 1}
LONG = Told(who=0, unit="molndal", kind="paused", caseworker=ANNA, to=ANNA, protected=False, named=None)
SHORT = Told(who=1, unit="molndal", kind="referred", caseworker=ANNA, to=None, protected=True, named=None)
TOWN = Town(journeys=[LONG, SHORT], glasses=[], left=frozenset())
LIVED, PROTECTED = TOWN.references()


POSTS = {page.path for page in PAGES if page.method == "POST" and page.form}
WITH_FORM = [page for page in PAGES if page.path in POSTS]
NAMED = [page for page in PAGES if page.path == "/arende/{reference}/skyddad"]
GROUPS = [page for page in WITH_FORM if page.path.startswith("/grupper/")]


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A form on a page that somebody has opened."""

    visitor: Visitor
    asked: Asked
    fields: Mapping[str, Field]

    @property
    def visible(self) -> list[Field]:
        return [each for each in self.fields.values() if not each.is_hidden]

    def send(self, **changed: Sequence[str]) -> Answer:
        """With something that will do in every other field."""
        values: Values = {**filled_in(self.fields), **{name: [*texts] for name, texts in changed.items()}}
        page = next(each for each in PAGES if (each.method, each.path) == ("POST", self.asked.page.path))
        return self.visitor.ask(replace(self.asked, page=page, fields=values))


@pytest.fixture
def opened(found: Found) -> Iterator[list[Opened]]:
    """Every form of the desk, each opened by one who may."""
    with found(TOWN) as app, ExitStack() as visits:
        with app.work() as work:
            link = accounts.new_link(work.connection, 9, work.now)
            answering = answer_link(work)
            work.connection.execute(insert(ADDED_UNIT), OCKERO)
            siv = hire(app, work.connection, "siv@sg.example", "Siv Dahl", "caseworker", "sg-pitea").staff
        ids = Ids(
            references=[LIVED],
            events=STEPS,
            names=EVENTS,
            numbers=("9",),
            programmes=("activera",),
            links=(link, answering),
            editions=("1",),
        )
        mia = staff_of(app, "mia@molndal.example")
        visitors = [
            Visitor(app, None),
            Visitor(app, mia, step=PASSWORD),
            Visitor(app, mia),
            Visitor(app, siv),
            Visitor(app, staff_of(app, "ada@forbundet.example")),
        ]
        known: set[str] = set()
        found_here = [each for visitor in visitors for each in forms(visits.enter_context(visitor), ids, known)]
        of_groups = replace(ids, programmes=("samkraft",), groups=("Vår",))
        liv = visits.enter_context(a_manager_of_a_group(app))
        yield [*found_here, *forms(liv, of_groups, known, GROUPS)]


def answer_link(work: Work) -> str:
    """For the participant of the long journey."""
    dossier = load(work.connection, work.catalogue, LIVED)
    instrument = instrument_of(dossier.programme, "skapa")
    assert dossier.id
    assert instrument
    its = {"journey_id": dossier.id, "record": "skapa", "form": form_of(instrument).mark}
    return answer_links.make(work.connection, **its, staff_id=1, now=work.now)


def a_manager_of_a_group(app: App) -> Visitor:
    plan = {"event": "group-planned", "group": "Vår", "starts": "2026-03-09", "places": 2, "unit": "lulea"}
    with app.work() as work:
        liv = hire(app, work.connection, "liv@lulea.example", "Liv Berg", "manager", "lulea").staff
        happen(work, line_of({"programme": "samkraft", "on": "2026-03-02", **plan}))  # type: ignore[arg-type]
    return Visitor(app, liv)


def forms(visitor: Visitor, ids: Ids, known: set[str], pages: Sequence[Page] = ()) -> Iterator[Opened]:
    """Those whose page somebody sees, but the ones whose addresses are known."""
    for asked in chain(
        everything(ids, "GET", pages or WITH_FORM),
        everything(replace(ids, references=[PROTECTED]), "GET", [] if pages else NAMED),
    ):
        fields = fields_of(visitor.ask(asked).text)
        if fields and asked.path not in known:
            known.add(asked.path)
            yield Opened(visitor=visitor, asked=asked, fields=fields)


NO_FIELD = {"/logga-in/passnyckel", "/logga-in/app", "/sok", "/arenden/urval"}
"""What only a script fills in, what asks the same as /konto/app, what stands on every page, and what narrows a list."""


def test_every_form_is_among_them(opened: list[Opened]) -> None:
    assert POSTS - {each.asked.page.path for each in opened} == NO_FIELD


ANYWHERE = {"control": "a\x07b", "nothing": "a\x00b", "delete": "a\x7fb", "C1": "a\x85b"}
NO_DAY = (
    "2026-02-30",
    "2026-13-01",
    "0000-01-01",
    "0001-01-01",
    "9999-12-31",
    "٢٠٢٦-٠٢-٢٠",
    "２０２６-０２-２０",
    "igår",
)
NO_DAY_EITHER = ("2026-2-3", "20260203", "2026-02-03T10:00", "1770076800", "-1", "2026-02-03Z", "2026-W06-2")
NO_TIME = (
    "2026-02-30 13:00",
    "2026-03-29 02:30",
    "9999-12-31 23:59",
    "２０２６-０３-２０ １３:００",
    "2026-03-20 25:00",
)
NO_NUMBER = ("-1", "0", "1.5", "1e1", "٣", "３", "²", "0x1", "två")
NO_ADDRESS = (
    "anna",
    "anna@post",
    "a b@post.example",
    "a@b@post.example",
    "a@post.example,b@post.example",
    "<a@b.example>",
)
NO_PERSON = ("191212121213", "１９１２１２１２１２１２", "١٩١٢١٢١٢١٢١٢", "19121212", "abc", "1912121212121")

BY_KIND: Mapping[str, Sequence[str]] = {
    "date": (*NO_DAY, *NO_DAY_EITHER),
    "datetime-local": NO_TIME,
    "number": NO_NUMBER,
    "email": NO_ADDRESS,
    "select": ("finns-inte",),
    "radio": ("finns-inte",),
    "tel": ("٠٧٠",),
}
BY_NAME: Mapping[str, Sequence[str]] = {
    "weeks": ("105",),
    "places": ("1001",),
    "personnummer": NO_PERSON,
    "person.personnummer": NO_PERSON,
    "person.language": ("svenska", "ＳＶ", "sv1"),
}


def wrong_for(field: Field) -> Iterator[tuple[str, str]]:
    """What to type, each with what it is called."""
    if field.required:
        yield "empty", ""
    if field.is_chosen:
        yield from (("unknown", each) for each in BY_KIND.get(field.kind, ()))
        return
    if field.longest:
        yield "too long", "5" * (field.longest + 1)
    yield from ANYWHERE.items()
    for text in (*BY_KIND.get(field.kind, ()), *BY_NAME.get(field.name, ())):
        yield "wrong", text


def test_what_is_wrong_is_said_at_its_field_and_stays_typed(opened: list[Opened]) -> None:
    found: list[str] = []
    for form in opened:
        for field in form.visible:
            for what, text in wrong_for(field):
                answer = form.send(**{field.name: [text]})
                if said := _amiss(form, field, text, answer):
                    found.append(f"{form.asked.path} {field.name} {what} {text[:40]!r}: {said}")
    assert not found, "\n".join(found)


def _amiss(form: Opened, field: Field, text: str, answer: Answer) -> str:
    """What the answer has got wrong; empty where nothing."""
    if answer.status_code not in (409, 422, 429):
        return f"answered {answer.status_code}"
    if field.name not in faults_of(answer.text):
        return f"not said at the field, but {faults_of(answer.text) or _plain(answer.text)}"
    if not field.is_secret and not field.is_chosen and _escaped(text) not in answer.text:
        return "lost"
    return ""


def _plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text.partition("<main")[2]).split())[:150]


def _escaped(text: str) -> str:
    return html.escape(text.strip().replace("\0", UNREADABLE)).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")
