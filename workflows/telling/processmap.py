"""The process map of a programme, drawn as SVG or written as Mermaid."""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from workflows.programme import Programme
from workflows.telling.drawing import draw
from workflows.telling.stations import ENDED, EXTENDED, ONWARDS, Station, beside, decided, in_words, stations

# In Mermaid a text stands in quotes, and "#" begins a code of a character.
_MERMAID = str.maketrans({character: f"#{ord(character)};" for character in '#"<>&`\\;'})


def svg(programme: Programme, here: str = "") -> str:
    """A picture that stands alone: readable in print, with a title and a description for those who do not see it.

    `here`: the state of a journey, whose place is marked.
    """
    return _template().render(
        key=programme.id,
        title=f"Processkarta för {programme.name}, version {programme.version}",
        description=" ".join(in_words(programme)),
        drawing=draw(stations(programme, here), beside(programme), f"{programme.name}, version {programme.version}"),
    )


@cache
def _template() -> Template:
    environment = Environment(loader=PackageLoader("workflows.telling"), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("processmap.svg")


def outline(programme: Programme) -> str:
    """The same as a numbered list, for a screen reader and for plain text."""
    lines = list[str]()
    for number, station in enumerate(stations(programme), 1):
        lines.append(f"{number}. {station.title}")
        lines += [f"   – {line}" for line in station.lines]
        lines += [f"   – {decided(station)}"] if station.decisions else []
    if asked := beside(programme):
        lines += ["När det behövs", *(f"   – {line}" for line in asked)]
    return "\n".join(lines)


def mermaid(programme: Programme) -> str:
    """A Mermaid flowchart, for documents that draw it themselves."""
    return "\n".join(["flowchart TD", *(f"    {line}" for line in _flow(programme)), ""])


def _flow(programme: Programme) -> Iterator[str]:
    way = stations(programme)
    last = len(way) - 1
    for n, station in enumerate(way):
        yield f"s{n}{_node(station.title, station.lines, ends=n in (0, last))}"
        if station.decisions:
            yield f'c{n}{{"Avstämning<br/>{station.meeting}"}}'
    for n, (station, _) in enumerate(pairwise(way)):
        yield from _steps(station, n, last)
    if asked := beside(programme):
        yield f"aside{_node('När det behövs', asked, ends=False)}"


def _node(title: str, lines: tuple[str, ...], *, ends: bool) -> str:
    text = "<br/>".join(line.translate(_MERMAID) for line in (title, *lines))
    return f'(["{text}"])' if ends else f'["{text}"]'


def _steps(station: Station, n: int, last: int) -> Iterator[str]:
    if not station.decisions:
        yield f"s{n} --> s{n + 1}"
        return
    yield f"s{n} --> c{n}"
    targets = {ONWARDS: n + 1, EXTENDED: n, ENDED: last}
    for decision in station.decisions:
        yield f"c{n} -->|{decision}| s{targets[decision]}"
