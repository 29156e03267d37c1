"""Whatever somebody writes in a file: it is refused with a place and a sentence, or it works throughout."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflows.errors import Fault, ProgrammeFaults
from workflows.files.loader import parse
from workflows.programme import Programme
from workflows.telling.describe import sentences
from workflows.telling.processmap import mermaid, svg

VALUES = st.sampled_from(
    [
        *('""', '"x"', '"intro"', '"contact"', '"exited"', '"started"', '"decided"', '"skapa"', '"places_per_year"'),
        *('"6 weeks"', '"-2 weeks"', '"0 days"', '"9999 years"', '"checkpoint"', '"on_time"', '"held"', '"at_once"'),
        *("0", "1", "-1", "1.5", "1e400", "nan", "99999999999999999999999", "true", "2026-01-01", "07:30:00"),
        *("[]", "[1]", "[5, 1]", '["work"]', '["error"]', '["1 day", "1 days"]', "[[]]", "{}", "{ id = 1 }", "[{}]"),
    ]
)
CHANGES = st.lists(st.tuples(st.integers(min_value=0), VALUES | st.none()), min_size=1, max_size=3)


def changed(text: str, changes: list[tuple[int, str | None]]) -> str:
    """The text with other values in some lines; None takes the line away."""
    lines = text.splitlines()
    for place, value in changes:
        n = place % len(lines)
        key = lines[n].partition("=")[0]
        lines[n] = "" if value is None else f"{key}= {value}" if "=" in lines[n] else lines[n]
    return "\n".join(lines)


def works(programme: Programme) -> bool:
    """Whether it can be told, drawn, stored and reckoned with."""
    for rule in programme.rules:
        if rule.within:
            rule.within.after(date(2026, 1, 1))
    told = sentences(programme) and svg(programme) and mermaid(programme)
    return bool(told) and Programme.model_validate_json(programme.canonical()) == programme


def is_told(fault: Fault) -> bool:
    return bool(fault.place) and fault.problem.endswith(".") and len(str(fault).splitlines()) == 1


def read(text: str) -> Programme | tuple[Fault, ...]:
    try:
        return parse(text, "stegen.toml")
    except ProgrammeFaults as refused:
        return refused.faults


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES)
def test_a_changed_file_is_refused_with_sentences_or_works(good: str, changes: list[tuple[int, str | None]]) -> None:
    result = read(changed(good, changes))
    assert works(result) if isinstance(result, Programme) else result and all(map(is_told, result))


@settings(max_examples=200)
@given(text=st.text(alphabet=st.sampled_from("[]{}=\"'#.,\\\n idrulesxå1-:\x00\ufeff")))
def test_no_text_at_all_is_more_than_refused(text: str) -> None:
    result = read(text)
    assert not isinstance(result, Programme)
    assert all(map(is_told, result))
