"""What staff can do: take a referral, register a step or a record, correct, take back. One transaction each.

A step is a `Line` (its classes are the steps: `Admitted(journey=…, on=…, caseworker=…)`), the same value that a line of
an imported journal becomes. Nothing here commits: the command, page or tick that opened the transaction does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from journeys import onward, onward_day
from journeys.closed_units import keep_out
from journeys.dossier import Dossier
from journeys.group_places import hold_place, keep_to_places, keep_to_start
from journeys.journal.lines import LIFECYCLE, Exited, Line, Referred, Voided
from journeys.meeting_reach import hold_within_reach
from journeys.messages import answering_referrals, meetings
from journeys.messages.recipients import Nobody, Recipient
from journeys.queries import reference_taken
from journeys.refused import (
    AlreadyTakenBack,
    Conflict,
    EarlierRefused,
    Erased,
    JourneyExists,
    JourneyUnknown,
    NotYet,
    ReferralStays,
)
from journeys.skapa.answered_alone import still_true
from journeys.storage.dossiers import load
from journeys.storage.projection import last_day
from journeys.storage.rows import write_rows
from journeys.target_group import warnings
from journeys.visibility.access_named import name_by_default, name_who_answers
from journeys.work import Work
from workflows.errors import EventRefused
from workflows.events import CORRECTIONS, Event, standing_corrections
from workflows.history import History
from workflows.machine import machine_of
from workflows.obligations import Obligation, obligations


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """A journey on one day."""

    today: date
    history: History
    obligations: Sequence[Obligation]


@dataclass(frozen=True, kw_only=True)
class Change:
    """What one step changed. `messages` counts invitations put in the outbox."""

    reference: str
    event_id: str
    revision: int
    dossier: Dossier
    after: Snapshot
    warnings: Sequence[str]
    messages: int
    today: date
    retold: frozenset[str] = frozenset()
    """What the referral now tells otherwise that is personal: `person`, `referrer`, … but not how."""
    elsewhere: onward.Elsewhere | None = None
    answered: Recipient | Nobody | None = None
    """Who is told that the referral has been answered, or why nobody is; None where it is no answer."""
    new_group: str | None = None
    """The group that nobody had told of before."""

    @cached_property
    def before(self) -> Snapshot | None:
        """How the journey stood without the new event; None for a new journey. Worked out when somebody asks."""
        earlier = self.dossier.before()
        return snapshot(earlier, self.today) if earlier.events else None


def refer(work: Work, line: Referred, *, person_id: int | None = None) -> Change:
    """Take a referral; `person_id` where it is known whom it is about.

    Raises JourneyExists, ProgrammeUnknown, NoVersionYet, VersionChanged, UnitClosed, EventInvalid, NotYet.
    """
    assert line.journey is not None
    _has_been(work, line)
    work.ledger.hold(work.connection)  # nobody takes the reference between the question and the answer
    if reference_taken(work.connection, line.journey):
        raise JourneyExists(line.journey)
    programme = work.catalogue.for_new_journey(line.programme, line.version, line.on, unit=line.unit)
    versions = work.catalogue.of(programme.id)
    dossier = Dossier(reference=line.journey, programme=programme, versions=versions, person_id=person_id)
    return _register(work, dossier, line)


def register(work: Work, line: Line, *, seen: int | None = None) -> Change:
    """Add an event to a journey. `seen` is the revision the person looked at, where they looked.

    Raises JourneyUnknown, Conflict, NotYet, EventRefused (StepRefused names the steps that are allowed), LineRefused,
    EarlierRefused, ReferralStays, UnitClosed, GroupNotPlanned, GroupNotBegun, GroupFull, MeetingOutOfReach, Erased, and
    what `onward` raises where the end leads elsewhere.
    """
    if isinstance(line, Referred):
        return refer(work, line)
    if line.journey is None:
        raise JourneyUnknown("")
    _has_been(work, line)
    dossier = load(work.connection, work.catalogue, line.journey)
    if dossier.erased:
        raise Erased(dossier.reference)
    if seen is not None and seen != dossier.revision:
        raise Conflict(dossier.reference, dossier.revision)
    if isinstance(line, Voided):
        _stands(dossier, line.of)
    line = still_true(line, dossier, work.ledger)
    new_group = hold_place(work, dossier, line)
    if isinstance(line, Exited):
        return _exit(work, dossier, line)
    before = onward.led_before(work, dossier, line)
    change = _register(work, dossier, line)
    keep_to_start(work, line, change.after.history)
    if line.event in _BRINGS_BACK and change.before:
        keep_to_places(work, dossier.reference, change.before.history, change.after.history)
    return replace(change, elsewhere=_elsewhere(work, line, before, change), new_group=new_group)


def _elsewhere(work: Work, line: Line, before: onward.Lead | None, change: Change) -> onward.Elsewhere | None:
    """What becomes of the journey that an end led to."""
    there, lines = onward.taken_back(work, line, before, change.after.history)
    if there is None:
        there, lines = onward_day.moved(work, line, change.dossier)
    for each in lines:
        assert each.journey is not None
        try:
            _register(work, load(work.connection, work.catalogue, each.journey), each, answers=False)
        except EarlierRefused as error:
            assert there is not None
            raise onward_day.held_by(work, there, error.event_id) from error
    return there


def _exit(work: Work, dossier: Dossier, line: Exited) -> Change:
    """The end of a journey and, where its outcome leads on, the beginning of the next."""
    exited, referral = onward.passed_on(work, dossier, line)
    change = _register(work, dossier, exited)
    if referral is None:
        return change
    refer(work, referral, person_id=dossier.person_id)
    name_who_answers(work.connection, referral.journey or "", referral.unit)
    return replace(change, elsewhere=onward.started(work, referral))


def _stands(dossier: Dossier, name: str) -> None:
    """Raises AlreadyTakenBack."""
    voided = {event.data["of"] for event in standing_corrections(dossier.events) if event.name == "voided"}
    if name in voided:
        raise AlreadyTakenBack(name)


def snapshot(dossier: Dossier, today: date) -> Snapshot:
    """How the journey stands on a day."""
    history = dossier.replayed(today)
    return Snapshot(today=today, history=history, obligations=obligations(history, today=today))


def possible_steps(history: History, today: date) -> list[str]:
    """The steps and records that can be registered now."""
    return [*machine_of(history.programme).allowed(history.case, today), *sorted(CORRECTIONS)]


def _has_been(work: Work, line: Line) -> None:
    if line.on > work.today:
        raise NotYet(line.on, work.today)


def _register(work: Work, dossier: Dossier, line: Line, *, answers: bool = True) -> Change:
    """`answers`: whether the referrer hears of an answer; of a recommendation that is withdrawn they knew nothing."""
    named = line if line.id else line.model_copy(update={"id": dossier.free_id()})
    draft = dossier.add(named, work.ledger, at=line.at or work.now)
    last = _possible(work, dossier, draft.event)
    hold_within_reach(draft.event, last.history, work.today)
    if line.event in CORRECTIONS:
        dossier.check_corrected(work.ledger, draft.event)
        keep_out(work.catalogue, dossier, draft.event)
    told = _told(work, dossier, line)
    outside = warnings(dossier.programme, last.history) if dossier.id is None else []
    if "person" in told and dossier.id is not None:  # the log before the person, as whoever refers or erases
        onward.hold(work.connection, dossier.reference)
        work.ledger.hold(work.connection)
    whole = line.event in LIFECYCLE
    journey_id, revision = write_rows(work, dossier, last.history, last.obligations, told, whole=whole)
    _name(work, dossier, line, journey_id, last.history)
    work.ledger.append(work.connection, dossier.entries(journey_id))
    work.catalogue.keep(work.connection, last.history.programme, work.now)  # after the log: one at a time
    messages = meetings.follow(work, dossier, journey_id, last.history)
    answered = answering_referrals.tell(work, line, draft.event.id, journey_id, last.history) if answers else None
    return Change(
        reference=dossier.reference,
        event_id=draft.event.id,
        revision=revision,
        dossier=dossier,
        after=last if last.today == work.today else snapshot(dossier, work.today),
        warnings=outside,
        messages=messages,
        answered=answered,
        today=work.today,
        retold=frozenset(told if dossier.id else ()),
    )


def _possible(work: Work, dossier: Dossier, new: Event) -> Snapshot:
    """How the journey stands with the new event, after all that is known of it: what its rows say."""
    moved_to = new.data.get("set", {}).get("on")
    if moved_to and moved_to > work.today:
        raise NotYet(moved_to, work.today)
    try:
        after = snapshot(dossier, max(work.today, last_day(dossier.events)))
    except EventRefused as error:
        if error.event_id in (None, new.id, new.data.get("of")):
            raise
        raise EarlierRefused(error.event_id, error) from error
    if after.history.referred_on is None:
        raise ReferralStays(dossier.reference)
    return after


def _told(work: Work, dossier: Dossier, line: Line) -> Mapping[str, Any]:
    """Who the referral is about, where this line tells of it or changes what was told."""
    if line.event == "referred" or line.event in CORRECTIONS:
        return dossier.newly_told(work.ledger, "referred")
    return {}


def _name(work: Work, dossier: Dossier, line: Line, journey_id: int, history: History) -> None:
    """See to that somebody sees it, if whom it is about is protected."""
    if line.event in _WHO_AND_WHERE:
        name_by_default(work.connection, journey_id, moved=dossier.unit not in (None, history.unit))


_BRINGS_BACK = CORRECTIONS | {"reopened"}
"""What can put somebody in a group who had left it."""
_WHO_AND_WHERE = CORRECTIONS | {"referred", "admitted", "reassigned"}
"""What can change whom a journey is about, who works with it, and in which unit."""
