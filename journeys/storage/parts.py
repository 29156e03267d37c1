"""A line in two parts: what may stand in the event log for ever, and what is personal (design: "Personal data").

Of a referral the facts that reports need after erasure are copied to the first part: gender, party, municipality, age.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from journeys.identity import full_years
from journeys.journal.lines import Line, ProgrammeEvent, model_of
from journeys.journal.person_lines import Person
from journeys.ledger import canonical
from workflows.events import Event

ENVELOPE = frozenset({"journey", "event", "on", "id", "at", "by"})
COPIED = ("gender", "party", "municipality", "age", "protected")
"""Facts that are copied out of `person` and `referrer`, and left out again when the line is written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """`facts` for the log, `private` for the sealed part: JSON values."""

    facts: dict[str, Any]
    private: dict[str, Any]


def registered_at(line: Line) -> datetime:
    """The moment of registration; noon UTC of its day where the line does not say (spec: journal.md, `at`)."""
    return line.at.astimezone(UTC) if line.at else noon(line.on)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def split(line: Line, *, target: Event | None = None) -> Parts:
    """The two parts of a line. `target` is the event that a correction corrects, as it read until then."""
    values = line.model_dump(mode="json", exclude_none=True, exclude=set(ENVELOPE))
    parts = _divided(values, line.FACTS)
    if "set" in values:
        parts.private.pop("set", None)
        corrected = model_of(target.name) if target else ProgrammeEvent
        inner = _divided(values["set"], corrected.FACTS | {"on"})
        copied = _copied(values["set"], None) | _age_then(values["set"], target)
        parts.facts["set"] = inner.facts | copied  # None takes away what was told before
        if inner.private:
            parts.private["set"] = inner.private
    else:
        parts.facts.update({key: value for key, value in _copied(values, line.on).items() if value is not None})
    return parts


def _divided(values: Mapping[str, Any], public: frozenset[str]) -> Parts:
    return Parts(
        facts={key: value for key, value in values.items() if key in public},
        private={key: value for key, value in values.items() if key not in public},
    )


def _copied(values: Mapping[str, Any], referred_on: date | None) -> dict[str, Any]:
    copied: dict[str, Any] = {}
    if person := values.get("person"):
        copied["gender"] = person["gender"]
        copied["municipality"] = person.get("municipality")
        copied["protected"] = person.get("protected", False)
        if referred_on:
            copied["age"] = _age(person, referred_on)
    if referrer := values.get("referrer"):
        copied["party"] = referrer["party"]
    return copied


def _age_then(new: Mapping[str, Any], target: Event | None) -> dict[str, int | None]:
    """The age as a correction makes it: by the person, or by the referral day, of which it may tell only one."""
    person = new.get("person") or (target.data.get("person") if target else None)
    if target is None or not person or not new.keys() & {"person", "on"}:
        return {}
    return {"age": _age(person, date.fromisoformat(new["on"]) if "on" in new else target.on)}


def _age(person: Mapping[str, Any], referred_on: date) -> int | None:
    return full_years(Person.model_validate_json(canonical(person)).born, referred_on)


def joined(facts: Mapping[str, Any], private: Mapping[str, Any]) -> dict[str, Any]:
    """The line's further keys again, in the order of the shape's fields as far as both parts know them."""
    values = {key: value for key, value in facts.items() if key not in COPIED} | {
        key: value for key, value in private.items() if key != "set"
    }
    if "set" in facts:
        kept = {key: value for key, value in facts["set"].items() if key not in COPIED}
        values["set"] = kept | dict(private.get("set", {}))
    return values


def normal(
    *,
    reference: str | None,
    event: str,
    on: date,
    name: str | None,
    at: datetime,
    by: str | None,
    rest: Mapping[str, Any],
) -> dict[str, Any]:
    """A line in the one form that is exported and compared: `at` only where it is not noon UTC of the day."""
    head = {"journey": reference, "event": event, "on": on.isoformat(), "id": name}
    tail = {"at": None if at == noon(on) else at.isoformat(), "by": by}
    return {key: value for key, value in (head | tail | dict(rest)).items() if value is not None}
