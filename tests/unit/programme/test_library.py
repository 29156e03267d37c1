"""Several files together, and the folders they are looked for in."""

import os
from pathlib import Path

import pytest

from journeys.programmes import BUILT_IN, folders, read_all
from workflows.errors import ProgrammeFaults
from workflows.files.library import read_programmes


@pytest.fixture
def folder(tmp_path: Path, good: str) -> Path:
    (tmp_path / "a.toml").write_text(good, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no programme", encoding="utf-8")
    return tmp_path


SHIPPED = {
    ("activera", "2026"),
    ("activera", "2026-07"),
    ("orangeriet", "2026"),
    ("samordningsgrupp", "2026"),
    ("samkraft", "2023"),
    ("samkraft", "2026"),
    ("steget-fram", "2026"),
    ("tidsam", "2026"),
    ("tillsammans", "2026"),
}


def add(folder: Path, text: str, name: str = "b.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_what_ships_is_right() -> None:
    library = read_all(folders(None))
    assert library.faults == ()
    shipped = {(programme.id, programme.version) for programme in library.programmes.values()}
    assert shipped == SHIPPED


def test_activera_is_complete() -> None:
    activera = read_all([BUILT_IN]).programmes[BUILT_IN / "activera-2026.toml"]
    assert {unit.id: unit.places_per_year for unit in activera.units} == {
        "molndal": 110,
        "partille": 60,
        "harryda": 60,
        "lerum": 60,
        "alingsas": 60,
    }
    assert [stage.length.text if stage.length else None for stage in activera.stages] == ["6 weeks"] * 4
    assert [stage.ends_with for stage in activera.stages] == ["checkpoint"] * 3 + [None]


def test_a_file_that_is_refused_stops_no_other(folder: Path, good: str) -> None:
    add(folder, good.replace("[[units]]", "[[unit]]"))
    library = read_all([folder])
    assert [path.name for path in library.programmes] == ["a.toml"]
    assert {Path(fault.file).name for fault in library.faults} == {"b.toml"}
    with pytest.raises(ProgrammeFaults):
        library.require_all()


def test_two_versions_live_side_by_side(folder: Path, good: str) -> None:
    add(folder, good.replace('version = "1"', 'version = "2"').replace("2026-01-01", "2027-01-01"))
    library = read_all([folder])
    library.require_all()
    assert [programme.version for programme in library.programmes.values()] == ["1", "2"]


def test_the_same_version_twice_is_refused(folder: Path, good: str) -> None:
    second = add(folder, good.replace("2026-01-01", "2027-01-01"))
    [fault] = read_all([folder]).faults
    assert fault.file == str(second)
    assert str(folder / "a.toml") in fault.problem
    assert "version" in fault.remedy


def test_two_versions_from_the_same_day_are_refused(folder: Path, good: str) -> None:
    add(folder, good.replace('version = "1"', 'version = "2"'))
    [fault] = read_all([folder]).faults
    assert "valid_from" in fault.remedy


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    path = folder / "a.toml"
    assert read_programmes([path, path]).faults == ()


@pytest.mark.parametrize("setting", [None, "", "builtin"])
def test_without_other_folders_it_is_the_shipped_one(setting: str | None) -> None:
    assert folders(setting) == [BUILT_IN]


def test_folders_are_separated_as_in_path(tmp_path: Path) -> None:
    assert folders(os.pathsep.join([str(tmp_path), "builtin", "", str(tmp_path)])) == [tmp_path, BUILT_IN]


def test_an_empty_folder_is_no_fault(tmp_path: Path) -> None:
    assert read_all([tmp_path]).programmes == {}


def test_a_folder_that_does_not_exist_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(ProgrammeFaults, match=r"finns inte. Rätta inställningen FARLED_PROGRAMMES."):
        read_all([tmp_path / "none"])


def test_a_file_is_no_folder(folder: Path) -> None:
    with pytest.raises(ProgrammeFaults, match="är ingen mapp"):
        read_all([folder / "a.toml"])
