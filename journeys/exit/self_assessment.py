"""Self-assessments in words: how each indicator went from the first registered answer to the last."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from journeys.exit.source import Source, span
from workflows.events import Event
from workflows.instruments import instrument_of
from workflows.programme import Instrument, Programme, Record

RESPONDENTS = {"participant": "Deltagarens svar", "caseworker": "Handläggarens svar"}
Scale = tuple[int, int]
Dated = tuple[Event, Programme]


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """What one of them answered on a day, by indicator, on the form as it was then."""

    on: date
    instrument: Instrument
    answers: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    value: Any
    scale: Scale


def in_words(source: Source) -> str:
    """A paragraph and a list for each form and respondent that has answers; empty where there are none."""
    return words_of(source.case.programme.records, list(source.versions()))


def words_of(records: Iterable[Record], events: Sequence[Dated]) -> str:
    """Of events that stand, each with the version of the programme that was followed then."""
    return "\n\n".join(
        _told(record.name, who, measured)
        for record in records
        for who in RESPONDENTS
        if (measured := list(_measured(events, record.id, who)))
    )


def _measured(events: Sequence[Dated], record: str, who: str) -> Iterator[Measured]:
    for event, programme in sorted(events, key=lambda each: each[0].on):
        instrument = instrument_of(programme, record) if event.name == record else None
        answers = (event.data.get("values") or {}).get(who) or {}
        given = {indicator: value for indicator, value in answers.items() if value is not None}
        if instrument and given:
            yield Measured(on=event.on, instrument=instrument, answers=given)


def _told(record: str, who: str, measured: Sequence[Measured]) -> str:
    last = measured[-1]
    scales = {each.instrument.scale for each in measured}
    scale = f" på skalan {_scale(last.instrument.scale)}" if len(scales) == 1 else ""
    lines = [f"- {name}: {_went(answers)}" for name, answers in _by_indicator(measured)]
    return "\n".join([f"{record}. {RESPONDENTS[who]} {span(measured[0].on, last.on)}{scale}:", *lines])


def _by_indicator(measured: Sequence[Measured]) -> Iterator[tuple[str, Sequence[Answer]]]:
    """Each indicator by the name it had last, with its answers, the earliest first."""
    names = {each.id: each.name for form in measured for each in form.instrument.indicators}
    for id_, name in names.items():
        found = [
            Answer(value=each.answers[id_], scale=each.instrument.scale) for each in measured if id_ in each.answers
        ]
        if found:
            yield name, found


def _went(answers: Sequence[Answer]) -> str:
    """Never compared where the scale is not the same any more."""
    first, last = answers[0], answers[-1]
    if first.scale != last.scale:
        return (
            f"först {first.value} på skalan {_scale(first.scale)}, sist {last.value} på skalan {_scale(last.scale)}, "
            "som inte går att jämföra"
        )
    if len(answers) == 1:
        return f"{last.value}"
    return f"{last.value} både först och sist" if first.value == last.value else f"från {first.value} till {last.value}"


def _scale(scale: Scale) -> str:
    return f"{scale[0]}–{scale[1]}"
