"""One journey: who, where, what is due and why, what is possible now, and the whole history."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.responses import Response

from journeys.case import Case, case_of
from journeys.case_words import time_text
from journeys.cli.changes import where
from journeys.exit.editions import RECORD
from journeys.identity import full_years
from journeys.languages import language_name
from journeys.people import who
from journeys.queries import journey_row
from journeys.visibility import access
from journeys.visibility.access_named import is_protected_journey
from journeys.web import begun
from journeys.web.answers import progress
from journeys.web.case_events import Entry, Told, by_name, entries, told
from journeys.web.glass import banner
from journeys.web.letters import letters, planned
from journeys.web.pages import show
from journeys.web.related import joined, others
from journeys.web.routes import CASEWORK, Pages
from journeys.web.support import support
from journeys.web.timeline import IN_WORDS, timeline
from journeys.web.visit import Visit
from journeys.web.what_follows import what_changed
from journeys.words import PARTY, rule_text, unit_text
from workflows.events import CORRECTIONS
from workflows.obligations import Obligation
from workflows.words import step_name

pages = Pages()

FIRST = frozenset({"admitted", "started", "checkpoint", "resumed"})
"""The steps that lead on come before those that lead away."""

OF_THE_MEETING = {"booked": "Flytta mötet", "cancelled": "Avboka mötet"}
"""What these steps do to the meeting that is booked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """Something that waits. `step` is the step that does it, None where it is not possible now."""

    what: str
    obligation: Obligation
    rests: bool
    step: str | None
    button: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Possible:
    """A step that can be taken."""

    step: str
    name: str


@pages.get("/arende/{reference}", who=CASEWORK)
def case(visit: Visit) -> Response:
    journey_id = visit.journey(visit.path["reference"])
    found = case_of(visit.connection, visit.catalogue, visit.path["reference"], visit.today)
    known = told(visit, found)
    row = journey_row(visit.connection, found.dossier.reference)
    happened = entries(visit, found, known)
    same_person = others(visit, journey_id)
    changed = what_changed(visit, found, visit.request.query_params.get("klart", ""))
    return show(
        visit,
        "case.html",
        case=found,
        history=found.history,
        programme=found.programme,
        person=_person(visit, journey_id),
        **_referral(known, row["party"] if row else ""),
        row=row,
        protected=is_protected_journey(visit.connection, journey_id),
        glass=banner(visit, journey_id),
        may_write=visit.may_write(journey_id) and not found.dossier.erased,
        may_see_readings=access.may_see_readings(visit.connection, visit.staff, journey_id),
        unit=unit_text(found.programme, found.history.unit),
        where=_capital(by_name(visit.connection, where(found.history, found.today), found.history)),
        changed=changed,
        saved=next((each for each in happened if changed and each.id == found.dossier.events[-1].id), None),
        due=list(_due(found)),
        steps=[each for each in _possible(found) if not _is_record(found, each.step)],
        records=[each for each in _possible(found) if _is_record(found, each.step)],
        earlier=list(_earlier(found)),
        support=support(found, known.standing),
        timeline=timeline(found),
        in_words=IN_WORDS,
        look_on=_look_on(found, known),
        booking=time_text(found.history.booking.time, found.today) if found.history.booking else "",
        documented=list(_documented(found, happened)),
        has_exit_document=found.programme.record(RECORD) is not None and found.history.admitted_on is not None,
        assessed=progress(found, list(known.registered.values())),
        begun=begun.shown(visit, found),
        letters=letters(visit.connection, journey_id),
        planned=planned(visit.connection, found),
        happened=happened,
        others=same_person,
        joined=list(joined(visit, found, same_person)),
    )


def _person(visit: Visit, journey_id: int) -> Mapping[str, Any] | None:
    """Who it is, with age and the language by its name; None where they are erased."""
    person = who(visit.connection, visit.app.keys, journey_id)
    if person is None:
        return None
    born, language = person["birth_date"], person["language"]
    return (
        {"phone": None, "email": None}
        | person
        | {
            "age": full_years(born, visit.today) if born else None,
            "language": language_name(language) if language else "",
        }
    )


def _referral(known: Told, party: str) -> Mapping[str, Any]:
    """Who referred, what they ticked and wrote, after corrections; without what has been erased."""
    referral = next((event for event in known.standing.values() if event.name == "referred"), None)
    data = referral.data if referral else {}
    told = [data.get("referrer", {}).get(key) for key in ("organisation", "name", "email")]
    return {
        "referral": referral,
        "referrer": [PARTY.get(party, party), *filter(None, told)],
        "criteria": data.get("criteria", []),
        "message": data.get("note", ""),
    }


def _look_on(found: Case, known: Told) -> date | None:
    """The day on which somebody is to see whether what rests can go on."""
    pauses = [event.data.get("until") for event in known.standing.values() if event.name == "paused"]
    return date.fromisoformat(pauses[-1]) if found.history.paused and pauses[-1] else None


def _due(found: Case) -> Iterator[Due]:
    for each in found.obligations:
        if each.waiting:
            step = _step_for(found, each)
            yield Due(
                what=rule_text(found.programme, each.rule, each.n),
                obligation=each,
                rests=found.history.paused and each.status == "open",
                step=step,
                button=_button(found, step) if step else "",
            )


def _step_for(found: Case, obligation: Obligation) -> str | None:
    """The step that does what is due, where it is possible now."""
    rule = found.programme.rule(obligation.rule)
    step = rule.step if rule else None
    return step if step in found.steps else None


def _button(found: Case, step: str) -> str:
    if step == "checkpoint":
        return "Registrera avstämningen"
    name = _named(found, step)
    if not _is_record(found, step):
        return name
    is_abbreviation = name[1:2].isupper()
    return f"Registrera {name if is_abbreviation else name[:1].lower() + name[1:]}"


def _possible(found: Case) -> Iterator[Possible]:
    """What the machine allows, without what there is nothing of: no meeting to cancel, nothing to except."""
    pointless = {
        "cancelled": found.history.booking is None,
        "excepted": not any(each.waiting for each in found.obligations),
        # They have buttons of their own beside the activities.
        "activity": True,
        "activity-ended": True,
    }
    for step in sorted(found.steps, key=lambda step: step not in FIRST):
        if step not in CORRECTIONS and not pointless.get(step):
            yield Possible(step=step, name=_named(found, step))


def _earlier(found: Case) -> Iterator[Possible]:
    """What is not possible today, but may have been done before the journey rested or ended and not been written."""
    if found.history.admitted_on is None:
        return
    records = [record.id for record in found.programme.records]
    for step in (*records, *(["checkpoint"] if found.history.started_on else [])):
        if step not in found.steps:
            yield Possible(step=step, name=_named(found, step))


def _is_record(found: Case, step: str) -> bool:
    return found.programme.record(step) is not None


def _named(found: Case, step: str) -> str:
    if found.history.booking and step in OF_THE_MEETING:
        return OF_THE_MEETING[step]
    return _capital(step_name(found.programme, step))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _documented(found: Case, happened: Sequence[Entry]) -> Iterator[tuple[str, Sequence[Entry]]]:
    """Each record of the programme, and the checkpoints, with the days that stand."""
    kinds = [*found.programme.records]
    names = [(each.id, each.name) for each in kinds] + [("checkpoint", "Avstämning")]
    for id_, name in names:
        yield name, [each for each in happened if each.event == id_ and each.standing != "voided"]
