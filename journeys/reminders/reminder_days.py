"""Which reminders fall on which days: read from rows wherever they say what the events say (see `queries`)."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain, groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, or_, select

from journeys.catalogue import Catalogue
from journeys.due import not_settled_by
from journeys.reminders.reminded import Key
from journeys.settings import STOCKHOLM
from journeys.tables.erasures import NOT_ERASED
from journeys.tables.journeys import JOURNEY, MEETING, OBLIGATION
from workflows.history import Booking
from workflows.obligations import obligations
from workflows.programme import Programme
from workflows.reminders import Reminding, Standing, Waiting, reminders, standing_of, waiting_of
from workflows.windows import Window, windows


def reminders_between(
    connection: Connection,
    catalogue: Catalogue,
    *,
    first: date,
    last: date,
    today: date,
    settled: Collection[Key] = frozenset(),
) -> list[tuple[str, Reminding]]:
    """The reminders whose day is in [first, last], with their journeys, as things stand on `today`; not the `settled`.

    Sorted by day, journey, rule, n, offset and recipient.
    """
    standings = chain(
        _standing_in_rows(connection, catalogue, first, last, today), _standing_then(connection, catalogue, today)
    )
    found = [
        (reference, each)
        for reference, programme, standing, waiting in standings
        for each in reminders(programme, standing, waiting, first=first, last=last)
        if (reference, *each.key) not in settled
    ]
    return sorted(found, key=lambda pair: (pair[1].on, pair[0], pair[1].rule, pair[1].n, pair[1].offset, pair[1].to))


_Stands = tuple[str, Programme, Standing, Iterable[Waiting]]


def _standing_in_rows(
    connection: Connection, catalogue: Catalogue, first: date, last: date, today: date
) -> Iterator[_Stands]:
    """From rows: the journeys that wait for something which can give a reminder between the days."""
    wanted = {window for programme in catalogue.versions.values() for window in windows(programme, first, last)}
    if not wanted:
        return
    rows = (
        select(
            *OBLIGATION.c["rule", "n", "anchor", "due"],
            *JOURNEY.c["reference", "programme", "version", "party", "ended_on"],
            *MEETING.c["starts_at", "booked_on"],
        )
        .select_from(OBLIGATION.join(JOURNEY).outerjoin(MEETING, MEETING.c.journey_id == JOURNEY.c.id))
        .where(OBLIGATION.c.state == "waiting", JOURNEY.c.state != "paused", JOURNEY.c.last_day <= today, NOT_ERASED)
    )
    found = rows.where(_in_a_window(wanted)).union(rows.where(_booked_in_a_window(wanted)))
    rows_in_order = connection.execute(found.order_by("reference", "rule", "n")).partitions(1000)
    for reference, group in groupby(chain.from_iterable(rows_in_order), key=attrgetter("reference")):
        waiting = list(group)
        journey = waiting[0]
        yield (
            reference,
            catalogue.get(journey.programme, journey.version),
            Standing(paused=False, ended=journey.ended_on is not None, party=journey.party, booking=_booking(journey)),
            [Waiting(*row[:4]) for row in waiting],
        )


def _in_a_window(wanted: Collection[Window]) -> ColumnElement[bool]:
    terms = (
        and_(_waits_for(each), OBLIGATION.c.due.between(each.first, each.last), *_unless_booked(each))
        for each in wanted
    )
    return and_(OBLIGATION.c.due.between(*_span(wanted)), or_(*terms))


def _waits_for(window: Window) -> ColumnElement[bool]:
    return OBLIGATION.c.rule == window.rule


def _unless_booked(window: Window) -> Iterator[ColumnElement[bool]]:
    if window.checkpoint:
        yield MEETING.c.starts_at.is_(None)


def _booked_in_a_window(wanted: Collection[Window]) -> ColumnElement[bool]:
    checkpoints = [each for each in wanted if each.checkpoint]
    if not checkpoints:
        return false()
    terms = (
        and_(_waits_for(each), MEETING.c.starts_at.between(_begin(each.first), _begin(each.last, 1)))
        for each in checkpoints
    )
    first, last = _span(checkpoints)
    booked = select(MEETING.c.journey_id).where(MEETING.c.starts_at.between(_begin(first), _begin(last, 1)))
    # Meetings are few: begin with them and not with all that waits.
    return and_(OBLIGATION.c.journey_id.in_(booked), or_(*terms))


def _span(wanted: Collection[Window]) -> tuple[date, date]:
    """From the first day of any window to the last."""
    return min(each.first for each in wanted), max(each.last for each in wanted)


def _begin(day: date, days_later: int = 0) -> datetime:
    return datetime.combine(day + timedelta(days=days_later), time(), STOCKHOLM)


def _booking(row: Any) -> Booking | None:
    """The booked meeting in local wall-clock time."""
    if row.starts_at is None:
        return None
    return Booking(time=row.starts_at.astimezone(STOCKHOLM).replace(tzinfo=None), booked_on=row.booked_on)


def _standing_then(connection: Connection, catalogue: Catalogue, today: date) -> Iterator[_Stands]:
    """From events: the journeys whose rows say more than was known on `today`."""
    for dossier, row in not_settled_by(connection, catalogue, today):
        history = dossier.replayed(today)
        waiting = waiting_of(obligations(history, today=today))
        yield dossier.reference, history.programme, standing_of(history, row.party), waiting
