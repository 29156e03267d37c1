"""What happens in a programme and in no journey: `farled do`, `undo` and `correct` with `--programme`."""

from collections.abc import Sequence
from typing import Any

import click

from journeys.cli.given import Given
from journeys.cli.installation import installation
from journeys.cli.pairs import fields_of, read_pairs
from journeys.journal.lines import ProgrammeEvent
from journeys.journal.reading import line_of
from journeys.programme_events import happen
from journeys.words import day_text

ENVELOPE = ("journey", "event", "on", "at", "by", "programme", "of", "set", "reason")


def happened(programme: str, event: str, pairs: Sequence[str], given: Given) -> None:
    """Register something that happened."""
    values = read_pairs(pairs, fields_of(ProgrammeEvent, without=ENVELOPE))
    _register(programme, event, values, given, what=f"{event} har registrerats")


def taken_back(programme: str, name: str, reason: str, given: Given) -> None:
    """Register that something did not happen."""
    _register(programme, "voided", {"of": name, "reason": reason}, given, what=f"{name} har tagits tillbaka")


def corrected(programme: str, name: str, pairs: Sequence[str], reason: str, given: Given) -> None:
    """Register that something happened in another way: on another day, in another unit."""
    correctable = fields_of(ProgrammeEvent, without=set(ENVELOPE) - {"on", "by"} | {"id"})
    values = {"of": name, "set": read_pairs(pairs, correctable), "reason": reason}
    _register(programme, "corrected", values, given, what=f"{name} har rättats")


def _register(programme: str, event: str, values: dict[str, Any], given: Given, *, what: str) -> None:
    with installation(given.database) as app:
        with app.work() as work:
            line = line_of(given.head(work.today) | {"programme": programme, "event": event} | values)
            assert isinstance(line, ProgrammeEvent)
            done = happen(work, line)
        click.echo(f"{done.programme}: {what}, {day_text(line.on, work.today)} (händelse {done.event_id}).")
