"""`make pictures`: the main pages with invented journeys, as the documentation shows them."""

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page

from journeys import staff
from journeys.app import App
from journeys.demo.answered import answered
from journeys.demo.guests import five, let_in
from journeys.demo.scene import CASEWORKERS_PER_UNIT, Scene, find_scene
from journeys.demo.versions import shipped
from journeys.invent import invented_staff, write_journal
from journeys.journal.importing import import_files
from journeys.settings import read_settings
from journeys.visibility.access import Staff
from journeys.web.site import create
from tests.browser import chromium, exit_pictures
from tests.browser.entering import enter
from tests.browser.serving import Door, served

MONDAY = datetime(2026, 9, 14, 7, tzinfo=UTC)
"""Nine o'clock in Stockholm."""

SCREEN, TALL, TELEPHONE = (1120, 840), (1120, 1240), (320, 640)


@dataclass(frozen=True, kw_only=True, slots=True)
class Album:
    """Whose pictures: the invented installation, and somebody of each role in it."""

    app: App
    scene: Scene
    people: dict[str, Staff]


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """`role` has signed in, or nobody. `leads` does what the picture shows."""

    role: str
    leads: Callable[[Page, Album], object]
    screen: tuple[int, int] = SCREEN
    dark: bool = False


def decide(page: Page, album: Album) -> None:
    """What follows from a checkpoint, before it is saved."""
    page.goto(f"/arende/{album.scene.checkpoint}/steg/checkpoint")
    page.get_by_label("Gå vidare till").check()
    page.get_by_label("Deltagaren").check()
    page.get_by_label("Remittenten").check()
    page.get_by_role("button", name="Visa vad som händer").click()


def at(path: str) -> Callable[[Page, Album], object]:
    return lambda page, _: page.goto(path)


def journey(page: Page, album: Album) -> None:
    page.goto(f"/arende/{album.scene.checkpoint}")


def assessments(page: Page, album: Album) -> None:
    """Of the journey of the caseworker's that has the most of them."""
    lines = album.scene.lines
    with_whom = {line["journey"]: line["caseworker"] for line in lines if "caseworker" in line}
    own = (each for each, caseworker in with_whom.items() if caseworker == album.scene.caseworker)
    made = Counter(line["journey"] for line in lines if line["event"] == "skapa")
    page.goto(f"/arende/{max(own, key=lambda each: made[each])}/skapa")


def exit_document(page: Page, album: Album) -> None:
    """Last: it adds a journey to those on the other pictures."""
    exit_pictures.lived(album.app, album.people["caseworker"])
    exit_pictures.preview(page)


PICTURES = {
    "desk-day": Picture(role="caseworker", leads=at("/min-dag")),
    "desk-journey": Picture(role="caseworker", leads=journey),
    "desk-journey-dark": Picture(role="caseworker", leads=journey, dark=True),
    "desk-decision": Picture(role="caseworker", leads=decide),
    "desk-unit": Picture(role="manager", leads=at("/enheten")),
    "desk-figures": Picture(role="coordinator", leads=at("/siffror?period=ar")),
    "desk-referral": Picture(role="", leads=at("/anmalan/activera?enhet=molndal")),
    "desk-assessments": Picture(role="caseworker", leads=assessments, screen=(1120, 1120)),
    "desk-day-narrow": Picture(role="caseworker", leads=at("/min-dag"), screen=TELEPHONE),
    "desk-exit-document": Picture(role="caseworker", leads=exit_document, screen=TALL),
}


def take_all(folder: Path) -> None:
    """Write every picture into the folder."""
    path = chromium.found()
    if path is None:
        sys.exit("There is no Chromium here: apt-get install chromium.")
    with TemporaryDirectory() as place, _installed(Path(place)) as app, served() as door:
        album = _filled(app, Path(place))
        door.desk = create(app)
        with chromium.started(path, language="sv") as browser:
            for name, picture in PICTURES.items():
                _take(browser, door, album, picture, folder / f"{name}.png")
        exit_pictures.draw_paper(app, album.people["caseworker"], folder / "paper-exit-document.png")


def _installed(folder: Path) -> App:
    settings = read_settings(database=f"sqlite:///{folder / 'farled.db'}", data=folder)
    return App(settings, clock=lambda: MONDAY)


def _filled(app: App, folder: Path) -> Album:
    """The invented journeys and everybody who works with them."""
    versions = shipped()
    programme = versions.on(app.today)
    scene = find_scene(versions, today=app.today, held_on=app.today)
    journal = folder / "journal.jsonl"
    write_journal(journal, answered(scene.lines, programme))
    import_files(app, [journal])
    everybody = invented_staff(programme, caseworkers_per_unit=CASEWORKERS_PER_UNIT)
    with app.work() as work:
        for each in everybody:
            staff.add(work, address=each.address, name=each.name, role=each.role, unit=each.unit)
        me, _, *others = let_in(work, five(everybody, scene.caseworker))
    return Album(app=app, scene=scene, people={each.staff.role: each.staff for each in (me, *others)})


def _take(browser: Browser, door: Door, album: Album, picture: Picture, file: Path) -> None:
    with browser.new_context(
        base_url=door.address,
        locale="sv-SE",
        timezone_id="Europe/Stockholm",
        viewport={"width": picture.screen[0], "height": picture.screen[1]},
        color_scheme="dark" if picture.dark else "light",
    ) as context:
        page = context.new_page()
        if picture.role:
            enter(page, album.app, album.people[picture.role], door.address)
        picture.leads(page, album)
        page.screenshot(path=file)


if __name__ == "__main__":
    take_all(Path(sys.argv[1]))
