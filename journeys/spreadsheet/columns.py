"""The columns of a spreadsheet with referrals: their headings, and what their cells may say.

A heading is known however it is spelled: capitals, spaces and hyphens make no difference. The same goes for words.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

_DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})", re.ASCII)

GENDERS = {
    "woman": ("kvinna", "k"),
    "man": ("man", "m"),
    "other": ("annat", "annan", "a"),
    "unknown": ("okänt", "okänd", "o"),
}
PARTIES = {
    "municipality": ("kommun", "kommunen", "socialtjänsten"),
    "region": ("region", "regionen", "vården"),
    "försäkringskassan": ("Försäkringskassan", "FK"),
    "arbetsförmedlingen": ("Arbetsförmedlingen", "AF"),
    "self": ("själv", "egen", "egen ansökan"),
    "relative": ("anhörig", "närstående"),
    "other": ("annan", "annat", "övrig"),
}
LANGUAGES = {
    "sv": ("svenska",),
    "en": ("engelska",),
    "ar": ("arabiska",),
    "bs": ("bosniska",),
    "de": ("tyska",),
    "es": ("spanska",),
    "fa": ("persiska", "dari", "farsi"),
    "fi": ("finska",),
    "fr": ("franska",),
    "ku": ("kurdiska",),
    "pl": ("polska",),
    "ru": ("ryska",),
    "so": ("somaliska",),
    "th": ("thailändska",),
    "ti": ("tigrinja",),
    "tr": ("turkiska",),
    "uk": ("ukrainska",),
}
YES, NO = ("ja", "j", "x", "1"), ("nej", "n", "0")


def plain(text: str) -> str:
    """What of a heading or a word makes a difference."""
    return "".join(filter(str.isalnum, text.casefold()))


def _word(choices: Mapping[str, tuple[str, ...]], *, code: str | None = None) -> Callable[[str], str]:
    known = {plain(word): value for value, words in choices.items() for word in words}
    listed = ", ".join(words[0] for words in choices.values())

    def read(cell: str) -> str:
        if code and re.fullmatch(code, cell):
            return cell
        if plain(cell) not in known:
            raise ValueError(f"ska vara något av {listed}.")
        return known[plain(cell)]

    return read


def _day(cell: str) -> str:
    """Raises ValueError with a sentence, where the day does not exist, too."""
    found = _DAY.fullmatch(cell)
    try:
        return date(*map(int, found.groups())).isoformat() if found else _no_day()
    except ValueError:
        return _no_day()


def _no_day() -> str:
    raise ValueError("ska vara ett datum som finns: 2026-03-02 eller 20260302.")


def _yes(cell: str) -> bool | None:
    if plain(cell) not in (*YES, *NO):
        raise ValueError("ska vara ja eller nej.")
    return plain(cell) in YES or None


def _listed(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;|\n]", cell) if part.strip()]


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """`key`: where the journal has it, with a point between the levels. `read` raises ValueError with a sentence."""

    key: str
    heading: str
    also: tuple[str, ...] = ()
    required: bool = False
    read: Callable[[str], Any] = str


COLUMNS = (
    Column(key="journey", heading="Ärende", also=("Ärendenummer", "Beteckning", "Referens")),
    Column(key="on", heading="Remissdatum", also=("Remissdag", "Datum"), required=True, read=_day),
    Column(key="person.given_name", heading="Förnamn", also=("Tilltalsnamn",), required=True),
    Column(key="person.family_name", heading="Efternamn", required=True),
    Column(key="person.personnummer", heading="Personnummer", also=("Personnr", "Pnr")),
    Column(key="person.birth_date", heading="Födelsedatum", also=("Födelsedag", "Född"), read=_day),
    Column(key="person.gender", heading="Kön", required=True, read=_word(GENDERS)),
    Column(key="person.municipality", heading="Kommun", also=("Hemkommun", "Bostadskommun")),
    Column(key="person.email", heading="E-post", also=("E-postadress", "Mejl", "Mail")),
    Column(key="person.phone", heading="Telefon", also=("Telefonnummer", "Mobil", "Mobilnummer")),
    Column(key="person.language", heading="Språk", read=_word(LANGUAGES, code="[a-z]{2}")),
    Column(
        key="person.protected",
        heading="Skyddad identitet",
        also=("Skyddade personuppgifter", "Sekretessmarkering", "Skyddad"),
        read=_yes,
    ),
    Column(key="referrer.party", heading="Remittent", also=("Remitterande part",), required=True, read=_word(PARTIES)),
    Column(key="referrer.organisation", heading="Remittentens organisation", also=("Organisation",)),
    Column(key="referrer.name", heading="Remittentens namn", also=("Kontaktperson",)),
    Column(key="referrer.email", heading="Remittentens e-post", also=("Kontaktpersonens e-post",)),
    Column(key="criteria", heading="Kriterier", also=("Kriterium",), read=_listed),
    Column(key="note", heading="Anteckning", also=("Anteckningar", "Kommentar")),
)
BIRTH = ("person.personnummer", "person.birth_date")
"""One of these two is needed."""

BY_HEADING = {plain(name): column for column in COLUMNS for name in (column.heading, *column.also)}
BY_KEY = {column.key: column for column in COLUMNS}
