"""The languages that a participant may have, by the names that caseworkers use."""

from collections.abc import Mapping
from functools import cache

from babel import Locale

_AS_CASEWORKERS_SAY = {"fa": "persiska, dari", "ps": "pashto"}


@cache
def languages() -> Mapping[str, str]:
    """Every language that the journal has a code for (two letters), by its name in Swedish, in the names' order."""
    named = {code: name for code, name in Locale("sv").languages.items() if len(code) == 2} | _AS_CASEWORKERS_SAY
    return dict(sorted(named.items(), key=lambda each: each[1]))


def language_name(code: str) -> str:
    """The name of a language, or the code itself where it has none."""
    return languages().get(code, code)
