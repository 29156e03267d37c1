"""The groups of a programme as a unit sees them: its own and everybody's, with those participants who may be listed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, bindparam, select

from journeys.groups import Group, groups
from journeys.memberships import InGroup
from journeys.tables.journeys import JOURNEY
from journeys.tables.people import PERSON
from journeys.visibility.access import LISTED, NotFound
from journeys.web import finding
from journeys.web.finding import PAGE, SHOWN
from journeys.web.visit import Visit
from journeys.words import rule_text
from workflows.machine import ADMITTED, PAUSED
from workflows.programme import Programme
from workflows.words import state_name


@dataclass(frozen=True, kw_only=True, slots=True)
class MemberHere:
    """A participant on the list. `behind`: what is overdue, in words."""

    reference: str
    name: str
    protected: bool
    where: str
    ended: bool
    behind: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupHere:
    """A group, with those on its list who may be shown. `others`: how many more have a place."""

    group: Group
    members: Sequence[MemberHere]

    @property
    def behind(self) -> int:
        return sum(bool(each.behind) for each in self.members)

    @property
    def others(self) -> int:
        return self.group.taken - sum(not each.ended for each in self.members)

    @property
    def is_over(self) -> bool:
        return self.group.has_started and not self.group.taken


def has_groups(programme: Programme) -> bool:
    return any(stage.group for stage in programme.stages)


def groups_here(visit: Visit, programme: Programme) -> list[GroupHere]:
    """By the day they start. Another unit's group is among them only where somebody of ours is in it."""
    found = groups(visit.connection, programme.id, visit.today)
    references = {member.journey for group in found for member in group.members}
    names = finding.names_of(visit.connection, visit.staff, references)
    return [each for each in (_here(visit, group, names) for group in found) if _is_ours(visit, each)]


def _here(visit: Visit, group: Group, names: dict[str, RowMapping]) -> GroupHere:
    members = [_member(visit, each, names[each.journey]) for each in group.members if each.journey in names]
    return GroupHere(group=group, members=sorted(members, key=lambda each: (each.ended, each.reference)))


def _is_ours(visit: Visit, each: GroupHere) -> bool:
    return bool(each.members) or (each.group.was_told_of and each.group.unit in (None, visit.staff.unit))


def _member(visit: Visit, member: InGroup, row: RowMapping) -> MemberHere:
    programme = visit.catalogue.get(member.programme, member.version)
    return MemberHere(
        reference=member.journey,
        name=finding.name_of(row),
        protected=row["protected"],
        where=state_name(programme, member.state),
        ended=member.ended,
        behind=[rule_text(programme, rule, n) for rule, n in member.behind],
    )


def group_here(visit: Visit, programme: Programme, name: str) -> GroupHere:
    """With its participants told of in the access log. Raises NotFound."""
    found = next((each for each in groups_here(visit, programme) if each.group.name == name), None)
    if found is None:
        raise NotFound
    rows = finding.names_of(visit.connection, visit.staff, {member.reference for member in found.members})
    visit.tells_of(row["id"] for row in rows.values())
    return found


def without_group(visit: Visit, programme: Programme) -> Sequence[RowMapping]:
    """Who could be placed in one; one more than a page where there are more."""
    asked: dict[str, Any] = {"programme": programme.id, "states": sorted(_before_or_in_groups(visit, programme))}
    return visit.connection.execute(_WITHOUT, {**visit.staff.asking, **asked}).mappings().all()


def _before_or_in_groups(visit: Visit, programme: Programme) -> Iterator[str]:
    """The states from which the stage with groups is still to come or going on, in any version."""
    yield from (ADMITTED, PAUSED)
    for version in visit.catalogue.of(programme.id).values():
        last = max((place for place, stage in enumerate(version.stages) if stage.group), default=-1)
        yield from (stage.id for stage in version.stages[: last + 1])


_WITHOUT = (
    select(*SHOWN)
    .select_from(JOURNEY)
    .outerjoin(PERSON, PERSON.c.id == JOURNEY.c.person_id)
    .where(
        LISTED,
        JOURNEY.c.unit == bindparam("my_unit"),
        JOURNEY.c.programme == bindparam("programme"),
        JOURNEY.c.group.is_(None),
        JOURNEY.c.state.in_(bindparam("states", expanding=True)),
    )
    .order_by(JOURNEY.c.id)
    .limit(PAGE + 1)
)
