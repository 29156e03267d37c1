"""Where no database is named, the one that is used is."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from journeys.cli import farled


def due(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(farled, ("due", *words), env={"FARLED_DATABASE": None, "FARLED_DATA": str(folder)})


def test_the_file_in_the_data_folder_is_named(tmp_path: Path) -> None:
    result = due(tmp_path)
    assert (result.exit_code, result.stderr) == (0, f"Databas: {tmp_path / 'farled.db'}\n")
    assert (tmp_path / "farled.db").is_file()


def test_whoever_asks_for_json_gets_nothing_but_json(tmp_path: Path) -> None:
    assert due(tmp_path, "--format", "json").stderr == ""


@pytest.mark.parametrize("url", ["sqlite://", "mysql://värd/db", "struntprat"])
def test_an_address_that_is_none_is_told(tmp_path: Path, url: str) -> None:
    result = due(tmp_path, "--database", url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Databasens adress går inte att förstå.")
