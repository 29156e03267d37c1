"""From a few answers to a programme file that passes the check: a beginning to go on writing in."""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date


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
    exit_document: bool = False
    to_work_percent: int | None = None

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
    parts = (_top, _target_group, _units, _stages, _work, _outcomes)
    return "\n".join(line for part in parts for line in part(wish)) + "\n"


def _table(table: str, /, **keys: object) -> Iterator[str]:
    yield ""
    yield f"[[{table}]]"
    yield from (f"{key} = {_toml(value)}" for key, value in keys.items() if value is not None)


def _toml(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _top(wish: Wish) -> Iterator[str]:
    yield f"id = {_toml(wish.id)}"
    yield f"version = {_toml(wish.version)}"
    for key in ("name", "association", "valid_from", "source"):
        yield f"{key} = {_toml(getattr(wish, key))}"


def _target_group(wish: Wish) -> Iterator[str]:
    if wish.age or wish.municipalities:
        yield from ("", "[target_group]")
        yield from ([f"age = {_toml(wish.age)}"] if wish.age else [])
        yield from ([f"municipalities = {_toml(wish.municipalities)}"] if wish.municipalities else [])


def _units(wish: Wish) -> Iterator[str]:
    for id_, name in _ids(wish.units, "enhet"):
        yield from _table("units", id=id_, name=name, places_per_year=wish.places_per_year)


def _ids(names: Sequence[str], otherwise: str) -> Iterator[tuple[str, str]]:
    """Each name with an id that none before it has."""
    taken: set[str] = set()
    for number, name in enumerate(names, 1):
        id_ = slug(name, otherwise)
        id_ = f"{id_}-{number}" if id_ in taken else id_
        taken.add(id_)
        yield id_, name


def _stages(wish: Wish) -> Iterator[str]:
    for number, stage in enumerate(wish.stages, 1):
        yield from _table(
            "stages",
            id=f"fas-{number}",
            name=stage.name,
            length=f"{stage.weeks} weeks" if stage.weeks else None,
            ends_with="checkpoint" if stage.checkpoint and stage.weeks else None,
            group=True if stage.group else None,
        )


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
            within="6 weeks",
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
    for each in asked:
        kinds = {"offer": each.offer, "instrument": each.instrument, "recipients": each.recipients}
        yield from _table("records", id=each.id, name=each.name, **kinds)
    for each in asked:
        times = {"from": each.since, "within": each.within, "every": each.every}
        yield from _table("rules", id=each.id, name=each.name, record=each.id, **times)
    yield from _meetings(wish)
    for each in asked:
        if each.since != "exited":
            yield from _table(
                "reminders", rule=each.id, before=["3 working days"], after=["1 working day"], to=["caseworker"]
            )
    for each in asked:
        yield from _table("goals", id=each.id, name=each.goal, measure=each.measure, rule=each.id, target=1.0)
    yield from _numbers(wish)


def _meetings(wish: Wish) -> Iterator[str]:
    if any(stage.checkpoint and stage.weeks for stage in wish.stages):
        yield from _table("rules", id="checkpoint", name="Avstämning med remittent", checkpoint=True)
        everybody = ["participant", "referrer", "caseworker"]
        yield from _table("reminders", rule="checkpoint", before=["10 working days", "2 working days"], to=everybody)


def _numbers(wish: Wish) -> Iterator[str]:
    if wish.to_work_percent is not None:
        what = {"measure": "exits", "outcomes": ["work", "studies"], "target": wish.to_work_percent / 100}
        yield from _table("goals", id="to-work", name="Till arbete eller studier", **what)
    if wish.places_per_year is not None:
        yield from _table("goals", id="places", name="Påbörjade ärenden", measure="starts", target="places_per_year")


def _outcomes(wish: Wish) -> Iterator[str]:
    yield from _table("outcomes", id="work", name="Arbete")
    yield from _table("outcomes", id="studies", name="Studier")
    yield from _table("outcomes", id="back-to-referrer", name="Åter till remittent")
    yield from _table("outcomes", id="registered-in-error", name="Felregistrerad", counted=False)
