"""The self-assessments that are registered and stand, each with the form that it was made with.

No event says which form: it is the one of the version that the journey followed when the event was registered, which
the order of the events tells.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from journeys.case import Case
from journeys.ledger import Ledger
from workflows.assessments import Form, Measurement, form_of
from workflows.events import Event, effective
from workflows.instruments import instrument_of
from workflows.programme import Programme
from workflows.programme_tables import Instrument


def measurements_of(case: Case, ledger: Ledger, record: str) -> list[Measurement]:
    """Those of a journey as it stands, the earliest first; none that has no answers."""
    dossier = case.dossier
    return measurements(
        dossier.everything(ledger), dossier.programme, dossier.versions, record=record, today=case.today
    )


def measurements(
    events: Sequence[Event], programme: Programme, versions: Mapping[str, Programme], *, record: str, today: date
) -> list[Measurement]:
    """The same from the events as they were registered; `programme` is the version that the journey began with."""
    found = []
    for event in effective(events):
        if event.name == record and event.on <= today and (answers := event.data.get("values")):
            form = made_with(events, programme, versions, event)
            if form is not None:
                found.append(Measurement(on=event.on, form=form, answers=answers))
    return found


def made_with(
    events: Sequence[Event], programme: Programme, versions: Mapping[str, Programme], event: Event
) -> Form | None:
    """The form of an event that is a self-assessment; None for one that is none."""
    instrument = instrument_then(events, programme, versions, event)
    return form_of(instrument) if instrument else None


def instrument_then(
    events: Sequence[Event], programme: Programme, versions: Mapping[str, Programme], event: Event
) -> Instrument | None:
    """What the journey's version of that time made the record with."""
    return instrument_of(_version_then(events, programme, versions, event), event.name)


def _version_then(
    events: Sequence[Event], programme: Programme, versions: Mapping[str, Programme], event: Event
) -> Programme:
    if not any(each.name == "migrated" for each in events):
        return programme
    place = next(number for number, each in enumerate(events) if each.id == event.id)
    moves = [each for each in effective(events[:place]) if each.name == "migrated"]
    return versions[moves[-1].data["version"]] if moves else programme
