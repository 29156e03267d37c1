"""The sentence that explains a due day (spec: journal.md, the key `why`)."""

from dataclasses import dataclass
from datetime import date

from workflows.calendar import Period
from workflows.programme import Programme
from workflows.programme_tables import Rule

_ANCHORS = {
    "referred": "Remissen kom {day}",
    "admitted": "Antagen {day}",
    "started": "Startade {day}",
    "decided": "Avslut beslutades {day}",
    "exited": "Avslutades {day}",
    "extended": "Förlängdes {day}",
    "excepted": "Förra gången undantogs {day}",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """What moved a due day from where it would have been."""

    paused_days: int
    to_working_day: bool


def why_due(programme: Programme, rule: Rule, source: str, anchor: date, length: Period, moved: Moved) -> str:
    """For example "Block 1 började 2026-02-23 och är 6 veckor; framflyttad 14 dagar av vila"."""
    return _from(programme, source, anchor) + _how_long(rule, length) + _moves(moved, length)


def _from(programme: Programme, source: str, anchor: date) -> str:
    if sentence := _ANCHORS.get(source):
        return sentence.format(day=anchor)
    if stage := programme.stage(source):
        return f"{stage.name} började {anchor}"
    record = programme.record(source)
    return f"{record.name if record else source} {anchor}"


def _how_long(rule: Rule, length: Period) -> str:
    if rule.checkpoint:
        return f" och är {length.swedish()}"
    if length.amount == 0:
        return ", ska vara gjort samma dag"
    if length.amount < 0:
        return f", ska vara gjort senast {Period(-length.amount, length.unit).swedish()} före"
    return f", ska vara gjort inom {length.swedish()}"


def _moves(moved: Moved, length: Period) -> str:
    paused = (
        f"; framflyttat {moved.paused_days} {'dag' if moved.paused_days == 1 else 'dagar'} av vila"
        if moved.paused_days
        else ""
    )
    nearest = "före" if length.amount < 0 else "efter"
    return paused + (f"; flyttat till arbetsdagen {nearest}" if moved.to_working_day else "")
