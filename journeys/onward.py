"""From one programme into another: an exit whose outcome leads on starts a journey there, and takes it back with it
(spec: programme-format.md, E10).

Here is what the lines in both journeys say, and why not; `casework` registers them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from sqlalchemy import Connection, bindparam, select

from journeys.dossier import Dossier
from journeys.errors import JourneyError
from journeys.journal.lines import Exited, Line, Referred
from journeys.journal.reading import line_of
from journeys.references import next_reference
from journeys.storage.dossiers import load_many
from journeys.tables.journeys import JOURNEY
from journeys.words import unit_text
from journeys.work import Work
from workflows.history import History
from workflows.machine import REFERRED
from workflows.programme import Programme
from workflows.programme_tables import Unit


class WhichUnit(JourneyError):
    """An exit that leads on to a programme with several units, and none or an unknown one is named."""

    def __init__(self, programme: Programme, choices: Sequence[Unit]) -> None:
        units = ", ".join(f"{unit.name} ({unit.id})" for unit in choices)
        super().__init__(f"Vilken enhet i {programme.name} ska ärendet gå till? Välj: {units}.")
        self.programme = programme.id


class NoUnitOpen(JourneyError):
    """An exit that leads on to a programme in which every unit is closed."""

    def __init__(self, programme: Programme, on: date) -> None:
        super().__init__(
            f"Ingen enhet i {programme.name} tar emot remisser {on}. Avsluta med ett annat utfall, eller vänta med "
            "avslutet tills en administratör har öppnat en enhet igen."
        )
        self.programme = programme.id


class HasGoneOn(JourneyError):
    """An exit is taken back, and the journey that it started is no longer waiting."""

    def __init__(self, reference: str, unit: str) -> None:
        super().__init__(
            f"Avslutet ledde till ärendet {reference} hos {unit}, och där har remissen redan fått svar. Därför går det "
            "inte att ta tillbaka. Öppna ärendet igen i stället, om gruppen ska bereda det på nytt."
        )
        self.reference = reference


class OnlyByExit(JourneyError):
    """A correction that would make an exit lead on, or lead elsewhere."""

    def __init__(self) -> None:
        super().__init__(
            "Bara ett nytt avslut kan starta ett ärende i en annan insats. Ta tillbaka avslutet, eller öppna ärendet "
            "igen, och avsluta med rätt utfall."
        )


class NobodyToSend(JourneyError):
    """An exit would lead on for somebody whose personal data are erased."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"Personuppgifterna i {reference} är gallrade, så ingen kan remitteras vidare därifrån.")
        self.reference = reference


T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Lead:
    """How a journey ended, where that leads on. `reference` None: nobody has told of a journey that came of it."""

    outcome: str
    reference: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Elsewhere:
    """What a step did to a journey in another programme. `message`: whether the referral's text went with it; `on`: the
    day that its referral was moved to.
    """

    kind: Literal["started", "withdrawn", "left", "moved"]
    reference: str
    programme: str
    unit: str
    message: bool = False
    on: date | None = None


def lead_of(history: History) -> Lead | None:
    """The way on that the end of a journey stands for."""
    if history.end is None or not _leads_on(history.programme, history.end.outcome):
        return None
    exited = next(event for event in reversed(history.events) if event.name == "exited")
    return Lead(outcome=exited.data["outcome"], reference=exited.data.get("leads_to"))


def _leads_on(programme: Programme, outcome: str | None) -> bool:
    found = programme.outcome(outcome or "")
    return found is not None and found.leads_to is not None


def passed_on(work: Work, dossier: Dossier, line: Exited) -> tuple[Exited, Referred | None]:
    """The exit with the reference of the journey that it starts, and the referral of that journey; or the exit alone.

    Raises WhichUnit, NoUnitOpen, NobodyToSend, ProgrammeUnknown, NoVersionYet, VersionChanged, LineRefused.
    """
    history = dossier.replayed(work.today)
    outcome = history.programme.outcome(line.outcome)
    if outcome is None or outcome.leads_to is None:
        return line, None
    target = work.catalogue.for_new_journey(outcome.leads_to, None, line.on)
    choices = work.catalogue.open_units(target, line.on)
    if not choices:
        raise NoUnitOpen(target, line.on)
    unit = _unit(target, choices, line.leads_to_unit)
    hold(work.connection, dossier.reference)  # before the log: whoever has the journey may be waiting for that
    work.ledger.hold(work.connection)
    reference = next_reference(work.connection, unit.id, line.on)
    exited = line.model_copy(update={"leads_to": reference, "leads_to_unit": unit.id})
    return exited, _referral(work, dossier, exited, target)


def _unit(target: Programme, choices: Sequence[Unit], named: str | None) -> Unit:
    """The one that is named, of those that take referrals; the only one need not be."""
    if named is None and len(choices) == 1:
        return choices[0]
    unit = next((each for each in choices if each.id == named), None)
    if unit is None:
        raise WhichUnit(target, choices)
    return unit


def _referral(work: Work, dossier: Dossier, exited: Exited, target: Programme) -> Referred:
    """The referral as it reads after corrections, with its message and the consent in it, on the day of the exit."""
    told = dossier.private(work.ledger, "referred").get("referred", {})
    if not {"person", "referrer"} <= told.keys():
        raise NobodyToSend(dossier.reference)
    carried = {key: told[key] for key in ("person", "referrer", "note") if key in told}
    where = {"programme": target.id, "unit": exited.leads_to_unit, "comes_from": dossier.reference}
    head = {"journey": exited.leads_to, "event": "referred", "on": exited.on.isoformat(), "by": exited.by}
    line = line_of({key: value for key, value in (head | where | carried).items() if value is not None})
    assert isinstance(line, Referred)
    return line.model_copy(update={"at": exited.at})


def started(work: Work, referral: Referred) -> Elsewhere:
    """What is told of the journey that was started."""
    programme = work.catalogue.for_new_journey(referral.programme, None, referral.on)
    unit = unit_text(programme, referral.unit)
    assert referral.journey is not None
    has_text = referral.note is not None
    return Elsewhere(kind="started", reference=referral.journey, programme=programme.name, unit=unit, message=has_text)


def led_before(work: Work, dossier: Dossier, line: Line) -> Lead | None:
    """Where the end leads that the line may take back; whoever does so has all the journeys to themselves."""
    if line.event not in _TAKES_BACK or not any(each.leads_on for each in _followed(dossier)):
        return None
    started_here = {event.data["leads_to"] for event in dossier.events if event.data.get("leads_to")}
    hold(work.connection, dossier.reference, *started_here)
    return lead_of(dossier.replayed(work.today))


def _followed(dossier: Dossier) -> Iterator[Programme]:
    """Every version that the journey may follow or have followed."""
    yield dossier.programme
    yield from dossier.versions.values()


_TAKES_BACK = frozenset({"corrected", "voided", "reopened"})


def taken_back(work: Work, line: Line, before: Lead | None, after: History) -> tuple[Elsewhere | None, Sequence[Line]]:
    """What becomes of the journey that an end led to, now that the line is registered, and what is to be registered
    there. Nobody has answered its referral: it is withdrawn. Somebody has: it stays where the journey is only reopened.

    Raises HasGoneOn, OnlyByExit.
    """
    now = lead_of(after)
    if line.event not in _TAKES_BACK or now == before:
        return None, ()
    if now is not None or line.event == "corrected":
        raise OnlyByExit
    references = [before.reference] if before and before.reference else []
    found = next(iter(load_many(work.connection, work.catalogue, references)), None)
    return _withdrawn(work, line, found) if found and came_from(found) == line.journey else (None, ())


def came_from(dossier: Dossier) -> str | None:
    """The journey that this one says it comes from. An import may tell of a way on that the other knows nothing of."""
    return next((event.data.get("comes_from") for event in dossier.events if event.name == "referred"), None)


def _withdrawn(work: Work, line: Line, dossier: Dossier) -> tuple[Elsewhere, Sequence[Line]]:
    history = dossier.replayed(work.today)
    programme, unit = history.programme, unit_text(history.programme, history.unit)
    if history.state == REFERRED:
        withdrawn = Elsewhere(kind="withdrawn", reference=dossier.reference, programme=programme.name, unit=unit)
        return withdrawn, [_withdrawal(work, line, dossier)]
    if line.event == "voided":
        raise HasGoneOn(dossier.reference, unit)
    return Elsewhere(kind="left", reference=dossier.reference, programme=programme.name, unit=unit), ()


def _withdrawal(work: Work, line: Line, dossier: Dossier) -> Line:
    reason = f"Rekommendationen i {line.journey} togs tillbaka."
    head = {"journey": dossier.reference, "event": "declined", "on": work.today.isoformat(), "by": line.by}
    return line_of({key: value for key, value in (head | {"reason": reason}).items() if value is not None})


def hold(connection: Connection, *references: str) -> None:
    """Keep others from changing these journeys until the end of the transaction, in one order for everybody."""
    connection.execute(_HOLD, {"references": references})


def hold_all(connection: Connection, references: Sequence[str]) -> None:
    """The same of any number of journeys, in the same order: those that are not stored yet are nobody's."""
    ids: list[int] = []
    for some in _some(references):
        ids += connection.execute(_IDS, {"references": some}).scalars()
    for few in _some(sorted(ids)):
        connection.execute(_HOLD_IDS, {"ids": few})


def _some(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many at a time as a statement takes."""
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))


_AT_ONCE = 500


_IDS = select(JOURNEY.c.id).where(JOURNEY.c.reference.in_(bindparam("references", expanding=True)))
_HOLD = _IDS.order_by(JOURNEY.c.id).with_for_update()
_HOLD_IDS = (
    select(JOURNEY.c.id)
    .where(JOURNEY.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(JOURNEY.c.id)
    .with_for_update()
)
