"""The table of pages: method, path, who may, and the function that answers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from starlette.responses import Response

from journeys.web.forms import Form
from journeys.web.visit import Visit

Handler = Callable[[Visit], Response]

ANYBODY: frozenset[str] = frozenset()
CASEWORK = frozenset({"caseworker", "manager"})
MANAGERS = frozenset({"manager"})
COORDINATORS = frozenset({"coordinator"})
ADMINISTRATORS = frozenset({"administrator"})
STAFF = CASEWORK | COORDINATORS | ADMINISTRATORS


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One way in. `who` is the roles it is for, or ANYBODY. `form` describes what a POST takes."""

    method: str
    path: str
    who: frozenset[str]
    handler: Handler
    form: Form | None = None
    writes: bool = True
    """Whether its function writes. The access log is written after it, for every page."""


class Pages:
    """The pages of one subject: `@pages.get("/min-dag", who=CASEWORK)`."""

    def __init__(self) -> None:
        self.table: list[Page] = []

    def get(self, path: str, *, who: frozenset[str], writes: bool = False) -> Callable[[Handler], Handler]:
        return self._add("GET", path, who, None, writes)

    def post(
        self, path: str, *, who: frozenset[str], form: Form | None = None, writes: bool = True
    ) -> Callable[[Handler], Handler]:
        return self._add("POST", path, who, form, writes)

    def _add(
        self, method: str, path: str, who: frozenset[str], form: Form | None, writes: bool
    ) -> Callable[[Handler], Handler]:
        def register(handler: Handler) -> Handler:
            self.table.append(Page(method=method, path=path, who=who, handler=handler, form=form, writes=writes))
            return handler

        return register


def all_of(subjects: Iterable[Pages]) -> list[Page]:
    return [page for subject in subjects for page in subject.table]
