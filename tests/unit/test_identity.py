"""Personal identity numbers as people write them."""

from datetime import date

import pytest

from journeys.identity import in_full

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("written", "twelve"),
    [
        ("19900101-2385", "199001012385"),
        ("19900101 2385", "199001012385"),
        (" 1990 0101\N{NO-BREAK SPACE}2385", "199001012385"),
        ("900101-2385", "199001012385"),
        ("9001012385", "199001012385"),
        ("261122-2385", "202611222385"),
        ("261123-2385", "192611232385"),
        ("261123+2385", "192611232385"),
        ("121212+1212", "191212121212"),
        ("121212-1212", "201212121212"),
        ("261182-2385", "202611822385"),
    ],
)
def test_a_number_gets_the_century_that_it_was_written_without(written: str, twelve: str) -> None:
    assert in_full(written, TODAY) == twelve


@pytest.mark.parametrize("text", ["MOL-2026-001", "Kim Ek", "900101", "٩٠٠١٠١٢٣٨٥", "90010-12385", ""])
def test_what_is_no_number_stays_as_it_is(text: str) -> None:
    assert in_full(text, TODAY) == text
