"""Click's own texts in Swedish, through the gettext catalogue beside this file."""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DOMAIN = "farled"
LOCALE = Path(__file__).with_name("locale")


@contextmanager
def swedish() -> Iterator[None]:
    """While a command runs, gettext's default domain is ours and the language Swedish, whatever the locale.

    Click looks its texts up in the default domain each time it shows one. Texts that the catalogue lacks, other
    libraries' for example, come out as they are written; afterwards everything is as it was before.
    """
    domain, language = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = "sv"
    try:
        yield
    finally:
        gettext.textdomain(domain)
        _set_language(language)


def _set_language(language: str | None) -> None:
    if language is None:
        os.environ.pop("LANGUAGE", None)
    else:
        os.environ["LANGUAGE"] = language
