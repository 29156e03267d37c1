"""What is wrong with a page for those who see, hear or move differently: by axe, and on a narrow screen."""

from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
ALL = {"runOnly": TAGS, "rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
LOOKS = {"runOnly": ["color-contrast", "target-size", "scrollable-region-focusable"], "resultTypes": ["violations"]}
"""The rules whose answer depends on colours and on the size of the screen."""
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
    page.wait_for_load_state()  # a page can be read before its stylesheet is there
    page.evaluate(AXE_SCRIPT)
    wide = _look(page, WIDE, "light", ALL)
    narrow = _look(page, NARROW, "dark", LOOKS)
    return [*wide, *narrow, *page.evaluate(_OUTSIDE)]


def _look(page: Page, size: ViewportSize, scheme: Literal["light", "dark"], rules: dict[str, Any]) -> list[str]:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    where = f"{scheme}, {size['width']} wide"
    return [f"{where}: {said}" for said in page.evaluate(_VIOLATIONS, rules)]


_VIOLATIONS = """async rules => (await axe.run(rules)).violations.map(
    each => `${each.id}, ${each.help}: ${each.nodes.slice(0, 3).map(node => node.html).join(" ")}`
)"""
