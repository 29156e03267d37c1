"""The plan is written and revised: rows for goals and for actions, with some to spare; a revision is the whole plan."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from starlette.responses import Response

from journeys.case import Case
from journeys.journal.plan_lines import LONGEST, MOST_ACTIONS, MOST_GOALS
from journeys.plans import PLAN, Action, PlanRevision, latest_plan
from journeys.visibility.access import NotFound
from journeys.web.asked import Asking, Values
from journeys.web.asking import answer, ask
from journeys.web.forms import Fault, Field, Form
from journeys.web.routes import CASEWORK, Pages
from journeys.web.step_fields import DAY
from journeys.web.steps import not_now
from journeys.web.visit import Visit
from workflows.activities import AREA_NAMES

pages = Pages()

SPARE_GOALS, SPARE_ACTIONS = 1, 3
PARTS = ("what", "area", "who", "by", "done")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ROW = re.compile(r"(goal|action)\.([0-9]{1,2})(\.\w+)?", re.ASCII)

WHAT = Field(name="what", label="Vad ska göras?", required=False, longest=LONGEST)
AREA = Field(name="area", label="Område", kind="choice", required=False, choices=tuple(AREA_NAMES.items()))
WHO = Field(name="who", label="Vem gör det?", required=False)
BY = Field(name="by", label="Senast", kind="date", required=False, longest=10)
DONE = Field(name="done", label="Klart", kind="tick", required=False)


def goal_field(number: int) -> Field:
    return Field(name=f"goal.{number}", label=f"Delmål {number}", required=False, longest=LONGEST)


def action_fields(number: int) -> list[Field]:
    """The five parts of one action, called `action.1.what` and so on."""
    return [replace(each, name=f"action.{number}.{each.name}") for each in (WHAT, AREA, WHO, BY, DONE)]


def form_of(goals: int, actions: int) -> Form:
    """A form with so many rows."""
    rows = [goal_field(number) for number in range(1, goals + 1)]
    rows += [field for number in range(1, actions + 1) for field in action_fields(number)]
    return Form(fields=[DAY, *rows], send="Spara planen")


@pages.get("/arende/{reference}/plan/skriv", who=CASEWORK, writes=True)
def form(visit: Visit) -> Response:
    return ask(visit, _asking)


@pages.post("/arende/{reference}/plan/skriv", who=CASEWORK, form=form_of(2, 2))
def take(visit: Visit) -> Response:
    return answer(visit, _asking)


def _asking(visit: Visit, case: Case) -> Asking:
    if case.programme.record(PLAN) is None:
        raise NotFound
    plan = latest_plan(case.dossier.standing(visit.app.ledger))
    goals, actions = _rows(visit, plan)
    return Asking(
        case=case,
        title="Ändra planen" if plan else "Skriv en plan",
        form=form_of(goals, actions),
        line=_line,
        start={"on": visit.today.isoformat()} | (_start(plan) if plan else {}),
        not_now=not_now(case, PLAN),
        check=_wrong,
        template="plan_form.html",
    )


def _rows(visit: Visit, plan: PlanRevision | None) -> tuple[int, int]:
    """As many as were sent, or as the plan has, with some to spare; more where they ask for more."""
    sent = [(found[1], int(found[2])) for name in visit.lists if (found := _ROW.fullmatch(name))]
    more = not sent or visit.form.get("do") == "more"
    goals = max((number for row, number in sent if row == "goal"), default=len(plan.goals) if plan else 1)
    actions = max((number for row, number in sent if row == "action"), default=len(plan.actions) if plan else 0)
    return (
        min(goals + more * SPARE_GOALS, MOST_GOALS),
        min(actions + more * SPARE_ACTIONS, MOST_ACTIONS),
    )


def _start(plan: PlanRevision) -> dict[str, Any]:
    goals = {f"goal.{number}": goal for number, goal in enumerate(plan.goals, start=1)}
    return goals | {
        f"action.{number}.{part}": value
        for number, action in enumerate(plan.actions, start=1)
        for part, value in _typed(action).items()
    }


def _typed(action: Action) -> Mapping[str, str]:
    return {
        "what": action.what,
        "area": action.area,
        "who": action.who,
        "by": action.by.isoformat() if action.by else "",
        "done": "ja" if action.done else "",
    }


def _line(values: Values) -> Values:
    actions = [{part: value for part, value in action.items() if value} for _, action in _actions(values)]
    goals = [value for name, value in values.items() if name.startswith("goal.") and value]
    return {"event": PLAN, "on": values.get("on"), PLAN: {"goals": goals, "actions": actions}}


def _actions(values: Values) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows in which something was typed, by their numbers."""
    number = 1
    while f"action.{number}.what" in values:
        action = {part: values[f"action.{number}.{part}"] for part in PARTS}
        if any(action.values()):
            yield number, action
        number += 1


def _wrong(values: Values) -> Sequence[Fault]:
    """What is missing or no day in a row; and a plan that says nothing."""
    faults = [fault for number, action in _actions(values) for fault in _wrong_in_a_row(number, action)]
    if not any(value for name, value in values.items() if name.startswith(("goal.", "action."))):
        faults.append(Fault(name="goal.1", sentence="Skriv minst ett delmål eller något som ska göras."))
    return faults


def _wrong_in_a_row(number: int, action: Mapping[str, Any]) -> Iterator[Fault]:
    row = f"Åtgärd {number}"
    if not action["what"]:
        yield Fault(name=f"action.{number}.what", sentence=f"{row}: skriv vad som ska göras.")
    if not action["area"]:
        yield Fault(name=f"action.{number}.area", sentence=f"{row}: välj område.")
    if action["by"] and not _is_day(action["by"]):
        yield Fault(name=f"action.{number}.by", sentence=f"{row}: senast ska vara en dag som finns, som 2026-03-02.")


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and 1900 <= date.fromisoformat(text).year <= 2199
    except ValueError:
        return False
