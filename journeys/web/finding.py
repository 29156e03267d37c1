"""Which journeys somebody may see in lists: every query of journeys here goes through `access.LISTED`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, Connection, Integer, RowMapping, Select, bindparam, exists, func, select

from journeys.names import AFTER_ALL_LETTERS
from journeys.settings import STOCKHOLM
from journeys.tables.journeys import JOURNEY, MEETING
from journeys.tables.people import PERSON, REFERRER_WORD
from journeys.visibility.access import LISTED, NEAR, Staff
from journeys.visibility.protection import is_protected
from journeys.web import waiting
from journeys.words import PARTY
from workflows.calendar import ONE_DAY

PAGE = 50

SHOWN = (
    *JOURNEY.c["id", "reference", "programme", "version", "unit", "caseworker", "state", "stage", "party"],
    is_protected().label("protected"),
    *JOURNEY.c["referred_on", "started_on", "ended_on"],
    *PERSON.c["given_name", "family_name"],
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """What a list is narrowed to; an empty text is no filter."""

    stage: str = ""
    caseworkers: Sequence[str] = ()
    """All that one of them is called."""
    party: str = ""
    referrer: Sequence[str] = ()
    """How words of what the referrer is called begin."""
    status: str = "open"

    def conditions(self) -> list[ColumnElement[bool]]:
        found = [
            column == value
            for column, value in (
                (JOURNEY.c.state, self.stage),
                (JOURNEY.c.party, self.party),
            )
            if value
        ]
        if self.caseworkers:
            found.append(JOURNEY.c.caseworker.in_(self.caseworkers))
        found.extend(map(_referred_by, self.referrer))
        if self.status in ("open", "ended"):
            found.append(JOURNEY.c.ended_on.is_(None) if self.status == "open" else JOURNEY.c.ended_on.is_not(None))
        return found


def _referred_by(word: str) -> ColumnElement[bool]:
    begins = REFERRER_WORD.c.word >= word, REFERRER_WORD.c.word < word + AFTER_ALL_LETTERS
    return JOURNEY.c.id.in_(select(REFERRER_WORD.c.journey_id).where(*begins))


def journeys(connection: Connection, staff: Staff, chosen: Filter, *, after: int | None = None) -> Sequence[RowMapping]:
    """A page of the list, newest referral first; one row more than a page where there is another."""
    query = _LISTED.where(*chosen.conditions()).order_by(JOURNEY.c.id.desc()).limit(PAGE + 1)
    if chosen.stage:  # few journeys are at one of them: begin with those, not with the newest
        query = query.where(NEAR)
    if after is not None:
        query = query.where(JOURNEY.c.id < after)
    return connection.execute(query, staff.asking).mappings().all()


# Built once: putting a statement together takes longer than running it.
_LISTED = select(*SHOWN).select_from(JOURNEY).outerjoin(PERSON, PERSON.c.id == JOURNEY.c.person_id).where(LISTED)


def names_of(connection: Connection, staff: Staff, references: Collection[str]) -> dict[str, RowMapping]:
    """Who these journeys are about and when they meet, by reference; only those that may be listed."""
    wanted = sorted(references)
    found: dict[str, RowMapping] = {}
    for start in range(0, len(wanted), 500):
        asked = {**staff.asking, "references": wanted[start : start + 500]}
        found |= {row["reference"]: row for row in connection.execute(_NAMES_OF, asked).mappings()}
    return found


_WITH_MEETING = _LISTED.add_columns(MEETING.c.starts_at)
_ITS_MEETING = MEETING.c.journey_id == JOURNEY.c.id
_NAMES_OF = _WITH_MEETING.outerjoin(MEETING, _ITS_MEETING).where(
    JOURNEY.c.reference.in_(bindparam("references", expanding=True))
)


def name_of(row: RowMapping) -> str:
    """What the participant of a listed journey is called."""
    return f"{row['given_name'] or ''} {row['family_name'] or ''}".strip() or "Gallrad"


def meetings(
    connection: Connection,
    staff: Staff,
    first: date,
    last: date,
    *,
    caseworkers: Collection[str] | None = None,
    most: int,
) -> Sequence[RowMapping]:
    """The first meetings that are booked between the days, both included: of all, or of some caseworkers."""
    begin, end = (datetime.combine(day, time(), STOCKHOLM) for day in (first, last + ONE_DAY))
    asked = {**staff.asking, "begin": begin, "end": end, "most": most}
    if caseworkers is None:
        return connection.execute(_MEETINGS, asked).mappings().all()
    return connection.execute(_MEETINGS_OF, {**asked, "caseworkers": caseworkers}).mappings().all()


_MEETINGS = (
    _WITH_MEETING.add_columns(MEETING.c.place)
    .join(MEETING, _ITS_MEETING)
    .where(MEETING.c.starts_at >= bindparam("begin"), MEETING.c.starts_at < bindparam("end"))
    .order_by(MEETING.c.starts_at, JOURNEY.c.id)
    .limit(bindparam("most", type_=Integer))
)
_THEIRS = JOURNEY.alias()
_MEETINGS_OF = _MEETINGS.where(  # by its id: few journeys are somebody's, and many meetings are booked for a week
    MEETING.c.journey_id.in_(
        select(_THEIRS.c.id).where(_THEIRS.c.caseworker.in_(bindparam("caseworkers", expanding=True)))
    )
)


def waiting_referrals(connection: Connection, staff: Staff) -> int:
    """How many referrals of the unit nobody has said yes or no to; of many, as many as the list of them shows."""
    return int(connection.execute(_HOW_MANY_WAIT, staff.asking).scalar_one())


_WAITING = select(JOURNEY.c.id).where(NEAR, LISTED, JOURNEY.c.state == "referred").limit(waiting.MOST)
_HOW_MANY_WAIT = select(func.count()).select_from(_WAITING.subquery())


def choices_of(connection: Connection, staff: Staff) -> dict[str, list[str]]:
    """The values that the filters can take in what they may see of the unit; of who referred, all that there are."""
    found = {key: list(connection.execute(query, staff.asking).scalars()) for key, query in _CHOICES.items()}
    return found | {"party": list(PARTY)}


def _choices(key: str) -> Select[str]:
    """Every value that an index of the unit has, and of those each that a journey has which may be listed for them."""
    any_of_it = JOURNEY.alias()
    values = select(any_of_it.c[key]).where(any_of_it.c.unit == bindparam("my_unit")).distinct().subquery()
    has_it = exists().where(JOURNEY.c.unit == bindparam("my_unit"), JOURNEY.c[key] == values.c[key], LISTED)
    return select(values.c[key]).where(has_it).order_by(values.c[key])


_CHOICES = {key: _choices(key) for key in ("state", "caseworker")}
