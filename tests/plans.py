"""Invented people in the programmes that ship, told one step a line, and what the report says of them.

BOD-1 woman
  2026-01-05 referred
  2026-01-12 admitted caseworker=kim@boden.example
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.command_line import Desk

NEEDED: Mapping[str, Mapping[str, Any]] = {
    "admitted": {"caseworker": "kim@enheten.example"},
    "checkpoint": {"decision": "continue"},
    "exited": {"outcome": "back-to-referrer"},
    "paused": {"reason": "Behövde vila."},
    "reopened": {"reason": "Kom tillbaka."},
    "excepted": {"reason": "Redan gjort på annat håll."},
    "declined": {"reason": "Tackade nej."},
}
TRUE_AND_NUMBERS: Mapping[str, Any] = {"true": True, "2": 2}


def lines_of(programme: str, unit: str, story: str) -> Iterator[dict[str, Any]]:
    """The lines of a journal."""
    reference = gender = ""
    for line in filter(None, map(str.strip, story.splitlines())):
        first, *rest = line.split()
        if not first[0].isdigit():
            reference, (gender,) = first, rest
            continue
        event, *pairs = rest
        told = {key: TRUE_AND_NUMBERS.get(value, value) for key, value in (pair.split("=") for pair in pairs)}
        if "to" in told and event != "advanced":
            told["to"] = told["to"].split(",")
        head = {"journey": reference, "event": event, "on": first}
        yield head | NEEDED.get(event, {}) | (_referral(programme, unit, gender) if event == "referred" else {}) | told


def _referral(programme: str, unit: str, gender: str) -> dict[str, Any]:
    person = {"given_name": "Kanariella", "family_name": "Prövqvist", "birth_date": "1990-03-02", "gender": gender}
    return {"programme": programme, "unit": unit, "person": person, "referrer": {"party": "region"}}


def happened(programme: str, *events: str) -> Iterator[dict[str, Any]]:
    """Programme events, each "2026-02-09 group-start"."""
    for event in events:
        on, name = event.split()
        yield {"programme": programme, "event": name, "on": on, "id": f"{name}-{on}"}


def read_in(desk: Desk, folder: Path, *lines: Mapping[str, Any]) -> None:
    """Import on the last day of 2026; the rows must say what the events say."""
    file = folder / "journal.jsonl"
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    desk.on("2026-12-31")
    desk.says("import", str(file))
    assert "Ärendena stämmer" in desk.says("verify", "--rows")


def goals(desk: Desk, programme: str, *words: str) -> dict[str, str]:
    """Goal → "3 of 5, reached" for the whole programme and everyone in 2026."""
    answer = desk.json("report", "--programme", programme, "--from", "2026-01-01", "--to", "2026-12-31", *words)
    return {row["goal"]: _row(row) for row in answer["goals"] if row["unit"] is None and row["gender"] is None}


def _row(row: Mapping[str, Any]) -> str:
    number = str(row["met"]) if row["counted"] is None else f"{row['met']} of {row['counted']}"
    verdict = {True: "reached", False: "not reached", None: ""}[row["reached"]]
    rest = {"excepted": row["excepted"], "not yet": row["not_counted_yet"]}
    return ", ".join(part for part in (number, verdict, *(f"{n} {what}" for what, n in rest.items() if n)) if part)
