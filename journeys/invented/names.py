"""Common names, put together at random: any likeness to somebody is chance."""

import re
import unicodedata

WOMEN = (
    "Anna", "Eva", "Maria", "Karin", "Sara", "Lena", "Emma", "Kerstin", "Ingrid", "Johanna", "Elin", "Hanna", "Linnea",
    "Sofia", "Malin", "Ulla", "Amina", "Fatima", "Leyla", "Natalia", "Olena", "Zahra", "Maryam", "Ewa", "Mirjana",
)  # fmt: skip
MEN = (
    "Lars", "Anders", "Johan", "Per", "Erik", "Karl", "Mikael", "Nils", "Jan", "Fredrik", "Oskar", "Emil", "Gustav",
    "Björn", "Åke", "Östen", "Yusuf", "Ali", "Omar", "Mehmet", "Andrij", "Hamid", "Samuel", "Marek", "Dragan",
)  # fmt: skip
FAMILIES = (
    "Ek", "Lind", "Berg", "Sjö", "Dahl", "Holm", "Björk", "Ström", "Åberg", "Öst", "Nyman", "Sandell", "Hedlund",
    "Lundin", "Wallin", "Forsman", "Granat", "Almgren", "Boström", "Engdahl", "Fransson", "Grönlund", "Hägg",
    "Isberg", "Jonasson", "Karlberg", "Lövgren", "Mårtens", "Norling", "Palm", "Rask", "Sundell", "Tengvall", "Ulfsson",
    "Vikner", "Zetterman", "Ärlig", "Örnhed", "Haddad", "Nguyen", "Rahimi", "Yilmaz", "Kovacs", "Nowak", "Hassan",
    "Warsame", "Petrenko", "Jovanovic", "Amiri", "Tesfay",
)  # fmt: skip
EVERYBODY = tuple(name for pair in zip(WOMEN, MEN, strict=True) for name in pair)

_NOT_IN_AN_ADDRESS = re.compile(r"[^a-z0-9]+")


def in_an_address(text: str) -> str:
    """Text as it stands in an e-mail address: "Åke Öst" becomes "ake.ost"."""
    letters = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return _NOT_IN_AN_ADDRESS.sub(".", letters).strip(".")


def full_name(number: int) -> str:
    """The name with this number; no two of the first 2 500 are the same."""
    given = number % len(EVERYBODY)
    # 51 has no factor in common with 50: counting so, every family name comes once for each given name.
    family = (number // len(EVERYBODY) + number) % len(FAMILIES)
    return f"{EVERYBODY[given]} {FAMILIES[family]}"
