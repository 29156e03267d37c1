"""Programmes that lead on to each other: an exit in one is a referral in the next, so their numbers hang together.

What is hidden is decided for all of them at once, so that each page of a period hides the same, whichever is read.
"""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Connection

from journeys.catalogue import Catalogue
from journeys.reporting import hiding
from journeys.reporting.reports import Report, report
from journeys.reporting.sections import Section, sections


def hidden(
    connection: Connection,
    catalogue: Catalogue,
    found: Report,
    before: Sequence[Section] = (),
    *,
    own: str | None = None,
) -> list[Section]:
    """A report as somebody may see it who sees no person, or only those of their `own` unit.

    `before`: what is shown of the year before.
    """
    beside = list(_beside(connection, catalogue, found))
    return hiding.hidden(found.programme, sections(found), before, beside, own=own)


def all_hidden(
    connection: Connection, catalogue: Catalogue, found: Sequence[Report], *, own: str | None = None
) -> list[list[Section]]:
    """The same of several reports of the same days, without months."""
    done: dict[str, list[Section]] = {}
    for each in found:
        if each.programme.id not in done:
            done |= hiding.all_hidden([each, *_beside(connection, catalogue, each, found)], own)
    return [done[each.programme.id] for each in found]


def _beside(
    connection: Connection, catalogue: Catalogue, found: Report, known: Collection[Report] = ()
) -> Iterator[Report]:
    """Reports of the same days of the programmes that it leads to, that lead to it, and so on."""
    at_hand = {each.programme.id: each for each in known}
    for id_ in sorted(linked(catalogue, found.programme.id) - {found.programme.id}):
        yield at_hand.get(id_) or report(
            connection,
            catalogue,
            programme=id_,
            first=found.first,
            last=found.last,
            today=found.today,
            known_at=found.known_at,
        )


def linked(catalogue: Catalogue, programme: str) -> set[str]:
    """The programme and those that hang together with it, in any version."""
    known = set(catalogue.ids())
    steps = {
        (each.id, outcome.leads_to)
        for each in catalogue.versions.values()
        for outcome in each.outcomes
        if outcome.leads_to in known
    }
    found, before = {programme}, set[str]()
    while found != before:
        before = set(found)
        found |= {id_ for step in steps if not before.isdisjoint(step) for id_ in step}
    return found
