"""Every page that an address opens: its pattern, an address of it, and who it is for."""

from collections.abc import Iterable, Iterator

from journeys.web.routes import Page, all_of
from journeys.web.subjects import SUBJECTS
from tests.browser.scene import ENDED, LIV, PROTECTED, SIV
from tests.filling import REFERENCE

HERE = f"/arende/{REFERENCE}"
DOCUMENT = f"/arende/{ENDED}/avslutsdokument"

ADDRESSES = {
    "/arende/{reference}": [HERE],
    "/arende/{reference}/steg/{event}": [
        f"{HERE}/steg/{step}"
        for step in (
            "booked",
            "checkpoint",
            "resumed",
            "activity",
            "activity-ended",
            "reassigned",
            "excepted",
            "exited",
            "skapa",
            "exit-document",
        )
    ],
    "/arende/{reference}/ratta/{id}": [f"{HERE}/ratta/e1", f"{HERE}/ratta/e2"],
    "/arende/{reference}/ta-tillbaka/{id}": [f"{HERE}/ta-tillbaka/e2"],
    "/arende/{reference}/skapa": [f"{HERE}/skapa"],
    "/arende/{reference}/lank/{event}": [f"{HERE}/lank/skapa"],
    "/arende/{reference}/utkast/{event}/bort": [f"{HERE}/utkast/skapa/bort"],
    "/svara/{link}": ["/svara/okand"],
    "/arende/{reference}/avslutsdokument": [DOCUMENT, f"{HERE}/avslutsdokument"],
    "/arende/{reference}/avslutsdokument/utkast": [f"{DOCUMENT}/utkast"],
    "/arende/{reference}/avslutsdokument/forhandsvisning": [f"{DOCUMENT}/forhandsvisning"],
    "/arende/{reference}/avslutsdokument/{edition:int}/lamna": [f"{DOCUMENT}/1/lamna"],
    "/arende/{reference}/avslutsdokument/{edition:int}/meddela": [f"{DOCUMENT}/1/meddela"],
    "/arende/{reference}/plan": [f"/arende/{ENDED}/plan", f"{HERE}/plan"],
    "/arende/{reference}/plan/skriv": [f"{HERE}/plan/skriv"],
    "/arende/{reference}/plan/utskrift": [f"/arende/{ENDED}/plan/utskrift"],
    "/arende/{reference}/lasningar": [f"{HERE}/lasningar"],
    "/arende/{reference}/skyddad": [f"/arende/{PROTECTED}/skyddad"],
    "/insatsen/{programme}/ny": ["/insatsen/activera/ny"],
    "/insatsen/{programme}/{id}/ratta": ["/insatsen/activera/joint/ratta"],
    "/insatsen/{programme}/{id}/ta-tillbaka": ["/insatsen/activera/joint/ta-tillbaka"],
    "/remisser/ny/{programme}": ["/remisser/ny/activera"],
    "/anmalan/{programme}": ["/anmalan/activera", "/anmalan/activera?enhet=molndal"],
    "/enheter/{id:int}": ["/enheter/1"],
    "/enheter/insats/{programme}/{unit}": ["/enheter/insats/activera/molndal"],
    "/personal/{id:int}": ["/personal/1"],
    "/personal/{id:int}/bort": ["/personal/1/bort"],
    "/valkommen/{link}": ["/valkommen/okand"],
    "/min-dag": ["/min-dag", "/min-dag?vy=enheten"],
    "/arenden": ["/arenden", "/arenden?status=all"],
    "/enheten/byt": ["/enheten/byt?handlaggare=1"],
    "/beredning/moten/{day}": ["/beredning/moten/2026-04-13"],
    "/siffror": ["/siffror", "/siffror?period=forra-aret", "/siffror?manader=ja"],
    "/grupper/{programme}/grupp/{group:path}": ["/grupper/samkraft/grupp/V%C3%A5r"],
    "/grupper/{programme}/ny": ["/grupper/samkraft/ny"],
    "/grupper/{programme}/andra/{group:path}": ["/grupper/samkraft/andra/V%C3%A5r"],
    "/grupper/{programme}/borjat/{group:path}": ["/grupper/samkraft/borjat/V%C3%A5r"],
    "/versioner/{programme}": ["/versioner/samkraft?fran=2023&till=2026"],
    "/versioner/{programme}/byt": ["/versioner/samkraft/byt?fran=2023&till=2026"],
    "/versioner/{programme}/ta-tillbaka": ["/versioner/samkraft/ta-tillbaka?fran=2023&till=2026"],
    "/processkarta/{programme}": ["/processkarta/samkraft?version=2023&har=group"],
    "/prova": ["/prova", "/prova?insats=activera:2026&remisser=5&manader=6&personal=2&fro=1"],
    "/siffror/arenden": ["/siffror/arenden?mal=contact-in-two-weeks", "/siffror/arenden?mal=places"],
    "/publicerat/{id:int}": ["/publicerat/1"],
    "/arssiffror": ["/arssiffror", "/arssiffror?insats=activera&ar=2026"],
}
"""Of the patterns with something to fill in or to choose; the other pages have one address."""

PAPERS = {"/arende/{reference}/avslutsdokument/{edition:int}", "/arende/{reference}/plan/pdf"}
"""Addresses of files, which a browser keeps and does not show."""

PAGES = [
    page
    for page in all_of(SUBJECTS)
    if page.method == "GET" and page.path not in PAPERS and not page.path.endswith("/hamta")
]


def open_to(role: str) -> list[str]:
    """The addresses that somebody with this role may open; "" for whoever has not signed in."""
    return list(_addresses(page for page in PAGES if not page.who or role in page.who))


def closed_to(role: str) -> list[str]:
    return list(_addresses(page for page in PAGES if page.who and role not in page.who))


def for_whom(page: Page) -> str:
    """The one role that a page is looked at with; by address where only one unit has it."""
    if page.path.startswith(("/grupper", "/versioner")):
        return LIV
    if page.path.startswith("/beredning"):
        return SIV
    return next((role for role in ("manager", "caseworker", "administrator", "coordinator") if role in page.who), "")


def addresses_of(page: Page) -> list[str]:
    assert "{" not in page.path or page.path in ADDRESSES, f"an address for {page.path}"
    return ADDRESSES.get(page.path, [page.path])


def _addresses(pages: Iterable[Page]) -> Iterator[str]:
    for page in pages:
        yield from addresses_of(page)
