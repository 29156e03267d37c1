"""The catalogue of Click's texts: complete, compiled, and in nobody's way."""

import gettext
import os
import string
from argparse import ArgumentParser
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from journeys.cli.swedish import LOCALE, swedish

FOLDER = LOCALE / "sv" / "LC_MESSAGES"
SPEAKING = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")
TO_PROGRAMMERS = {
    "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    "Boolean option {decl!r} cannot use the same flag for true/false.",
    "Could not determine name for option with declarations {decls!r}",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}",
    "Invalid start character for option ({option})",
    "Name '{name}' defined twice",
    (
        "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? "
        "Did you mean to pass '--{name}'?"
    ),
    "Press any key to continue...",
    "Unknown color {colour!r}",
    "Value must be an iterable.",
}


def catalogue() -> Catalog:
    with (FOLDER / "farled.po").open("rb") as file:
        return read_po(file, locale="sv")


def texts_of_click() -> Iterator[str]:
    for module in SPEAKING:
        source = Path(click.__file__).with_name(f"{module}.py")
        for _, message, _, _ in extract_from_file("python", source):
            yield message if isinstance(message, str) else message[0]


def said(message: Message) -> set[str]:
    """The text, or both where it has a singular and a plural."""
    return {message.id} if isinstance(message.id, str) else set(message.id or ())


def in_swedish(message: Message) -> set[str]:
    return {message.string} if isinstance(message.string, str) else set(message.string)


def fields(texts: set[str]) -> set[str]:
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def test_everything_that_click_says_to_a_user_is_translated() -> None:
    translated = set().union(*map(said, catalogue()))
    assert set(texts_of_click()) - translated == TO_PROGRAMMERS


def test_every_translation_fills_in_what_click_gives_and_no_more() -> None:
    for message in filter(lambda message: message.id, catalogue()):
        assert all(in_swedish(message))
        assert fields(in_swedish(message)) <= fields(said(message))


def test_the_compiled_catalogue_is_the_written_one() -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue())
    assert (FOLDER / "farled.mo").read_bytes() == compiled.getvalue(), "run make texts"


def test_swedish_is_spoken_whatever_the_locale_and_only_while_a_command_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.delenv("LANGUAGE", raising=False)
    with swedish():
        assert gettext.gettext("Usage:") == "Så här:"
    assert gettext.gettext("Usage:") == "Usage:"
    assert "LANGUAGE" not in os.environ


def test_other_users_of_gettext_keep_their_words() -> None:
    with swedish():
        assert ArgumentParser(prog="annat").format_help().startswith("usage: annat")
        assert gettext.dgettext("annat", "Usage:") == "Usage:"
