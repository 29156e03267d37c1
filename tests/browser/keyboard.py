"""Somebody who has a keyboard and nothing else: what Tab does not reach, or does not show, they cannot use."""

import re
from datetime import date, datetime

from playwright.sync_api import Locator, Page, expect

MOST_PRESSES = 150

_FOCUS = """element => {
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    const x = box.left + Math.min(box.width, innerWidth) / 2, y = box.top + Math.min(box.height, innerHeight) / 2;
    const there = document.elementFromPoint(x, y);
    return {
        has: element === document.activeElement,
        seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        bare: there !== null && (element.contains(there) || there.contains(element)),
    };
}"""
"""Whether it has the focus, whether one sees so, and whether it is on the screen with nothing over it."""


class Keyboard:
    """Tab, Enter, Space, arrows and typing, on the page that is open."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, wanted: Locator) -> None:
        """Tab until it has the focus."""
        element = wanted.element_handle()
        self.page.wait_for_load_state()
        for _ in range(MOST_PRESSES):
            focus = element.evaluate(_FOCUS)
            if focus["has"]:
                assert focus["seen"], f"one does not see that {wanted} has the focus"
                assert focus["bare"], f"something hides {wanted}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {wanted}")

    def field(self, label: str) -> Locator:
        """By the label, which may say that it need not be filled in."""
        return self.page.get_by_label(re.compile(rf"^{re.escape(label)}( \(frivilligt\))?$"))

    def follow(self, name: str | re.Pattern[str]) -> None:
        """A link."""
        self.to(self.page.get_by_role("link", name=name).first)
        self.page.keyboard.press("Enter")

    def press(self, name: str) -> None:
        """A button."""
        self.to(self.page.get_by_role("button", name=name, exact=True))
        self.page.keyboard.press("Enter")

    def write(self, label: str, text: str) -> None:
        """Over what stands there."""
        self.to(self.field(label))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def tick(self, label: str) -> None:
        box = self.page.get_by_role("checkbox", name=label)
        self.to(box)
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def choose(self, question: str, answer: str) -> None:
        """One of several: Tab goes to the first of them, the arrows to the others."""
        choices = self.page.get_by_role("group", name=question).get_by_role("radio")
        wanted = self.page.get_by_role("group", name=question).get_by_role("radio", name=answer)
        self.to(choices.first)
        self.page.keyboard.press("Space")
        for _ in range(choices.count()):
            if wanted.is_checked():
                break
            self.page.keyboard.press("ArrowDown")
        expect(wanted).to_be_checked()

    def select(self, label: str, option: str) -> None:
        """From a list that opens, by the beginning of what it says."""
        field = self.field(label)
        self.to(field)
        self.page.keyboard.type(option)
        expect(field.locator("option:checked")).to_have_text(option)

    def day(self, label: str, on: date) -> None:
        self._parts(label, f"{on:%m%d%Y}", value=on.isoformat())

    def time(self, label: str, at: datetime) -> None:
        self._parts(label, f"{at:%m%d%Y}", f"{at:%I%M%p}", value=f"{at:%Y-%m-%dT%H:%M}")

    def _parts(self, label: str, *parts: str, value: str) -> None:
        """In the order in which Chromium's English asks for them; after a year one goes on by oneself."""
        field = self.field(label)
        self.to(field)
        for part in parts:
            self.page.keyboard.type(part)
            self.page.keyboard.press("ArrowRight")
        expect(field).to_have_value(value)
