"""Drafts and editions of exit documents, on either database: nobody writes over another, nothing is finished twice."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import delete

from journeys import staff
from journeys.exit.drafts import draft_of
from journeys.exit.editions import editions_of, note_handed, pdf_of
from journeys.exit.tables import EXIT_DOCUMENT, EXIT_HANDED
from tests.command_line import Desk, desk_at
from tests.integration.casework.conftest import begin
from tests.papers import finishes, id_of, writes

LARGE = b"%PDF" + bytes(range(256)) * 8_192
"""Two megabytes: forty times the longest document."""


@pytest.fixture
def desk(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return desk_at(database_url, tmp_path, monkeypatch)


@pytest.fixture
def reference(desk: Desk) -> str:
    """A journey of a unit where somebody works."""
    reference = begin(desk)
    with desk.app() as app, app.work() as work:
        staff.add(work, address="kim@molndal.example", name="Kim", role="caseworker", unit="molndal")
    return reference


def test_a_draft_is_saved_by_whoever_has_seen_the_last(desk: Desk, reference: str) -> None:
    with desk.app() as app, app.work() as work:
        assert writes(work, reference, "Ett")
        assert not writes(work, reference, "Två")
        assert writes(work, reference, "Tre", seen=1)
        assert not writes(work, reference, "Fyra", seen=1)
        draft = draft_of(work.connection, work.keys, id_of(work, reference))
    assert draft is not None
    assert (draft.version, draft.texts, draft.by) == (2, {"recommendation": "Tre"}, "Kim")


def test_what_several_finish_at_once_is_one_edition(desk: Desk, reference: str) -> None:
    with desk.app() as app:

        def finish(_: int) -> int:
            with app.work() as work:
                return finishes(work, reference, mark="same")

        with ThreadPoolExecutor(4) as pool:
            assert set(pool.map(finish, range(8))) == {1}
        with app.work() as work:
            assert finishes(work, reference, mark="other") == 2
            assert finishes(work, reference, mark="same") == 3, "what is said again after a change is a new edition"


def test_a_paper_is_kept_to_the_byte_and_gone_when_its_row_is(desk: Desk, reference: str) -> None:
    with desk.app() as app, app.work() as work:
        journey_id = id_of(work, reference)
        edition = finishes(work, reference, LARGE)
        note_handed(work.connection, journey_id, edition, "e9")
        assert pdf_of(work.connection, work.keys, journey_id, edition) == LARGE
        work.connection.execute(delete(EXIT_DOCUMENT))
        assert editions_of(work.connection, journey_id) == []
        assert work.connection.execute(EXIT_HANDED.select()).all() == []


def test_the_command_writes_an_edition_to_a_new_file(desk: Desk, reference: str, tmp_path: Path) -> None:
    file = tmp_path / "avslut.pdf"
    assert "inget färdigt avslutsdokument" in desk.refuses("exit-document", reference, str(file))
    with desk.app() as app, app.work() as work:
        finishes(work, reference, b"%PDF 1", mark="one")
        finishes(work, reference, b"%PDF 2", mark="two")
    desk.says("exit-document", reference, str(file))
    assert file.read_bytes() == b"%PDF 2"
    assert file.stat().st_mode & 0o077 == 0
    assert "finns redan" in desk.refuses("exit-document", reference, str(file), "--edition", "1")


def test_the_command_writes_nothing_that_tells_where_a_protected_person_is(
    desk: Desk, reference: str, tmp_path: Path
) -> None:
    file = tmp_path / "avslut.pdf"
    with desk.app() as app, app.work() as work:
        finishes(work, reference, b"%PDF 1", mark="one")
    desk.says("correct", reference, "e1", "person.protected=true", "--reason", "Skyddad")
    for which in ((), ("--edition", "1")):
        said = desk.refuses("exit-document", reference, str(file), *which)
        assert said == "Gör en ny utgåva: deltagaren har skyddade personuppgifter."
    assert not file.exists()
    with desk.app() as app, app.work() as work:
        finishes(work, reference, b"%PDF 2", mark="two", protected=True)
    desk.says("exit-document", reference, str(file))
    assert file.read_bytes() == b"%PDF 2"
