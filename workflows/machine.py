"""The state machine of a programme version: the only `import transitions` (spec: journal.md "Lifecycle events").

One machine per programme version, built once and shared: it is run on a small throw-away `Case` and never bound to a
row. Guards are functions; what follows from a step is worked out after it, from the history.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache, partial

from transitions import EventData, Machine, MachineError

from workflows.errors import StepRefused
from workflows.events import Event
from workflows.programme import Programme
from workflows.words import state_of_a_journey, step_name

NEW, REFERRED, ADMITTED, PAUSED, EXITED, DECLINED = "new", "referred", "admitted", "paused", "exited", "declined"
FIXED_STATES = (REFERRED, ADMITTED, PAUSED, EXITED, DECLINED)
ENDED = (EXITED, DECLINED)


class Case:
    """Where one journey is while its events are run: thrown away afterwards."""

    __slots__ = ("decided_exit", "ended_on", "paused_in", "state", "was_in")

    def __init__(self) -> None:
        self.state = NEW
        self.paused_in: str | None = None
        self.was_in: str | None = None
        self.ended_on: date | None = None
        self.decided_exit = False


class ProgrammeMachine:
    """The steps of one programme version."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.stages = [stage.id for stage in programme.stages]
        self.running = [ADMITTED, *self.stages, PAUSED]
        self.after_exit = {name for rule in programme.rules if rule.after_exit for name in rule.awaited}
        self._machine = Machine(
            model=None,
            states=[NEW, *FIXED_STATES, *self.stages],
            initial=NEW,
            auto_transitions=False,
            send_event=True,
        )
        self._add_lifecycle()
        self._add_groups()
        self._add_records()

    def step(self, case: Case, event: Event) -> str:
        """Move `case` by `event` and return the state it was in. Raises StepRefused, and `case` is as before."""
        before = case.state
        try:
            done = self._machine.events[event.name].trigger(case, event)
        except (MachineError, KeyError):
            done = False
        if not done:
            raise self._refusal(case, event)
        _remember(case, event, before)
        return before

    def _refusal(self, case: Case, event: Event) -> StepRefused:
        allowed = tuple(step_name(self.programme, name) + f" ({name})" for name in self.allowed(case, event.on))
        step, state = step_name(self.programme, event.name), state_of_a_journey(self.programme, case.state)
        return StepRefused(step, event.on, state, allowed)

    def allowed(self, case: Case, on: date) -> list[str]:
        """The steps and records that are possible now, in the order of the spec's table."""
        triggers = set(self._machine.get_triggers(case.state))
        return [name for name in self._machine.events if name in triggers and self._possible(case, name, on)]

    def _possible(self, case: Case, name: str, on: date) -> bool:
        if name == "migrated":
            return False  # a manager changes the version of many, and sees first what that does
        if name == "checkpoint":
            return not case.decided_exit
        if case.state == REFERRED and self.programme.record(name):
            return False
        if case.state not in ENDED or name == "reopened":
            return True
        if name == "excepted":
            return bool(self.after_exit)
        return (case.state == EXITED and name in self.after_exit) or self._same_day(case, on)

    def _same_day(self, case: Case, on: date) -> bool:
        return on == case.ended_on and case.was_in != REFERRED

    def _add(self, name: str, source: str | list[str], dest: str | None, *guards: Callable[[EventData], bool]) -> None:
        self._machine.add_transition(
            name, [source] if isinstance(source, str) else [*source], dest, conditions=list(guards)
        )

    def _add_lifecycle(self) -> None:
        self._add("referred", NEW, REFERRED)
        self._add("declined", [REFERRED, ADMITTED], DECLINED)
        self._add("admitted", REFERRED, ADMITTED)
        self._add("started", ADMITTED, self.stages[0])
        for name in ("booked", "cancelled", "activity", "activity-ended"):
            self._add(name, [*self.stages, PAUSED], None)
        for stage, following in zip(self.programme.stages, [*self.stages[1:], None], strict=True):
            if stage.ends_with == "checkpoint":
                self._add_checkpoint(stage.id, following)
        self._add_advances()
        self._add("paused", self.stages, PAUSED)
        for state in self.stages:
            self._add("resumed", PAUSED, state, partial(_paused_in, state))
        for name in ("reassigned", "migrated"):
            self._add(name, [REFERRED, *self.running], None)
        self._add("excepted", [REFERRED, *self.running], None)
        self._add("excepted", EXITED, None, self._excepts_after_exit)
        self._add("exited", self.running, EXITED)
        for state in self.running:
            self._add("reopened", EXITED, state, partial(_was_in, state))
        for state in (REFERRED, ADMITTED):
            self._add("reopened", DECLINED, state, partial(_was_in, state))

    def _add_groups(self) -> None:
        if any(stage.group for stage in self.programme.stages):
            self._add("grouped", self.running, None)

    def _add_checkpoint(self, stage: str, following: str | None) -> None:
        if following:
            self._add("checkpoint", stage, following, partial(_decides, ("continue",)), _not_decided)
        self._add("checkpoint", stage, None, partial(_decides, ("extend", "exit")), _not_decided)

    def _add_advances(self) -> None:
        for number, stage in enumerate(self.programme.stages):
            if stage.ends_with is None:
                for later in self.stages[number + 1 :]:
                    self._add("advanced", stage.id, later, partial(_advances_to, later, self.stages[number + 1]))

    def _add_records(self) -> None:
        for record in self.programme.records:
            self._add(record.id, self.running, None)
            self._add(record.id, REFERRED, None, _moved)
            self._add(record.id, list(ENDED), None, self._on_the_last_day_or_asked_after)

    def _excepts_after_exit(self, data: EventData) -> bool:
        rule = self.programme.rule(_asked(data)[1].data["rule"])
        return rule is not None and rule.after_exit

    def _on_the_last_day_or_asked_after(self, data: EventData) -> bool:
        case, event = _asked(data)
        return (case.state == EXITED and event.name in self.after_exit) or self._same_day(case, event.on)


def _asked(data: EventData) -> tuple[Case, Event]:
    case, (event,) = data.model, data.args
    assert isinstance(case, Case)
    assert isinstance(event, Event)
    return case, event


def _moved(data: EventData) -> bool:
    # A caseworker who corrects a day may find that the contact was taken before the unit had said yes.
    return _asked(data)[1].moved


def _paused_in(state: str, data: EventData) -> bool:
    return _asked(data)[0].paused_in == state


def _was_in(state: str, data: EventData) -> bool:
    return _asked(data)[0].was_in == state


def _decides(decisions: tuple[str, ...], data: EventData) -> bool:
    return _asked(data)[1].data["decision"] in decisions


def _not_decided(data: EventData) -> bool:
    return not _asked(data)[0].decided_exit


def _advances_to(stage: str, following: str, data: EventData) -> bool:
    return bool(_asked(data)[1].data.get("to", following) == stage)


def _remember(case: Case, event: Event, before: str) -> None:
    """What later guards ask for: where a pause or an end came from, and whether the end is decided."""
    if event.name == "paused":
        case.paused_in = before
    elif case.state in ENDED and before not in ENDED:
        case.was_in, case.ended_on = before, event.on
    elif event.name == "checkpoint":
        case.decided_exit = event.data["decision"] == "exit"
    elif event.name == "advanced":
        case.decided_exit = False


@lru_cache(maxsize=128)
def machine_of(programme: Programme) -> ProgrammeMachine:
    """The shared machine of a programme version."""
    return ProgrammeMachine(programme)
