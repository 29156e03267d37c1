"""A programme version is stored with the first journey that follows it, whatever else happens meanwhile."""

from contextlib import suppress
from pathlib import Path

from sqlalchemy import select

from journeys.casework import refer
from journeys.journal.lines import Referred
from journeys.journal.reading import line_of
from journeys.tables.programmes import PROGRAMME_VERSION
from tests.office import PERSON, REFERRER, Office


class _Broken(Exception):
    pass


def referral(reference: str, programme: str, unit: str) -> Referred:
    head = {"journey": reference, "event": "referred", "on": "2026-01-05", "programme": programme, "unit": unit}
    line = line_of({**head, "person": PERSON, "referrer": REFERRER})
    assert isinstance(line, Referred)
    return line


def test_what_came_to_nothing_is_stored_the_next_time(database_url: str, tmp_path: Path) -> None:
    """Also where others kept as many versions in the meantime as were seen."""
    here, there = Office(database_url, tmp_path), Office(database_url, tmp_path)
    there.at("2026-01-05T10:00")
    with suppress(_Broken), here.app.work() as work:
        refer(work, referral("BER-1", "laboratory", "berga"))
        here.app.catalogue(work.connection)
        raise _Broken
    with there.app.work() as work:
        refer(work, referral("MOL-1", "activera", "molndal"))
    with here.app.work() as work:
        refer(work, referral("BER-1", "laboratory", "berga"))
    with here.app.read() as connection:
        kept = set(connection.execute(select(PROGRAMME_VERSION.c.id)).scalars())
        read_once = here.app.catalogue(connection) is here.app.catalogue(connection)
    here.app.close()
    there.app.close()
    assert kept == {"laboratory", "activera"}
    assert read_once, "and not anew for every step"
