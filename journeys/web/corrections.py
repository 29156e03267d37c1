"""What was registered wrongly: corrected with new values, or taken back; what moves is shown before it is saved."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from starlette.responses import Response

from journeys.case import Case
from journeys.case_words import happened
from journeys.identity import birth_date_in, in_full
from journeys.visibility.access import NotFound
from journeys.web import answers
from journeys.web.asked import Asking, Values
from journeys.web.asking import answer, ask
from journeys.web.case_events import Told, told
from journeys.web.correctable import DAY_THEN, PLAIN, WHOLE, WHY, correctable_fields
from journeys.web.forms import Fault, Field, Form
from journeys.web.routes import CASEWORK, Pages
from journeys.web.step_fields import REASON
from journeys.web.visit import Visit
from journeys.words import day_text
from workflows.events import CORRECTIONS, Event
from workflows.instruments import instrument_of

pages = Pages()

TAKE_BACK = Form(fields=(REASON,), send="Visa vad som händer")
CORRECT = Form(fields=(DAY_THEN, *PLAIN, WHY))
"""What any correction takes, but for what is chosen among the journey's own."""


@pages.get("/arende/{reference}/ratta/{id}", who=CASEWORK, writes=True)
def correction(visit: Visit) -> Response:
    return ask(visit, _correcting)


@pages.post("/arende/{reference}/ratta/{id}", who=CASEWORK, form=CORRECT)
def correct(visit: Visit) -> Response:
    return answer(visit, _correcting)


@pages.get("/arende/{reference}/ta-tillbaka/{id}", who=CASEWORK, writes=True)
def taking_back(visit: Visit) -> Response:
    return ask(visit, _taking_back)


@pages.post("/arende/{reference}/ta-tillbaka/{id}", who=CASEWORK, form=TAKE_BACK)
def take_back(visit: Visit) -> Response:
    return answer(visit, _taking_back)


def _correcting(visit: Visit, case: Case) -> Asking:
    known = told(visit, case)
    event = _event(visit, known)
    if event.name in CORRECTIONS:
        raise NotFound
    fields = correctable_fields(visit, case, event)
    present = {"on": event.on.isoformat(), **_implied(case, event), **event.data, **answers.spread(event.data)}
    return Asking(
        case=case,
        title=f"Rätta: {_named(case, event)}",
        form=Form(fields=[*fields, WHY], send="Visa vad som händer"),
        line=lambda values: {
            "event": "corrected",
            "of": event.id,
            "set": _set(case, event, _changes(fields, _in_full(values, case.today), present)),
            "reason": values["why"],
        },
        start={each.name: _as_typed(each, present) for each in fields},
        shown_first=True,
        text="Det som stod förut finns kvar i historiken.",
        not_now=_taken_back(known, event),
        renamed={"reason": "why"},
        check=lambda values: [*_born_twice(values, event.data.get("person", {}), case.today)],
    )


def _taking_back(visit: Visit, case: Case) -> Asking:
    known = told(visit, case)
    event = _event(visit, known)
    return Asking(
        case=case,
        title=f"Ta tillbaka: {_named(case, event)}",
        form=TAKE_BACK,
        line=lambda values: {"event": "voided", "of": event.id, **values},
        shown_first=True,
        text="Händelsen finns kvar i historiken men räknas inte mer.",
        not_now=_taken_back(known, event),
    )


def _event(visit: Visit, known: Told) -> Event:
    """The event as it stands, or as it was before it was taken back. Raises NotFound."""
    id_ = visit.path["id"]
    found = known.standing.get(id_) or known.registered.get(id_)
    if found is None:
        raise NotFound
    return found


def _implied(case: Case, event: Event) -> Values:
    """What a record without recipients says: all of them."""
    record = case.programme.record(event.name)
    return {"to": list(record.recipients)} if record and record.recipients else {}


def _named(case: Case, event: Event) -> str:
    return f"{happened(case.programme, event.name)} {day_text(event.on, case.today)}"


def _taken_back(known: Told, event: Event) -> str:
    return "Det är redan taget tillbaka." if known.is_voided(event.id) else ""


def _set(case: Case, event: Event, changed: Values) -> Values:
    """As the journal has it: the answers of a self-assessment are one value."""
    if instrument_of(case.programme, event.name) is None:
        return changed
    return answers.gathered(changed, answers.spread(event.data))


def _in_full(values: Values, today: date) -> Values:
    """An identity number can be written as people do."""
    number = values.get("person.personnummer")
    return {**values, "person.personnummer": in_full(number, today)} if number else values


def _born_twice(values: Values, person: Values, today: date) -> Iterator[Fault]:
    """A day of birth and a number that do not go together, where one of them is new."""
    day, number = values.get("person.birth_date"), values.get("person.personnummer")
    if not day or not (number or day != person.get("birth_date")):
        return
    told = birth_date_in(number or person.get("personnummer", ""), today)
    if told and _is_day(day) and told.isoformat() != day:
        yield Fault(name="person.birth_date", sentence="Födelsedag: den stämmer inte med personnumret.")


def _is_day(text: str) -> bool:
    """What is none is refused as that."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _changes(fields: Sequence[Field], values: Values, present: Values) -> dict[str, Any]:
    """The keys that are not as they were; None takes a key away. Of a person or a referrer the whole."""
    changed: dict[str, Any] = {}
    for field in fields:
        key, _, part = field.name.partition(".")
        new = values[field.name]
        if part:
            whole: Values = changed.get(key) or present.get(key) or {}
            if _differs(new, whole.get(part)) and not (part in WHOLE and new is None):
                changed[key] = _with(whole, part, new)
        elif _differs(new, present.get(key)):
            changed[key] = new
    return changed


def _with(whole: Mapping[str, Any], part: str, new: Any) -> dict[str, Any]:
    return {key: value for key, value in {**whole, part: new}.items() if value is not None}


def _differs(new: Any, old: Any) -> bool:
    if isinstance(new, list) and isinstance(old, list):
        return sorted(new) != sorted(old)
    return (new or None) != (old or None)


def _as_typed(field: Field, present: Values) -> Any:
    """What the field says before anybody has typed; a personal number is not shown, only replaced."""
    key, _, part = field.name.partition(".")
    value = present.get(key)
    if part:
        value = None if part in WHOLE else (value or {}).get(part)
    return "" if value is None else value if isinstance(value, list) else str(value) if value is not True else "ja"
