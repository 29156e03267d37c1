"""What the headings and cells of a spreadsheet with referrals may say, and that the page tells it."""

from pathlib import Path
from typing import get_args

import pytest

from journeys.journal.person_lines import Gender, Party
from journeys.spreadsheet.columns import (
    BY_HEADING,
    BY_KEY,
    COLUMNS,
    GENDERS,
    LANGUAGES,
    NO,
    PARTIES,
    YES,
    Column,
    plain,
)

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "referrals-csv.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("spelling", ["E-post", "e-post", " EPOST ", "E post", "E-Post:"])
def test_a_heading_is_known_however_it_is_spelled(spelling: str) -> None:
    assert BY_HEADING[plain(spelling)].key == "person.email"


def test_no_heading_stands_for_two_columns() -> None:
    names = [plain(name) for column in COLUMNS for name in (column.heading, *column.also)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("key", "cell", "value"),
    [
        ("on", "2026-03-02", "2026-03-02"),
        ("on", "20260302", "2026-03-02"),
        ("person.gender", "Kvinna", "woman"),
        ("person.gender", "M", "man"),
        ("person.gender", "annat", "other"),
        ("person.gender", "okänt", "unknown"),
        ("person.language", "sv", "sv"),
        ("person.language", "Tigrinja", "ti"),
        ("person.protected", "Ja", True),
        ("person.protected", "x", True),
        ("person.protected", "nej", None),
        ("referrer.party", "försäkringskassan", "försäkringskassan"),
        ("referrer.party", "AF", "arbetsförmedlingen"),
        ("referrer.party", "Egen ansökan", "self"),
        ("criteria", "Ett; två|tre\nfyra;", ["Ett", "två", "tre", "fyra"]),
        ("note", "fritt, som det står", "fritt, som det står"),
    ],
)
def test_a_cell_becomes_what_the_journal_says(key: str, cell: str, value: object) -> None:
    assert BY_KEY[key].read(cell) == value


@pytest.mark.parametrize(
    ("key", "cell"),
    [
        *(("on", cell) for cell in ("2026-02-30", "2026-3-2", "02/03/2026", "202603021", "i går", "٢٠٢٦٠٣٠٢")),
        ("person.gender", "x"),
        ("person.language", "klingonska"),
        ("person.language", "swe"),
        ("person.protected", "kanske"),
        ("referrer.party", "grannen"),
    ],
)
def test_a_cell_that_says_something_else_is_refused_without_repeating_it(key: str, cell: str) -> None:
    with pytest.raises(ValueError, match="ska vara") as refused:
        BY_KEY[key].read(cell)
    assert cell not in str(refused.value)


def test_there_is_a_word_for_every_gender_and_party() -> None:
    assert set(GENDERS) == set(get_args(Gender))
    assert set(PARTIES) == set(get_args(Party))


@pytest.mark.parametrize("column", COLUMNS, ids=[column.key for column in COLUMNS])
def test_the_page_has_each_column_with_all_its_names(column: Column) -> None:
    names = (column.heading, *column.also)
    (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| {column.heading} |")]
    assert all(name in row for name in names)
    assert ("| yes |" in row) == column.required


@pytest.mark.parametrize("words", [*GENDERS.values(), *PARTIES.values(), *LANGUAGES.values(), YES, NO], ids=repr)
def test_the_page_has_each_word(words: tuple[str, ...]) -> None:
    assert all(f"`{word}`" in PAGE for word in words)
