"""`alone` says that the participant's answers are what they sent themselves, without staff. It stays true.

A draft that staff change before they register it is not `alone` (`drafts.Content.is_alone`); nor is a self-assessment
whose answers of the participant are corrected afterwards. What they sent stays in the log, under the first event.
"""

from collections.abc import Mapping
from typing import Any

from journeys.dossier import Dossier
from journeys.journal.lines import Corrected, Line
from journeys.ledger import Ledger
from journeys.skapa.drafts import PARTICIPANT


def still_true(line: Line, dossier: Dossier, ledger: Ledger) -> Line:
    """The line; a correction that changes what a participant answered alone takes `alone` away as well."""
    if not isinstance(line, Corrected) or "values" not in line.set or "alone" in line.set:
        return line
    now = next((event.data for event in dossier.standing(ledger) if event.id == line.of), {})
    if not now.get("alone") or _theirs(line.set) == _theirs(now):
        return line
    return line.model_copy(update={"set": {**line.set, "alone": None}})


def _theirs(data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What the participant answered, in the data of an event or of a correction."""
    return (data.get("values") or {}).get(PARTICIPANT)
