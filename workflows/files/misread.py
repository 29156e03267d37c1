"""What the TOML reader stumbles over, in Swedish: what is wrong there, and how it is written."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from workflows.errors import Fault
from workflows.files.keys import NUMBERS, SWITCHES

Sentences = tuple[str, str]  # the problem, the remedy

YES_AND_NO = {"ja": "true", "yes": "true", "true": "true", "sant": "true"} | dict.fromkeys(
    ("nej", "no", "false", "falskt"), "false"
)
"""What people write for true and false, in small letters."""

_POSITION = re.compile(r"\(at line (\d+), column (\d+)\)")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*=\s*(.*)")
_CURLY = "”“„»«’‘"
_HARD_SPACES = "\N{NO-BREAK SPACE}\N{FIGURE SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{ZERO WIDTH SPACE}"
_BEGINS_A_VALUE = re.compile(rf"[\"'{{\d{_CURLY}+-]|true\b|false\b|\[(?!\[)")

_CURLY_QUOTES = ("texten står inom fel sorts citattecken.", 'Byt ”…” mot raka citattecken: "…".')
_HARD_SPACE = (
    "raden har ett hårt mellanslag, som ser ut som ett vanligt.",
    "Ta bort det och skriv ett vanligt: det följer med text från Word och webbsidor.",
)
_NO_END = ("en text saknar citattecken på slutet.", "Avsluta den med citattecken på samma rad.")
_TWICE = ("samma nyckel står två gånger i tabellen.", "Ta bort den ena.")
_DAY = "Skriv dagen som år, månad och dag utan citattecken: {key} = 2027-01-01"


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """Where the reader stopped: `row` is that line, `rest` what stands there from the place on.

    `line` is None where it stopped at the end of the file, `before` is all that it had read.
    """

    line: int | None
    column: int
    row: str
    before: str

    @property
    def rest(self) -> str:
        return self.row[self.column - 1 :]

    @property
    def key(self) -> str:
        return found[1] if (found := _KEY.match(self.row)) else ""

    @property
    def value(self) -> str:
        """All that stands after the equals sign, without a comment."""
        return found[2].partition("#")[0].strip() if (found := _KEY.match(self.row)) else ""


def misread(message: str, text: str, name: str) -> Fault:
    """What the TOML reader's English message means for the file called `name`."""
    spot = _spot(message, text.replace("\r\n", "\n"))
    problem, remedy = _HARD_SPACE if spot.rest[:1] in tuple(_HARD_SPACES) else _told(message, spot)
    if spot.line is None:
        place = "slutet av filen" if message.endswith("(at end of document)") else "filen"
        return Fault(file=name, place=place, problem=problem, remedy=remedy)
    if problem is _COMMA[0]:  # it belongs after the value before, which may stand on the line above
        line, column = _end_of(spot.before)
        return Fault(file=name, place=f"kolumn {column}", problem=problem, remedy=remedy, line=line)
    return Fault(file=name, place=f"kolumn {spot.column}", problem=problem, remedy=remedy, line=spot.line)


def _told(message: str, spot: Spot) -> Sentences:
    tell = next((tell for start, tell in _TELLERS.items() if message.startswith(start)), _NO_TOML)
    return tell(spot) if callable(tell) else tell


def _spot(message: str, text: str) -> Spot:
    rows = text.split("\n")
    if not (position := _POSITION.search(message)):
        return Spot(line=None, column=1, row=text.rstrip().rpartition("\n")[2], before=text)
    line, column = map(int, position.groups())
    before = "\n".join([*rows[: line - 1], rows[line - 1][: column - 1]])
    return Spot(line=line, column=column, row=rows[line - 1], before=before)


def _end_of(text: str) -> tuple[int, int]:
    """Line and column after the last value of the text, whatever comments follow it."""
    rows = text.split("\n")
    while not (row := rows[-1].partition("#")[0].rstrip()) and len(rows) > 1:
        rows.pop()
    return len(rows), len(row) + 1


def _no_value(spot: Spot) -> Sentences:
    """Nothing that a value begins with: most often a text without quotes."""
    rest = spot.rest.strip()
    word = re.split(r"[\s,\]}#]", rest)[0]
    if rest[:1] in tuple(_CURLY):
        return _CURLY_QUOTES
    if not word:
        return "värdet saknas.", "Skriv ett värde efter likhetstecknet, eller ta bort raden."
    if word.lower() in YES_AND_NO and (spot.key in SWITCHES or word.lower() in ("true", "false")):
        right = YES_AND_NO[word.lower()]
        return f"”{word}” går inte att läsa.", f"Skriv med små bokstäver och utan citattecken: {spot.key} = {right}"
    if found := re.fullmatch(r"[.,](\d+)", word):
        return "ett tal börjar med en siffra.", f"Skriv 0.{found[1]}."
    if rest.startswith("\N{MINUS SIGN}"):
        return "minustecknet är av fel sort.", "Skriv ett vanligt bindestreck: -"
    return "värdet går inte att läsa.", _in_quotes(spot)


def _in_quotes(spot: Spot) -> str:
    """How the value of the spot is written as a text, where it is one that can be repeated."""
    if spot.key == "valid_from":
        return _DAY.format(key=spot.key)
    if spot.key and re.fullmatch(r"[^\"'\\\[\]{}]{1,60}", spot.value):
        return f'Text ska stå inom citattecken: {spot.key} = "{spot.value}"'
    return "Text ska stå inom citattecken, datum skrivs 2026-01-01."


def _more_than_a_value(spot: Spot) -> Sentences:
    """The value ends before the line does."""
    key, value, rest = spot.key, spot.value, spot.rest.strip()
    if rest.startswith(("//", "/*", ";", "--")):
        return _MORE[0], "En kommentar börjar med #."
    if re.match(r"[\"\[].*[\"\]]\s*,", value):
        return "det är flera värden utan hakparenteser.", f"Skriv en lista: {key} = [{value.strip(', ')}]"
    if key == "valid_from" or re.match(r"\d{1,4}[/-]\d{1,2}[/-]\d", value):
        return f"”{value}” är inget datum som går att läsa.", _DAY.format(key=key)
    if value[:1] == value[-1:] == '"':
        return "texten har citattecken inuti.", 'Skriv dem som ”…” eller \\".'
    return _number(key, value) if value[:1].isdigit() else _MORE


def _number(key: str, value: str) -> Sentences:
    """What begins with digits and goes on as no number does."""
    problem = f"”{value}” är inget tal."
    if found := re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(%|procent)", value):
        return problem, f"Skriv procent som andel: {key} = {float(_pointed(found[1])) / 100:g}"
    if key in ("age", "scale") and (found := re.fullmatch(r"(\d+)\s*[-–,]\s*(\d+)( år)?", value)):
        return problem, f"Skriv de två talen i en lista: {key} = [{found[1]}, {found[2]}]"
    if key == "target" and (found := re.fullmatch(r"\d+,\d+", value)):
        return problem, f"Decimaler skrivs med punkt: {key} = {_pointed(value)}"
    if key == "target" and re.fullmatch(r"[\d.,]+\s*(%|procent)?", value):
        return problem, "Skriv bara siffror, med punkt före decimalerna: 1000.5, eller 0.8 för 80 %."
    if key in NUMBERS and (found := re.match(r"\d+(\s\d+)*", value)):
        return problem, f"Skriv bara ett helt tal: {key} = {''.join(found[0].split())}"
    return problem, f'Text ska stå inom citattecken: {key} = "{value}"'


def _pointed(number: str) -> str:
    return number.replace(",", ".")


def _open_list(spot: Spot) -> Sentences:
    if spot.line is not None and _BEGINS_A_VALUE.match(spot.rest) and not _KEY.match(spot.rest):
        return _COMMA
    return "listan saknar ”]” på slutet.", "Avsluta listan med ]."


def _open_text(spot: Spot) -> Sentences:
    """A text that goes on beyond its line; it may only have been ended by a quote of another kind."""
    return _CURLY_QUOTES if spot.row.rstrip(" ,]}").endswith(tuple(_CURLY)) else _NO_END


_MORE = ("det står något mer efter värdet.", "Skriv en nyckel på varje rad; text inom citattecken.")
_COMMA = ("det saknas ett kommatecken mellan två värden i listan.", "Skriv ett kommatecken här.")
_ALONE = ("texten har ett ensamt \\.", "Skriv två: \\\\.")
_NO_TOML = ("går inte att läsa som TOML.", "Jämför med exemplet i docs/programme-format.md.")
_TELLERS: dict[str, Sentences | Callable[[Spot], Sentences]] = {
    "Invalid value": _no_value,
    "Expected newline": _more_than_a_value,
    "Unclosed array": _open_list,
    "Unclosed inline table": (
        "tabellen inom { } är inte som den ska.",
        "Skriv den på en rad med kommatecken mellan nycklarna, och } på slutet.",
    ),
    "Invalid initial character for a key part": (
        "här ska en nyckel stå.",
        "En tabell inom { } skrivs på en rad, utan kommatecken före }.",
    ),
    "Cannot overwrite a value": _TWICE,
    "Duplicate inline table key": _TWICE,
    "Cannot declare": (
        "samma tabell står två gånger.",
        "Ta bort den ena, eller skriv [[…]] om det ska vara flera.",
    ),
    "Unterminated string": _open_text,
    "Illegal character '\\n'": _open_text,
    "Illegal character": ("raden har ett tecken som inte får stå där.", "Kontrollera citattecknen runt texten."),
    "Expected '='": ("det saknas ett likhetstecken.", "Skriv nyckel = värde."),
    "Expected ']": ("tabellens namn saknar hakparentes på slutet.", "Skriv till exempel [[rules]]."),
    "Invalid statement": ("raden går inte att läsa.", "Skriv nyckel = värde, där nyckeln har bokstäverna a–z."),
    "Invalid date": ("datumet finns inte.", "Skriv en dag som finns, till exempel 2026-01-01."),
    "Unescaped '\\'": _ALONE,
    "Invalid hex value": _ALONE,
    "Found invalid character": ("raden har ett tecken som inte får stå där.", "Spara filen som vanlig text, i UTF-8."),
}
