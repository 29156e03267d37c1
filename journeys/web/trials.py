"""Pröva: a programme with invented people in it, before anybody is in it. Nothing is stored, nobody is told of."""

from datetime import timedelta

from markupsafe import Markup
from starlette.responses import Response

from journeys.trial.lived import Assumed
from journeys.trial.outlook import Outlook, outlook
from journeys.trial.picture import svg
from journeys.trial.words import (
    NO_GOALS,
    assumptions,
    demand,
    full,
    month_headings,
    month_row,
    result,
    tenths,
    waiting,
)
from journeys.web.forms import Fault, Field, Filled, Form, fill
from journeys.web.pages import show_filled
from journeys.web.routes import ADMINISTRATORS, COORDINATORS, MANAGERS, Pages
from journeys.web.visit import Visit

pages = Pages()

MOST = 300
"""Journeys: a second or two. The command line takes more (farled programme try)."""


def _number(name: str, label: str, hint: str = "") -> Field:
    return Field(name=name, label=label, kind="number", longest=4, inputmode="numeric", hint=hint)


TRY = Form(
    fields=(
        Field(name="insats", label="Insats och version", kind="choice"),
        _number("remisser", "Remisser i månaden", "I alla enheter tillsammans."),
        _number("manader", "Antal månader"),
        _number("personal", "Handläggare i varje enhet"),
        _number("stanna", "Dagar i en fas utan längd"),
        _number("fro", "Frö", "Samma frö ger samma svar."),
    ),
    send="Pröva",
)
START = {"remisser": "8", "manader": "12", "personal": "4", "stanna": "180", "fro": "1"}
MOST_OF = {"remisser": MOST, "manader": 60, "personal": 100, "stanna": 1500, "fro": 9999}
LEAST_OF = {"stanna": 7, "fro": 0}


@pages.get("/prova", who=MANAGERS | COORDINATORS | ADMINISTRATORS)
def try_out(visit: Visit) -> Response:
    filled = _asked(visit)
    found = _outlook(visit, filled) if visit.request.query_params.get("remisser") and not filled.faults else None
    return show_filled(
        visit,
        "trial.html",
        filled,
        found=found,
        picture=Markup(svg(found)) if found else "",  # noqa: S704 - a template of ours that escapes what it is given
        names={goal.id: goal.name for goal in found.programme.goals} if found else {},
        assumptions=assumptions(found.programme) if found else (),
        demand=demand,
        no_goals=NO_GOALS,
        full=full,
        waiting=waiting,
        month_headings=month_headings,
        month_row=month_row,
        result=result,
        tenths=tenths,
    )


def _asked(visit: Visit) -> Filled:
    """What the address says, and for the rest what is usual."""
    query, choices = visit.request.query_params, _choices(visit)
    start = {**START, "insats": choices[0][0] if choices else ""}
    form = TRY.with_choices("insats", choices)
    filled = fill(form, {name: [query.get(name, value)] for name, value in start.items()})
    for field in form.fields:
        if field.kind == "number" and filled.fault(field.name) is None and not _is_within(field, filled):
            least = LEAST_OF.get(field.name, 1)
            sentence = f"{field.label}: ska vara ett heltal från {least} till {MOST_OF[field.name]}."
            filled.faults.append(Fault(name=field.name, sentence=sentence))
    if not filled.faults and (journeys := _value(filled, "remisser") * _value(filled, "manader")) > MOST:
        sentence = f"Remisser i månaden: det blir {journeys} ärenden, fler än {MOST}. Skriv färre eller färre månader."
        filled.faults.append(Fault(name="remisser", sentence=sentence))
    return filled


def _choices(visit: Visit) -> list[tuple[str, str]]:
    """Every version, the newest of each programme first."""
    versions = sorted(visit.catalogue.versions.values(), key=lambda each: each.valid_from, reverse=True)
    named = [(f"{each.id}:{each.version}", f"{each.name} {each.version}") for each in versions]
    return sorted(named, key=lambda choice: choice[0].partition(":")[0])


def _is_within(field: Field, filled: Filled) -> bool:
    text = filled.value(field.name)
    return text.isascii() and text.isdigit() and LEAST_OF.get(field.name, 1) <= int(text) <= MOST_OF[field.name]


def _value(filled: Filled, name: str) -> int:
    return int(filled.value(name))


def _outlook(visit: Visit, filled: Filled) -> Outlook:
    id_, _, version = filled.value("insats").partition(":")
    programme = visit.catalogue.get(id_, version)
    assumed = Assumed(
        referrals_per_month=_value(filled, "remisser"),
        months=_value(filled, "manader"),
        staff=_value(filled, "personal"),
        stay=timedelta(days=_value(filled, "stanna")),
        seed=_value(filled, "fro"),
        first=programme.valid_from.replace(day=1),
    )
    return outlook(programme, assumed)
