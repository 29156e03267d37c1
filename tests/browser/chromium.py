"""A real browser: Debian's Chromium, driven by Playwright. One for all tests, a profile of its own for each."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")

# Nothing but our own pages is opened, and in a container neither the sandbox nor much shared memory is to be had.
_FLAGS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars")


def found() -> str | None:
    """Where Chromium is on this machine."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def started(path: str, *, language: str = "en-US") -> Iterator[Browser]:
    """The language decides in which order the parts of a date are typed; English comes with every Chromium."""
    speaks = {"LANGUAGE": language, "LC_ALL": "C.UTF-8"}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[f"--lang={language}", *_FLAGS],
            env={**os.environ, **speaks},
            timeout=120_000,  # milliseconds: a busy machine takes its time
        )
        try:
            yield browser
        finally:
            browser.close()
