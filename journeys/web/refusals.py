"""What was refused, as faults of the form that asked for it. No sentence repeats what was typed."""

import re
from collections.abc import Iterable
from functools import singledispatch

from journeys.case import Case
from journeys.groups import GroupFull
from journeys.journal.reading import LineRefused
from journeys.meeting_reach import MeetingOutOfReach
from journeys.refused import EarlierRefused, NotYet
from journeys.web.asked import Asking
from journeys.web.forms import Fault
from journeys.words import day_text, with_days_in_words
from workflows.errors import EventInvalid, StepRefused
from workflows.words import step_name

INCOMPLETE = Fault(name="", sentence="Formuläret kom inte fram helt. Se efter att allt står här och spara igen.")

_TIME = re.compile(r"(?<=[0-9])T(?=[0-9])", re.ASCII)
"""Between the day and the time in an example of a journal line, where people write a space."""


@singledispatch
def faults_of(error: Exception, asking: Asking) -> list[Fault]:
    """One fault or more, each at its field where it has one."""
    return [Fault(name="", sentence=_said(error, asking))]


def _said(error: Exception | str, asking: Asking) -> str:
    return with_days_in_words(str(error), asking.case.today)


@faults_of.register
def _(error: LineRefused, asking: Asking) -> list[Fault]:
    return [_at_its_field(problem, asking) for problem in error.problems]


def _at_its_field(problem: str, asking: Asking) -> Fault:
    key, _, sentence = _TIME.sub(" ", problem).partition(": ")
    name = asking.renamed.get(key, key.removeprefix("set."))
    for field in asking.form.fields:
        if name == field.name or name.startswith(f"{field.name}."):
            return Fault(name=field.name, sentence=f"{field.label}: {sentence}")
    return Fault(name="", sentence=sentence[:1].upper() + sentence[1:])


@faults_of.register
def _(error: NotYet, asking: Asking) -> list[Fault]:
    has_day = any(field.name == "on" for field in asking.form.fields)
    today = day_text(error.today, error.today)
    return [Fault(name="on" if has_day else "", sentence=f"Dag: den har inte varit än, idag är det {today}.")]


@faults_of.register
def _(error: GroupFull, asking: Asking) -> list[Fault]:
    asked = any(field.name == "group" for field in asking.form.fields)
    return [Fault(name="group" if asked else "", sentence=_said(error, asking))]


@faults_of.register
def _(error: MeetingOutOfReach, asking: Asking) -> list[Fault]:
    return [Fault(name="time", sentence=_said(error, asking))]


@faults_of.register
def _(error: StepRefused, asking: Asking) -> list[Fault]:
    names = _listed(step.rpartition(" (")[0] for step in error.allowed)
    day = day_text(error.on, asking.case.today)
    sentence = f"”{error.step.capitalize()}” går inte {day}: då är ärendet {error.state}. Möjligt då: {names}."
    return [Fault(name="", sentence=sentence)]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "inget"


@faults_of.register
def _(error: EventInvalid, asking: Asking) -> list[Fault]:
    return [Fault(name="", sentence=_said(error.problem[:1].upper() + error.problem[1:], asking))]


@faults_of.register
def _(error: EarlierRefused, asking: Asking) -> list[Fault]:
    other = _named(asking.case, error.event_id)
    sentence = f"Det går inte, för då stämmer inte {other} längre. Rätta eller ta tillbaka det först."
    return [Fault(name="", sentence=sentence)]


def _named(case: Case, event_id: str) -> str:
    found = next((each for each in case.happened if each.registered.name == event_id), None)
    if found is None:
        return "en senare händelse"
    return f"”{step_name(case.programme, found.registered.event)}” {day_text(found.on, case.today)}"
