"""Where an exit leads on to: asked only where the programme that follows has several units."""

from collections.abc import Iterator, Mapping
from typing import Any

from journeys.case import Case
from journeys.catalogue import NoVersionYet, ProgrammeUnknown
from journeys.web.forms import Field
from journeys.web.visit import Visit
from workflows.programme import Programme

_BETWEEN = "/"
"""Stands in no id: several programmes may have a unit of the same."""


def next_unit(visit: Visit, case: Case) -> Field | None:
    """Which unit, of those programmes that have more than one."""
    choices = [
        (f"{programme.id}{_BETWEEN}{unit.id}", f"{programme.name}: {unit.name}")
        for programme in _follow(visit, case)
        for unit in visit.catalogue.open_units(programme, visit.today)
        if len(programme.units) > 1
    ]
    if not choices:
        return None
    hint = "Behövs bara om utfallet leder till en insats med flera enheter."
    return Field(name="leads_to_unit", label="Enhet dit", kind="choice", required=False, hint=hint, choices=choices)


def _follow(visit: Visit, case: Case) -> Iterator[Programme]:
    """The programmes that some outcome leads to, as they are today."""
    for id_ in dict.fromkeys(outcome.leads_to for outcome in case.programme.outcomes if outcome.leads_to):
        try:
            yield visit.catalogue.valid_on(id_, visit.today)
        except (ProgrammeUnknown, NoVersionYet):
            continue


def in_next_unit(visit: Visit, case: Case, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The unit that was chosen, where it is of the programme that the outcome leads to."""
    programme, _, unit = (values.get("leads_to_unit") or "").partition(_BETWEEN)
    outcome = case.programme.outcome(values.get("outcome") or "")
    leads_there = outcome is not None and outcome.leads_to == programme
    return {**values, "leads_to_unit": unit if leads_there else None}
