"""`key=value` by the types of the journal's keys."""

from typing import Any

import click
import pytest

from journeys.cli.pairs import fields_of, read_pairs
from journeys.journal.lines import Admitted, Booked, Checkpoint, Record, Referred, Started

ENVELOPE = ("journey", "event", "on", "at", "by")


def read(model: Any, *words: str, present: Any = None) -> dict[str, Any]:
    return read_pairs(words, fields_of(model, without=ENVELOPE), present)


@pytest.mark.parametrize(
    ("model", "word", "values"),
    [
        (Started, "group=7", {"group": "7"}),
        (Started, "group=true", {"group": "true"}),
        (Started, "group=a,b", {"group": "a,b"}),
        (Started, "group=a=b", {"group": "a=b"}),
        (Started, "id=12", {"id": "12"}),
        (Admitted, "caseworker=[1]", {"caseworker": "[1]"}),
        (Booked, "place=12", {"place": "12"}),
        (Checkpoint, "weeks=4", {"weeks": 4}),
        (Checkpoint, "weeks=-4", {"weeks": -4}),
        (Checkpoint, "weeks=fyra", {"weeks": "fyra"}),
        (Checkpoint, "weeks=٤", {"weeks": "٤"}),
        (Checkpoint, "attended=Kim Ek", {"attended": ["Kim Ek"]}),
        (Checkpoint, "attended=Kim Ek, remittenten", {"attended": ["Kim Ek", "remittenten"]}),
        (Record, "to=participant,referrer", {"to": ["participant", "referrer"]}),
        (Record, "attempt=ja", {"attempt": True}),
        (Record, "attempt=TRUE", {"attempt": True}),
        (Record, "attempt=nej", {"attempt": False}),
        (Record, "attempt=1", {"attempt": "1"}),
        (Record, 'values={"participant": {"tro": 3}}', {"values": {"participant": {"tro": 3}}}),
        (Record, "values.participant.tro=3", {"values": {"participant": {"tro": 3}}}),
        (Record, "values.participant.tro=3,5", {"values": {"participant": {"tro": 3.5}}}),
        (Record, "values.participant.tro=ja", {"values": {"participant": {"tro": "ja"}}}),
        (Record, "note=", {"note": None}),
        (Referred, "person.protected=ja", {"person": {"protected": True}}),
        (Referred, "person.phone=0701740605", {"person": {"phone": "0701740605"}}),
        (Referred, "person.shoe=42", {"person": {"shoe": "42"}}),
    ],
)
def test_a_value_has_the_type_of_its_key(model: Any, word: str, values: dict[str, Any]) -> None:
    found = read(model, word)
    assert (found, repr(found)) == (values, repr(values))


def test_parts_of_one_key_are_joined() -> None:
    words = ("values.participant.tro=3", "values.participant.hälsa=4", "values.caseworker.tro=5")
    assert read(Record, *words) == {"values": {"participant": {"tro": 3, "hälsa": 4}, "caseworker": {"tro": 5}}}


def test_a_part_changes_what_is_there_and_leaves_it_as_it_was() -> None:
    present = {"person": {"given_name": "Prov", "email": "a@b.example"}}
    assert read(Referred, "person.email=", present=present) == {"person": {"given_name": "Prov"}}
    assert read(Referred, "person.email=c@d.example", "person.language=sv", present=present) == {
        "person": {"given_name": "Prov", "email": "c@d.example", "language": "sv"}
    }
    assert present == {"person": {"given_name": "Prov", "email": "a@b.example"}}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["place"], "Uppgift nummer 1 saknar likhetstecken."),
        (["place=a", "rum 4"], "Uppgift nummer 2 saknar likhetstecken."),
        (["=a"], "Möjliga: id, note, meeting, time, place."),
        (["hemligt=a"], "Möjliga: id, note, meeting, time, place."),
        (["place=a", "place=b"], "Nyckeln place står två gånger."),
    ],
)
def test_what_is_no_pair_is_refused_without_being_repeated(words: list[str], sentence: str) -> None:
    with pytest.raises(click.UsageError) as refused:
        read(Booked, *words)
    assert sentence in refused.value.message
    assert "hemligt" not in refused.value.message


def test_broken_json_is_refused_without_being_repeated() -> None:
    with pytest.raises(click.UsageError) as refused:
        read(Record, "values={hemligt")
    assert refused.value.message.startswith("Nyckeln values ska ha ett JSON-objekt som värde")
    assert "hemligt" not in refused.value.message
