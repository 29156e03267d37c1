"""What one event says, whole and in words: nothing is summed up, and no key is left out that this does not know."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from journeys.case import Case
from journeys.case_words import Names, happened, new_values
from journeys.exit.source import long_day
from journeys.languages import language_name
from journeys.storage.parts import COPIED
from journeys.words import PARTY
from workflows.activities import AREA_NAMES
from workflows.assessments import Form
from workflows.telling.phrases import RESPONDENTS

Line = tuple[str, str]
"""A label and a text."""

GENDERS = {"woman": "kvinna", "man": "man", "other": "annat", "unknown": "okänt"}
ABOUT_PEOPLE = {
    "given_name": "Förnamn",
    "family_name": "Efternamn",
    "birth_date": "Född",
    "personnummer": "Personnummer",
    "gender": "Kön",
    "municipality": "Kommun",
    "email": "E-post",
    "phone": "Telefon",
    "language": "Språk",
    "protected": "Skyddade personuppgifter",
}
ABOUT_REFERRERS = {
    "party": "Remittent",
    "organisation": "Remittentens organisation",
    "name": "Remittentens namn",
    "email": "Remittentens e-post",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """What it takes to read the events of a journey. `forms`: id of an event that is a self-assessment → its form."""

    case: Case
    names: Names
    forms: Mapping[str, Form]

    def lines(self, event_id: str, data: Mapping[str, Any]) -> Iterator[Line]:
        """All that an event says, key by key; what is told in `person` and `referrer` is not told again."""
        for key, value in data.items():
            if say := _WHOLE.get(key):
                yield from say(self, event_id, value)
            elif key not in COPIED:
                yield from new_values({key: value}, self.case, self.names) or [(key, str(value))]


def answers(form: Form | None, given: Mapping[str, Mapping[str, Any]]) -> Iterator[Line]:
    """Every answer, under the question as it was put."""
    questions = {each.id: each.name for each in form.questions} if form else {}
    for who, answered in given.items():
        for question, answer in answered.items():
            yield f"{RESPONDENTS.get(who, who)}s svar", f"{questions.get(question, question)}: {answer}"


def people(data: Mapping[str, Any], labels: Mapping[str, str] = ABOUT_PEOPLE) -> Iterator[Line]:
    """Who somebody is, as it was told."""
    for key in dict.fromkeys([*labels, *data]):
        if (value := data.get(key)) is not None:
            yield labels.get(key, key), _VALUES.get(key, str)(value)


def _answers(reader: Reader, event_id: str, value: Any) -> Iterator[Line]:
    return answers(reader.forms.get(event_id), value or {})


def _plan(_: Reader, __: str, value: Mapping[str, Any]) -> Iterator[Line]:
    yield from (("Mål", goal) for goal in value.get("goals") or ())
    for each in value.get("actions") or ():
        by = f"senast {long_day(date.fromisoformat(each['by']))}" if each.get("by") else None
        told = (f"{each['what']} ({AREA_NAMES[each['area']].lower()})", each.get("who"), by)
        yield "Gjort" if each.get("done") else "Åtgärd", ", ".join(filter(None, told))


def _of(reader: Reader, _: str, value: str) -> Iterator[Line]:
    """What is corrected or taken back, as it stands among the events; its id tells nobody anything."""
    meant = next(each.registered for each in reader.case.happened if each.registered.name == value)
    yield "Gäller", f"{happened(reader.case.programme, meant.event)} {long_day(meant.on)}"


def _changed(reader: Reader, event_id: str, value: Mapping[str, Any]) -> Iterator[Line]:
    for label, text in reader.lines(event_id, value):
        yield f"Ändrat till: {label[:1].lower()}{label[1:]}", text


_WHOLE: Mapping[str, Callable[[Reader, str, Any], Iterator[Line]]] = {
    "programme": lambda reader, _, __: iter([("Insats", reader.case.programme.name)]),
    "meeting": lambda *_: iter([("Möte", "avstämning")]),
    "person": lambda _, __, value: people(value or {}),
    "referrer": lambda _, __, value: people(value or {}, ABOUT_REFERRERS),
    "values": _answers,
    "plan": _plan,
    "of": _of,
    "set": _changed,
}
_VALUES: Mapping[str, Callable[[Any], str]] = {
    "gender": lambda value: GENDERS.get(value, value),
    "party": lambda value: PARTY.get(value, value),
    "protected": lambda value: "ja" if value else "nej",
    "language": language_name,
}
