"""Where everything of a process map lies, in pixels: one column, with a way back and a way out beside it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap

from workflows.telling.stations import ENDED, EXTENDED, ONWARDS, Station

WIDTH = 680
LEFT, RIGHT, CENTRE = 70, 610, 340
WAY_BACK, WAY_OUT = 30, 650
MARGIN, GAP, PADDING = 20, 34, 14
TITLE_LINE, TEXT_LINE = 22, 18
TITLE_CHARACTERS, TEXT_CHARACTERS = 44, 70
DIAMOND_WIDTH, DIAMOND_HEIGHT = 230, 92

Point = tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """One line of text with its baseline."""

    x: int
    y: int
    text: str
    bold: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    top: int
    height: int
    words: tuple[Words, ...]
    left: int = LEFT
    width: int = RIGHT - LEFT

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def middle(self) -> int:
        return self.top + self.height // 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Diamond:
    top: int
    decisions: tuple[str, ...]
    meeting: str = ""

    @property
    def bottom(self) -> int:
        return self.top + DIAMOND_HEIGHT

    @property
    def middle(self) -> int:
        return self.top + DIAMOND_HEIGHT // 2

    @property
    def corners(self) -> tuple[Point, ...]:
        half = DIAMOND_WIDTH // 2
        return (CENTRE, self.top), (CENTRE + half, self.middle), (CENTRE, self.bottom), (CENTRE - half, self.middle)


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrow:
    points: tuple[Point, ...]
    label: Words | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    width: int
    height: int
    heading: tuple[Words, ...]
    boxes: tuple[Box, ...]
    diamonds: tuple[Diamond, ...]
    arrows: tuple[Arrow, ...]
    aside: Box | None


def draw(stations: Sequence[Station], beside: Sequence[str], heading: str = "") -> Drawing:
    """The heading and the stations under each other; `beside` in a box of its own at the foot."""
    headed = tuple(_heading(heading))
    placed = list(_placed(stations, MARGIN + len(headed) * TITLE_LINE))
    boxes = tuple(box for box, _ in placed)
    foot = boxes[-1].bottom
    aside = _box("När det behövs", beside, foot + GAP) if beside else None
    return Drawing(
        width=WIDTH,
        height=(aside.bottom if aside else foot) + MARGIN,
        heading=headed,
        boxes=boxes,
        diamonds=tuple(diamond for _, diamond in placed if diamond),
        arrows=tuple(_arrows(placed)),
        aside=aside,
    )


def _heading(text: str) -> Iterator[Words]:
    for n, line in enumerate(wrap(text, TITLE_CHARACTERS)):
        yield Words(x=LEFT, y=MARGIN + 6 + n * TITLE_LINE, text=line, bold=True)


def _placed(stations: Iterable[Station], top: int) -> Iterator[tuple[Box, Diamond | None]]:
    for station in stations:
        box = _box(station.title, station.lines, top)
        diamond = _diamond(station, box.bottom + GAP) if station.decisions else None
        yield box, diamond
        top = (diamond or box).bottom + GAP


def _diamond(station: Station, top: int) -> Diamond:
    return Diamond(top=top, decisions=station.decisions, meeting=station.meeting)


def _box(title: str, lines: Sequence[str], top: int) -> Box:
    words: list[Words] = []
    y = top + PADDING - 6
    for text in wrap(title, TITLE_CHARACTERS):
        y += TITLE_LINE
        words.append(Words(x=LEFT + PADDING, y=y, text=text, bold=True))
    for line in lines:
        for n, text in enumerate(wrap(f"• {line}", TEXT_CHARACTERS)):
            y += TEXT_LINE
            words.append(Words(x=LEFT + PADDING + (10 if n else 0), y=y, text=text))
    return Box(top=top, height=y + PADDING - top, words=tuple(words))


def _arrows(placed: Sequence[tuple[Box, Diamond | None]]) -> Iterator[Arrow]:
    exit_box = placed[-1][0]
    for (box, diamond), (following, _) in pairwise(placed):
        if diamond is None:
            yield _down(box.bottom, following.top)
            continue
        yield _down(box.bottom, diamond.top)
        yield from _decided(diamond, box, following, exit_box)


def _down(start: int, end: int, label: str = "") -> Arrow:
    words = Words(x=CENTRE + 8, y=(start + end) // 2 + 4, text=label) if label else None
    return Arrow(points=((CENTRE, start), (CENTRE, end)), label=words)


def _decided(diamond: Diamond, box: Box, following: Box, exit_box: Box) -> Iterator[Arrow]:
    _, (right, middle), _, (left, _) = diamond.corners
    if ONWARDS in diamond.decisions:
        yield _down(diamond.bottom, following.top, ONWARDS)
    if EXTENDED in diamond.decisions:
        back = ((left, middle), (WAY_BACK, middle), (WAY_BACK, box.middle), (LEFT, box.middle))
        yield Arrow(points=back, label=Words(x=LEFT + 40, y=middle - 8, text=EXTENDED))
    if ENDED in diamond.decisions:
        out = ((right, middle), (WAY_OUT, middle), (WAY_OUT, exit_box.middle), (RIGHT, exit_box.middle))
        yield Arrow(points=out, label=Words(x=right + 40, y=middle - 8, text=ENDED))
