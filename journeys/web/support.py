"""What supports the participant, on the journey's page: activities, the plan, and what the BIP study found to help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from journeys.case import Case
from journeys.plans import PLAN, PlanRevision, latest_plan
from journeys.taking_part import TakesPart, activities_of
from journeys.words import counted, day_text
from workflows.activities import AREA_NAMES
from workflows.continuity import Quiet, caseworkers, idle_areas, quiet_times, still_lasts
from workflows.events import Event
from workflows.history import History
from workflows.telling.phrases import listed
from workflows.weeks import Week, week_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Support:
    """`week`: this week's activities in a sentence; `few`: whether they are fewer than expected."""

    week: str
    few: bool
    activities: Sequence[TakesPart]
    past: Sequence[TakesPart]
    has_plan: bool
    plan: PlanRevision | None
    findings: Sequence[str]


def support(case: Case, standing: Mapping[str, Event]) -> Support | None:
    """None before the admission: there is nothing to follow yet."""
    if case.history.admitted_on is None:
        return None
    found = activities_of(case.history, standing.values())
    week, plan = week_of(case.history, case.today), latest_plan(standing.values())
    return Support(
        week=_week(week),
        few=not week.enough,
        activities=[each for each in found if _goes_on(case, each)],
        past=[each for each in found if not _goes_on(case, each)],
        has_plan=case.programme.record(PLAN) is not None,
        plan=plan,
        findings=_findings(case, plan),
    )


def _goes_on(case: Case, each: TakesPart) -> bool:
    return case.history.end is None and each.goes_on(case.today)


def _week(week: Week) -> str:
    """ "1 av minst 2 aktiviteter den här veckan" """
    if week.least:
        return f"{week.going_on} av minst {counted(week.least, 'aktivitet', 'aktiviteter')} den här veckan"
    return f"{counted(week.going_on, 'aktivitet', 'aktiviteter')} den här veckan"


def _findings(case: Case, plan: PlanRevision | None) -> list[str]:
    """In sentences; nothing is said of what is as it should be but the caseworker."""
    history, today = case.history, case.today
    number = caseworkers(history)
    said = ["Samma handläggare hela vägen." if number == 1 else f"{number} handläggare hittills."]
    said += [_quiet(each, history, today) for each in quiet_times(history, today)[-1:]]
    if plan and history.end is None and (idle := idle_areas(plan.open_areas, history, today)):
        names = listed([AREA_NAMES[area].lower() for area in idle])
        said.append(f"I planen men inget pågår: {names}.")
    return said


def _quiet(each: Quiet, history: History, today: date) -> str:
    since = day_text(each.first, today)
    weeks = counted(each.weeks, "vecka", "veckor")
    if still_lasts(each, history, today):
        return f"Ingen kontakt, inget möte och ingen aktivitet på {weeks}, sedan {since}."
    return f"Senaste uppehållet utan kontakt, möte eller aktivitet: {weeks} från {since}."
