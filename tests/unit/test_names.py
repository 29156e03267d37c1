"""Names as they are searched for."""

import pytest

from journeys.names import words_of


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("Åsa", "Öst"), ["asa", "ost"]),
        (("Anna Karin", "Lind-Ek"), ["anna", "karin", "lind", "ek"]),
        (("Sinéad", "O'Brien"), ["sinead", "obrien"]),
        (("JEANNE", "d’Arc"), ["jeanne", "darc"]),
        (("Søren", "Łukasz"), ["soren", "lukasz"]),
        (("İpek", "Işık"), ["ipek", "isik"]),
        (("Kim", "Kim"), ["kim"]),
        (("王", "小明"), ["王", "小明"]),
        (("%", "_"), []),
    ],
)
def test_words_are_in_small_plain_letters_each_once(names: tuple[str, ...], words: list[str]) -> None:
    assert words_of(*names) == words


def test_letters_that_are_put_together_are_the_same_as_those_taken_apart() -> None:
    assert words_of("A\N{COMBINING RING ABOVE}sa") == words_of("Åsa")
