"""Which programmes take a referral today."""

from collections.abc import Iterator

from journeys.catalogue import NoVersionYet, ProgrammeUnknown, VersionChanged
from journeys.visibility.access import NotFound
from journeys.web.visit import Visit
from workflows.programme import Programme


def open_programmes(visit: Visit) -> Iterator[Programme]:
    """In the version that a referral of today starts with."""
    catalogue = visit.catalogue
    for id_ in catalogue.ids():
        try:
            programme = catalogue.for_new_journey(id_, None, visit.today)
        except (NoVersionYet, VersionChanged):
            continue
        if catalogue.open_units(programme, visit.today):
            yield programme


def programme_of(visit: Visit) -> Programme:
    """The one in the path. Raises NotFound."""
    try:
        return visit.catalogue.for_new_journey(visit.path["programme"], None, visit.today)
    except (ProgrammeUnknown, NoVersionYet, VersionChanged):
        raise NotFound from None
