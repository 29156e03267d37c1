"""Forms: what is asked, what came in, what was wrong with it. Nothing typed is ever lost.

A form is a table of fields; one template draws any of them, with every fault listed on top and linked to its field.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Kind = Literal[
    "text", "email", "tel", "password", "number", "date", "datetime", "prose", "choice", "radio", "tick", "ticks"
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One question. `choices` are (value, label) pairs; `hint` stands under the label."""

    name: str
    label: str
    kind: Kind = "text"
    required: bool = True
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

    def fault(self, name: str) -> str | None:
        return next((each.sentence for each in self.faults if each.name == name), None)

    def value(self, name: str) -> Any:
        return self.values.get(name, "")


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
    if not value:
        return f"{asked.label}: fyll i." if asked.required else None
    texts = value if isinstance(value, list) else [value]
    if any(len(text) > asked.longest for text in texts):
        return f"{asked.label}: högst {asked.longest} tecken."
    if any(_has_control(text, asked.kind) for text in texts):
        return f"{asked.label}: det finns tecken som inte går att använda."
    allowed = {choice for choice, _ in asked.choices}
    if asked.kind in ("choice", "radio", "ticks") and not set(texts) <= allowed:
        return f"{asked.label}: välj ett av alternativen."
    return None


def _has_control(text: str, kind: str) -> bool:
    kept = "\n\t" if kind == "prose" else ""
    return any(ord(char) < 32 and char not in kept for char in text) or "\x7f" in text
