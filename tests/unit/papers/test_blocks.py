"""Plain text becomes paragraphs and lists; scripts that are read from the right are told apart."""

import unicodedata

import pytest

from journeys.papers.blocks import LONGEST_WORD, PIECE, Block, blocks, breakable, is_rtl


def paragraph(*lines: str, rtl: bool = False) -> Block:
    return Block(kind="paragraph", rtl=rtl, lines=list(lines))


def a_list(*lines: str, rtl: bool = False) -> Block:
    return Block(kind="list", rtl=rtl, lines=list(lines))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\n ", []),
        ("ett\ntvå\n\ntre", [paragraph("ett", "två"), paragraph("tre")]),
        ("Gjort:\n- ett\n-  två\nSlut", [paragraph("Gjort:"), a_list("ett", "två"), paragraph("Slut")]),
        ("-ett", [paragraph("-ett")]),
        ("Hej\r\nمرحبا\n- سطر", [paragraph("Hej"), paragraph("مرحبا", rtl=True), a_list("سطر", rtl=True)]),
    ],
)
def test_text_is_read_in_paragraphs_and_lists(text: str, expected: list[Block]) -> None:
    assert blocks(text) == expected


def test_the_first_letter_says_from_where_a_line_is_read() -> None:
    assert is_rtl("12 – שלום ACTivera")
    assert not is_rtl("12 – ACTivera שלום")
    assert not is_rtl("12 – ☺")


def test_a_word_that_no_line_has_room_for_may_be_broken_and_never_before_a_combining_mark() -> None:
    word = "a\N{COMBINING ACUTE ACCENT}\N{COMBINING DOT BELOW}" * LONGEST_WORD
    pieces = breakable(word).split("\N{ZERO WIDTH SPACE}")
    assert "".join(pieces) == word
    assert all(len(piece) <= PIECE + 2 for piece in pieces)
    assert not any(unicodedata.combining(piece[0]) for piece in pieces)
    assert breakable("a" * (LONGEST_WORD - 1)) == "a" * (LONGEST_WORD - 1)
