"""Where everything of a radar of self-assessments lies, in the units of its drawing: the latest against the first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import cos, pi, sin
from textwrap import shorten, wrap

from journeys.web.answers import in_words
from journeys.web.charts import Spot, Words, steps_drawn
from journeys.words import day_text
from workflows.assessments import Measurement, Question, first_and_latest
from workflows.telling.phrases import RESPONDENTS

WIDTH, HEIGHT, CENTRE_X, CENTRE_Y, RADIUS = 500, 330, 250, 165, 112
FEWEST_AXES = 3
TEXT_LINE = 18
LABEL_WIDTH, LONGEST_LABEL = 16, 42


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """The answers of one occasion around a radar. `path` is closed where every question was answered."""

    key: str
    name: str
    path: str
    spots: Sequence[Spot]


@dataclass(frozen=True, kw_only=True, slots=True)
class Radar:
    """One respondent's first and latest."""

    title: str
    description: str
    rings: Sequence[str]
    axes: Sequence[Spot]
    labels: Sequence[Words]
    levels: Sequence[Words]
    outlines: Sequence[Outline]


def radars(measured: Sequence[Measurement], today: date) -> list[Radar]:
    """One for each respondent who has answered the form of today, where it has questions enough to go around."""
    form = measured[-1].form
    if len(form.questions) < FEWEST_AXES:
        return []
    both = ((who, first_and_latest(measured, who)) for who in form.respondents)
    return [_radar(who, found, form.questions, today) for who, found in both if found]


def _radar(who: str, found: Sequence[Measurement], questions: Sequence[Question], today: date) -> Radar:
    keys = ("first", "latest") if len(found) > 1 else ("latest",)
    outlines = [_outline(key, who, each, questions, today) for key, each in zip(keys, found, strict=True)]
    return Radar(
        title=f"{RESPONDENTS[who]}: {'första och senaste' if len(found) > 1 else 'en mätning'}",
        description=" ".join(_told_of(who, each, questions, today) for each in found),
        rings=[_ring(questions, step) for step in steps_drawn(questions[0])],
        axes=[_at(number, len(questions), 1) for number in range(len(questions))],
        labels=[word for number, each in enumerate(questions) for word in _label(number, len(questions), each.name)],
        levels=[_level(questions[0], step) for step in questions[0].scale],
        outlines=outlines,
    )


def _outline(key: str, who: str, one: Measurement, questions: Sequence[Question], today: date) -> Outline:
    answers = [one.answer(who, each) for each in questions]
    spots = [
        None if answer is None else _at(number, len(questions), _share(each, answer))
        for number, (each, answer) in enumerate(zip(questions, answers, strict=True))
    ]
    name = "Första" if key == "first" else "Senaste"
    drawn = [each for each in spots if each]
    return Outline(key=key, name=f"{name}, {day_text(one.on, today)}", path=_around(spots), spots=drawn)


def _around(spots: Sequence[Spot | None]) -> str:
    """From one to the next, with a gap where a question was not answered."""
    drawn = [f"M{a.x} {a.y}L{b.x} {b.y}" for a, b in pairwise([*spots, spots[0]]) if a and b]
    return "M" + "L".join(f"{each.x} {each.y}" for each in spots if each) + "Z" if all(spots) else "".join(drawn)


def _told_of(who: str, one: Measurement, questions: Sequence[Question], today: date) -> str:
    told = [f"{each.name} {in_words(one.answer(who, each))}" for each in questions]
    return f"{day_text(one.on, today)}: {', '.join(told)}."


def _share(question: Question, answer: float) -> float:
    """The lowest answer lies a step out from the middle, where it can be told from its neighbours."""
    low, high = question.scale
    return (answer - low + 1) / (high - low + 1)


def _at(number: int, count: int, share: float) -> Spot:
    """A place on one axis; the first points upwards."""
    angle = 2 * pi * number / count - pi / 2
    x, y = CENTRE_X + cos(angle) * RADIUS * share, CENTRE_Y + sin(angle) * RADIUS * share
    return Spot(x=round(x, 1), y=round(y, 1))


def _ring(questions: Sequence[Question], step: int) -> str:
    corners = [_at(number, len(questions), _share(questions[0], step)) for number in range(len(questions))]
    return " ".join(f"{each.x},{each.y}" for each in corners)


def _level(question: Question, step: int) -> Words:
    spot = _at(0, FEWEST_AXES, _share(question, step))
    return Words(x=spot.x + 5, y=spot.y + 13, text=str(step))


def _label(number: int, count: int, name: str) -> Iterator[Words]:
    """The question at the end of its axis, in lines; the table has it in full."""
    spot = _at(number, count, 1.1)
    lines = wrap(shorten(name, LONGEST_LABEL, placeholder="…"), LABEL_WIDTH)
    top = _first_line(spot, len(lines))
    for place, line in enumerate(lines):
        yield Words(x=spot.x, y=round(top + TEXT_LINE * place, 1), text=line, anchor=_anchor(spot))


def _anchor(spot: Spot) -> str:
    if _is_upright(spot):
        return "middle"
    return "start" if spot.x > CENTRE_X else "end"


def _first_line(spot: Spot, lines: int) -> float:
    """Beside an axis its label is in the middle of it; else above the one that points up, under the one down."""
    height = TEXT_LINE * (lines - 1)
    if _is_upright(spot):
        return spot.y - height if spot.y < CENTRE_Y else spot.y + 10
    return spot.y - height / 2 + 5


def _is_upright(spot: Spot) -> bool:
    return abs(spot.x - CENTRE_X) < 1
