"""Groups of a programme that starts people together: when one starts, how many places it has, and who is on its list.

A group is what the programme events `group-planned` and `group-start` tell of it, and the participants who name it
(spec: journal.md, E6). There is nothing else to keep in step.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import Connection

from journeys.errors import JourneyError
from journeys.memberships import InGroup, in_groups, taken_places
from journeys.queries import registered_programme_events
from journeys.storage.logged import stored_event
from journeys.words import counted, day_text
from workflows.events import Event, effective

TOLD_BY = ("group-planned", "group-start")


class GroupFull(JourneyError):
    """A group without places left."""

    def __init__(self, group: str, places: int) -> None:
        taken = "den enda platsen är tagen" if places == 1 else f"alla {places} platser är tagna"
        super().__init__(f"Gruppen ”{group}” är full: {taken}. Välj en annan grupp, eller ge den här fler platser.")
        self.group, self.places = group, places


class GroupUnknown(JourneyError):
    """Nobody has told of a group with this name."""

    def __init__(self, group: str, known: Iterable[str]) -> None:
        super().__init__(f"Gruppen ”{group}” finns inte. Kända: {', '.join(known) or 'inga'}.")
        self.group = group


class GroupNotPlanned(JourneyError):
    """A participant is put in a group that is none of those that are planned."""

    def __init__(self, group: str, known: Iterable[str]) -> None:
        super().__init__(
            f"Gruppen ”{group}” finns inte. Kända: {', '.join(known)}. Är den ny? Planera den först, med dagen den "
            "börjar."
        )
        self.group = group


class GroupNotBegun(JourneyError):
    """A participant begins in a group before the group does."""

    def __init__(self, group: str, starts: date, on: date) -> None:
        super().__init__(
            f"Gruppen ”{group}” börjar {day_text(starts, on)}, så ingen kan börja i den {day_text(on, starts)}. "
            "Placera deltagaren i gruppen så länge, eller ändra dagen då den börjar."
        )
        self.group, self.starts = group, starts


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """`starts`: the day it starts or started; `places` None: as many as come. `members`: also those who have left."""

    name: str
    unit: str | None = None
    starts: date | None = None
    has_started: bool = False
    places: int | None = None
    members: Sequence[InGroup] = field(default=())

    @property
    def was_told_of(self) -> bool:
        """Whether it is known by more than those who are in it."""
        return self.starts is not None or self.places is not None

    @property
    def taken(self) -> int:
        return sum(not member.ended for member in self.members)

    @property
    def left(self) -> int | None:
        """How many places nobody has; None where there is no end of them."""
        return None if self.places is None else max(0, self.places - self.taken)


def places_left(group: Group) -> str:
    """In words; empty where there is no end of them."""
    if group.left is None:
        return ""
    return counted(group.left, "plats kvar", "platser kvar") if group.left else "inga platser kvar"


def groups(connection: Connection, programme: str, today: date) -> list[Group]:
    """Every group of a programme, by the day it starts; those of which no day is known come last."""
    found = _told_of(connection, programme, today)
    for member in in_groups(connection, programme, today):
        group = found.get(member.group, Group(name=member.group))
        found[member.group] = replace(group, members=(*group.members, member))
    return sorted(found.values(), key=lambda group: (group.starts or date.max, group.name))


def group_of(connection: Connection, programme: str, name: str, today: date) -> Group:
    """Raises GroupUnknown."""
    found = {group.name: group for group in groups(connection, programme, today)}
    if name not in found:
        raise GroupUnknown(name, found)
    return found[name]


def require_place(connection: Connection, programme: str, name: str, reference: str, today: date) -> None:
    """Raises GroupFull where every place of the group is taken by somebody else."""
    group = _told_of(connection, programme, today).get(name)
    places = group.places if group else None
    if places is not None and taken_places(connection, programme, name, but=reference) >= places:
        raise GroupFull(name, places)


def require_known(connection: Connection, programme: str, name: str, unit: str | None, today: date) -> bool:
    """Whether the name is a new group's. Raises GroupNotPlanned where groups are planned for the unit, and it is none
    of those that there are: then it is a slip.
    """
    found = groups(connection, programme, today)
    if name in {group.name for group in found}:
        return False
    planned = [group.name for group in found if group.was_told_of and group.unit in (None, unit)]
    if planned:
        raise GroupNotPlanned(name, planned)
    return True


def require_begun(connection: Connection, programme: str, name: str, on: date, today: date) -> None:
    """Raises GroupNotBegun where the group is known to start after the day."""
    group = _told_of(connection, programme, today).get(name)
    if group and group.starts and on < group.starts:
        raise GroupNotBegun(name, group.starts, on)


def _told_of(connection: Connection, programme: str, today: date) -> dict[str, Group]:
    """What the programme events say of groups: a later one of what an earlier one said."""
    events = [stored_event(row) for row in registered_programme_events(connection, programme)]
    found: dict[str, Group] = {}
    for event in effective(events):
        if event.name in TOLD_BY and "group" in event.data and event.on <= today:
            name = event.data["group"]
            found[name] = _told(found.get(name, Group(name=name)), event)
    return found


def _told(group: Group, event: Event) -> Group:
    data: Mapping[str, object] = event.data
    unit, places = data.get("unit", group.unit), data.get("places", group.places)
    assert unit is None or isinstance(unit, str)
    assert places is None or isinstance(places, int)
    told = replace(group, unit=unit, places=places)
    if event.name == "group-start":
        return replace(told, starts=event.on, has_started=True)
    return told if told.has_started else replace(told, starts=_day(data.get("starts")) or told.starts)


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None
