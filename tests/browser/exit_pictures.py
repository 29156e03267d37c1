"""The exit document of an invented journey, as the documentation shows it: its preview, and the paper."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typst
from playwright.sync_api import Page

from journeys import casework
from journeys.app import App
from journeys.case import case_of
from journeys.exit.content import TEMPLATE, content_of
from journeys.exit.sections import drafted
from journeys.exit.source import source_of
from journeys.journal.reading import line_of
from journeys.papers.press import template
from journeys.people import who
from journeys.visibility.access import Staff

ADVICE = (
    "Fortsatt stöd vid studierna den första terminen:\n\n- samtal varannan vecka\n- en egen kontakt på skolan\n\n"
    "Deltagaren själv vill börja på halvfart och öka efter jul."
)


LIFE: Sequence[Mapping[str, Any]] = (
    {"event": "started", "on": "2026-02-09"},
    {"event": "skapa", "on": "2026-02-16", "values": {"participant": {"health": 2, "goals": 2, "belief": 3}}},
    {
        "event": "plan",
        "on": "2026-03-02",
        "plan": {
            "goals": ["Börja läsa till undersköterska"],
            "actions": [
                {"area": "skills", "what": "Söka till komvux", "done": True},
                {"area": "health", "what": "Träna två gånger i veckan", "done": True},
            ],
        },
    },
    {"event": "checkpoint", "on": "2026-03-23", "decision": "continue"},
    {"event": "activity", "on": "2026-03-30", "area": "work", "what": "Praktik på ett äldreboende", "hours": 12},
    {"event": "skapa", "on": "2026-08-17", "values": {"participant": {"health": 4, "goals": 4, "belief": 3}}},
    {"event": "exited", "on": "2026-08-31", "outcome": "studies"},
)
REFERENCE = "INS-2026-900"


def lived(app: App, caseworker: Staff) -> None:
    """A journey that their caseworker took to its end."""
    person = {"given_name": "Kanariella", "family_name": "Prövqvist", "birth_date": "1990-03-02", "gender": "woman"}
    referred = {"programme": "activera", "unit": caseworker.unit, "person": person, "referrer": {"party": "region"}}
    beginning = (
        {"event": "referred", "on": "2026-01-19", **referred},
        {"event": "admitted", "on": "2026-01-26", "caseworker": caseworker.address},
    )
    with app.work() as work:
        for line in (*beginning, *LIFE):
            casework.register(work, line_of({"journey": REFERENCE, **line}))


def preview(page: Page) -> None:
    page.goto(f"/arende/{REFERENCE}/avslutsdokument/utkast")
    page.get_by_label("Rekommendation").fill(ADVICE)
    page.get_by_role("button", name="Spara och förhandsvisa").click()


def draw_paper(app: App, caseworker: Staff, file: Path) -> None:
    """Its first page, as it is printed."""
    with app.read() as connection:
        case = case_of(connection, app.catalogue(connection), REFERENCE, app.today)
        source = source_of(connection, app.keys, app.ledger, case)
        person = who(connection, app.keys, source.journey_id)
        assert person is not None
        content = content_of(source, person, caseworker.name, {**drafted(source), "recommendation": ADVICE})
    told = {"told": json.dumps(content.told(1, app.clock()))}
    laid = typst.compile(template(TEMPLATE), format="png", ppi=80, ignore_system_fonts=True, sys_inputs=told)
    file.write_bytes(laid[0] if isinstance(laid, list) else laid)
