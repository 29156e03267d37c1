"""The individual plan of a journey: as it is now and as it was, and on paper for the participant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from journeys.case import Case, case_of
from journeys.papers.press import printed
from journeys.people import who
from journeys.plans import PLAN, Action, Changed, PlanRevision, changed, latest_plan, made_elsewhere, plan_revisions
from journeys.visibility.access import NotFound
from journeys.web.case_events import staff_names
from journeys.web.glass import banner
from journeys.web.pages import day, go, show
from journeys.web.routes import CASEWORK, Pages
from journeys.web.visit import Visit
from workflows.activities import AREA_NAMES
from workflows.events import Event

pages = Pages()


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A revision with who wrote it, and what it says otherwise than the one before; None of the first."""

    revision: PlanRevision
    by: str
    changed: Changed | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A journey whose plan is looked at; `standing`: its events with what is personal."""

    journey_id: int
    case: Case
    standing: Sequence[Event]
    person: Mapping[str, Any] | None

    @property
    def plan(self) -> PlanRevision | None:
        return latest_plan(self.standing)

    @property
    def here(self) -> str:
        return f"/arende/{quote(self.case.dossier.reference)}/plan"

    @property
    def is_protected(self) -> bool:
        return self.person is not None and bool(self.person["protected"])

    @property
    def name(self) -> str:
        return f"{self.person['given_name']} {self.person['family_name']}" if self.person else ""


def opened(visit: Visit) -> Opened:
    """For somebody who may see the journey, of a programme that has plans. Raises NotFound."""
    journey_id = visit.journey(visit.path["reference"])
    case = case_of(visit.connection, visit.catalogue, visit.path["reference"], visit.today)
    if case.programme.record(PLAN) is None:
        raise NotFound
    return Opened(
        journey_id=journey_id,
        case=case,
        standing=case.dossier.standing(visit.app.ledger),
        person=who(visit.connection, visit.app.keys, journey_id),
    )


@pages.get("/arende/{reference}/plan", who=CASEWORK)
def plan(visit: Visit) -> Response:
    found = opened(visit)
    return show(
        visit,
        "plan.html",
        opened=found,
        areas=AREA_NAMES,
        glass=banner(visit, found.journey_id),
        may_write=visit.may_write(found.journey_id) and PLAN in found.case.steps,
        revisions=_shown(visit, found),
        made_elsewhere=made_elsewhere(found.standing),
    )


def _shown(visit: Visit, found: Opened) -> list[Shown]:
    """The latest first."""
    names = staff_names(visit.connection)
    authors = {each.registered.name: each.registered.by or "" for each in found.case.happened}
    revisions = plan_revisions(found.standing)
    shown = [
        Shown(
            revision=each,
            by=names.get(authors.get(each.event_id, ""), authors.get(each.event_id, "")),
            changed=changed(before, each) if before else None,
        )
        for before, each in zip([None, *revisions], revisions, strict=False)
    ]
    return shown[::-1]


@pages.get("/arende/{reference}/plan/utskrift", who=CASEWORK)
def on_paper(visit: Visit) -> Response:
    found = opened(visit)
    if found.plan is None:
        return go(found.here)
    return show(visit, "plan_paper.html", opened=found, paper=_paper(visit, found, found.plan))


@pages.get("/arende/{reference}/plan/pdf", who=CASEWORK)
def as_pdf(visit: Visit) -> Response:
    found = opened(visit)
    if found.plan is None:
        return go(found.here)
    return Response(
        printed("plan", _paper(visit, found, found.plan), at=visit.now),
        media_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="handlingsplan.pdf"'},
    )


def _paper(visit: Visit, found: Opened, now: PlanRevision) -> dict[str, Any]:
    """The texts of the paper, in plain words, for the participant.

    Of a protected person neither association nor caseworker nor who does what: who works with somebody tells where
    they are.
    """
    printed_plan = now.without_names() if found.is_protected else now
    return {
        "title": "Din plan",
        "association": "" if found.is_protected else found.case.programme.association,
        "programme": found.case.programme.name,
        "facts": [
            [label, text]
            for label, text in (
                ("Namn", found.name),
                ("Planen är från", day(now.on)),
                ("Din handläggare", "" if found.is_protected else _caseworker(visit, found)),
            )
            if text
        ],
        "goals": list(printed_plan.goals),
        "areas": [
            {"name": name, "actions": [_said(each) for each in printed_plan.in_area(area)]}
            for area, name in AREA_NAMES.items()
            if printed_plan.in_area(area)
        ],
        "made": f"Utskriven {day(visit.today)}",
    }


def _caseworker(visit: Visit, found: Opened) -> str:
    address = found.case.history.caseworker or ""
    return staff_names(visit.connection).get(address, address)


def _said(action: Action) -> dict[str, str]:
    details = [
        f"Vem gör det: {action.who}." if action.who else "",
        f"Senast {day(action.by)}." if action.by and not action.done else "",
        "Det här är klart." if action.done else "",
    ]
    return {"what": action.what, "details": " ".join(filter(None, details))}
