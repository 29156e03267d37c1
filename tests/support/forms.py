"""The form of a page, read from the page: its fields, what they may hold, what is typed in them and what is wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from tests.visitors import PASSWORD

Attributes = Mapping[str, str | None]
Values = dict[str, list[str]]

_FAULT = re.compile(r'<li><a href="#field-([^"]+)">(.*?)</a></li>')
_CHOSEN = ("radio", "checkbox", "select")


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """A field. `kind` is the type of its input, `prose` for a textarea, `select` for a list."""

    name: str
    kind: str
    longest: int = 0
    required: bool = False
    help: str = ""
    options: tuple[str, ...] = ()
    values: tuple[str, ...] = ()

    @property
    def is_chosen(self) -> bool:
        return self.kind in _CHOSEN

    @property
    def is_secret(self) -> bool:
        return self.kind == "password" or self.help == "one-time-code"

    @property
    def is_hidden(self) -> bool:
        return self.kind == "hidden" or self.name == "website"  # the trap: nobody sees it


def fields_of(html: str) -> dict[str, Field]:
    """The fields of the page's own form by name; empty where it has none."""
    reader = _Reader()
    reader.feed(html)
    return reader.fields


def faults_of(html: str) -> dict[str, str]:
    """Which fields the page says something is wrong with, and what."""
    return dict(_FAULT.findall(html))


def filled_in(fields: Mapping[str, Field]) -> Values:
    """What is typed already, and something that will do wherever nothing is."""
    return {name: [*each.values] or _something(each) for name, each in fields.items() if name != "website"}


def _something(one: Field) -> list[str]:
    if one.is_chosen:
        return ["extend"] if "extend" in one.options else [each for each in one.options if each][:1]
    if one.help == "current-password":
        return [PASSWORD]
    return [_BY_NAME.get(one.name, _LIKELY.get(one.kind, "Text som räcker till ett skäl"))[: one.longest or None]]


_LIKELY = {
    "date": "2026-02-20",
    "datetime-local": "2026-03-20 13:00",
    "email": "nagon@post.example",
    "tel": "070-1740605",
    "number": "2",
    "password": "gräddtårta på en tisdag",
}
_BY_NAME = {
    "personnummer": "",
    "person.personnummer": "",
    "person.birth_date": "1912-12-12",
    "birth_date": "1990-03-02",
}


@dataclass
class _Reader(HTMLParser):
    fields: dict[str, Field] = field(default_factory=dict)
    _inside: bool = False
    _area: str = ""
    _list: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._inside = given.get("class") == "form"
        elif self._inside and tag in ("input", "textarea", "select", "option"):
            getattr(self, f"_{tag}")(given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "form":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._area:
            self._typed(self._area, "".join([*self.fields[self._area].values, data]), only=True)

    def _input(self, given: Attributes) -> None:
        kind, name, value = given.get("type") or "text", given["name"] or "", given.get("value") or ""
        self._known(name, kind, given)
        if kind in ("radio", "checkbox"):
            self._option_of(name, value, chosen="checked" in given)
        elif value:
            self._typed(name, value)

    def _textarea(self, given: Attributes) -> None:
        self._area = given["name"] or ""
        self._known(self._area, "prose", given)

    def _select(self, given: Attributes) -> None:
        self._list = given["name"] or ""
        self._known(self._list, "select", given)

    def _option(self, given: Attributes) -> None:
        self._option_of(self._list, given.get("value") or "", chosen="selected" in given)

    def _known(self, name: str, kind: str, given: Attributes) -> None:
        longest = int(given.get("maxlength") or 0)
        one = Field(
            name=name, kind=kind, longest=longest, required="required" in given, help=given.get("autocomplete") or ""
        )
        self.fields.setdefault(name, one)

    def _option_of(self, name: str, value: str, *, chosen: bool) -> None:
        one = self.fields[name]
        self.fields[name] = replace(one, options=(*one.options, value))
        if chosen:
            self._typed(name, value)

    def _typed(self, name: str, value: str, *, only: bool = False) -> None:
        one = self.fields[name]
        self.fields[name] = replace(one, values=(value,) if only else (*one.values, value))
