"""`farled programme` as it is typed."""

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from journeys.cli import farled
from journeys.programmes import BUILT_IN


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(farled, ["programme", *map(str, words)])


def answer(*words: str | Path) -> str:
    result = run(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


def refusal(*words: str | Path) -> str:
    result = run(*words)
    assert result.exit_code == 1
    return result.stderr


@pytest.fixture
def folder(tmp_path: Path, good: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "stegen-1.toml").write_text(good, encoding="utf-8")
    newer = good.replace('version = "1"', 'version = "2"').replace("2026-01-01", "2027-01-01")
    (tmp_path / "stegen-2.toml").write_text(newer, encoding="utf-8")
    monkeypatch.setenv("FARLED_PROGRAMMES", str(tmp_path))
    return tmp_path


@pytest.fixture
def bad(folder: Path, good: str) -> Path:
    path = folder / "bad.toml"
    path.write_text(good.replace('id = "stegen"', 'id = "bad"').replace("group = true", "grupp = 1"), encoding="utf-8")
    return path


def test_check_says_how_many_are_right(folder: Path) -> None:
    assert answer("check", folder / "stegen-1.toml") == "1 fil är riktig.\n"
    assert answer("check", folder / "stegen-1.toml", folder / "stegen-2.toml") == "2 filer är riktiga.\n"


def test_check_names_every_fault_of_every_file(folder: Path, bad: Path) -> None:
    lines = refusal("check", bad, folder / "stegen-1.toml", folder / "none.toml").splitlines()
    assert [line.partition(": ")[0].partition(":")[0] for line in lines] == [str(bad), str(folder / "none.toml")]
    assert "Menade du ”group”?" in lines[0]


def test_check_remarks_what_may_be_a_slip_and_passes(folder: Path) -> None:
    result = run("check", folder / "stegen-1.toml")
    assert result.exit_code == 0
    assert [line.partition(": [target_group]")[0] for line in result.stderr.splitlines()] == [
        f"Obs: {folder / 'stegen-1.toml'}:10"
    ] * 2, "neither Berga nor Dalby is a municipality"


def test_check_tells_of_a_unit_that_is_another_programmes(tmp_path: Path, good: str) -> None:
    file = tmp_path / "min.toml"
    file.write_text(good.replace('id = "berga"', 'id = "lulea"'), encoding="utf-8")
    assert "har enheten ”lulea” samma id som en enhet i SAMKRAFT" in run("check", file).stderr
    shipped = [BUILT_IN / "tidsam-2026.toml", BUILT_IN / "tillsammans-2026.toml"]
    assert run("check", *shipped).stderr == "", "they are meant to share theirs"
    copies = [Path(shutil.copy(each, tmp_path)) for each in shipped]
    assert run("check", *copies).stderr == "", "wherever they lie"


def test_check_does_not_need_the_folders(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FARLED_PROGRAMMES", str(folder / "none"))
    result = run("check", folder / "stegen-1.toml")
    assert (result.exit_code, result.stdout) == (0, "1 fil är riktig.\n")
    assert "Rätta inställningen FARLED_PROGRAMMES" in result.stderr


def test_check_needs_a_file() -> None:
    assert "FIL…" in refusal("check")


def test_list_shows_what_there_is(folder: Path) -> None:
    head, _, *rows = answer("list").splitlines()
    assert head.split("  ")[0] == "Insats"
    assert [row.split()[:3] for row in rows] == [["stegen", "1", "Stegen"], ["stegen", "2", "Stegen"]]


def test_list_answers_programs_too(folder: Path) -> None:
    first, _ = json.loads(answer("list", "--format", "json"))["programmes"]
    assert first == {
        "id": "stegen",
        "version": "1",
        "name": "Stegen",
        "association": "Prov",
        "valid_from": "2026-01-01",
        "units": 2,
        "stages": 3,
        "file": str(folder / "stegen-1.toml"),
    }


def test_list_shows_the_good_ones_and_names_the_faults(folder: Path, bad: Path) -> None:
    result = run("list")
    assert result.exit_code == 1
    assert "stegen-1.toml" in result.stdout
    assert result.stderr.startswith(f"{bad}:")


def test_list_of_an_empty_folder_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FARLED_PROGRAMMES", str(tmp_path))
    assert answer("list") == "Det finns inga insatser.\n"


def test_the_shipped_programme_is_shown_in_sentences() -> None:
    text = answer("show", "activera")
    assert text.startswith("ACTivera, version 2026-07\n  Samordningsförbundet Insjöriket.\n")
    assert "\n\nVägen\n  Block 1 – lära känna: 6 veckor, slutar med en avstämning" in text


def test_show_takes_the_latest_version_or_the_one_that_is_named(folder: Path) -> None:
    assert answer("show", "stegen").startswith("Stegen, version 2\n")
    assert answer("show", "stegen", "--version", "1").startswith("Stegen, version 1\n")


def test_show_takes_a_file_or_a_version_by_its_short_name(folder: Path) -> None:
    assert answer("show", "stegen:1").startswith("Stegen, version 1\n")
    assert answer("show", folder / "stegen-1.toml") == answer("show", "stegen", "--version", "1")
    assert "ta bort --version" in refusal("show", folder / "stegen-1.toml", "--version", "1")


@pytest.mark.parametrize("name", ["x" * 300, "x\0"], ids=["long", "no character of a name"])
def test_what_cannot_be_the_name_of_a_file_is_no_programme(name: str) -> None:
    assert "finns inte. Kända: activera" in refusal("show", name)


def test_show_writes_a_file_to_go_on_in(folder: Path) -> None:
    again = folder / "igen.toml"
    again.write_text(answer("show", "stegen:1", "--format", "toml"), encoding="utf-8")
    assert answer("diff", "stegen:1", again) == "De säger samma sak.\n"


def test_diff_and_try_take_the_latest_version_by_its_id(folder: Path) -> None:
    assert "+ Gäller den som remitteras från och med 2027-01-01." in answer("diff", "stegen:1", "stegen")
    assert answer("try", "stegen", "--referrals-per-month", "1", "--months", "1").startswith("Stegen 2 på prov")
    told = json.loads(answer("diff", "stegen:1", "stegen", "--format", "json"))
    assert told["consequences"] == []


def test_show_answers_in_other_forms(folder: Path) -> None:
    assert json.loads(answer("show", "stegen", "--format", "json"))["rules"][0]["from"] == "admitted"
    assert answer("show", "stegen", "--format", "mermaid").startswith("flowchart TD\n")
    assert ElementTree.fromstring(answer("show", "stegen", "--format", "svg")).get("role") == "img"


def test_show_draws_the_map_in_a_file(folder: Path) -> None:
    result = run("show", "stegen", "--map", folder / "karta.svg")
    assert result.exit_code == 0
    assert result.stderr == f"Processkartan ligger i {folder / 'karta.svg'}.\n"
    assert ElementTree.parse(folder / "karta.svg").getroot().get("role") == "img"


def test_a_map_that_cannot_be_written_is_told(folder: Path) -> None:
    assert "den finns inte" in refusal("show", "stegen", "--map", folder / "none" / "karta.svg")


def test_show_of_what_does_not_exist_names_what_does(folder: Path) -> None:
    assert "stegen" in refusal("show", "steget")
    assert "har ingen version ”9”. Det finns: 1, 2." in refusal("show", "stegen", "--version", "9")


def test_show_of_a_refused_file_says_why(bad: Path) -> None:
    assert "Menade du ”group”?" in refusal("show", "bad")


def test_show_of_a_good_one_is_not_stopped_by_a_refused_file(bad: Path) -> None:
    assert answer("show", "stegen").startswith("Stegen")


def test_the_schema_is_json() -> None:
    assert json.loads(answer("schema"))["title"] == "En insats i Farled"
