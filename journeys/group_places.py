"""A place in a group is taken by one: by a step, or by what is put right (spec: journal.md, E6)."""

from journeys.dossier import Dossier
from journeys.groups import require_place
from journeys.journal.lines import Advanced, Grouped, Line, Started
from journeys.onward import hold
from journeys.work import Work
from workflows.history import History


def hold_place(work: Work, dossier: Dossier, line: Line) -> None:
    """Raises GroupFull where the line puts the participant in a group that has no places left."""
    if isinstance(line, Started | Advanced | Grouped) and line.group:
        hold(work.connection, dossier.reference)  # before the log, as every step
        work.ledger.hold(work.connection)  # nobody takes the last place between the question and the answer
        require_place(work.connection, dossier.programme.id, line.group, dossier.reference, work.today)


def keep_to_places(work: Work, reference: str, was: History, now: History) -> None:
    """The same of what was put right or reopened and is registered: the log is held by that. Raises GroupFull."""
    if now.group and now.end is None and (now.group != was.group or was.end is not None):
        require_place(work.connection, now.programme.id, now.group, reference, work.today)
