"""An installation where every page has something to show."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import update

from journeys import added_units
from journeys.app import App
from journeys.journal.lines import ProgrammeEvent
from journeys.journal.reading import line_of
from journeys.programme_events import happen
from journeys.reporting import report
from journeys.reporting.published import publish
from journeys.signing_in import passkeys, personnel
from journeys.signing_in.passkeys import Place
from journeys.visibility import access
from notifications import outbox
from notifications.message import Message
from notifications.tables import OUTBOX, State
from tests.authenticator import SecurityKey
from tests.filling import PERSON, REFERENCE, REFERRER, refers, registers
from tests.furnishing import found, hire, opened
from tests.papers import finishes, writes
from tests.visitors import Clock, Person

WAITING, PROTECTED, ENDED, ELSEWHERE = "MOL-2026-002", "MOL-2026-003", "MOL-2026-004", "PAR-2026-001"
"""Beside REFERENCE, which has begun and has everything: an overdue plan, a pause, a meeting, corrections."""

ANNA = "anna@molndal.example"
LIV = "liv@lulea.example"
"""A manager whose programme has groups and versions."""
SIV = "siv@sg.example"
"""A manager in a group that prepares referrals."""


def moved(clock: Clock) -> Clock:
    """To a Monday in May, when there is something to look back on."""
    clock.forward(days=63)
    return clock


def play(folder: Path, people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Fill the installation of a folder, at the moment that `moved` makes it; gives who works there now."""
    with opened(folder, moved(Clock())) as app:
        with app.work() as work:
            liv = hire(app, work.connection, LIV, "Liv Berg", "manager", "lulea")
            siv = hire(app, work.connection, SIV, "Siv Dahl", "manager", "sg-pitea")
            added_units.add(work, "activera", name="ACTivera Öckerö", id_="ockero", places_per_year=20)
        _groups(app)
        _way_in(app)
        _long_journey(app)
        _other_journeys(app)
        _joint_meetings(app)
        _letters(app)
        _published(app)
        _accounts(app, people)
    return (*people, liv, siv)


def _groups(app: App) -> None:
    """A full group with somebody behind in it, somebody without a group, and one who was moved to another version."""
    for number, name in enumerate(("Adamsson", "Bertilsson", "Cesarsson"), 1):
        reference, own = f"LUL-2025-00{number}", {"family_name": name, "personnummer": None, "birth_date": "1990-01-01"}
        at = {"programme": "samkraft", "unit": "lulea", "person": {**PERSON, **own}, "referrer": REFERRER}
        registers(app, "referred", "2025-11-24", reference, **at)
        registers(app, "admitted", "2025-12-01", reference, caseworker=LIV)
    plan = {"event": "group-planned", "group": "Vår", "starts": "2026-02-16", "places": 2, "unit": "lulea"}
    with app.work() as work:
        happen(work, line_of({"programme": "samkraft", "on": "2026-01-12", **plan}))  # type: ignore[arg-type]
    for number in (1, 2):
        registers(app, "grouped", "2026-01-13", f"LUL-2025-00{number}", group="Vår")
    registers(app, "started", "2026-02-16", "LUL-2025-001", group="Vår")
    registers(app, "migrated", "2026-04-01", "LUL-2025-003", version="2026", was="2023")


def _way_in(app: App) -> None:
    """A meeting that decided something, somebody to be prepared at the next, somebody new and somebody who rests."""
    plan = {"event": "meeting-planned", "starts": "2026-04-13", "unit": "sg-pitea"}
    with app.work() as work:
        happen(work, line_of({"programme": "samordningsgrupp", "on": "2026-04-01", **plan}))  # type: ignore[arg-type]
    for number, steps in enumerate((("admitted", "started", "exited"), ("admitted", "started", "paused"), ()), 1):
        reference, own = f"SGP-2026-00{number}", {"family_name": f"Beredson{number}", "personnummer": None}
        person = {**PERSON, **own, "birth_date": "1990-01-01"}
        told = {"programme": "samordningsgrupp", "unit": "sg-pitea", "person": person, "referrer": REFERRER}
        registers(app, "referred", "2026-04-07", reference, **told)
        more = {"admitted": {"caseworker": SIV}, "exited": {"outcome": "to-tidsam"}, "paused": {"reason": "Väntar"}}
        for step in steps:
            registers(app, step, "2026-04-13", reference, **more.get(step, {}))


def _long_journey(app: App) -> None:
    refers(app, "2026-01-12", municipality="Göteborg", language="ar")
    registers(app, "admitted", "2026-01-14", caseworker=ANNA)
    attempt = registers(app, "contact", "2026-01-15", attempt=True, note="Svarade inte")
    registers(app, "contact", "2026-01-16", note="Ringde tillbaka.\nVill helst ha samtal på förmiddagen.")
    started = registers(app, "started", "2026-01-19")
    registers(app, "violence-questions", "2026-02-02")
    registers(app, "skapa", "2026-02-09", values={"participant": {"health": 2}, "caseworker": {"health": 3}})
    registers(app, "skapa", "2026-04-20", values={"participant": {"health": 4}, "caseworker": {"health": 4}})
    registers(app, "checkpoint", "2026-02-27", decision="continue", attended=["deltagare", "remittent"])
    registers(app, "paused", "2026-03-10", reason="Sjukskriven")
    registers(app, "resumed", "2026-03-24")
    registers(app, "activity", "2026-03-30", area="health", what="Promenadgrupp", hours=2.5)
    registers(app, "booked", "2026-04-20", meeting="checkpoint", time="2026-05-05T13:00", place="Rum 4")
    registers(app, "corrected", "2026-04-20", of=started, set={"on": "2026-01-20"}, reason="Fel dag")
    registers(app, "voided", "2026-04-20", of=attempt, reason="Fel ärende")


def _other_journeys(app: App) -> None:
    other = {"personnummer": "191212121220", "given_name": "Papper", "family_name": "Prövgren"}
    refers(app, "2026-04-13", WAITING, municipality="Göteborg")
    refers(app, "2026-04-27", PROTECTED, **other, protected=True)
    refers(app, "2026-01-12", ENDED, **other | {"personnummer": "189001019802"})
    registers(app, "admitted", "2026-01-13", ENDED, caseworker=ANNA)
    registers(app, "started", "2026-01-19", ENDED)
    _plans(app)
    registers(app, "exited", "2026-03-30", ENDED, outcome="work")
    refers(app, "2026-04-20", ELSEWHERE, "partille", **other | {"personnummer": "189001019810"})
    _exit_document(app)


def _plans(app: App) -> None:
    """A plan and its revision, and what came of it."""
    visit = {"area": "work", "what": "Besöka två arbetsplatser", "who": "Papper", "by": "2026-03-13"}
    walk = {"area": "health", "what": "Promenera varje dag"}
    first = {"goals": ["Orka en halv dag"], "actions": [visit, walk]}
    registers(app, "plan", "2026-01-26", ENDED, plan=first)
    registers(app, "plan", "2026-02-23", ENDED, plan={"goals": ["Ett arbete"], "actions": [visit | {"done": True}]})
    registers(app, "activity", "2026-02-02", ENDED, area="work", what="Praktik", hours=8, to="2026-03-20")


def _exit_document(app: App) -> None:
    """A draft, and an edition of which no page shows what it says."""
    text = "Fortsätt med praktik:\n\n- tre dagar i veckan\n- stöd av handläggaren\n\nمرحبا بك"
    with app.work() as work:
        writes(work, ENDED, text)
        finishes(work, ENDED)


def _joint_meetings(app: App) -> None:
    """One that is corrected, and one that is taken back."""
    lines: tuple[dict[str, Any], ...] = (
        {"event": "joint-meeting", "on": "2026-02-20", "id": "joint", "unit": "molndal", "note": "Med remittenterna"},
        {"event": "corrected", "on": "2026-02-21", "of": "joint", "set": {"on": "2026-02-19"}, "reason": "Fel dag"},
        {"event": "joint-meeting", "on": "2026-03-20", "id": "other"},
        {"event": "voided", "on": "2026-03-21", "of": "other", "reason": "Ställdes in"},
    )
    with app.work() as work:
        for line in lines:
            event = line_of({"programme": "activera", **line})
            assert isinstance(event, ProgrammeEvent)
            happen(work, event)


def _letters(app: App) -> None:
    with app.work() as work:
        letters = [
            Message(key=f"scene:{n}", template="digest", recipient=f"chef.{n}@enhet.example", language="sv", context={})
            for n in range(3)
        ]
        outbox.enqueue(work.connection, letters, now=work.now)
        failed = {"state": State.FAILED, "due_at": None, "reason": "Servern tog inte emot brevet: adressen finns inte."}
        work.connection.execute(update(OUTBOX).where(OUTBOX.c.key != "scene:0").values(**failed))


def _published(app: App) -> None:
    """A report of the year so far, and a referral of March that came in late."""
    with app.work() as work:
        asked = {"programme": "activera", "first": date(2026, 1, 1), "last": work.today}
        found = report(work.connection, work.catalogue, **asked, today=work.today, monthly=True)
        publish(work, found, "kim@forbundet.example")
    refers(app, "2026-03-30", "PAR-2026-002", "partille", personnummer=None, birth_date="1990-01-01")


def _accounts(app: App, people: tuple[Person, ...]) -> None:
    anna, per = (found(people, address).staff for address in (ANNA, "per@partille.example"))
    place, key = Place(host="localhost", origin="http://localhost"), SecurityKey(origin="http://localhost")
    with app.work() as work:
        personnel.hire(work, address="ny@lerum.example", name="Ny Kollega", role="caseworker", unit="lerum")
        question = passkeys.to_register(work.connection, anna, place, b"x" * 32)
        passkeys.register(
            work.connection, anna, place, b"x" * 32, credential=key.create(question), name="telefonen", now=work.now
        )
        journey = access.can_be_broken_open(work.connection, per, REFERENCE)
        assert journey is not None
        access.break_glass(work.connection, per, journey, reason="Deltagaren sitter i receptionen", now=work.now)
