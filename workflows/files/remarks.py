"""What is probably a slip in a programme and may yet be meant: told by the check, never refused."""

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from workflows.files.findings import Finding
from workflows.programme import Programme

_HELD = {"group-start": "group-start", "gruppstart": "group-start"} | dict.fromkeys(
    ("joint-meeting", "gemensamt-mote", "gemensamma-moten"), "joint-meeting"
)
"""The events that the desk knows by name, as somebody may write them."""


def findings(programme: Programme) -> Iterator[Finding]:
    """In the order of the file."""
    for remark in _REMARKS:
        yield from remark(programme)


def _municipalities(programme: Programme) -> Iterator[Finding]:
    """A referral from elsewhere gets a warning: with a misspelt name, those from there do."""
    for place, name in enumerate(programme.target_group.municipalities):
        if name not in municipalities():
            yield Finding(
                at=("target_group", "municipalities", place),
                problem=f"”{name}” är ingen kommun i Sverige, så remissen för den som bor där får en varning.",
                remedy=_called_instead(name),
            )


@cache
def municipalities() -> frozenset[str]:
    """The 290 of Sweden, by the names that Statistics Sweden gives them."""
    return frozenset(
        files("workflows.files").joinpath("municipalities.txt").read_text(encoding="utf-8").split("\n")[:-1]
    )


def _called_instead(name: str) -> str:
    several = [part.strip() for part in name.replace(",", ";").split(";")]
    if len(several) > 1:
        listed = ", ".join(f'"{part}"' for part in several if part)
        return f"Skriv varje kommun för sig: [{listed}]"
    bare = name.removesuffix(" kommun").removesuffix(" stad")
    close = get_close_matches(bare, sorted(municipalities()), n=1)
    return f"Menade du ”{close[0]}”?" if close else "Skriv kommunens namn, till exempel ”Luleå”."


def _checkpoints(programme: Programme) -> Iterator[Finding]:
    places = [n for n, stage in enumerate(programme.stages) if stage.ends_with == "checkpoint"]
    if places and programme.checkpoint_rule is None:
        yield Finding(
            at=("stages", places[0], "ends_with"),
            problem="ingen regel har checkpoint = true, så ingen påminns om avstämningen och den blir aldrig försenad.",
            remedy='Lägg till [[rules]] med id = "checkpoint", name = "Avstämning" och checkpoint = true.',
        )


def _activities(programme: Programme) -> Iterator[Finding]:
    places = [n for n, stage in enumerate(programme.stages) if stage.activities_per_week]
    if places and programme.activities_rule is None:
        yield Finding(
            at=("stages", places[0], "activities_per_week"),
            problem="ingen regel har activities = true, så ingen märker när aktiviteterna är för få.",
            remedy='Lägg till [[rules]] med id = "activities", name = "Aktiviteter i veckan" och activities = true.',
        )


def _events(programme: Programme) -> Iterator[Finding]:
    """An event that is nearly one of those that the desk registers itself would be counted as 0 for ever."""
    for n, goal in enumerate(programme.goals):
        close = get_close_matches(goal.event or "", _HELD, n=1, cutoff=0.75)
        if close and goal.event not in _HELD.values():
            yield Finding(
                at=("goals", n, "event"),
                problem=f"det som Farled själv registrerar heter ”{_HELD[close[0]]}” och räknas inte här.",
                remedy=f'Menade du event = "{_HELD[close[0]]}"?',
            )


def shared_units(
    looked_at: Iterable[Programme], others: Iterable[Programme], *, meant: Iterable[Programme] = ()
) -> Iterator[str]:
    """A sentence for each unit that another programme has already: who works there sees both, and lists hold both.

    What an earlier version of the programme has, too, is no news, nor what any version has that is `meant` so.
    """
    others = list(others)
    known = {(it.id, unit.id) for it in meant for unit in it.units}
    for programme in looked_at:
        earlier = {
            unit.id
            for other in others
            if other.id == programme.id and other.valid_from < programme.valid_from
            for unit in other.units
        }
        for unit in programme.units:
            names = dict.fromkeys(it.name for it in others if it.id != programme.id and it.unit(unit.id))
            if names and unit.id not in earlier and (programme.id, unit.id) not in known:
                yield (
                    f"Obs: i {programme.id} {programme.version} har enheten ”{unit.id}” samma id som en enhet i "
                    f"{', '.join(names)}. Personalen ser då ärendena i båda, och enhetens listor har båda. "
                    f"Är det inte meningen: ge den ett eget id, till exempel ”{unit.id}-{programme.id}”."
                )


_REMARKS: tuple[Callable[[Programme], Iterator[Finding]], ...] = (
    _municipalities,
    _checkpoints,
    _activities,
    _events,
)
