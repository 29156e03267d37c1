"""Names as they are searched for: by the beginnings of their words, whatever the letters' size and marks.

"Åsa-Li D'Arc" is found by "asa", "Li" and "darc". The words of a person are rows beside theirs, in the order of the
alphabet: a search reads those that begin so, however many persons there are.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert

from journeys.tables.people import NAME_WORD

AFTER_ALL_LETTERS = chr(0x10FFFF)
"""Behind the beginning of a word it is the end of those that begin so."""

_ONE_WORD = str.maketrans(dict.fromkeys("'’`´"))  # O'Brien, D’Arc
_UNMARKED = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"})
_WORD = re.compile(r"[^\W_]+")


def words_of(*names: str) -> list[str]:
    """Each word once, in the order they are written."""
    taken_apart = unicodedata.normalize("NFKD", " ".join(names).translate(_ONE_WORD).casefold())
    letters = "".join(letter for letter in taken_apart if not unicodedata.combining(letter))
    return list(dict.fromkeys(_WORD.findall(letters.translate(_UNMARKED))))


def keep_words(connection: Connection, people: Mapping[int, Mapping[str, Any]], *, new: bool = False) -> None:
    """Write the words of some persons, by id; `people` are their rows. Those of a `new` one replace none."""
    if not new:
        connection.execute(_FORGET, [{"its_id": id_} for id_ in people])
    rows = [
        {"person_id": id_, "word": word}
        for id_, person in people.items()
        for word in words_of(person["given_name"], person["family_name"])
    ]
    if rows:
        connection.execute(_KEEP, rows)


_FORGET = delete(NAME_WORD).where(NAME_WORD.c.person_id == bindparam("its_id"))
_KEEP = insert(NAME_WORD)
