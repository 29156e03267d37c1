"""Versioner: what differs, what a change would do journey by journey, done as it was seen or not at all, taken back."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import select

from journeys.app import App
from journeys.programmes import BUILT_IN
from journeys.tables.journeys import JOURNEY
from tests.filling import PERSON, REFERRER, fill_in, names_only, registers, send, sheet
from tests.visitors import Browser

SignIn = Callable[..., Browser]
BETWEEN = "fran=2023&till=2026"
CHANGE, BACK = f"/versioner/samkraft/byt?{BETWEEN}", f"/versioner/samkraft/ta-tillbaka?{BETWEEN}"


@pytest.fixture
def mia(hires: SignIn) -> Browser:
    """A manager of SAMKRAFT in Luleå."""
    return hires("mia@lulea.example", "manager", "lulea")


@pytest.fixture
def two(app: App) -> None:
    """Referred in 2025, so that they follow the version of 2023; one has started."""
    for reference in ("LUL-1", "LUL-2"):
        refers(app, reference)
        registers(app, "admitted", "2025-12-01", reference, caseworker="kim@lulea.example")
    registers(app, "started", "2026-02-02", "LUL-1")


def refers(app: App, reference: str, version: str | None = None, **person: Any) -> None:
    told = {**PERSON, "personnummer": None, "birth_date": "1990-01-01", **person}
    where = {"programme": "samkraft", "unit": "lulea", "version": version}
    registers(app, "referred", "2025-11-24", reference, **where, person=told, referrer=REFERRER)


def versions(app: App) -> dict[str, str]:
    with app.read() as connection:
        return dict(connection.execute(select(JOURNEY.c.reference, JOURNEY.c.version)).all())


def main(answer: httpx2.Response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text.partition("<main")[2]).split())


def test_the_versions_stand_there_with_how_many_journeys_follow_each(mia: Browser, two: None) -> None:
    page = main(mia.get("/versioner"))
    assert "2026 1 januari 0 Visa processkartan för SAMKRAFT 2026 Från 2026 till 2023" in page
    assert "2023 1 juli 2022 2 Visa processkartan för SAMKRAFT 2023" in page


def test_what_differs_is_said_in_sentences(mia: Browser, two: None) -> None:
    page = main(mia.get(f"/versioner/samkraft?{BETWEEN}"))
    assert "Gäller inte längre Gruppprogram: 10 veckor, i grupp" in page
    assert "Nytt Gruppprogram: 12 veckor, i grupp" in page
    assert "stages.group.length" in page
    assert "2 öppna ärenden följer 2023." in page


def test_what_follows_for_who_is_there_is_said_as_on_the_command_line(next_year: None, mia: Browser) -> None:
    page = main(mia.get("/versioner/samkraft?fran=2026&till=2027"))
    assert "Att tänka på Fasen ”Gruppprogram” har id:t kurs i stället för group." in page


def test_it_is_shown_journey_by_journey_and_nothing_is_changed(app: App, mia: Browser, two: None) -> None:
    page = main(mia.get(CHANGE))
    assert "2 ärenden hos er följer version 2023 och skulle följa 2026. 1 ärende får något ändrat. Bytet står" in page
    assert page.index("LUL-1") < page.index("Flyttat:") < page.index("LUL-2")
    assert set(versions(app).values()) == {"2023"}


@pytest.mark.both_databases
def test_what_was_seen_is_done_and_stands_in_each_history(app: App, mia: Browser, two: None) -> None:
    answer = fill_in(mia, CHANGE)
    assert answer.headers["location"] == "/versioner?klart=2&insats=samkraft&till=2026"
    assert "2 ärenden följer nu SAMKRAFT 2026." in mia.get("/versioner?klart=2&insats=samkraft&till=2026").text
    assert set(versions(app).values()) == {"2026"}
    history = main(mia.get("/arende/LUL-1")).partition("Historik")[2]
    said = "Ny version av insatsen måndag 2 mars 2026 Version 2026 Tidigare version 2023 Registrerat 2 mars 2026"
    assert said in history
    assert "av Mia" in history


def test_what_has_changed_since_is_said_and_nothing_is_done(app: App, mia: Browser, two: None) -> None:
    seen = sheet(mia.get(CHANGE))
    registers(app, "contact", "2026-02-03", "LUL-1")
    answer = send(mia, CHANGE, seen)
    assert answer.status_code == 409
    assert "Inget är gjort: något har ändrats sedan du tittade" in answer.text
    assert set(versions(app).values()) == {"2023"}
    assert send(mia, CHANGE, sheet(answer)).status_code == 303, "and what is shown instead can be done"


def test_a_second_click_does_nothing_more(app: App, mia: Browser, two: None) -> None:
    seen = sheet(mia.get(CHANGE))
    assert [send(mia, CHANGE, seen).status_code for _ in range(2)] == [303, 409]
    with app.read() as connection:
        assert set(connection.execute(select(JOURNEY.c.revision)).scalars()) == {3, 4}


def test_it_is_taken_back(app: App, mia: Browser, two: None) -> None:
    fill_in(mia, CHANGE)
    assert "SAMKRAFT, från 2023 till 2026: 2 ärenden Ta tillbaka" in main(mia.get("/versioner"))
    assert "skulle följa 2023 igen" in main(mia.get(BACK))
    assert fill_in(mia, BACK).headers["location"] == "/versioner?klart=2&insats=samkraft&till=2023"
    assert set(versions(app).values()) == {"2023"}
    assert "Har bytt version" not in mia.get("/versioner").text


def test_what_only_the_change_makes_late_is_excused_and_said(app: App, mia: Browser) -> None:
    """Twelve weeks of the group end on 9 March, ten have ended on 23 February: a week ago."""
    refers(app, "LUL-1", version="2026")
    registers(app, "admitted", "2025-12-01", "LUL-1", caseworker="kim@lulea.example")
    registers(app, "contact", "2025-12-02", "LUL-1")
    registers(app, "started", "2025-12-15", "LUL-1")
    page = main(mia.get("/versioner/samkraft/byt?fran=2026&till=2023"))
    assert "1 sak undantas för att bara bytet gör den försenad" in page
    assert "Undantaget: Gruppprogrammet klart: senast 23 februari." in page


@pytest.fixture
def next_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version of 2027 without the stage that is called group."""
    text = (BUILT_IN / "samkraft-2026.toml").read_text(encoding="utf-8")
    for was, now in (('version = "2026"', 'version = "2027"'), ("= 2026-01-01", "= 2027-01-01"), ('"group"', '"kurs"')):
        text = text.replace(was, now)
    folder = tmp_path / "insatser"
    folder.mkdir()
    (folder / "samkraft-2027.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("FARLED_PROGRAMMES", f"builtin:{folder}")


def test_who_cannot_be_moved_is_told_with_the_reason_and_stays(
    next_year: None, app: App, mia: Browser, two: None
) -> None:
    to_2027 = CHANGE.replace("2026", "2027")
    page = main(mia.get(to_2027))
    assert "LUL-1 Kan inte byta. Ärendet är i fasen ”Gruppprogram”, som inte finns i version ”2027”." in page
    assert fill_in(mia, to_2027).headers["location"] == "/versioner?klart=1&insats=samkraft&till=2027"
    assert versions(app) == {"LUL-1": "2023", "LUL-2": "2027"}


def test_only_what_a_manager_may_see_is_moved_and_counted(app: App, mia: Browser, two: None) -> None:
    refers(app, "LUL-9", given_name="Hemlig", protected=True)
    names_only(app, "LUL-9", 1)
    assert "2 ärenden hos er" in main(mia.get(CHANGE))
    fill_in(mia, CHANGE)
    assert versions(app) == {"LUL-1": "2026", "LUL-2": "2026", "LUL-9": "2023"}


def test_many_are_shown_a_page_at_a_time(app: App, mia: Browser, two: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journeys.web.versioning.PAGE", 1)
    first = mia.get(CHANGE)
    assert "Sida 1 av 2 visas" in first.text
    assert ("LUL-1" in first.text, "LUL-2" in first.text) == (True, False)
    second = mia.get(f"{CHANGE}&sida=2")
    assert ("LUL-1" in second.text, "LUL-2" in second.text) == (False, True)
    done = send(mia, CHANGE, sheet(second)).headers["location"]
    assert done.startswith("/versioner?klart=2&"), "it is about them all"


@pytest.mark.parametrize("path", ["/versioner", f"/versioner/samkraft?{BETWEEN}", CHANGE, BACK])
def test_it_is_for_managers_of_a_unit_that_carries_it_out(hires: SignIn, sign_in_as: SignIn, path: str) -> None:
    assert hires("kim@lulea.example", "caseworker", "lulea").get(path).status_code == 404
    other = sign_in_as("manager", "molndal").get(path)
    assert "SAMKRAFT" not in other.text


@pytest.mark.parametrize("query", ["fran=2023&till=9999", "fran=2023", "fran=2023&till=2026&sida=99999"])
def test_a_strange_address_is_no_error(mia: Browser, two: None, query: str) -> None:
    assert mia.get(f"/versioner/samkraft/byt?{query}").status_code in (200, 404)
