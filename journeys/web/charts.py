"""Where everything of a chart of self-assessments lies, in the units of its drawing: lines over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from journeys.web.answers import in_words
from journeys.words import day_text
from workflows.assessments import Measurement, Question, Series, series
from workflows.telling.phrases import RESPONDENTS

WIDTH, HEIGHT = 360, 190
LEFT, RIGHT, TOP, BOTTOM = 26, 226, 14, 156
NEAR = 15
"""Labels closer to each other than this are moved apart."""
MOST_LINES = 10
"""A scale with more steps than this has a line at its ends only."""

MARKS = {"participant": "round", "caseworker": "square"}
"""How the answers of each are marked: never by colour alone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """One answer."""

    x: float
    y: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One respondent's answers: `paths` are unbroken stretches of points, `label` stands at the last of them."""

    respondent: str
    mark: str
    paths: Sequence[str]
    spots: Sequence[Spot]
    label: Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Panel:
    """One question over time."""

    title: str
    description: str
    levels: Sequence[Words]
    days: Sequence[Words]
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class _Time:
    """From days to places, over all the occasions of a journey."""

    first: date
    last: date

    def x(self, on: date) -> float:
        length = (self.last - self.first).days
        share = (on - self.first).days / length if length else 0.5
        return round(LEFT + 12 + share * (RIGHT - LEFT - 18), 1)


def panels(measured: Sequence[Measurement], questions: Sequence[Question], today: date) -> list[Panel]:
    """One for each question; all have the same days, so that one looks from one to the next."""
    time = _Time(measured[0].on, measured[-1].on)
    return [_panel(measured, each, time, today) for each in questions]


def _panel(measured: Sequence[Measurement], question: Question, time: _Time, today: date) -> Panel:
    found = [series(measured, question, who) for who in RESPONDENTS]
    drawn = [each for each in found if each.stretches]
    ends = _apart([_y(question, each.stretches[-1][-1][1]) for each in drawn])
    return Panel(
        title=question.name,
        description=" ".join(_told(each, today) for each in drawn) or "Inga svar.",
        levels=[
            Words(x=LEFT - 6, y=_y(question, step) + 4, text=str(step), anchor="end") for step in steps_drawn(question)
        ],
        days=_days(time, today),
        lines=[_line(each, time, end) for each, end in zip(drawn, ends, strict=True)],
    )


def _line(drawn: Series, time: _Time, end: float) -> Line:
    stretches = [[Spot(x=time.x(on), y=_y(drawn.question, answer)) for on, answer in each] for each in drawn.stretches]
    name, last = RESPONDENTS[drawn.respondent], drawn.stretches[-1][-1][1]
    return Line(
        respondent=drawn.respondent,
        mark=MARKS[drawn.respondent],
        paths=[_path(each) for each in stretches if len(each) > 1],
        spots=[spot for each in stretches for spot in each],
        label=Words(x=stretches[-1][-1].x + 10, y=end + 4, text=f"{name} {in_words(last)}"),
    )


def _told(drawn: Series, today: date) -> str:
    points = [f"{day_text(on, today)} {in_words(answer)}" for each in drawn.stretches for on, answer in each]
    return f"{RESPONDENTS[drawn.respondent]}: {', '.join(points)}."


def steps_drawn(question: Question) -> Sequence[int]:
    """The answers that have a line of their own."""
    low, high = question.scale
    return range(low, high + 1) if high - low <= MOST_LINES else (low, high)


def _y(question: Question, answer: float) -> float:
    low, high = question.scale
    return round(BOTTOM - (answer - low) / (high - low) * (BOTTOM - TOP), 1)


def _days(time: _Time, today: date) -> list[Words]:
    days = [time.first] if time.first == time.last else [time.first, time.last]
    anchors = ("middle",) if len(days) == 1 else ("start", "end")
    places = (time.x(time.first),) if len(days) == 1 else (LEFT, RIGHT + 20)
    return [
        Words(x=x, y=BOTTOM + 24, text=day_text(on, today), anchor=anchor)
        for on, x, anchor in zip(days, places, anchors, strict=True)
    ]


def _apart(places: Sequence[float]) -> list[float]:
    """The same places, moved apart where labels would lie over each other, and none outside the drawing."""
    order = sorted(range(len(places)), key=lambda number: places[number])
    moved = list(places)
    for above, below in pairwise(order):
        gap = NEAR - (moved[below] - moved[above])
        if gap > 0:
            moved[above] = min(max(moved[above] - gap / 2, TOP), BOTTOM - NEAR)
            moved[below] = moved[above] + NEAR
    return moved


def _path(spots: Sequence[Spot]) -> str:
    return " ".join(f"{each.x},{each.y}" for each in spots)
