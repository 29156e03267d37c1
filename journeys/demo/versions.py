"""Which version of its programme each invented journey runs on: the one that a real one would (Catalogue)."""

from collections.abc import Iterable
from datetime import date

from journeys.catalogue import Catalogue, NoVersionYet
from journeys.programmes import BUILT_IN, read_all
from workflows.programme import Programme

PROGRAMME = "activera"


class Versions:
    """The versions of one programme."""

    def __init__(self, programmes: Iterable[Programme]) -> None:
        found = {(each.id, each.version): each for each in programmes}
        (self._id,) = {id_ for id_, _ in found}
        self._catalogue = Catalogue(versions=found, kept=set(), refused={})

    def on(self, day: date) -> Programme:
        """The one that a journey starts with which is referred on the day; before the first version that one."""
        try:
            return self._catalogue.for_new_journey(self._id, None, day)
        except NoVersionYet:
            return self._catalogue.first(self._id)

    def get(self, version: str) -> Programme:
        return self._catalogue.get(self._id, version)


def shipped() -> Versions:
    """Those of the demo's programme."""
    return Versions(each for each in read_all([BUILT_IN]).programmes.values() if each.id == PROGRAMME)
