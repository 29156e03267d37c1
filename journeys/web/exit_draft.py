"""The draft of an exit document: a text for each section, saved so that nobody writes over what they have not seen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from journeys.exit.drafts import NEW, Draft, Texts, save_draft
from journeys.exit.sections import LONGEST, SECTIONS, drafted
from journeys.web import parking
from journeys.web.exit_opened import Opened, to_write
from journeys.web.forms import Field, Filled, Form, fill
from journeys.web.pages import go
from journeys.web.refusals import INCOMPLETE
from journeys.web.routes import CASEWORK, Pages
from journeys.web.visit import Visit

pages = Pages()

ANEW = "anew-"
"""What the button begins with that drafts a section from the journey again; its id follows."""
_COUNT = re.compile(r"[0-9]{1,9}", re.ASCII)

DRAFT = Form(
    fields=[
        Field(name=each.id, label=each.heading, kind="prose", required=False, hint=each.hint, longest=LONGEST)
        for each in SECTIONS
    ],
    send="Spara och förhandsvisa",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Writing:
    """The form on its way out. `seen`: the version it stands on; `anew`: the section that was drafted again."""

    filled: Filled
    seen: int
    anew: str = ""
    meanwhile: Draft | None = None
    """What somebody else saved since the form was opened."""

    @property
    def theirs(self) -> Mapping[str, str]:
        """Their sections that say something else."""
        texts = self.meanwhile.texts if self.meanwhile else {}
        return {
            each.label: texts[each.name]
            for each in self.filled.form.fields
            if each.name in texts and texts[each.name] != self.filled.value(each.name)
        }

    @property
    def status(self) -> int:
        if self.meanwhile:
            return 409
        return self.filled.status


@pages.get("/arende/{reference}/avslutsdokument/utkast", who=CASEWORK, writes=True)
def form(visit: Visit) -> Response:
    """The draft as it was saved, or what somebody had typed when their session ended, or as the journey tells it."""
    opened = to_write(visit)
    parked = parking.take(visit, visit.request.url.path)
    if parked:
        seen = _count((parked.get("seen") or [""])[0])
        filled = Filled(form=DRAFT, values=fill(DRAFT, parked).values)
        return _show(opened, Writing(filled=filled, seen=_version(opened) if seen is None else seen))
    texts = opened.draft.texts if opened.draft else drafted(opened.source)
    return _show(opened, Writing(filled=Filled(form=DRAFT, values=texts), seen=_version(opened)))


@pages.post("/arende/{reference}/avslutsdokument/utkast", who=CASEWORK, form=DRAFT)
def save(visit: Visit) -> Response:
    opened, filled, do = to_write(visit), fill(DRAFT, visit.lists), visit.form.get("do", "")
    seen = _count(visit.form.get("seen", ""))
    if seen is None:
        filled.faults.append(INCOMPLETE)
        return _show(opened, Writing(filled=filled, seen=_version(opened)))
    if do.startswith(ANEW) and do.removeprefix(ANEW) in {section.id for section in SECTIONS}:
        return _show(opened, _anew(opened, filled, seen, do.removeprefix(ANEW)))
    if filled.faults:
        return _show(opened, Writing(filled=filled, seen=seen))
    return _saved(opened, filled, seen, f"{opened.here}/forhandsvisning" if do == "preview" else opened.here)


def _count(text: str) -> int | None:
    return int(text) if _COUNT.fullmatch(text) else None


def _version(opened: Opened) -> int:
    return opened.draft.version if opened.draft else NEW


def _anew(opened: Opened, filled: Filled, seen: int, section: str) -> Writing:
    """One section as the journey tells it now; the others as they were typed, and nothing is saved."""
    values = {**filled.values, section: drafted(opened.source)[section]}
    return Writing(filled=Filled(form=DRAFT, values=values), seen=seen, anew=section)


def _saved(opened: Opened, filled: Filled, seen: int, then: str) -> Response:
    """On to the next page, also where the same was saved already: by a double click."""
    visit, texts = opened.visit, _texts(filled)
    if opened.draft and opened.draft.texts == texts:
        return go(then)
    keys, staff_id = visit.app.keys, visit.staff.id
    if save_draft(visit.connection, keys, opened.journey_id, texts, seen=seen, staff_id=staff_id, now=visit.now):
        return go(then)
    now = to_write(visit)  # what is saved now
    return _show(now, Writing(filled=filled, seen=_version(now), meanwhile=now.draft))


def _texts(filled: Filled) -> Texts:
    return {each.name: str(filled.value(each.name)) for each in filled.form.fields}


def _show(opened: Opened, writing: Writing) -> Response:
    return opened.show(
        "exit_draft.html",
        status=writing.status,
        writing=writing,
        filled=writing.filled,
        anew=ANEW,
    )
