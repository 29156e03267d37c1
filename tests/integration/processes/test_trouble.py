"""A database or a mail server in trouble: a sentence that says what to do, exit code 1, and never a traceback."""

import ctypes
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from journeys.app import App
from journeys.settings import Settings
from journeys.storage.database import Database, DatabaseBusy, DatabaseFull
from tests.integration.notifications.mail_server import MailServer, nobody_listening
from tests.integration.processes.test_kill import journal, outbox
from tests.support.processes import Commands

STEP = ("do", "BER-1", "contact")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "farled.db"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation with journeys, on SQLite; made once, copied for each test."""
    folder = tmp_path_factory.mktemp("original")
    Commands(f"sqlite:///{folder / 'farled.db'}", folder).says("import", str(journal(folder / "journal.jsonl")))
    return folder


@pytest.fixture
def commands(original: Path, file: Path, tmp_path: Path) -> Commands:
    shutil.copytree(original, tmp_path, dirs_exist_ok=True)
    return Commands(f"sqlite:///{file}", tmp_path)


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    """The sentence of a command that does not work: one line, nothing but it."""
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    return line


def events(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("SELECT count(*) FROM event").fetchone()[0])


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "farled.db").write_text("Det här är en anteckning och ingen databas." * 100)
    commands = Commands(f"sqlite:///{tmp_path / 'farled.db'}", tmp_path)
    assert refusal(commands.run("due")) == "Filen är ingen databas som Farled kan läsa. Kontrollera adressen."


def test_a_database_of_a_newer_version(commands: Commands, file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert refusal(commands.run("due")).startswith("Databasen är gjord av en nyare version av Farled.")


def test_the_key_is_gone(commands: Commands, file: Path) -> None:
    Path(f"{file}.key").unlink()
    assert refusal(commands.run("due")) == (
        f"Nyckelfilen {file}.key saknas. Lägg tillbaka den, eller peka ut den med FARLED_KEY_FILE."
    )


@pytest.mark.parametrize("key", [bytes(32), b"kort", b""], ids=["another", "short", "empty"])
def test_the_key_is_another(commands: Commands, file: Path, key: bytes) -> None:
    Path(f"{file}.key").write_bytes(key)
    assert "hör inte till den här databasen" in refusal(commands.run(*STEP))


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "in-the-way").write_text("")
    commands = Commands(f"sqlite:///{tmp_path / 'in-the-way' / 'farled.db'}", tmp_path)
    assert refusal(commands.run("due")).startswith("Databasen går inte att nå.")


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    commands = Commands("postgresql://farled:hemligt@127.0.0.1:1/farled", tmp_path)
    told = refusal(commands.run("due"))
    assert told == "Databasen går inte att nå. Kontrollera att adressen stämmer och att servern är igång."


def test_a_database_that_the_server_does_not_have(postgresql_url: str, tmp_path: Path) -> None:
    commands = Commands(postgresql_url.replace("/test_", "/missing_"), tmp_path)
    assert refusal(commands.run("due")).startswith("Databasen går inte att nå.")


@contextmanager
def protected(*paths: Path) -> Iterator[None]:
    """Nobody may write here."""
    modes = {path: path.stat().st_mode for path in paths}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def like_anybody() -> None:
    """Root may write everywhere; without CAP_DAC_OVERRIDE in its bounding set it may not. Others do not have it."""
    drop, override = 24, 1
    ctypes.CDLL(None).prctl(drop, override, 0, 0, 0)


def test_a_database_that_may_only_be_read(commands: Commands, file: Path) -> None:
    with protected(file, file.parent):
        done = commands.run(*STEP, prepare=like_anybody)
    assert refusal(done).startswith("Databasen går inte att skriva i. Inget har sparats;")


def no_larger(limit: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


def test_a_disk_that_is_full(commands: Commands, file: Path) -> None:
    before = events(file)
    done = commands.run(*STEP, prepare=no_larger(4096))
    assert refusal(done) == "Disken är full. Inget har sparats; frigör utrymme och försök igen."
    assert events(file) == before
    assert commands.says("verify", "--rows").startswith("Loggen är hel")


def test_a_database_that_may_not_grow(file: Path, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{file}")
    database.prepare()
    with pytest.raises(DatabaseFull), database.begin() as connection:
        _grow(connection)
    database.close()


def _grow(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA max_page_count = 1")
    connection.exec_driver_sql("CREATE TABLE large (content BLOB)")
    connection.exec_driver_sql("INSERT INTO large VALUES (zeroblob(10000000))")


def test_an_answer_that_nobody_can_keep(commands: Commands) -> None:
    with Path("/dev/full").open("w") as full:
        done = commands.run("export", out=full)
    assert done.stderr == "Det gick inte att läsa eller skriva: disken är full.\n"


def test_a_database_that_somebody_else_holds(
    commands: Commands, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journeys.storage.database.BUSY_SECONDS", 0.01)
    settings = Settings(database=f"sqlite:///{file}", data=tmp_path)
    with App(settings) as app, closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseBusy, match="upptagen av något annat just nu"), app.work():
            pytest.fail("the work began")
        other.rollback()
        with app.work() as work:
            assert work.today == app.today


def later(minutes: int) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()


def test_a_mail_server_that_is_down_keeps_nothing_else_from_being_done(commands: Commands, file: Path) -> None:
    smtp = {"FARLED_CHANNEL": "smtp", "FARLED_SMTP_HOST": "127.0.0.1", "FARLED_SMTP_SECURITY": "none"}
    day = (datetime.now(UTC) + timedelta(days=30)).date()
    commands.says("do", "BER-1", "booked", "meeting=checkpoint", f"time={day}T13:00")
    with nobody_listening() as port:
        commands.environment |= {**smtp, "FARLED_SMTP_PORT": str(port)}
        down = commands.run("tick", "--now", later(0))
    assert down.returncode == 0
    assert "E-postservern går inte att nå." in down.stdout
    assert (file.parent / "reports").is_dir()
    assert {row.state for row in outbox(f"sqlite:///{file}")} == {"queued"}
    mail_server = MailServer()
    with mail_server.listening() as server:
        commands.environment["FARLED_SMTP_PORT"] = str(server.port)
        assert commands.run("tick", "--now", later(5)).returncode == 0
    assert len(mail_server.mails) == 3


def test_reports_that_cannot_be_written_keep_no_mail_from_going(commands: Commands, file: Path) -> None:
    (file.parent / "reports").write_text("in the way")
    day = (datetime.now(UTC) + timedelta(days=30)).date()
    commands.says("do", "BER-1", "booked", "meeting=checkpoint", f"time={day}T13:00")
    done = commands.run("tick")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("Det gick inte med ”")
    assert len(list((file.parent / "outbox").glob("*.eml"))) == 3


def test_programmes_that_are_gone_stop_no_journey(commands: Commands, tmp_path: Path) -> None:
    empty = tmp_path / "programmes"
    empty.mkdir()
    commands.environment["FARLED_PROGRAMMES"] = str(empty)
    assert "har registrerats" in commands.says(*STEP)
    shutil.rmtree(empty)
    assert "FARLED_PROGRAMMES" in refusal(commands.run(*STEP))
