"""What can go wrong in the engine. `str(error)` is the sentence a caseworker reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


class WorkflowError(Exception):
    """Motorn kunde inte göra det som begärdes."""


class EventRefused(WorkflowError):
    """Händelsen går inte att ta emot. `event_id` is the event, where it is one of a history."""

    event_id: str | None = None


class EventInvalid(EventRefused):
    """An event says something that its programme does not know, or lacks what its step needs."""

    def __init__(self, event: str, on: date, problem: str) -> None:
        super().__init__(f"{event} {on}: {problem}")
        self.event, self.on, self.problem = event, on, problem


class StepRefused(EventRefused):
    """A step is not possible where the journey is. `allowed` are the steps that are."""

    def __init__(self, step: str, on: date, state: str, allowed: tuple[str, ...]) -> None:
        possible = ", ".join(allowed) or "inget"
        super().__init__(f"”{step}” går inte {on}: ärendet är {state}. Möjligt då: {possible}.")
        self.step, self.on, self.state, self.allowed = step, on, state, allowed


class BrokenCorrection(EventRefused):
    """A correction that cannot be applied."""

    def __init__(self, correction: str, target: str, problem: str) -> None:
        super().__init__(f"rättelsen ”{correction}” pekar på händelsen ”{target}”, som {problem}.")
        self.correction, self.target = correction, target
        self.event_id = correction


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing that is wrong in a programme file: where, what, and what to change."""

    file: str
    place: str
    problem: str
    remedy: str
    line: int | None = None

    def __str__(self) -> str:
        """One line, whatever the file holds."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        text = " ".join(part for part in (f"{where}: {self.place}:", self.problem, self.remedy) if part)
        return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


class ProgrammeFaults(WorkflowError):
    """A programme file that is refused, with everything that is wrong in it, one fault a line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
