"""The shape of the code (docs: design), held by reading the code itself."""

import ast
import re
import subprocess
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("journeys", "workflows", "notifications")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
MODULES = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in FILES}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}

FORBIDDEN = {
    "workflows": {"journeys", "notifications", "sqlmodel", "sqlalchemy", "sqlite3", "psycopg"},
    "notifications": {"journeys", "workflows"},
}
ONLY_IN = {"transitions": "workflows.machine", "apscheduler": "workflows.scheduler"}
CLOCKS = {"datetime.now", "datetime.today", "date.today", "time.time", "time.time_ns", "time.localtime", "time.gmtime"}
NAIVE_CLOCKS = {"datetime.utcnow", "datetime.utcfromtimestamp"}
WHERE_ALL_ERRORS_END = "journeys.cli.failures"


def imported(tree: ast.Module) -> Iterator[str]:
    """Every module that the code imports, at its top or inside a function; `from a import b` may mean `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def called(tree: ast.Module) -> set[str]:
    """The last two parts of every dotted name: `datetime.now` in `datetime.datetime.now(UTC)`."""
    names = (ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return {".".join(name.split(".")[-2:]) for name in names}


def caught(tree: ast.Module) -> Iterator[str]:
    """What each `except` of the code names; empty for a bare one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            types = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            yield from (ast.unparse(kind) if kind else "" for kind in types)


def top(module: str) -> str:
    return module.partition(".")[0]


@pytest.mark.parametrize("module", [module for module in TREES if top(module) in FORBIDDEN])
def test_a_library_imports_only_what_it_may_know(module: str) -> None:
    assert not FORBIDDEN[top(module)] & {top(name) for name in imported(TREES[module])}


@pytest.mark.parametrize(("library", "home"), ONLY_IN.items())
def test_one_module_alone_knows_the_library(library: str, home: str) -> None:
    assert {module for module, tree in TREES.items() if library in map(top, imported(tree))} == {home}


@pytest.mark.parametrize("module", [module for module in TREES if top(module) == "workflows"])
def test_the_engine_has_no_clock(module: str) -> None:
    assert not CLOCKS & called(TREES[module])


@pytest.mark.parametrize("module", TREES)
def test_no_time_without_its_zone(module: str) -> None:
    assert not NAIVE_CLOCKS & called(TREES[module])


def test_all_errors_end_in_one_place_and_pass_everywhere_else() -> None:
    blanket = {"", "Exception", "BaseException"}
    assert {module for module, tree in TREES.items() if blanket & set(caught(tree))} == {WHERE_ALL_ERRORS_END}


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {module: {name for name in imported(tree) if name in TREES} - {module} for module, tree in TREES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"a circle: {' → '.join(error.args[1])}")


def tracked_texts() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and path != Path(__file__):
            yield name, path.read_bytes().decode("utf-8", errors="ignore")


OUTSIDE = re.compile(r"\.\./shared|(?<![\w.])/(?:work|home|root)/\w")


def test_nothing_in_the_project_points_outside_it() -> None:
    assert not [name for name, text in tracked_texts() if OUTSIDE.search(text)]
