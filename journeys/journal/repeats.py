"""Two lines that are the same in every key are one event (spec: journal.md), in a file or in the database."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from journeys.dossier import Draft
from journeys.journal.lines import Line
from journeys.journal.written import Key, Written, form_of, key_of
from journeys.storage.parts import Parts


class Said:
    """What a journey, or a programme, says already. `version` is what the journey is pinned to."""

    def __init__(self, version: str | None, stored: Iterable[Written] = ()) -> None:
        self._version = version
        self._said: defaultdict[Key, list[str | Draft]] = defaultdict(list)
        for event in stored:
            self._said[event.key].append(event.form)

    def has(self, line: Line, parts: Callable[[], Parts]) -> bool:
        """Whether a line says the same as one before it. Its `parts` are asked for only where the keys are the same."""
        key = key_of(line)
        if key not in self._said:
            return False
        forms = {self._form(said) for said in self._said[key]}
        self._said[key] = [*forms]
        return form_of(line, parts(), self._version) in forms

    def add(self, draft: Draft) -> None:
        self._said[key_of(draft.line)].append(draft)

    def _form(self, said: str | Draft) -> str:
        return said if isinstance(said, str) else form_of(said.line, said.parts, self._version)
