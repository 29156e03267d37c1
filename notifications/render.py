"""Texts from templates: `<language>/<message>/{subject.txt,body.txt,body.html}`.

A language that lacks a message falls back to Swedish. A new language is a new folder; days and months get their names
from Unicode's locale data.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from babel import UnknownLocaleError
from babel.dates import format_date, format_time
from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateRuntimeError,
    pass_context,
    select_autoescape,
)
from jinja2.runtime import Context

from notifications.calendar import STOCKHOLM
from notifications.errors import RenderError, UnknownTemplateError
from notifications.message import Json

FALLBACK = "sv"

_TEMPLATES = Path(__file__).parent / "templates"
_PARTS = ("subject.txt", "body.txt", "body.html")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendered:
    """What the recipient reads. The subject is one line."""

    subject: str
    text: str
    html: str


class Renderer:
    """Fills in templates.

    `sites` are folders of the same shape whose files go before the shipped ones; `login_url` is where staff log in.
    """

    def __init__(self, sites: Sequence[Path] = (), *, login_url: str | None = None) -> None:
        self._loader = FileSystemLoader([*sites, _TEMPLATES])
        self._environment = Environment(
            loader=self._loader,
            autoescape=select_autoescape(enabled_extensions=("html",)),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters |= {"date": _date, "time": _time}
        self._environment.globals["login_url"] = login_url

    def knows(self, template: str) -> bool:
        """Whether there are texts for a message, at least in Swedish."""
        return self._has(FALLBACK, template)

    def render(self, template: str, *, language: str, context: Mapping[str, Json]) -> Rendered:
        """Fill in the three parts. Raises UnknownTemplateError and RenderError."""
        spoken = self._language(template, language)
        try:
            return self._filled(f"{spoken}/{template}", {**context, "language": spoken})
        except (TemplateError, UnknownLocaleError, ValueError, TypeError) as error:
            raise RenderError(template=template, language=spoken, detail=_detail(error)) from error

    def _language(self, template: str, language: str) -> str:
        for candidate in (language, FALLBACK):
            if self._has(candidate, template):
                return candidate
        raise UnknownTemplateError(template=template, language=language)

    def _has(self, language: str, template: str) -> bool:
        return all(self._exists(f"{language}/{template}/{part}") for part in _PARTS)

    def _exists(self, name: str) -> bool:
        try:
            self._loader.get_source(self._environment, name)
        except TemplateNotFound:
            return False
        return True

    def _filled(self, folder: str, context: dict[str, Any]) -> Rendered:
        subject = self._part(f"{folder}/subject.txt", context)
        if _CONTROL.search(subject):
            raise TemplateRuntimeError("ämnesraden är fler än en rad")
        text, html = (self._part(f"{folder}/body.{kind}", {**context, "subject": subject}) for kind in ("txt", "html"))
        return Rendered(subject=subject, text=text + "\n", html=html + "\n")

    def _part(self, name: str, context: dict[str, Any]) -> str:
        return self._environment.get_template(name).render(context).strip()


@pass_context
def _date(context: Context, value: str, pattern: str = "EEEE d MMMM") -> str:
    """ "2026-03-17", or a moment with its offset, as "tisdag 17 mars"."""
    day = _local(value).date() if "T" in value else date.fromisoformat(value)
    return format_date(day, pattern, locale=_locale(context))


@pass_context
def _time(context: Context, value: str, pattern: str = "HH:mm") -> str:
    """A moment with its offset as the time in Sweden: "13:00"."""
    return format_time(_local(value).time(), pattern, locale=_locale(context))


def _locale(context: Context) -> str:
    return str(context["language"]).replace("-", "_")


def _local(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise TemplateRuntimeError("en tidpunkt saknar tidszon")
    return moment.astimezone(STOCKHOLM)


def _detail(error: Exception) -> str:
    """Why, without the value: what Jinja says names variables, what a ValueError says may quote what it was given."""
    return str(error) if isinstance(error, TemplateError) else "en uppgift har fel form"
