"""Where and when the demo plays."""

from datetime import date, datetime
from pathlib import Path

import pytest

from journeys.demo.folder import MARKER, Folder, NotADemo
from journeys.demo.scene import find_scene
from journeys.demo.versions import shipped
from journeys.demo.when import When
from journeys.settings import STOCKHOLM
from workflows.calendar import is_working_day, next_working_day, previous_working_day


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-03-02T15:30", "2026-03-02T15:30"),
        ("2026-03-02T07:00", "2026-03-02T07:00"),
        ("2026-03-02T06:59", "2026-03-02T08:00"),
        ("2026-03-07T12:00", "2026-03-09T08:00"),
        ("2026-04-03T05:00", "2026-04-07T08:00"),
        ("2026-12-23T23:50", "2026-12-23T23:50"),
        ("2026-12-24T09:00", "2026-12-28T08:00"),
        ("2027-12-31T09:00", "2028-01-03T08:00"),
    ],
)
def test_it_plays_now_or_on_the_next_morning_on_which_reminders_go_out(now: str, then: str) -> None:
    when = When(datetime.fromisoformat(now).replace(tzinfo=STOCKHOLM))
    assert f"{when.moment:%Y-%m-%dT%H:%M}" == then
    assert is_working_day(when.held_on)
    assert when.held_on <= when.today <= when.day


def test_before_the_first_version_the_first_is_played() -> None:
    assert shipped().on(date(2025, 7, 1)).version == shipped().on(date(2026, 6, 30)).version == "2026"


def test_each_journey_follows_the_version_of_the_day_it_was_referred() -> None:
    scene = find_scene(shipped(), today=date(2026, 9, 15), held_on=date(2026, 9, 14))
    begun = {line["on"] > "2026-06-30": line["version"] for line in scene.lines if line["event"] == "referred"}
    assert begun == {False: "2026", True: "2026-07"}


@pytest.mark.parametrize("day", ["2026-01-01", "2026-04-05", "2026-06-20", "2027-12-25", "2028-02-29", "2030-08-14"])
def test_every_day_has_a_caseworker_with_work_of_all_kinds_and_a_checkpoint_to_hold(day: str) -> None:
    today = date.fromisoformat(day)
    held_on = previous_working_day(today)
    scene = find_scene(shipped(), today=next_working_day(today), held_on=held_on)
    assert max(line["on"] for line in scene.lines) < held_on.isoformat()
    own = [line for line in scene.lines if line.get("journey") == scene.checkpoint]
    assert [line["time"][:10] for line in own if "time" in line][-1] == held_on.isoformat()
    assert scene.next_meeting > held_on


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "farled.db").write_text("someone's own", encoding="utf-8")
    with pytest.raises(NotADemo, match="ligger redan något annat"):
        Folder(tmp_path).make()
    assert [file.name for file in tmp_path.iterdir()] == ["farled.db"]


def test_a_folder_of_the_demo_is_emptied_of_what_the_demo_made_and_of_nothing_else(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "a" / "demo")
    folder.make()
    made = [folder.path / "farled.db", folder.path / "farled.db-wal", folder.journal, folder.outbox / "1.eml"]
    made += [folder.reports / "2026" / "unit.html", folder.reports / "all.csv"]
    kept = [folder.path / "notes.txt", folder.outbox / "notes.txt"]
    for file in (*made, *kept):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    folder.make()
    assert {file for file in folder.path.rglob("*") if file.is_file()} == {folder.path / MARKER, *kept}
