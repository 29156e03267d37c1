"""What is wrong with a page for those who see, hear or move differently: by axe, and on a narrow screen."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}},
}
WIDE: ViewportSize = {"width": 1280, "height": 1024}
NARROW: ViewportSize = {"width": 320, "height": 256}
"""What is left of the wide one at 400 %."""

_OUTSIDE = """() => {
    const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";
    const said = [], seen = element => element.checkVisibility() && !element.closest(".scroll, .skip, .hidden");
    const page = document.scrollingElement.scrollWidth;
    if (page > innerWidth) said.push(`the page is ${page} wide on a screen of ${innerWidth}`);
    for (const each of [...document.querySelectorAll(controls)].filter(seen)) {
        const box = each.getBoundingClientRect();
        if (box.left < 0 || box.right > innerWidth + 1) said.push(`outside the screen: ${each.outerHTML}`);
    }
    return said;
}"""
"""What one would have to scroll sideways for; a region that scrolls by itself can be reached with Tab."""


def complaints(page: Page) -> list[str]:
    """Wide and light, narrow and dark."""
    return [*_look(page, WIDE, "light"), *_look(page, NARROW, "dark"), *page.evaluate(_OUTSIDE)]


def _look(page: Page, size: ViewportSize, scheme: str) -> list[str]:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{scheme}, {size['width']} wide: {each['id']}, {each['help']}: {[node['html'] for node in each['nodes'][:3]]}"
        for each in found
    ]
