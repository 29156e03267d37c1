"""The programmes of this installation's folders and of files, for commands that need no database."""

from datetime import date
from pathlib import Path

from journeys.programmes import folders, read_all
from journeys.settings import read_settings
from workflows.files.library import Library
from workflows.files.loader import read_programme
from workflows.programme import Programme

NAMED = "En programfil, en insats (den senaste versionen) eller INSATS:VERSION, som i samkraft:2023."


def library() -> Library:
    return read_all(folders(read_settings().programmes))


def known(id_: str, version: str | None) -> Programme:
    """A programme from the folders. Raises ProgrammeUnknown, VersionUnknown or ProgrammeFaults."""
    return _find(library(), id_, version)


def named(text: str) -> Programme:
    """What NAMED says. Raises ProgrammeUnknown, VersionUnknown or ProgrammeFaults."""
    if is_file(text):
        return read_programme(Path(text))
    id_, _, version = text.partition(":")
    return known(id_, version or None)


def is_file(text: str) -> bool:
    try:
        return text.endswith(".toml") or Path(text).is_file()
    except (OSError, ValueError):  # longer than a file's name can be, or with a character that no name has
        return False


def _find(found: Library, id_: str, version: str | None) -> Programme:
    from journeys.catalogue import Catalogue, ProgrammeUnknown, VersionUnknown  # brings the database with it

    versions = {(it.id, it.version): it for it in found.programmes.values()}
    catalogue = Catalogue(versions=versions, kept=set(), refused={})
    try:
        return catalogue.get(id_, version) if version else catalogue.valid_on(id_, date.max)
    except (ProgrammeUnknown, VersionUnknown):
        found.require_all()  # a file that was refused may be the one that is asked for
        raise
