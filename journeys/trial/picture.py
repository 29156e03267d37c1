"""The months of a trial as a picture: how many participants at once, on top of them those who wait for a group to
start, and the ceiling where there is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from journeys.trial.outlook import Month, Outlook
from journeys.trial.words import full

LEFT, FLOOR, HEIGHT, BAR, GAP, LINE = 20, 290, 210, 44, 12, 18
SHORT = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    x: int
    y: int
    height: int
    number: int
    label: str
    waiting: int = 0
    top: int = 0
    """Where the part that waits begins."""
    width: int = BAR

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def said(self) -> str:
        return f"{self.label} {self.number}" + (f" ({self.waiting} väntar)" if self.waiting else "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Ceiling:
    y: int
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    title: str
    description: str
    bars: Sequence[Bar]
    ceiling: Ceiling | None
    legend: str
    width: int
    notes: Sequence[tuple[int, str]]
    """What is said of each unit's places, with where it stands."""
    left: int = LEFT
    floor: int = FLOOR

    @property
    def height(self) -> int:
        return FLOOR + 54 + LINE * len(self.notes)


def svg(outlook: Outlook) -> str:
    """A picture that stands alone, with its numbers in the description."""
    return _template().render(picture=_picture(outlook))


@cache
def _template() -> Template:
    environment = Environment(loader=PackageLoader("journeys"), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("trial.svg")


def _picture(outlook: Outlook) -> Picture:
    months, most = outlook.months, _ceiling(outlook)
    top = max([most or 0, 1, *(month.at_once + month.waiting for month in months)])
    bars = [_bar(place, month, top) for place, month in enumerate(months)]
    several = len(outlook.programme.units) > 1
    label = f"Högst {most} samtidigt{' i alla enheter tillsammans' if several else ''}"
    notes = [full(each) for each in outlook.full if several and each.key == "max_at_once"]
    return Picture(
        title=f"{outlook.programme.name} {outlook.programme.version}: flest deltagare samtidigt, månad för månad",
        description=" ".join([f"{', '.join(bar.said for bar in bars)}.", *([f"{label}."] if most else []), *notes]),
        bars=bars,
        ceiling=Ceiling(y=_height(most, top), label=label) if most else None,
        legend="Ljus del: väntar på att en grupp ska starta" if outlook.has_waiting else "",
        notes=[(FLOOR + 40 + LINE * place, note) for place, note in enumerate(notes, 1)],
        width=max(640, LEFT + len(months) * (BAR + GAP) + 20),
    )


def _ceiling(outlook: Outlook) -> int | None:
    """How many there may be at once in all the units, if every unit says so."""
    most = [unit.max_at_once for unit in outlook.programme.units]
    return sum(number or 0 for number in most) if None not in most else None


def _bar(place: int, month: Month, top: int) -> Bar:
    y = _height(month.at_once, top)
    year = f" {month.first:%y}" if place == 0 or month.first.month == 1 else ""
    label = f"{SHORT[month.first.month - 1]}{year}"
    return Bar(
        x=LEFT + 6 + place * (BAR + GAP),
        y=y,
        height=FLOOR - y,
        number=month.at_once,
        label=label,
        waiting=month.waiting,
        top=_height(month.at_once + month.waiting, top),
    )


def _height(number: int, top: int) -> int:
    return FLOOR - round(HEIGHT * number / top)
