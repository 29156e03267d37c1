"""Each answer held against what somebody may see, by the oracle: whom it shows, what was logged, what it changed."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from urllib.parse import parse_qsl

from sqlalchemy import func, select

from journeys.app import App
from journeys.tables.journeys import JOURNEY
from journeys.tables.log import EVENT
from journeys.visibility.access import Staff
from tests.filling import sheet
from tests.support.crawling import PAGES, UNKNOWN, Answer, Asked, Ids, Visitor, carried_amiss, everything, searches
from tests.support.oracle import Office, Row, office_of
from tests.support.town import (
    UNITS,
    Town,
    canaries_of_journey,
    canaries_of_person,
    canary_of_unit,
    of_person,
)


class Crawl:
    """Somebody asks for everything; each answer is held against what they may see."""

    def __init__(self, app: App, town: Town, visitor: Visitor) -> None:
        self.app, self.town, self.visitor = app, town, visitor
        self.references = list(town.references())
        self.ids = Ids(references=[*self.references, UNKNOWN])

    @property
    def staff_id(self) -> int:
        return self.visitor.staff.id if self.visitor.staff else 0

    def office(self) -> Office:
        with self.app.read() as connection:
            return office_of(connection, self.app.clock())

    def read_everything(self) -> list[tuple[Asked, Answer]]:
        office = self.office()
        return [(asked, self.ask(office, asked)) for asked in everything(self.ids, "GET")]

    def send_everything(self) -> None:
        """The forms that somebody can see as they stand, and every other one empty."""
        shown = [(asked, answer) for asked, answer in self.read_everything() if answer.status_code == 200]
        filled = chain.from_iterable(_forms(asked, answer) for asked, answer in shown)
        for asked in chain(everything(self.ids, "POST"), filled, searches(self.texts())):
            self.ask(self.office(), asked)

    def texts(self) -> Iterator[str]:
        """What somebody who looks for a person types."""
        yield from [*self.references, UNKNOWN, "k", "KAN", "%", "_", "Kan Prov"]
        for who in {told.who for told in self.town.journeys}:
            told = of_person(who)
            yield from (told[key] for key in ("given_name", "family_name", "email", "phone"))
            yield told.get("personnummer", told.get("birth_date", ""))

    def ask(self, office: Office, asked: Asked) -> Answer:
        writes = asked.page.method == "POST"
        events = self.events() if writes else {}
        answer = self.visitor.ask(asked)
        assert answer.status_code < 500, str(asked)
        assert not carried_amiss(answer.headers), str(asked)
        assert "Traceback" not in answer.text
        self.shows_only_whom_they_may_see(office, asked, answer)
        if asked.reference and not self.may(office.sees, office, asked.reference):
            self.is_as_though_it_were_not(asked, answer)
        elif asked.page.path == "/arende/{reference}" and not asked.query:
            assert answer.status_code == 200, str(asked)
        if writes:
            self.changes_only_what_they_may_change(office, events, asked)
        return answer

    def shows_only_whom_they_may_see(self, office: Office, asked: Asked, answer: Answer) -> None:
        """And those are in the access log already."""
        said = answer.without(asked.reference, typed=_typed(asked))
        for unit in UNITS:
            assert canary_of_unit(unit) not in said or self.works_in(office, unit), str(asked)
        seen = {number for number, ref in enumerate(self.references, 1) if self.may(office.sees, office, ref)}
        for number, told in enumerate(self.town.journeys, 1):
            its_own = [each for each in canaries_of_journey(number).values() if each in said]
            if its_own or self.references[number - 1] in said:
                assert number in seen, f"{asked}: {its_own}"
            if its_own:
                assert self.id_of(office, number) in answer.logged, f"{asked}: {its_own}"
            if of_whom := [each for each in canaries_of_person(told.who) if each in said]:
                same = {other for other, each in enumerate(self.town.journeys, 1) if each.who == told.who}
                assert same & seen, f"{asked}: {of_whom}"
                assert {self.id_of(office, each) for each in same & seen} & answer.logged, f"{asked}: {of_whom}"

    def is_as_though_it_were_not(self, asked: Asked, answer: Answer) -> None:
        """To the byte: the answer that an unknown journey gets."""
        strange = self.visitor.ask(asked.about(UNKNOWN))
        assert answer.without(asked.reference) == strange.without(UNKNOWN), str(asked)
        assert not answer.logged

    def changes_only_what_they_may_change(self, office: Office, before: Mapping[str, int], asked: Asked) -> None:
        for reference, count in self.events().items():
            if reference in before and count != before[reference]:
                assert self.may(office.lists, office, reference), str(asked)

    def events(self) -> dict[str, int]:
        """How many events each journey has."""
        query = select(JOURNEY.c.reference, func.count()).join(EVENT, EVENT.c.journey_id == JOURNEY.c.id)
        with self.app.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query.group_by(JOURNEY.c.reference))}

    def may(self, question: Callable[[int, Row], bool], office: Office, reference: str) -> bool:
        journey = next((row for row in office.journeys if row["reference"] == reference), None)
        return journey is not None and question(self.staff_id, journey)

    def works_in(self, office: Office, unit: str) -> bool:
        who = office.working.get(self.staff_id)
        return who is not None and who["role"] in ("caseworker", "manager") and who["unit"] == unit

    def id_of(self, office: Office, number: int) -> int:
        return next(int(row["id"]) for row in office.journeys if row["reference"] == self.references[number - 1])


def _typed(asked: Asked) -> list[str]:
    """What a form says of what was typed in it: that was not found."""
    texts = [text for text in (asked.fields or {}).values() if isinstance(text, str)]
    return [text for text in (*texts, *(text for _, text in parse_qsl(asked.body.decode("latin-1")))) if text]


def _forms(asked: Asked, answer: Answer) -> Iterator[Asked]:
    """The form of a page as it stands, sent by its button."""
    posts = [page for page in PAGES if page.method == "POST" and page.path == asked.page.path]
    if posts and 'class="form"' in answer.text:
        fields = sheet(answer)  # type: ignore[arg-type]  # an answer is enough of a response
        del fields["form_token"]  # that of the page, which may have been of an earlier session
        yield Asked(page=posts[0], path=asked.path, fields={**fields, "do": "save"})


def staff_of(app: App, address: str | None) -> Staff | None:
    """Also of those who have left: their browser may not know it."""
    with app.read() as connection:
        rows = office_of(connection, app.clock()).staff
    found = next((row for row in rows if row["address"] == address), None)
    return Staff(**{key: found[key] for key in ("id", "address", "name", "role", "unit")}) if found else None
