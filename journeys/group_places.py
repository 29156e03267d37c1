"""A place in a group is taken by one, in a group that there is, once it has begun (spec: journal.md, E6)."""

from journeys.dossier import Dossier
from journeys.groups import require_begun, require_known, require_place
from journeys.journal.lines import Advanced, Grouped, Line, Started
from journeys.onward import hold
from journeys.work import Work
from workflows.history import History


def hold_place(work: Work, dossier: Dossier, line: Line) -> str | None:
    """The group that the line is the first to tell of. Raises GroupNotPlanned where that is probably a slip.

    Raises GroupFull where the line puts the participant in a group that has no places left.
    """
    if not isinstance(line, Started | Advanced | Grouped) or not line.group:
        return None
    programme = dossier.programme.id
    hold(work.connection, dossier.reference)  # before the log, as every step
    work.ledger.hold(work.connection)  # nobody takes the last place between the question and the answer
    is_new = require_known(work.connection, programme, line.group, dossier.unit, work.today)
    require_place(work.connection, programme, line.group, dossier.reference, work.today)
    return line.group if is_new else None


def keep_to_start(work: Work, line: Line, now: History) -> None:
    """Raises GroupNotBegun where the line begins a stage in a group that has not begun by then."""
    if now.group and isinstance(line, Started | Advanced):
        entered = {entry.stage for entry in now.entries if entry.on == line.on}
        if any(stage.group for stage in now.programme.stages if stage.id in entered):
            require_begun(work.connection, now.programme.id, now.group, line.on, work.today)


def keep_to_places(work: Work, reference: str, was: History, now: History) -> None:
    """The same of what was put right or reopened and is registered: the log is held by that. Raises GroupFull."""
    if now.group and now.end is None and (now.group != was.group or was.end is not None):
        require_place(work.connection, now.programme.id, now.group, reference, work.today)
