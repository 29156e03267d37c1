"""Forms: what is asked, what came in, what was wrong with it. Nothing typed is ever lost.

A form is a table of fields; one template draws any of them, with every fault listed on top and linked to its field.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args
from unicodedata import category

from journeys.journal.line_values import EMAIL

UNREADABLE = "\ufffd"
"""What stands where a browser sent something that is no text."""

Typed = Literal["text", "email", "tel", "password", "number", "decimal", "date", "datetime", "prose"]
Chosen = Literal["choice", "scale", "radio", "ticks"]
Kind = Typed | Chosen | Literal["tick", "hidden"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One question. `choices` are (value, label) pairs; `hint` stands under the label.

    `depends`: whether it is needed depends on other answers, and the hint says on which; it is not called optional.
    """

    name: str
    label: str
    kind: Kind = "text"
    required: bool = True
    depends: bool = False
    hint: str = ""
    choices: Sequence[tuple[str, str]] = ()
    longest: int = 200
    autocomplete: str = "off"
    inputmode: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """The questions of one page and the button that sends them."""

    fields: Sequence[Field]
    send: str = "Spara"

    def with_choices(self, name: str, choices: Sequence[tuple[str, str]]) -> "Form":
        """The same form with the choices of one field filled in."""
        fields = [replace(each, choices=choices) if each.name == name else each for each in self.fields]
        return replace(self, fields=fields)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """What is wrong with a field, or with the whole (`name` empty)."""

    name: str
    sentence: str


@dataclass(kw_only=True)
class Filled:
    """A form with what was typed and what was wrong."""

    form: Form
    values: Mapping[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def status(self) -> int:
        """Of the page that shows it."""
        return 422 if self.faults else 200

    def fault(self, name: str) -> str | None:
        return next((each.sentence for each in self.faults if each.name == name), None)

    def value(self, name: str) -> Any:
        return self.values.get(name, "")

    def add(self, faults: Iterable[Fault]) -> None:
        """What else is wrong, but for fields that have a fault already; all in the order of the fields."""
        known = {fault.name for fault in self.faults if fault.name}
        self.faults.extend(fault for fault in faults if fault.name not in known)
        places = {each.name: place for place, each in enumerate(self.form.fields)}
        self.faults.sort(key=lambda fault: places.get(fault.name, -1))


def fill(form: Form, sent: Mapping[str, list[str]]) -> Filled:
    """What was sent, without spaces around it, checked against the form: required, length, choices, characters."""
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for each in form.fields:
        given = sent.get(each.name, [])
        values[each.name] = given if each.kind == "ticks" else _one(each, given)
        if sentence := _wrong(each, values[each.name]):
            faults.append(Fault(name=each.name, sentence=sentence))
    return Filled(form=form, values=values, faults=faults)


def _one(asked: Field, given: Sequence[str]) -> str:
    text = given[0] if given else ""
    return text if asked.kind == "password" else text.replace("\r\n", "\n").strip()


def _wrong(asked: Field, value: Any) -> str | None:
    wrong = _what_is_wrong(asked, value)
    return f"{asked.label.rstrip('?')}: {wrong}" if wrong else None


def _what_is_wrong(asked: Field, value: Any) -> str | None:
    is_chosen = asked.kind in get_args(Chosen)
    if not value:
        return ("välj." if is_chosen else "fyll i.") if asked.required else None
    texts = value if isinstance(value, list) else [value]
    if any(len(text) > asked.longest for text in texts):
        return f"högst {asked.longest} tecken."
    if any(_has_control(text, asked.kind) for text in texts):
        return "det finns tecken som inte går att använda."
    if is_chosen and not set(texts) <= {choice for choice, _ in asked.choices}:
        return "välj ett av alternativen."
    shape, sentence = _SHAPES.get(asked.kind, _ANY)
    return None if all(map(shape.fullmatch, texts)) else sentence


def _has_control(text: str, kind: str) -> bool:
    """Also those beyond ASCII, what was no text at all, and what breaks a line where there is only one."""
    kept, others = ("\n\t", UNREADABLE) if kind == "prose" else ("", f"{UNREADABLE}\u2028\u2029")
    return any((category(char) == "Cc" or char in others) and char not in kept for char in text)


_ANY = re.compile(".*", re.DOTALL), ""
_SHAPES = {
    "email": (re.compile(EMAIL), "ska vara en e-postadress, som kim@molndal.example."),
    "tel": (re.compile(r"[0-9\D]*"), "skriv siffrorna 0–9."),
}
"""What a kind of field can hold, and what it should. Days, times and numbers are held to the shape of the journal."""
