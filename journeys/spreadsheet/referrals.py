"""`farled import-referrals`: every row of a spreadsheet is a referral; all of them are taken, or none."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from journeys import casework
from journeys.app import App
from journeys.catalogue import Catalogue, NoVersionYet, UnitClosed, VersionChanged
from journeys.errors import JourneyError
from journeys.journal.faults import Fault, FilesRefused
from journeys.journal.lines import Referred
from journeys.journal.reading import LineRefused, line_of
from journeys.people import person_values
from journeys.queries import journeys_of_person
from journeys.references import next_reference
from journeys.refused import JourneyExists, NotYet
from journeys.spreadsheet.columns import BIRTH, BY_KEY, COLUMNS
from journeys.spreadsheet.table import Row, Table
from journeys.work import Work
from workflows.errors import EventRefused

_ANY = "NY"
"""A reference that fits the shape, until the row gets its own."""


class RowRefused(JourneyError):
    """A row that is no referral. The problems name the column, never what stands in it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))


class UnitNotInProgramme(JourneyError):
    """The programme has no such unit."""

    def __init__(self, unit: str, known: Collection[str]) -> None:
        super().__init__(f"Enheten ”{unit}” finns inte i insatsen. Välj: {', '.join(known)}.")
        self.unit = unit


@dataclass(frozen=True, kw_only=True, slots=True)
class Whereto:
    """What the rows do not say: where all of them are referred, and who registers them."""

    programme: str
    unit: str
    by: str | None = None


@dataclass(slots=True)
class Referrals:
    """What came of the rows, by their numbers."""

    new: dict[int, str] = field(default_factory=dict)
    """Row → reference."""
    known: dict[int, str] = field(default_factory=dict)
    """Row → reference that the same person has since the same day."""
    remarks: list[Fault] = field(default_factory=list)
    """What somebody should look at; stored all the same."""


def import_referrals(
    app: App, file: Path, to: Whereto, *, today: date | None = None, ignored: Collection[str] = ()
) -> Referrals:
    """Take every referral of a file. `ignored`: headings of columns that are not read.

    A row is known already, and passed over, where the same person was referred to the programme on the same day.
    Raises FilesRefused with every bad row, ProgrammeUnknown, NoVersionYet and UnitNotInProgramme.
    """
    table = Table(file, ignored)
    done = Referrals()
    with app.work(today=today) as work:
        _require_unit(work.catalogue, to, work.today)
        work.ledger.hold(work.connection)  # nobody else takes the references meanwhile
        faults = [*table.faults, *_taken(work, file, table.rows, to, done)]
        if faults:
            raise FilesRefused(sorted(faults, key=lambda fault: fault.line))
    return done


def _require_unit(catalogue: Catalogue, to: Whereto, today: date) -> None:
    programme = catalogue.valid_on(to.programme, today)
    if programme.unit(to.unit) is None:
        raise UnitNotInProgramme(to.unit, [unit.id for unit in programme.units])


def _taken(work: Work, file: Path, rows: list[Row], to: Whereto, done: Referrals) -> Iterator[Fault]:
    """Take the rows; what is wrong with those that could not be taken."""
    for row in rows:
        try:
            remarks = _take(work, row, to, done)
        except (RowRefused, JourneyExists, NotYet, NoVersionYet, VersionChanged, UnitClosed, EventRefused) as error:
            yield Fault(str(file), row.number, str(error))
        else:
            done.remarks += [Fault(str(file), row.number, remark) for remark in remarks]


def _take(work: Work, row: Row, to: Whereto, done: Referrals) -> list[str]:
    line = referral_of(row, to)
    person = person_values(work.keys, line.person.model_dump(mode="json", exclude_none=True))
    others = {each.reference: each.referred_on for each in journeys_of_person(work.connection, to.programme, person)}
    if same_day := [reference for reference, day in others.items() if day == line.on]:
        done.known[row.number] = same_day[0]
        return []
    if line.journey is None:
        line = line.model_copy(update={"journey": next_reference(work.connection, to.unit, line.on)})
    change = casework.refer(work, line)
    done.new[row.number] = change.reference
    return [f"personen har redan ärendet {reference} i insatsen." for reference in others] + list(change.warnings)


def referral_of(row: Row, to: Whereto) -> Referred:
    """The row as the line of a journal, without a reference where it has none. Raises RowRefused."""
    values: dict[str, Any] = {"event": "referred", "programme": to.programme, "unit": to.unit, "by": to.by}
    problems = list(_missing(row))
    for key, cell in row.cells.items():
        try:
            _put(values, key, BY_KEY[key].read(cell))
        except ValueError as error:
            problems.append(f"{BY_KEY[key].heading}: {error}")
    if problems:
        raise RowRefused(problems)
    try:
        line = line_of({"journey": _ANY} | {key: value for key, value in values.items() if value is not None})
    except LineRefused as error:
        raise RowRefused([_by_heading(problem) for problem in error.problems]) from None
    assert isinstance(line, Referred)
    return line if "journey" in row.cells else line.model_copy(update={"journey": None})


def _missing(row: Row) -> Iterator[str]:
    for column in COLUMNS:
        if column.required and column.key not in row.cells:
            yield f"{column.heading}: saknas."
    if not any(key in row.cells for key in BIRTH):
        yield f"{' eller '.join(BY_KEY[key].heading for key in BIRTH)}: saknas."


def _put(values: dict[str, Any], key: str, value: Any) -> None:
    """Set a value by its key in the journal; `None` says nothing."""
    *path, last = key.split(".")
    for step in path:
        values = values.setdefault(step, {})
    if value is not None:
        values[last] = value


def _by_heading(problem: str) -> str:
    """The journal's "person.email: …" is "E-post: …" here."""
    key, _, rest = problem.partition(": ")
    column = BY_KEY.get(key) or BY_KEY.get(key.partition(".")[0])
    return f"{column.heading}: {rest}" if column else problem
