"""A programme as TOML again: a file to go on writing in, that says the same."""

from pathlib import Path

import pytest

from journeys.programmes import BUILT_IN
from workflows.files.loader import parse, read_programme
from workflows.files.toml import programme_as_toml
from workflows.programme import Programme

TESTED = sorted([*BUILT_IN.glob("*.toml"), Path("tests/fixtures/laboratory/laboratory.toml").resolve()])


@pytest.mark.parametrize("file", TESTED, ids=lambda file: file.stem)
def test_what_is_written_reads_as_the_same(file: Path) -> None:
    programme = read_programme(file)
    text = programme_as_toml(programme)
    assert parse(text, "again.toml").canonical() == programme.canonical()
    assert max(map(len, text.splitlines())) <= 200


def test_it_is_written_as_people_do(programme: Programme) -> None:
    text = programme_as_toml(programme)
    assert text.startswith(
        'id = "stegen"\nversion = "1"\nname = "Stegen"\nassociation = "Prov"\nvalid_from = 2026-01-01\n'
    )
    assert '\n\n[target_group]\nage = [16, 66]\nmunicipalities = ["Berga", "Dalby"]\n' in text
    assert (
        '\n\n[[rules]]\nid = "first-contact"\nname = "Kontakt i tid"\nrecord = "contact"\nfrom = "admitted"\n' in text
    )
    assert 'indicators = [{ id = "sleep", name = "Sömn" }, { id = "food", name = "Mat" }]' in text
    assert text.endswith('respondents = ["participant"]\n')
    assert parse(text, "again.toml") == programme


def test_what_toml_must_escape_is_escaped(good: str) -> None:
    name = 'En "kurs" \\ två # tre \U0001f600'
    nasty = parse(good.replace('name = "Gruppen"', f"name = '{name}'"), "x.toml")
    again = parse(programme_as_toml(nasty), "again.toml")
    assert again == nasty
    assert again.stages[1].name == name
