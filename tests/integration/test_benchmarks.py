"""The benchmarks run, on a handful of journeys; how fast anything is, no test says."""

import json
import sqlite3
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks import callers, contenders, figures, load, pages, papers, scale, serving, startup, steps
from benchmarks.__main__ import PARTS, main
from benchmarks.contenders import bare_sqlite, farled
from benchmarks.figures import Timings
from benchmarks.journey import STEPS
from benchmarks.processes import ProcessFailed, call

LIBRARIES = {"spiff": "SpiffWorkflow", "durable": "dbos", "state_machine": "statemachine"}


@pytest.mark.parametrize("contender", steps.CONTENDERS.values())
def test_every_contender_takes_two_journeys_through_all_steps(contender: str, tmp_path: Path) -> None:
    library = LIBRARIES.get(contender.partition(":")[0])
    if library and find_spec(library) is None:
        pytest.skip(f"{library} is not installed: make bench installs it")
    seconds, _ = call("benchmarks.contenders:run", contender, str(tmp_path), 2)
    assert len(seconds) == 2 * (STEPS + 2 * contender.endswith("meetings"))
    assert min(seconds) > 0


def test_a_journey_with_meetings_puts_six_invitations_and_an_answer_in_the_outbox(tmp_path: Path) -> None:
    farled.run_with_meetings(tmp_path, 1)
    assert len(_rows(tmp_path / "farled.db")["outbox"]) == 7


def test_bare_sqlite_writes_the_very_rows_that_farled_wrote(tmp_path: Path) -> None:
    bare_sqlite.run(tmp_path, 2)
    dry_run, bare = (_rows(tmp_path / folder / "farled.db") for folder in ("dry-run", "bare"))
    assert dry_run == bare
    assert len(bare["event"]) == 2 * STEPS


def _rows(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table but the head of the log, whose origin is of each installation's own key."""
    with sqlite3.connect(file) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'ledger_head'")
        found = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in names}
    connection.close()
    return found


def test_a_library_that_is_not_there_is_told_of_and_the_others_are_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = "(e) nobody"
    ours = {name: steps.CONTENDERS[name] for name in steps.OURS}
    monkeypatch.setattr(steps, "CONTENDERS", {**ours, missing: "nobody:run"})
    result = steps.measure(tmp_path, rounds=1, journeys=1)
    assert "No module named" in result.tables[0].text()
    assert [target.reached is None for target in result.targets] == [False, True]


def test_a_contender_of_our_own_that_fails_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "CONTENDERS", {steps.FARLED: "nobody:run"})
    with pytest.raises(ProcessFailed):
        steps.measure(tmp_path, rounds=1, journeys=1)


@pytest.mark.long
def test_scale_measures_everything(tmp_path: Path) -> None:
    result = scale.measure(tmp_path, sizes=(20,))
    times, memory = result.tables
    assert [row[0] for row in times.rows] == [measure.name for measure in scale.MEASURES]
    assert len(memory.rows) == len(scale.MEASURES)
    assert {target.reached for target in result.targets} <= {True, False}


def test_every_page_is_asked_for_in_both_ways_and_held_to_the_target(tmp_path: Path) -> None:
    result = pages.measure(tmp_path, sizes=(20,), callers=2, seconds=0.1)
    (table,) = result.tables
    assert [row[0] for row in table.rows] == list(callers.PAGES)
    assert {len(row) for row in table.rows} == {len(table.headings)}
    assert len(result.targets) == 2 * len(callers.PAGES)
    assert {target.reached for target in result.targets} <= {True, False}


def test_an_answer_that_is_no_page_ends_the_run(tmp_path: Path) -> None:
    asked = tmp_path / "callers.json"
    asked.write_text(json.dumps({"a page": [["GET /nothing HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"]]}), encoding="utf-8")
    with serving.served(tmp_path) as port, pytest.raises(load.WrongAnswer, match="404"):
        load.run(str(asked), "a page", port, 0.1, 0)


def test_startup_is_measured_with_the_installed_command(tmp_path: Path) -> None:
    result = startup.measure(tmp_path, times=1)
    assert [row[0] for row in result.tables[0].rows] == [*startup.COMMANDS, startup.BARE_PYTHON]


def test_the_page_has_the_machine_the_tables_and_the_targets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "benchmarks.md"
    monkeypatch.setattr("benchmarks.__main__.PAGE", page)
    monkeypatch.setattr("benchmarks.__main__.PARTS", {"startup": lambda folder: startup.measure(folder, times=1)})
    main(["--write", "--folder", str(tmp_path)])  # no part named: all
    written = page.read_text(encoding="utf-8")
    assert "SQLite" in written
    assert "## Targets" in written
    assert written.endswith(capsys.readouterr().out.partition("\n\n")[2])


def test_a_part_that_there_is_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["everything"])
    assert f"no such part: everything ({', '.join(PARTS)})" in capsys.readouterr().err


def test_percentiles_of_a_hundred_and_one_values() -> None:
    timings = Timings([float(number) for number in range(101)])
    assert (timings.p50, timings.p95, timings.p99) == (50.0, 95.0, 99.0)


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (figures.milliseconds(0.00043), "0.43 ms"),
        (figures.milliseconds(0.043), "43 ms"),
        (figures.seconds(0.043), "0.043 s"),
        (figures.seconds(4.3), "4.30 s"),
        (figures.seconds(43.0), "43 s"),
        (figures.number(12345.4), "12 345"),
    ],
)
def test_figures_are_shown_with_as_many_digits_as_they_are_worth(shown: str, text: str) -> None:
    assert shown == text


def test_contenders_are_named_by_module_and_function(tmp_path: Path) -> None:
    assert len(contenders.run("farled:run", str(tmp_path), 1)) == STEPS


def test_papers_of_every_kind_are_laid(tmp_path: Path) -> None:
    (table,) = papers.measure(tmp_path, times=1).tables
    assert [row[0] for row in table.rows] == list(papers.TEXTS)
