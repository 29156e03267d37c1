"""What came in on a referral form: whether it can be, and the journal line that it gives."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from journeys.identity import birth_date_in, in_full
from journeys.journal.reading import LineRefused, line_of
from journeys.web.forms import Fault, Filled, Form
from journeys.web.step_fields import value_of
from workflows.programme import Programme

CONSENTED = "Samtycke till att uppgifterna lämnas och sparas: ja."
YES = "Samtycke behövs: utan det får uppgifterna inte lämnas."


PERSON = (
    *("given_name", "family_name", "birth_date", "personnummer", "gender"),
    *("municipality", "email", "phone", "language", "protected"),
)
REFERRER = {"party": "party", "organisation": "organisation", "name": "referrer_name", "email": "referrer_email"}
"""Key of the journal → field."""
_FIELD_OF = {f"person.{key}": key for key in PERSON} | {f"referrer.{key}": name for key, name in REFERRER.items()}


def check(filled: Filled, programme: Programme, today: date) -> None:
    """Add what is wrong between the fields, and what the journal would refuse, to what is wrong with each."""
    filled.add(_between(filled, today))
    filled.add(_of_the_line(filled, programme, today))


def _of_the_line(filled: Filled, programme: Programme, today: date) -> Sequence[Fault]:
    try:
        line_of({"journey": "NY", "on": today.isoformat(), **line_values(filled, programme, today)})
    except LineRefused as error:
        return [fault for fault in faults_of(error, filled.form) if fault.name]
    return ()


def _between(filled: Filled, today: date) -> Iterator[Fault]:
    values = filled.values
    yield from _born(values, today)
    if values["party"] not in ("", "self") and not values["referrer_name"]:
        label = next(each.label for each in filled.form.fields if each.name == "referrer_name")
        yield Fault(name="referrer_name", sentence=f"{label}: fyll i.")
    yield from _reached(values)
    if not values["consent"]:
        yield Fault(name="consent", sentence=YES)


def _born(values: Mapping[str, Any], today: date) -> Iterator[Fault]:
    days = {"birth_date": _day(values["birth_date"]), "personnummer": birth_date_in(values["personnummer"], today)}
    if not (values["birth_date"] or values["personnummer"]):
        yield Fault(name="birth_date", sentence="Deltagarens födelsedag: fyll i den eller personnumret.")
    elif len(set(filter(None, days.values()))) == 2:
        yield Fault(name="birth_date", sentence="Deltagarens födelsedag: den stämmer inte med personnumret.")
    elif late := [name for name, day in days.items() if day and day > today]:
        yield Fault(name=late[0], sentence="Deltagarens födelsedag: den har inte varit än.")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _reached(values: Mapping[str, Any]) -> Iterator[Fault]:
    """Somebody must be there to answer."""
    alone = values["party"] == "self"
    if alone and not (values["protected"] or values["email"] or values["phone"]):
        yield Fault(name="phone", sentence="Deltagarens telefon: fyll i den eller e-posten, så att enheten kan svara.")
    name = "email" if alone else "referrer_email"
    if values.get("receipt") and not values["protected"] and not values[name]:
        yield Fault(name=name, sentence="E-post: fyll i den, eller ta bort krysset för mejlet.")


def line_values(filled: Filled, programme: Programme, today: date) -> dict[str, Any]:
    """The keys of a journal line that the form gives."""
    asked = {each.name: each for each in filled.form.fields}
    said = {name: value_of(field, filled.value(name)) for name, field in asked.items()}
    said["personnummer"] = said["personnummer"] and in_full(said["personnummer"], today)
    said["municipality"] = said["municipality"] and _spelled(said["municipality"], programme)
    return {
        "event": "referred",
        "programme": programme.id,
        **_given({key: said.get(key) for key in ("unit", "on", "criteria")}),
        "note": "\n\n".join(filter(None, (said["note"], CONSENTED))),
        "person": _given({key: said[key] for key in PERSON}),
        "referrer": _given({key: said[name] for key, name in REFERRER.items()}),
    }


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _spelled(typed: str, programme: Programme) -> str:
    """As the programme spells its municipalities: "mölndal" is Mölndal."""
    same = (known for known in programme.target_group.municipalities if known.casefold() == typed.casefold())
    return next(same, typed)


def faults_of(error: LineRefused, form: Form) -> list[Fault]:
    """What the shape of a line refused, each at its field."""
    return [_at_its_field(problem, form) for problem in error.problems]


def _at_its_field(problem: str, form: Form) -> Fault:
    key, _, sentence = problem.partition(": ")
    name = _FIELD_OF.get(key, key.partition(".")[0])
    label = next((each.label for each in form.fields if each.name == name), None)
    return Fault(name=name, sentence=f"{label}: {sentence}") if label else Fault(name="", sentence=problem)
