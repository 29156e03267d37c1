"""Whatever a text is written in: printed as it is, or said which of its characters cannot be."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from journeys.papers.blocks import breakable
from journeys.papers.press import MOST_NAMED, Unprintable, printed, unprintable

NOW = datetime(2026, 5, 4, 7, tzinfo=UTC)
NAMES = {
    "200 letters": "Å" * 200,
    "Arabic": "محمد " * 40,
    "Hebrew": "שלום " * 40,
    "Georgian": "გიორგი " * 28,
    "Armenian": "Հայկ " * 40,
    "Cyrillic": "Привет " * 28,
    "combining": "Jo\N{COMBINING DIAERESIS}rg\N{COMBINING DOT BELOW} " * 20,
    "markup": '#panic("x") *fet* $x^2$ @namn <etikett> [c] // slut \\ `kod` = rubrik',
}


def paper(name: str) -> bytes:
    told = {
        "title": "Avslutsdokument",
        "association": "Förbundet",
        "programme": "ACTivera",
        "marking": "",
        "sections": [],
    }
    return printed("sections", told | {"facts": [["Deltagare", breakable(name)]], "made": "Utgåva 1"}, at=NOW)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_of_any_length_and_many_alphabets_is_printed(name: str) -> None:
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper(name))).pages)
    assert set(normalize("NFC", name.split(maxsplit=1)[0])) <= set(normalize("NFC", text))


@pytest.mark.parametrize(("text", "named"), [("Kim 😀", ["😀"]), ("ሰላም", ["ላ", "ም", "ሰ"]), ("Ström", [])])
def test_what_no_font_has_is_named(text: str, named: list[str]) -> None:
    assert unprintable(text) == named


def test_of_very_much_that_no_font_has_some_is_named() -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 2000)))
    assert len(unprintable(text)) == MOST_NAMED


def test_nothing_is_printed_with_boxes_in_it() -> None:
    with pytest.raises(Unprintable, match="😀"):
        paper("Kim 😀")


def test_the_same_paper_is_the_same_bytes_also_when_several_are_laid_at_once() -> None:
    names = [f"Kim {number % 4}" for number in range(16)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(paper, names)) == [paper(name) for name in names]
