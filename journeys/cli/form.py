"""The questions that `farled refer` asks at a terminal, in the order of a paper form."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import click
from pydantic import BaseModel, TypeAdapter, ValidationError

from journeys.cli.asking import answer
from journeys.journal.person_lines import Person, Referrer
from journeys.journal.reading import sentences

_OPTIONAL = "Enter om det saknas"
_PERSON = {
    "given_name": "Förnamn",
    "family_name": "Efternamn",
    "personnummer": f"Personnummer, tolv siffror ({_OPTIONAL})",
    "birth_date": "Födelsedag, som 1990-03-02",
    "gender": "Kön: woman, man, other eller unknown",
    "municipality": f"Kommun ({_OPTIONAL})",
    "email": f"E-postadress ({_OPTIONAL})",
    "phone": f"Telefon ({_OPTIONAL})",
    "language": "Språk, som sv eller en (Enter om det är svenska)",
    "protected": "Skyddade personuppgifter: ja eller nej (Enter om nej)",
}
_REFERRER = {
    "party": "Remittent: municipality, region, försäkringskassan, arbetsförmedlingen, self, relative eller other",
    "organisation": f"Remittentens organisation ({_OPTIONAL})",
    "name": f"Remittentens namn ({_OPTIONAL})",
    "email": f"Remittentens e-postadress ({_OPTIONAL})",
}
_EITHER = ({"personnummer", "birth_date"},)
_YES = {"ja": True, "nej": False}


def asked_person(known: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of the participant and what was answered."""
    return _asked(Person, _PERSON, known)


def asked_referrer(known: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of who refers and what was answered."""
    return _asked(Referrer, _REFERRER, known)


def _asked(model: type[BaseModel], questions: Mapping[str, str], known: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(known)
    for key, question in questions.items():
        if not _is_answered(key, values):
            given = answer(question, _check(model, key))
            if given is not None:
                values[key] = given
    return values


def _is_answered(key: str, values: Iterable[str]) -> bool:
    """One of two keys that say the same thing is enough."""
    same = next((keys for keys in _EITHER if key in keys), {key})
    return bool(same & set(values))


def _check(model: type[BaseModel], key: str) -> Callable[[str], Any]:
    """Holds an answer to the shape at once, so that one slip does not cost the whole form."""
    adapter: TypeAdapter[Any] = TypeAdapter(model.model_fields[key].rebuild_annotation())

    def check(given: str) -> Any:
        value = _YES.get(given.lower(), given) if key == "protected" else given
        try:
            adapter.validate_json(json.dumps(value), strict=True)
        except ValidationError as error:
            raise click.UsageError(sentences(error)[0].removeprefix(": ")) from None
        return value

    return check
