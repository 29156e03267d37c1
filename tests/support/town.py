"""A town drawn at random: staff of several units, journeys of every kind, some protected, some opened with a reason.

Everything that is personal is a canary: a text that stands nowhere else, so that a page that has it shows that person.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from journeys import casework
from journeys.app import App
from journeys.journal.reading import line_of
from journeys.programme_events import happen
from journeys.tables.access import BREAK_GLASS, NAMED_STAFF
from journeys.tables.journeys import JOURNEY
from journeys.tables.staff import STAFF
from journeys.visibility.access import name_for
from journeys.work import Work
from tests.furnishing import WORKS_HERE, furnish, hire, opened
from tests.papers import finishes, writes
from tests.visitors import NOW, Clock, Person

Found = Callable[["Town"], AbstractContextManager[App]]
"""`with found(town) as app`: an installation in which the town lives."""

ALSO_WORKS_HERE = (
    ("moa@molndal.example", "Moa Ros", "manager", "molndal"),
    ("lo@lerum.example", "Lo Vik", "caseworker", "lerum"),
)
UNITS = {"molndal": "MOL", "partille": "PAR", "lerum": "LER"}
SEES_PERSONS = [address for address, _, role, _ in (*WORKS_HERE, *ALSO_WORKS_HERE) if role in ("caseworker", "manager")]
WORDS = ("adam", "bertil", "cesar", "david", "erik", "filip", "gustav")
NUMBERS = ("191212121212", "191010101010", "189001019802", "201212121212")
KINDS = ("referred", "declined", "admitted", "active", "paused", "ended")


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A journey to be. `who` is the number of a person; `to`: whom it was handed over to; `named`: who alone is."""

    who: int
    unit: str
    kind: str
    caseworker: str
    to: str | None
    protected: bool
    named: Sequence[str] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Glass:
    """Somebody opened a journey with a reason, so many minutes ago."""

    by: str
    journey: int
    minutes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Town:
    journeys: Sequence[Told]
    glasses: Sequence[Glass]
    left: frozenset[str]

    def references(self) -> Iterator[str]:
        for number, told in enumerate(self.journeys, 101):
            yield f"{UNITS[told.unit]}-2026-{number:03}"


@st.composite
def towns(draw: Any, most: int = 7) -> Town:
    """Three journeys or more; some of the same person, who may be protected in one of them only."""
    journeys = draw(st.lists(_journeys(), min_size=3, max_size=most))
    glass = st.builds(
        Glass,
        by=st.sampled_from(SEES_PERSONS),
        journey=st.integers(0, len(journeys) - 1),
        minutes=st.sampled_from([0, 59, 60, 61]),
    )
    left = st.frozensets(st.sampled_from(SEES_PERSONS), max_size=2)
    return Town(journeys=journeys, glasses=draw(st.lists(glass, max_size=4)), left=draw(left))


def _journeys() -> st.SearchStrategy[Told]:
    return st.builds(
        Told,
        who=st.integers(0, len(WORDS) - 1),
        unit=st.sampled_from(sorted(UNITS)),
        kind=st.sampled_from(KINDS),
        caseworker=st.sampled_from(SEES_PERSONS),
        to=st.none() | st.sampled_from(SEES_PERSONS),
        protected=st.booleans(),
        named=st.none() | st.lists(st.sampled_from(SEES_PERSONS), max_size=2),
    )


def of_person(who: int) -> dict[str, str]:
    """What every referral of a person says of them."""
    word = WORDS[who]
    told = {
        "given_name": f"Kan{word}",
        "family_name": f"Prov{word}",
        "email": f"post.{word}@deltagare.example",
        "phone": f"070-17406{10 + who}",
        "municipality": f"Ort{word}",
        "gender": "woman",
    }
    return told | ({"personnummer": NUMBERS[who]} if who < len(NUMBERS) else {"birth_date": f"1961-0{who}-2{who}"})


def canaries_of_person(who: int) -> list[str]:
    """Each tells of the person, in whatever journey it stands."""
    told = of_person(who)
    number = told.get("personnummer", "")
    masked = [number, f"{number[:8]}-{number[8:]}", f"{number[:8]}-••••"] if number else [told["birth_date"]]
    return [told[key] for key in ("given_name", "family_name", "email", "phone", "municipality")] + masked


SAID = ("not", "plats", "skal", "kontakt", "efter", "klinik", "remittent", "med", "rattat", "utkast", "utgava")


def canaries_of_journey(number: int) -> dict[str, str]:
    """Each tells of one journey."""
    return {said: f"{said}kanarie{number:03}" for said in SAID}


def prepare(folder: Path, database: str | None = None) -> tuple[Person, ...]:
    """Make an installation where everybody works and nobody has been referred yet."""
    people = furnish(folder, database)
    with opened(folder, Clock(), database) as app, app.database.begin() as connection:
        return people + tuple(hire(app, connection, *who) for who in ALSO_WORKS_HERE)


def build(app: App, town: Town) -> None:
    """Live the journeys, then let go of those who have left."""
    with app.work() as work:
        for unit in UNITS:
            meets(work, unit)
        for number, (reference, told) in enumerate(zip(town.references(), town.journeys, strict=True), 1):
            for line in _life(reference, number, told):
                casework.register(work, line_of({"journey": reference, **line}))
            if told.kind in ("active", "paused", "ended"):
                said = canaries_of_journey(number)
                writes(work, reference, said["utkast"])
                finishes(work, reference, f"%PDF {said['utgava']}".encode())
        for reference, told in zip(town.references(), town.journeys, strict=True):
            if told.named is not None:
                _name_only(work, reference, told.named)
        references = list(town.references())
        for glass in town.glasses:
            _break(work, references[glass.journey], glass)
        work.connection.execute(update(STAFF).where(STAFF.c.address.in_(town.left)).values(removed_at=NOW))


def canary_of_unit(unit: str) -> str:
    """What was noted of a joint meeting, for its own staff."""
    return f"mötekanarie{unit}"


def meets(work: Work, unit: str) -> None:
    """A joint meeting of a unit, which no journey is about."""
    line = {"programme": "activera", "event": "joint-meeting", "unit": unit, "id": meeting_of(unit)}
    happen(work, line_of({**line, "on": "2026-02-02", "note": canary_of_unit(unit)}))  # type: ignore[arg-type]


def meeting_of(unit: str) -> str:
    return f"mote-{unit}"


def _life(reference: str, number: int, told: Told) -> Iterator[dict[str, Any]]:
    said = canaries_of_journey(number)
    person: dict[str, Any] = of_person(told.who) | ({"protected": True} if told.protected else {})
    referrer = {
        "party": "region",
        "organisation": said["klinik"],
        "name": said["remittent"],
        "email": f"{said['remittent']}@region.example",
    }
    at = {"programme": "activera", "unit": told.unit, "person": person, "referrer": referrer, "note": said["not"]}
    yield {"event": "referred", "on": "2026-01-12", **at}
    if told.kind == "declined":
        yield {"event": "declined", "on": "2026-01-13", "reason": said["skal"]}
    if told.kind in ("referred", "declined"):
        return
    yield {"event": "admitted", "on": "2026-01-14", "caseworker": told.caseworker}
    if told.kind != "admitted":
        yield from _worked_with(told, said)
    if told.to:
        unit = next(unit for address, _, _, unit in (*WORKS_HERE, *ALSO_WORKS_HERE) if address == told.to)
        moves = {"unit": unit} if unit != told.unit else {}
        yield {"event": "reassigned", "on": "2026-02-02", "caseworker": told.to, **moves}
    if told.kind == "paused":
        yield {"event": "paused", "on": "2026-02-20", "reason": said["skal"]}
    if told.kind == "ended":
        yield {"event": "exited", "on": "2026-02-27", "outcome": "work", "income_after": said["efter"]}


def _worked_with(told: Told, said: dict[str, str]) -> Iterator[dict[str, Any]]:
    yield {"event": "started", "on": "2026-01-15"}
    yield {"event": "contact", "on": "2026-01-16", "note": "fel", "id": "kontakt"}
    yield {"event": "corrected", "on": "2026-01-17", "of": "kontakt", "set": {"note": said["kontakt"]}, "reason": "Fel"}
    yield {"event": "booked", "on": "2026-01-18", "meeting": "checkpoint", "time": "2026-01-20T10:00"}
    checkpoint = {"decision": "extend", "weeks": 2, "attended": [said["med"]], "note": said["rattat"]}
    yield {"event": "checkpoint", "on": "2026-01-20", **checkpoint}
    time = "2026-03-04T13:00"
    yield {"event": "booked", "on": "2026-01-28", "meeting": "checkpoint", "time": time, "place": said["plats"]}


def _name_only(work: Work, reference: str, named: Sequence[str]) -> None:
    """These alone are on the list: what imports and years of staff coming and going may leave."""
    journey_id = _id(work, reference)
    work.connection.execute(delete(NAMED_STAFF).where(NAMED_STAFF.c.journey_id == journey_id))
    ids = work.connection.execute(select(STAFF.c.id).where(STAFF.c.address.in_(named))).scalars().all()
    name_for(work.connection, journey_id, list(ids))


def _break(work: Work, reference: str, glass: Glass) -> None:
    """Written as it would be, whoever it is: what must not open a journey is for the product to see."""
    since = work.now - timedelta(minutes=glass.minutes)
    staff_id = work.connection.execute(select(STAFF.c.id).where(STAFF.c.address == glass.by)).scalar_one()
    row = {"staff_id": staff_id, "reason": "Deltagaren sitter i receptionen", "opened_at": since}
    until = since + timedelta(minutes=60)
    work.connection.execute(insert(BREAK_GLASS), {"journey_id": _id(work, reference), **row, "until": until})


def _id(work: Work, reference: str) -> int:
    return int(work.connection.execute(select(JOURNEY.c.id).where(JOURNEY.c.reference == reference)).scalar_one())
