"""From a few answers to a programme file that passes the check: a beginning to go on writing in.

Its comments say in Swedish what was put in unasked, and where one goes on.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workflows.files.toml import key_lines, table, value


@dataclass(frozen=True, kw_only=True, slots=True)
class StageWish:
    """`weeks` None: no length. A checkpoint needs one."""

    name: str
    weeks: int | None = None
    checkpoint: bool = False
    group: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What somebody wants of a programme; weeks, months and shares that are None are not asked for."""

    name: str
    association: str
    source: str
    valid_from: date
    units: Sequence[str]
    stages: Sequence[StageWish]
    municipalities: Sequence[str] = ()
    age: tuple[int, int] | None = None
    places_per_year: int | None = None
    contact_weeks: int | None = None
    plan_weeks: int | None = None
    violence_weeks: int | None = None
    skapa_months: int | None = None
    skapa_first_weeks: int = 6
    exit_document: bool = False
    to_work_percent: int | None = None
    reminders: bool = True

    @property
    def id(self) -> str:
        return slug(self.name, "insats")

    @property
    def version(self) -> str:
        return str(self.valid_from.year)


def slug(name: str, otherwise: str) -> str:
    """A name as an id: a–z, 0–9 and hyphens, with a letter first."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return found if re.match(r"[a-z]", found) else "-".join(filter(None, [otherwise, found]))


def draft(wish: Wish) -> str:
    """The text of the file."""
    parts = (_top, _target_group, _units, _stages, _work, _outcomes, _goals)
    return "\n".join(line for part in parts for line in part(wish)) + "\n"


def _headed(comment: str, *more: str) -> Iterator[str]:
    yield from ("", f"# {comment}", *(f"# {line}" for line in more))


def _top(wish: Wish) -> Iterator[str]:
    yield "# En början. Skriv vidare efter docs/writing-a-programme.md: där står hur det som planen säger skrivs här."
    yield "# Rader som börjar med # är kommentarer. Byt inget id när någon är i insatsen: ärenden känns igen på det."
    yield from key_lines({key: getattr(wish, key) for key in ("id", "version", "name", "association")})
    yield f"valid_from = {value(wish.valid_from)}   # första remissdagen"
    yield f"source = {value(wish.source)}"


def _target_group(wish: Wish) -> Iterator[str]:
    if wish.age or wish.municipalities:
        yield from _headed("Vem insatsen är för. Den som är utanför får en varning, men kan antas.")
        yield "[target_group]"
        yield from key_lines({"age": wish.age, "municipalities": wish.municipalities or None})


def _units(wish: Wish) -> Iterator[str]:
    yield from _headed("Enheterna. Ett id som en annan insats redan har är samma enhet: samma personal, samma listor.")
    for id_, name in _ids(wish.units, "enhet"):
        yield from table("units", {"id": id_, "name": name, "places_per_year": wish.places_per_year})


def _ids(names: Sequence[str], otherwise: str) -> Iterator[tuple[str, str]]:
    """Each name with an id that none before it has."""
    taken: set[str] = set()
    for number, name in enumerate(names, 1):
        id_ = slug(name, otherwise)
        id_ = f"{id_}-{number}" if id_ in taken else id_
        taken.add(id_)
        yield id_, name


def _stages(wish: Wish) -> Iterator[str]:
    yield from _headed("Faserna i ordning. Ärendet börjar i den första.")
    for number, stage in enumerate(wish.stages, 1):
        keys = {
            "id": f"fas-{number}",
            "name": stage.name,
            "length": f"{stage.weeks} weeks" if stage.weeks else None,
            "ends_with": "checkpoint" if stage.checkpoint and stage.weeks else None,
            "group": True if stage.group else None,
        }
        yield from table("stages", keys)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """Something to record, its rule and its goal."""

    id: str
    name: str
    since: str
    within: str
    goal: str
    measure: str = "reached"
    every: str | None = None
    offer: bool | None = None
    instrument: str | None = None
    recipients: tuple[str, ...] | None = None


def _asked(wish: Wish) -> Iterator[_Asked]:
    """What was asked for, in the order of a stay."""
    if weeks := wish.contact_weeks:
        yield _Asked(
            id="contact",
            name="Kontakt med deltagaren",
            since="admitted",
            within=f"{weeks} weeks",
            goal="Kontaktade i tid",
            measure="on_time",
        )
    if weeks := wish.plan_weeks:
        yield _Asked(
            id="plan", name="Handlingsplan", since="started", within=f"{weeks} weeks", goal="Har handlingsplan"
        )
    if weeks := wish.violence_weeks:
        yield _Asked(
            id="violence-questions",
            name="Frågor om våld erbjudna",
            since="started",
            within=f"{weeks} weeks",
            goal="Erbjudna frågor om våld",
            offer=True,
        )
    if months := wish.skapa_months:
        yield _Asked(
            id="skapa",
            name="SKAPA-mätning",
            since="started",
            within=f"{wish.skapa_first_weeks} weeks",
            every=f"{months} months",
            goal="Har fått göra SKAPA",
            instrument="skapa",
        )
    if wish.exit_document:
        yield _Asked(
            id="exit-document",
            name="Avslutsdokument",
            since="exited",
            within="0 days",
            goal="Fick avslutsdokument",
            recipients=("participant", "referrer"),
        )


def _work(wish: Wish) -> Iterator[str]:
    asked = list(_asked(wish))
    has_meetings = any(stage.checkpoint and stage.weeks for stage in wish.stages)
    yield from _headed("Det som personalen kan registrera, utöver antagning, start, fas och avslut.") if asked else ()
    for each in asked:
        kinds = {"offer": each.offer, "instrument": each.instrument, "recipients": each.recipients}
        yield from table("records", {"id": each.id, "name": each.name, **kinds})
    yield from _headed("Vad som ska göras, räknat från vad, och när.") if asked or has_meetings else ()
    for each in asked:
        times = {"from": each.since, "within": each.within, "every": each.every}
        yield from table("rules", {"id": each.id, "name": each.name, "record": each.id, **times})
    if has_meetings:
        yield from table("rules", {"id": "checkpoint", "name": "Avstämning med remittent", "checkpoint": True})
    if wish.reminders:
        yield from _reminders([each.id for each in asked if each.since != "exited"], has_meetings=has_meetings)


def _reminders(rules: Sequence[str], *, has_meetings: bool) -> Iterator[str]:
    if rules or has_meetings:
        yield from _headed("Vilka som påminns. Dagarna är ett förslag: ändra eller ta bort.")
    for rule in rules:
        when = {"before": ["3 working days"], "after": ["1 working day"]}
        yield from table("reminders", {"rule": rule, **when, "to": ["caseworker"]})
    if has_meetings:
        everybody = ["participant", "referrer", "caseworker"]
        when = {"before": ["10 working days", "2 working days"]}
        yield from table("reminders", {"rule": "checkpoint", **when, "to": everybody})


def _outcomes(wish: Wish) -> Iterator[str]:
    yield from _headed("Vad ett avslut kan leda till: ett förslag.")
    yield from table("outcomes", {"id": "work", "name": "Arbete"})
    yield from table("outcomes", {"id": "studies", "name": "Studier"})
    yield from table("outcomes", {"id": "back-to-referrer", "name": "Åter till remittent"})
    yield from table("outcomes", {"id": "registered-in-error", "name": "Felregistrerad", "counted": False})


def _goals(wish: Wish) -> Iterator[str]:
    asked = list(_asked(wish))
    if asked:
        yield from _headed("Det som följs upp. Säger planen hur många: ta bort # framför target och skriv andelen.")
    for each in asked:
        yield from table("goals", {"id": each.id, "name": each.goal, "measure": each.measure, "rule": each.id})
        yield "# target = 1.0   # 1.0 är alla, 0.8 är 80 %"
    if wish.to_work_percent is not None:
        what = {"measure": "exits", "outcomes": ["work", "studies"], "target": wish.to_work_percent / 100}
        yield from table("goals", {"id": "to-work", "name": "Till arbete eller studier", **what})
    if wish.places_per_year is not None:
        what = {"measure": "starts", "target": "places_per_year"}
        yield from table("goals", {"id": "places", "name": "Påbörjade ärenden", **what})
