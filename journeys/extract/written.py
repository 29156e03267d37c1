"""An extract as a file: plain text, or a PDF that can be read aloud."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

from journeys.errors import JourneyError
from journeys.exit.source import long_day
from journeys.extract.kept import Extract, Section
from journeys.extract.said import Line
from journeys.papers.blocks import blocks, breakable
from journeys.papers.sections import MARKING, TEMPLATE
from journeys.settings import STOCKHOLM

TITLE = "Registerutdrag"


class NotOnPaper(JourneyError):
    """Something in it has letters that no font has."""

    def __init__(self) -> None:
        super().__init__("Utdraget har tecken som inte går att skriva ut i en PDF. Skriv en fil som slutar på .txt.")


def as_text(found: Extract, at: datetime) -> bytes:
    """UTF-8, with a heading for each section."""
    parts = [TITLE, *([MARKING] if found.protected else []), _made(found, at)]
    parts += [f"{each.heading}\n{'-' * len(each.heading)}\n\n{_text(each)}" for each in found.sections]
    return ("\n\n".join(parts) + "\n").encode()


def as_pdf(found: Extract, at: datetime) -> bytes:
    """Raises NotOnPaper."""
    from journeys.papers.press import Unprintable, printed  # as big as a browser; few ask for it

    sections = [
        {"heading": each.heading, "blocks": [asdict(it) for it in blocks(_text(each))]} for each in found.sections
    ]
    told = {"title": TITLE, "association": "", "programme": "", "marking": MARKING if found.protected else ""}
    about = [("Person", breakable(found.name)), ("Ärenden", ", ".join(found.journeys))]
    try:
        return printed(TEMPLATE, told | {"facts": about, "sections": sections, "made": _made(found, at)}, at=at)
    except Unprintable as error:
        raise NotOnPaper from error


def _made(found: Extract, at: datetime) -> str:
    return f"Uppgifter som finns i Farled om {found.name}, {long_day(at.astimezone(STOCKHOLM).date())}"


def _text(section: Section) -> str:
    return "\n\n".join("\n".join(_lines(first, told)) for first, told in section.paragraphs)


def _lines(first: str, told: Sequence[Line]) -> Iterator[str]:
    if first:
        yield first
    yield from (f"- {label}: {' '.join(text.split())}" for label, text in told)
