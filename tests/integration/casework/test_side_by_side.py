"""Two at once: nobody gets what another has, and whoever reads sees one state."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from journeys.app import App
from journeys.casework import refer
from journeys.journal.lines import Referred
from journeys.journal.reading import line_of
from journeys.references import next_reference
from tests.command_line import PERSON, REFERRER, Desk, desk_at
from tests.integration.casework.conftest import begin


def referral(reference: str, **person: str) -> Referred:
    head = {"journey": reference, "event": "referred", "on": "2026-03-02", "programme": "activera", "unit": "molndal"}
    line = line_of({**head, "person": PERSON | person, "referrer": REFERRER})
    assert isinstance(line, Referred)
    return line


def test_referrals_taken_at_once_have_references_of_their_own(desk_on_either: Desk) -> None:
    def take(_: int) -> str:
        with App(desk_on_either.settings, clock=lambda: desk_on_either.now) as app, app.work() as work:
            work.ledger.hold(work.connection)
            reference = next_reference(work.connection, "molndal", date(2026, 3, 2))
            return refer(work, referral(reference)).reference

    first = desk_on_either.refers("2026-03-02")
    with ThreadPoolExecutor(4) as pool:
        taken = [first, *pool.map(take, range(11))]
    assert sorted(taken) == [f"MOL-2026-{number:03d}" for number in range(1, 13)]
    assert desk_on_either.says("verify", "--rows") == "Loggen är hel: 12 händelser. Ärendena stämmer.\n"


def test_whoever_reads_sees_one_state_while_others_write(desk_on_either: Desk) -> None:
    desk, reference = desk_on_either, begin(desk_on_either)
    with desk.app() as app, app.read() as connection:
        before = app.ledger.length(connection)
        desk.says("do", reference, "plan")
        assert app.ledger.length(connection) == before
        assert app.ledger.verify(connection) is None
        assert connection.execute(text("SELECT count(*) FROM event")).scalar() == before
    assert desk.says("verify") == "Loggen är hel: 5 händelser.\n"


def test_who_is_referred_anew_while_they_are_erased_stays(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_at(postgresql_url, tmp_path, monkeypatch)
    over = desk.refers("2026-03-02", person={"personnummer": "191212121212"})
    desk.says("do", over, "declined", "reason=Annan insats")
    with ThreadPoolExecutor(1) as pool:
        with desk.app() as app, app.work() as work:
            refer(work, referral("BER-1", personnummer="191212121212"))
            erased = pool.submit(desk.says, "erase", over, "--ground", "request", "--yes", "--by", "ada")
            until_it_waits(app, erased)
        assert "1 ärende är gallrat." in erased.result()
    assert "Prövqvist" in desk.says("journey", "BER-1", "--who")


def until_it_waits(app: App, other: Future[str]) -> None:
    """Until the other is done, or waits for what somebody else has."""
    with app.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not (
            other.done() or connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar()
        ):
            pass
