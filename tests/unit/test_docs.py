"""The documentation against what it documents: settings, commands, messages, decisions, links."""

import re
import subprocess
from collections.abc import Iterator
from datetime import time
from functools import cache
from pathlib import Path

import click
import pytest
from pydantic.fields import FieldInfo

from journeys.cli import COMMANDS, farled
from journeys.settings import Settings
from journeys.spreadsheet.columns import COLUMNS
from workflows.files.findings import SWEDISH

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def pages() -> list[Path]:
    """Every page that is, or is about to be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "*.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in filter(None, listed.stdout.split("\0")) if (ROOT / name).is_file()]


@cache
def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


# Settings


def configuration() -> dict[str, list[str]]:
    """Variable → its other cells: default, meaning, example."""
    rows = [line.strip("|").split("|") for line in read(DOCS / "configuration.md").splitlines() if "`FARLED_" in line]
    cells = [[cell.strip().strip("`") for cell in row] for row in rows if len(row) == 4]
    return {variable: rest for variable, *rest in cells}


def variable(name: str) -> str:
    return f"FARLED_{name.upper()}"


def default_of(field: FieldInfo) -> str:
    if field.default_factory:
        return "the user's data folder"
    if field.default is None:
        return "(none)"
    return f"{field.default:%H:%M}" if isinstance(field.default, time) else str(field.default)


def test_the_page_has_every_setting_and_no_other() -> None:
    assert list(configuration()) == [variable(name) for name in Settings.model_fields]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_page_says_what_a_setting_is_without_being_set(name: str) -> None:
    default, _, _ = configuration()[variable(name)]
    assert default == default_of(Settings.model_fields[name])


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_example_of_a_setting_can_be_used_and_changes_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, example = configuration()[variable(name)]
    unset = Settings()
    monkeypatch.setenv(variable(name), example)
    assert getattr(Settings(), name) != getattr(unset, name)


# Commands


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by its words: "staff add"."""
    context = click.Context(farled)
    for name in COMMANDS:
        command = farled.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from ((f"{name} {below}", each) for below, each in command.commands.items())
        else:
            yield name, command


def sections() -> dict[str, str]:
    """Words of a command → what the page says of it."""
    _, *parts = re.split(r"^#+ `farled ([a-z -]+)`$", read(DOCS / "commands.md"), flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_the_page_has_every_command_and_no_other() -> None:
    assert sorted(sections()) == sorted(words for words, _ in commands())


def test_the_page_names_every_option_of_a_command() -> None:
    options = {
        (words, option)
        for words, command in commands()
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--")
    }
    said, of_many = sections(), read(DOCS / "commands.md").partition("\n## ")[0]
    assert not sorted((words, option) for words, option in options if f"`{option}" not in said[words] + of_many)


def is_shown(words: str, text: str) -> bool:
    """Whether it is run in an example, perhaps with a setting before it."""
    return bool(re.search(rf"^\$ (\S+=\S+ )?farled {words}", text, re.MULTILINE))


def test_the_page_shows_every_command_at_work() -> None:
    assert not [words for words, text in sections().items() if not is_shown(words, text)]


def test_the_page_on_spreadsheets_has_every_column() -> None:
    rows = [
        line.strip("|").split("|") for line in read(DOCS / "referrals-csv.md").splitlines() if line.startswith("| ")
    ]
    said = [[cell.strip() for cell in row] for row in rows if "`" in row[-1]]
    wanted = [[each.heading, ", ".join(each.also), each.required, each.key] for each in COLUMNS]
    assert [[heading, also, needed == "yes", key.strip("`")] for heading, also, needed, _, key in said] == wanted


# Messages and decisions


def messages() -> set[str]:
    texts = ROOT / "notifications/templates"
    return {folder.name for language in texts.iterdir() if language.is_dir() for folder in language.iterdir()} - {
        shared.name for shared in texts.glob("*/_*")
    }


def test_the_readme_of_the_templates_names_every_message() -> None:
    said = set(re.findall(r"`([a-z-]+)`", read(ROOT / "notifications/templates/README.md")))
    assert not messages() - said


def test_every_decision_is_in_the_list_of_decisions() -> None:
    index = read(DOCS / "decisions/README.md")
    written = {path.name for path in (DOCS / "decisions").glob("[0-9]*.md")}
    assert set(re.findall(r"\]\(([0-9]{4}-[a-z0-9-]+\.md)\)", index)) == written


def test_decisions_are_numbered_without_gaps_and_say_their_number() -> None:
    written = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    assert [int(path.name[:4]) for path in written] == list(range(1, len(written) + 1))
    assert all(read(path).startswith(f"# {int(path.name[:4])}. ") for path in written)


# Design


def parts_of_the_packages() -> set[str]:
    """What lies directly in each package: modules and folders."""
    inside = (path for package in ("journeys", "workflows", "notifications") for path in (ROOT / package).iterdir())
    return {f"{path.name}/" if path.is_dir() else path.name for path in inside if not path.name.startswith("__")}


def test_the_design_names_every_part_of_the_packages() -> None:
    said = set(re.findall(r"[a-z_]+(?:\.py|\.txt|/)", read(DOCS / "design.md")))
    assert not parts_of_the_packages() - said


# Links


def prose(page: Path) -> str:
    """The page without its code."""
    return re.sub(r"```.*?```|`[^`\n]*`", "", read(page), flags=re.DOTALL)


def links(page: Path) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", prose(page))


def anchors(page: Path) -> set[str]:
    """The headings as links name them."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", read(page), flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_somewhere(page: Path, link: str) -> bool:
    file, _, anchor = link.partition("#")
    target = (page.parent / file).resolve() if file else page
    if not (target.is_relative_to(ROOT) and target.exists()):
        return False
    return not anchor or anchor in anchors(target)


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_something_in_the_project(page: Path) -> None:
    assert not [link for link in links(page) if not leads_somewhere(page, link)]


def test_every_page_of_the_documentation_can_be_reached_from_the_readme() -> None:
    seen, to_read = set[Path](), [ROOT / "README.md"]
    while to_read:
        page = to_read.pop()
        if page not in seen and page.suffix == ".md":
            seen.add(page)
            to_read += [(page.parent / file).resolve() for link in links(page) if (file := link.partition("#")[0])]
    assert set(pages()) == seen


# Writing a programme


def part(page: Path, heading: str) -> str:
    """What stands under a heading, to the next of its kind."""
    return read(page).partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_the_list_of_words_has_every_swedish_word_that_a_fault_understands() -> None:
    rows = [line.split("|")[1:3] for line in part(DOCS / "writing-a-programme.md", "Words").splitlines() if "|" in line]
    assert {english for english in SWEDISH.values() if not any(f"`{english}`" in cell for cell, _ in rows)} == set()


def test_the_programmes_that_are_pointed_to_use_what_they_are_to_show() -> None:
    rows = re.findall(r"^\| `([a-z0-9-]+\.toml)` \| (.+) \|$", read(DOCS / "writing-a-programme.md"), re.MULTILINE)
    assert len(rows) == 5
    for name, shown in rows:
        text = (ROOT / "journeys/programmes" / name).read_text(encoding="utf-8")
        assert not [words for words in re.findall(r"`([^`]+)`", shown) if words not in text]


@pytest.mark.parametrize(
    ("page", "letter"),
    [("programme-format.md", "E"), ("programme-format.md", "P"), ("counting.md", "E"), ("counting.md", "C")],
)
def test_the_notes_stand_in_order(page: str, letter: str) -> None:
    numbers = [int(number) for number in re.findall(rf"^- \*\*{letter}(\d+)\*\*", read(DOCS / page), re.MULTILINE)]
    assert numbers == sorted(set(numbers))
