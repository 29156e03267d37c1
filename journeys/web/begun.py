"""A self-assessment under way: its form goes on where it was left, and the journey's page says how far it has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from journeys.case import Case
from journeys.onward import hold
from journeys.skapa import answer_links, drafts
from journeys.skapa.answer_links import AnswerLink
from journeys.skapa.drafts import Content, Draft
from journeys.web import answers
from journeys.web.asked import Asking, Values
from journeys.web.forms import Fault, Field, Form
from journeys.web.pages import moment
from journeys.web.visit import Visit
from workflows.assessments import form_of
from workflows.instruments import instrument_of
from workflows.programme_tables import Instrument, Record
from workflows.telling.phrases import RESPONDENTS

REVISION = Field(name="draft", label="Utkastet", kind="hidden", required=False, longest=9)
"""Which state of the draft the form was opened on."""
NONE = "0"
CHANGED = Fault(
    name="",
    sentence="Utkastet har fått fler svar sedan du öppnade formuläret. De är ifyllda nedan, där du inte hade svarat. "
    "Stämmer det? Spara igen.",
)


def continued(visit: Visit, asking: Asking, record: str, instrument: Instrument) -> Asking:
    """The form of the step, with what is kept of it, a way to keep it and a way to let the participant answer."""
    case = asking.case
    draft = _draft(visit, case, record, instrument)
    late = _late(visit, draft)
    return replace(
        asking,
        form=Form(fields=[*asking.form.fields, REVISION], send=asking.form.send),
        line=lambda values: _line(asking, values, draft),
        start={**asking.start, "draft": NONE, **(_typed(draft) if draft else {})},
        text=" ".join(filter(None, (_continues(draft), asking.text))),
        links=_links(case, record, instrument),
        meanwhile=_filled_meanwhile(visit, draft, late) if draft and late else {},
        check=lambda values: [*asking.check(values), *([CHANGED] if late else [])],
        keep=lambda values: _keep(visit, case, record, instrument, draft, values),
        saved=lambda _: leave(visit, case, record),
    )


def _draft(visit: Visit, case: Case, record: str, instrument: Instrument) -> Draft | None:
    """The one that this form can go on with: what another form asked is of no use to it."""
    if visit.lists:
        hold(visit.connection, case.dossier.reference)  # before the log, as every step
        visit.work.ledger.hold(visit.connection)  # nobody writes in it between the question and the answer
    draft = _any_draft(visit, case, record)
    return draft if draft and draft.form == form_of(instrument).mark else None


def _any_draft(visit: Visit, case: Case, record: str) -> Draft | None:
    assert case.dossier.id is not None
    return drafts.find(visit.connection, visit.app.keys, case.dossier.id, record)


def _typed(draft: Draft) -> dict[str, str]:
    """What is kept, as the fields of the form have it."""
    content = draft.content
    told = {f"{who}.{id_}": str(answer) for who, given in content.answers.items() for id_, answer in given.items()}
    return {**told, "draft": str(draft.revision), **_given(on=content.on, note=content.note)}


def _given(**texts: str | None) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text}


def _late(visit: Visit, draft: Draft | None) -> dict[str, str]:
    """What was answered in the draft after this form was opened, and is not what it says."""
    sent = visit.lists
    if draft is None or not sent or sent.get("draft") == [str(draft.revision)]:
        return {}
    return {name: text for name, text in _typed(draft).items() if "." in name and sent.get(name) != [text]}


def _filled_meanwhile(visit: Visit, draft: Draft, late: Mapping[str, str]) -> dict[str, list[str]]:
    """What was typed stays as it was typed."""
    blank = {name: [text] for name, text in late.items() if not visit.form.get(name)}
    return {**blank, "draft": [str(draft.revision)]}


def _line(asking: Asking, values: Values, draft: Draft | None) -> Values:
    line = asking.line({name: value for name, value in values.items() if name != "draft"})
    return {**line, "alone": True} if draft and draft.content.is_alone(line.get("values") or {}) else line


def _keep(visit: Visit, case: Case, record: str, instrument: Instrument, draft: Draft | None, values: Values) -> None:
    """Keep what was filled in; nothing at all leaves no draft."""
    assert case.dossier.id is not None
    given = answers.written(values)
    content = Content(
        on=given.get("on"),
        note=given.get("note"),
        answers=given.get("values", {}),
        sent=draft.content.sent if draft else {},
    )
    its, form = (case.dossier.id, record), form_of(instrument).mark
    if content.answers or content.note:
        before = draft or _any_draft(visit, case, record)
        drafts.keep(visit.connection, visit.app.keys, before, its=its, form=form, content=content, now=visit.now)
    else:
        drafts.drop(visit.connection, *its)


def leave(visit: Visit, case: Case, record: str) -> None:
    """The draft has become a measurement, or was thrown away: no link leads to it any more."""
    assert case.dossier.id is not None
    drafts.drop(visit.connection, case.dossier.id, record)
    answer_links.end(visit.connection, case.dossier.id, record, visit.now)


def _continues(draft: Draft | None) -> str:
    if draft is None:
        return ""
    return f"Du fortsätter på utkastet från {moment(draft.changed_at)}.{_by_whom(draft.content)}"


def _by_whom(content: Content) -> str:
    """Whether the participant's answers are their own."""
    if not content.sent:
        return ""
    if content.is_alone(content.answers):
        return " Deltagaren har svarat själv, via en länk."
    return " Deltagaren har svarat via en länk, men svaren är ändrade eller ifyllda av någon som arbetar här."


def _links(case: Case, record: str, instrument: Instrument) -> Sequence[tuple[str, str]]:
    if not can_answer_alone(case, record, instrument):
        return ()
    return (
        (f"/arende/{quote(case.dossier.reference)}/lank/{quote(record)}", "Låt deltagaren svara själv, via en länk"),
    )


def can_answer_alone(case: Case, record: str, instrument: Instrument | None) -> bool:
    """Whether the participant is asked, and it can be registered now."""
    return instrument is not None and "participant" in instrument.respondents and record in case.steps


@dataclass(frozen=True, kw_only=True, slots=True)
class Begun:
    """How far a self-assessment has come. `link_says` is of the latest link; `is_open` whether it still works."""

    record: str
    name: str
    draft: Draft | None
    answered: str
    is_of_another_form: bool
    link_says: str
    is_open: bool


def shown(visit: Visit, case: Case) -> list[Begun]:
    """The self-assessments of the programme that are under way."""
    found = (_begun(visit, case, record) for record in case.programme.records if record.instrument)
    return [each for each in found if each.draft or each.is_open]


def _begun(visit: Visit, case: Case, record: Record) -> Begun:
    assert case.dossier.id is not None
    draft = _any_draft(visit, case, record.id)
    link = answer_links.latest(visit.connection, case.dossier.id, record.id)
    instrument = instrument_of(case.programme, record.id)
    assert instrument is not None
    is_open = link is not None and link.is_open(visit.now) and can_answer_alone(case, record.id, instrument)
    return Begun(
        record=record.id,
        name=record.name,
        draft=draft,
        answered=_who_has_answered(draft, instrument) if draft else "",
        is_of_another_form=draft is not None and draft.form != form_of(instrument).mark,
        link_says=_link_says(link, is_open=is_open) if link else "",
        is_open=is_open,
    )


def _who_has_answered(draft: Draft, instrument: Instrument) -> str:
    """ "deltagaren har svarat, handläggaren inte" """
    told = [who for who in instrument.respondents if draft.content.answers.get(who)]
    names = [RESPONDENTS[who].lower() for who in told]
    rest = [RESPONDENTS[who].lower() for who in instrument.respondents if who not in told]
    if not names:
        return "ingen har svarat än"
    return f"{' och '.join(names)} har svarat{f', {rest[0]} inte' if rest else ''}"


def _link_says(link: AnswerLink, *, is_open: bool) -> str:
    if link.used_at:
        return f"Deltagaren svarade via länken {moment(link.used_at)}."
    return f"En länk till deltagaren gäller till {moment(link.expires_at)}. {link.staff} gjorde den." if is_open else ""


def values_of(sent: Mapping[str, Any]) -> dict[str, int]:
    """Question → answer, of what a form with the fields of one respondent sent."""
    return {name.partition(".")[2]: int(value) for name, value in sent.items() if value}
