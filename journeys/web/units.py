"""Enheter: which units there are, and whether each has the staff it needs. No journey, no participant."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from starlette.responses import Response

from journeys import added_units, staff, written_units
from journeys.catalogue import NoVersionYet
from journeys.web.pages import show
from journeys.web.routes import ADMINISTRATORS, Pages
from journeys.web.visit import Visit
from workflows.programme import Programme

pages = Pages()


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitStaffed:
    """One unit: the programmes that it carries out today, and how many work there."""

    name: str
    programmes: Sequence[str]
    caseworkers: int
    managers: int

    @property
    def lacks(self) -> str:
        """What nobody there can do; empty where nothing is missing."""
        if not self.managers:
            return "Ingen enhetschef: ingen får besked om det som är försenat."
        return "" if self.caseworkers else "Ingen handläggare."


@pages.get("/enheter", who=ADMINISTRATORS)
def units(visit: Visit) -> Response:
    work_there = Counter((each.unit, each.role) for each in staff.members(visit.connection))
    programmes = of_today(visit)
    found = [
        UnitStaffed(
            name=name,
            programmes=[each.name for each in programmes if each.unit(id_)],
            caseworkers=work_there[id_, "caseworker"],
            managers=work_there[id_, "manager"],
        )
        for id_, name in visit.unit_names.items()
    ]
    names = {each.id: each.name for each in visit.catalogue.versions.values()}
    added = [
        (each, str(each.row), names.get(each.programme, each.programme))
        for each in added_units.listed(visit.connection, visit.catalogue)
    ]
    written = [
        (each, f"insats/{quote(each.programme)}/{quote(each.unit.id)}", names[each.programme])
        for each in written_units.listed(visit.connection, visit.catalogue)
    ]
    return show(visit, "units.html", units=sorted(found, key=lambda each: each.name), added=added, written=written)


def ways_in(visit: Visit) -> list[Programme]:
    """The programmes of today whose units are groups that prepare referrals."""
    return [each for each in of_today(visit) if each.prepares]


def of_today(visit: Visit) -> list[Programme]:
    """Every programme that has begun, in the version of today."""
    found = []
    for id_ in visit.catalogue.ids():
        try:
            found.append(visit.catalogue.valid_on(id_, visit.today))
        except NoVersionYet:
            continue
    return found
