"""`make demo`: the main job in front of the reader, on whatever day it is run."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from urllib.request import urlopen

import pytest
from argon2 import PasswordHasher
from starlette.types import ASGIApp

from journeys.app import App
from journeys.demo.mails import mails
from journeys.demo.play import play
from journeys.demo.scene import CASEWORKERS_PER_UNIT
from journeys.invent import invented_staff
from journeys.programmes import BUILT_IN
from journeys.settings import STOCKHOLM, read_settings
from journeys.web.site import create
from tests.support.terminal import at_a_terminal
from tests.visitors import Browser
from workflows.files.loader import read_programme

ROOT = Path(__file__).resolve().parents[2]
AN_AFTERNOON = "2026-05-12T14:20"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass(frozen=True, slots=True)
class Played:
    """What one run left and said. `sign_in`: how to get in at the desk, as the run kept it."""

    folder: Path
    shown: str
    sign_in: str


def played(folder: Path, now: str, **settings: str) -> Played:
    """Play the demo with every clock set to a time in Stockholm, for a reader who has settings of their own."""
    moment = datetime.fromisoformat(now).replace(tzinfo=STOCKHOLM)
    with pytest.MonkeyPatch.context() as patch, unchanged_environment(), redirect_stdout(StringIO()) as shown:
        for name, value in settings.items():
            patch.setenv(name, value)
        for module in ("installation", "scheduler"):
            patch.setattr(f"journeys.cli.{module}.real_clock", lambda: moment)
        patch.setattr("journeys.signing_in.accounts._HASHER", CHEAP)
        with redirect_stderr(shown):
            play(folder, now=moment, port=8000)
    return Played(folder, shown.getvalue(), (folder / "logga-in.txt").read_text(encoding="utf-8"))


@contextmanager
def unchanged_environment() -> Iterator[None]:
    """The demo points its process at its folder."""
    before = dict(os.environ)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("once")
    return played(folder / "demo", AN_AFTERNOON, FARLED_CHANNEL="smtp", FARLED_OUTBOX=str(folder / "real"))


@pytest.mark.parametrize(
    "now",
    ["2026-09-14T05:30", "2026-06-20T11:00", "2026-12-24T18:00", "2027-01-01T00:10", "2028-02-29T23:55"],
)
def test_the_main_job_is_done_on_any_day(now: str, tmp_path: Path) -> None:
    found = played(tmp_path / "demo", now)
    for heading in (
        "1. En databas med 60",
        "2. En handläggares",
        "3. En avstämning",
        "4. Påminnelser",
        "5. Nattens",
        "6. Skrivbordet",
    ):
        assert f"\n{heading}" in found.shown
    for group in ("\nFörsenat (", "\nIdag (", "\nKommande till och med"):
        assert group in found.shown
    assert "\nGjort:\n" in found.shown
    assert "\nNytt att göra:\n" in found.shown
    assert "Kontaktade inom två veckor" in found.shown
    sent = mails(found.folder / "outbox")
    assert [mail.calendar for mail in sent].count("inbjudan") == 3
    assert len(sent) > 3
    assert {file.suffix for file in (found.folder / "reports").rglob("*") if file.is_file()} >= {".html", ".csv"}


def test_no_participant_is_named(once: Played) -> None:
    journal = (once.folder / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    people = [line["person"] for line in map(json.loads, journal) if line["event"] == "referred"]
    names = {f"{person['given_name']} {person['family_name']}" for person in people}
    activera = read_programme(BUILT_IN / "activera-2026.toml")
    names -= {each.name for each in invented_staff(activera, caseworkers_per_unit=CASEWORKERS_PER_UNIT)}
    told = {person[key] for person in people for key in ("email", "birth_date", "phone") if key in person}
    said = once.shown + (once.folder / "farled.log").read_text(encoding="utf-8")
    assert len(people) == 60
    assert not [value for value in names | told if value in said]


def test_mail_goes_to_the_folder_whatever_the_reader_has_set(once: Played) -> None:
    assert mails(once.folder / "outbox")
    assert not (once.folder.parent / "real").exists()


def test_a_second_run_keeps_nothing_of_the_first_and_says_the_same(once: Played) -> None:
    old = {mail.file for mail in mails(once.folder / "outbox")}
    again = played(once.folder, AN_AFTERNOON)
    new = {mail.file for mail in mails(once.folder / "outbox")}
    assert len(new) == len(old)
    assert not new & old
    assert until_the_files(again.shown) == until_the_files(once.shown)


def until_the_files(shown: str) -> str:
    """The list of mails begins with "Fil"; their names are new each time, and so is the link to sign in by."""
    return re.sub(r"/valkommen/\S+", "/valkommen/…", shown[: shown.index("\nFil ")])


PAGES = ("/min-dag", "/min-dag", "/min-dag", "/siffror", "/personal")
"""What the five see first."""


def test_five_people_can_sign_in_with_what_is_told(once: Played) -> None:
    settings = read_settings(database=f"sqlite:///{once.folder / 'farled.db'}", data=once.folder)
    told = (once.folder / "logga-in.txt").read_text(encoding="utf-8")
    with App(settings) as app:
        site = create(app)
        assert tuple(first_page(site, told, address) for address in addresses(told)) == PAGES


def addresses(told: str) -> list[str]:
    """The first table's."""
    return re.findall(r"  (\S+@\S+)$", told, re.MULTILINE)


def first_page(site: ASGIApp, told: str, address: str) -> str:
    browser, codes = Browser(site), re.search(rf"^{address} +[A-Z2-7]{{32}} +(\S+)", told, re.MULTILINE)
    answer = browser.post("/logga-in", address=address, password=password(told))
    if codes:
        answer = browser.post("/logga-in/kod", code=codes[1])
    return answer.headers["location"]


def password(told: str) -> str:
    found = re.search(r"lösenordet: (.+)$", told, re.MULTILINE)
    assert found
    return found[1]


def test_how_to_sign_in_is_shown_and_kept_in_the_folder_for_its_owner(once: Played) -> None:
    assert (once.folder / "logga-in.txt").stat().st_mode & 0o777 == 0o600
    assert password(once.shown) == password(once.sign_in)
    assert addresses(once.shown) == addresses(once.sign_in)
    keys = re.findall(r"[A-Z2-7]{32}", once.shown)
    assert (len(keys), keys) == (4, re.findall(r"[A-Z2-7]{32}", once.sign_in))


def test_at_a_terminal_it_opens_the_desk_until_ctrl_c_and_what_it_says_to_try_can_be_copied(tmp_path: Path) -> None:
    with at_a_terminal(sys.executable, "-m", "journeys.demo", str(tmp_path / "min demo")) as terminal:
        desk = terminal.until(r"Skrivbordet finns på (http://127.0.0.1:\d+/) ")[1]
        with urlopen(f"{desk}logga-in", timeout=60) as page:
            assert "Logga in" in page.read().decode()
        terminal.process.send_signal(signal.SIGINT)
        again = terminal.until(r"Skrivbordet är stängt\.\s+Öppna skrivbordet igen:\s+(FARLED_.*?)\r\n")[1]
        assert terminal.process.wait(60) == 0
    to_try = re.findall(r"^  (\S*farled .+ --database .+)\r$", terminal.said, re.MULTILINE)
    assert len(to_try) == 3
    for command in to_try:
        assert started(*shlex.split(command))
    with at_a_terminal("sh", "-c", f"exec env {again}") as terminal:
        terminal.until(f"Skrivbordet finns på {desk} ")
        terminal.process.terminate()
        terminal.until("Skrivbordet är stängt")
        assert terminal.process.wait(60) == 0


def started(*command: str) -> str:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True).stdout


def test_a_folder_with_something_else_in_it_ends_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    command = [sys.executable, "-m", "journeys.demo", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "ligger redan något annat" in done.stderr
