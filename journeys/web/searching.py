"""The search: by case reference, by full identity number, or by the beginnings of names (see `names`).

Every query here goes through `access.LISTED`, and begins with an index on what was typed.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, RowMapping, Select, and_, bindparam, exists, select

from journeys.identity import in_full, normal_number
from journeys.names import AFTER_ALL_LETTERS, words_of
from journeys.references import spellings
from journeys.storage.keys import Keys
from journeys.tables.journeys import JOURNEY
from journeys.tables.people import NAME_WORD, PERSON
from journeys.visibility.access import LISTED, Staff
from journeys.web.finding import PAGE, SHOWN

MOST_WORDS = 4


def search(connection: Connection, keys: Keys, staff: Staff, text: str, today: date) -> Sequence[RowMapping]:
    """Newest referral first; at most a page, of whichever are found first: no more are read."""
    with closing(_matching(connection, keys, staff, text, today)) as rows:
        found = list(islice(_each_once(rows), PAGE))
    return sorted(found, key=lambda row: -row["id"])


def _each_once(rows: Iterable[RowMapping]) -> Iterator[RowMapping]:
    known: set[int] = set()
    for row in rows:
        if row["id"] not in known:
            known.add(row["id"])
            yield row


def _matching(
    connection: Connection, keys: Keys, staff: Staff, text: str, today: date
) -> Generator[RowMapping, None, None]:
    for query, asked in _queries(keys, text, today):
        with connection.execute(query, {**staff.asking, **asked}) as rows:
            yield from rows.mappings()


def _queries(keys: Keys, text: str, today: date) -> Iterator[tuple[Select[Any], Mapping[str, Any]]]:
    """What is looked for, one after the other."""
    try:
        number = normal_number(in_full(text, today))
    except ValueError:
        yield BY_REFERENCE, {"written": spellings(text)}
        if words := words_of(text):
            yield _by_names(words)
    else:
        yield BY_NUMBER, {"mark": keys.lookup(number)}


def _by_names(words: Sequence[str]) -> tuple[Select[Any], Mapping[str, Any]]:
    longest_first = sorted(words, key=len, reverse=True)[:MOST_WORDS]  # few names begin so
    typed = {f"word_{place}": word for place, word in enumerate(longest_first)}
    ends = {f"end_{place}": word + AFTER_ALL_LETTERS for place, word in enumerate(longest_first)}
    return by_names(len(longest_first)), typed | ends


# Built once: putting a statement together takes longer than running it.
_LISTED = select(*SHOWN).select_from(JOURNEY).outerjoin(PERSON, PERSON.c.id == JOURNEY.c.person_id).where(LISTED)
BY_REFERENCE = _LISTED.where(JOURNEY.c.reference.in_(bindparam("written", expanding=True)))
BY_NUMBER = _LISTED.where(PERSON.c.personnummer_mark == bindparam("mark"))


@cache
def by_names(words: int) -> Select[Any]:
    """Those who have a name that begins so for each of the words.

    Names are read in the order in which they lie, and no further than it takes to fill a page. Who has two names that
    begin so comes twice.
    """
    of_them = NAME_WORD.c.person_id == JOURNEY.c.person_id
    others = [NAME_WORD.alias() for _ in range(1, words)]
    have_others = (
        exists().where(each.c.person_id == NAME_WORD.c.person_id, _begins(each, place))
        for place, each in enumerate(others, start=1)
    )
    return (
        _LISTED.join(NAME_WORD, of_them)
        .where(_begins(NAME_WORD, 0), *have_others)
        .order_by(NAME_WORD.c.word, NAME_WORD.c.person_id)
        .limit(2 * PAGE)
    )


def _begins(words: FromClause, place: int) -> ColumnElement[bool]:
    return and_(words.c.word >= bindparam(f"word_{place}"), words.c.word < bindparam(f"end_{place}"))
