"""Every page that an address opens: its pattern, an address of it, and who it is for."""

from collections.abc import Iterable, Iterator

from journeys.web.routes import Page, all_of
from journeys.web.subjects import SUBJECTS
from tests.browser.scene import PROTECTED
from tests.filling import REFERENCE

HERE = f"/arende/{REFERENCE}"

ADDRESSES = {
    "/arende/{reference}": [HERE],
    "/arende/{reference}/steg/{event}": [
        f"{HERE}/steg/{step}"
        for step in ("booked", "checkpoint", "resumed", "reassigned", "excepted", "exited", "skapa", "exit-document")
    ],
    "/arende/{reference}/ratta/{id}": [f"{HERE}/ratta/e1", f"{HERE}/ratta/e2"],
    "/arende/{reference}/ta-tillbaka/{id}": [f"{HERE}/ta-tillbaka/e2"],
    "/arende/{reference}/lasningar": [f"{HERE}/lasningar"],
    "/arende/{reference}/skyddad": [f"/arende/{PROTECTED}/skyddad"],
    "/insatsen/{programme}/ny": ["/insatsen/activera/ny"],
    "/insatsen/{programme}/{id}/ratta": ["/insatsen/activera/joint/ratta"],
    "/insatsen/{programme}/{id}/ta-tillbaka": ["/insatsen/activera/joint/ta-tillbaka"],
    "/remisser/ny/{programme}": ["/remisser/ny/activera"],
    "/anmalan/{programme}": ["/anmalan/activera", "/anmalan/activera?enhet=molndal"],
    "/personal/{id:int}": ["/personal/1"],
    "/personal/{id:int}/bort": ["/personal/1/bort"],
    "/valkommen/{link}": ["/valkommen/okand"],
    "/min-dag": ["/min-dag", "/min-dag?vy=enheten"],
    "/arenden": ["/arenden", "/arenden?status=all"],
    "/enheten/byt": ["/enheten/byt?handlaggare=anna@molndal.example"],
    "/siffror": ["/siffror", "/siffror?period=forra-aret"],
    "/siffror/arenden": ["/siffror/arenden?mal=contact-in-two-weeks", "/siffror/arenden?mal=places"],
    "/publicerat/{id:int}": ["/publicerat/1"],
    "/arssiffror": ["/arssiffror", "/arssiffror?insats=activera&ar=2026"],
}
"""Of the patterns with something to fill in or to choose; the other pages have one address."""

PAGES = [page for page in all_of(SUBJECTS) if page.method == "GET" and not page.path.endswith("/hamta")]
"""But files to fetch, which are no pages."""


def open_to(role: str) -> list[str]:
    """The addresses that somebody with this role may open; "" for whoever has not signed in."""
    return list(_addresses(page for page in PAGES if not page.who or role in page.who))


def closed_to(role: str) -> list[str]:
    return list(_addresses(page for page in PAGES if page.who and role not in page.who))


def for_whom(page: Page) -> str:
    """The one role that a page is looked at with."""
    return next((role for role in ("manager", "caseworker", "administrator", "coordinator") if role in page.who), "")


def addresses_of(page: Page) -> list[str]:
    assert "{" not in page.path or page.path in ADDRESSES, f"an address for {page.path}"
    return ADDRESSES.get(page.path, [page.path])


def _addresses(pages: Iterable[Page]) -> Iterator[str]:
    for page in pages:
        yield from addresses_of(page)
