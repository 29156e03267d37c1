"""Which lines belong to which journey, noted without keeping them."""

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from journeys.journal.files import LONGEST, Lines

Noted = Callable[..., Lines]


@pytest.fixture
def noted(tmp_path: Path) -> Iterator[Noted]:
    """The lines of files with these contents."""
    with ExitStack() as opened:

        def note(*contents: bytes) -> Lines:
            files = [tmp_path / f"{number}.jsonl" for number in range(len(contents))]
            for file, content in zip(files, contents, strict=True):
                file.write_bytes(content)
            lines = opened.enter_context(Lines(files))
            lines.note([].append)
            return lines

        yield note


def of(lines: Lines, reference: str | None) -> list[bytes]:
    return [lines.read(place) for place in lines.of(reference)]


def test_each_journey_has_its_lines_in_their_order(noted: Noted) -> None:
    lines = noted(b'{"journey": "B", "n": 1}\n{"journey": "A"}\n', b'\n{"journey": "B", "n": 2}')
    assert lines.journeys == ["B", "A"]
    assert of(lines, "B") == [b'{"journey": "B", "n": 1}', b'{"journey": "B", "n": 2}']


def test_a_broken_line_is_still_its_journeys(noted: Noted) -> None:
    lines = noted(
        b'{"event": "x" "journey" : "A"\n', b'{"journey": "\xe5", "event": "x"}\n{"journey": "A", "n": "\xe5"}\n'
    )
    assert lines.broken
    assert [len(lines.of(reference)) for reference in lines.journeys] == [2, 1]


@pytest.mark.parametrize("line", [b'{"event": "x"}', b'{"journey": 5}', b"[1]", b"x", b'"journey": "'])
def test_what_names_no_journey_belongs_to_none(noted: Noted, line: bytes) -> None:
    assert of(noted(line), None) == [line]


def test_what_a_note_quotes_is_no_journey(noted: Noted) -> None:
    assert noted(rb'{"note": "\"journey\": \"A\"" broken').journeys == []


def test_places_are_told_by_file_and_line(noted: Noted) -> None:
    lines = noted(b"\nx\n", b"", b"x\n\n\ny\n")
    told = lines.in_order({2: "sist", 0: "först", 1: "sedan"})
    assert [(Path(fault.file).name, fault.line, fault.problem) for fault in told] == [
        ("0.jsonl", 2, "först"),
        ("1.jsonl", 1, "filen är tom."),
        ("2.jsonl", 1, "sedan"),
        ("2.jsonl", 4, "sist"),
    ]


def test_a_line_that_just_fits_is_read(noted: Noted) -> None:
    line = b"x" * LONGEST
    assert of(noted(line + b"\n" + line + b"\r\n" + line), None) == [line, line, line]


def test_of_a_huge_line_only_its_beginning_is_read(tmp_path: Path) -> None:
    file = tmp_path / "huge.jsonl"
    file.write_bytes(b'{"journey": "A", "note": "' + b"x" * 20_000_000 + b'\n{"journey": "A"}\n')
    tracemalloc.start()
    with Lines([file]) as lines:
        lines.note([].append)
        first, second = (lines.read(place) for place in lines.of("A"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert LONGEST < len(first) <= LONGEST + 2
    assert second == b'{"journey": "A"}'
    assert peak < 5 * LONGEST


def test_the_notes_are_small(noted: Noted) -> None:
    content = b"".join(b'{"journey": "A-%d"}\n' % (number % 100) for number in range(50_000))
    tracemalloc.start()
    lines = noted(content)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(lines) == 50_000
    assert kept < 50 * len(lines)


def test_a_line_comes_back_word_for_word(noted: Noted) -> None:
    long = b"x" * (3 * LONGEST) + b"\r\n"
    lines = noted(b"a \n" + long + b"b")
    assert [b"".join(lines.whole(place)) for place in range(3)] == [b"a \n", long, b"b"]


def test_how_far_it_has_come_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b'{"journey": "A"}\n' * 500_000)
    told: list[int] = []
    with Lines([file]) as lines:
        lines.note(told.append)
        assert len(told) > 5
        assert sum(told) == lines.size
