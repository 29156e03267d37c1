"""What a section may hold, and what is done with more."""

from journeys.exit.sections import LONGEST, MORE, SECTIONS, fitting
from journeys.web.security import LARGEST_FORM

BYTES_OF_A_CHARACTER = 12
"""As a form sends the rarest: four bytes, each as a percent sign and two digits."""


def test_a_form_with_every_section_full_is_not_too_large_in_any_alphabet() -> None:
    assert len(SECTIONS) * LONGEST * BYTES_OF_A_CHARACTER < LARGEST_FORM


def test_what_there_is_no_room_for_is_cut_between_lines_and_said() -> None:
    lines = "\n".join(f"- rad {number}" for number in range(LONGEST))
    text = fitting(lines)
    assert len(text) <= LONGEST
    assert text.endswith(MORE)
    assert lines.startswith(text.removesuffix(MORE) + "\n")
    assert fitting("- rad") == "- rad"
