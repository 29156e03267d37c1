"""Where a step or a record is taken: most on the form of steps, some on a page of their own."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote

from sqlalchemy import RowMapping

from journeys.exit.editions import RECORD
from journeys.plans import PLAN
from workflows.machine import REFERRED

OWN_PAGES: Mapping[str, str] = {PLAN: "plan/skriv", RECORD: "avslutsdokument"}


def step_path(reference: str, step: str) -> str:
    """The page that does it."""
    return f"/arende/{quoted(reference)}/{OWN_PAGES.get(step) or f'steg/{quoted(step)}'}"


def due_path(journey: RowMapping, step: str) -> str:
    """The page that does what is due in a journey: where its referral has no answer yet, that comes first."""
    return step_path(journey["reference"], "admitted" if journey["state"] == REFERRED else step)


@lru_cache(maxsize=4096)  # the same references and steps come again and again on a page
def quoted(text: object) -> str:
    """As part of an address."""
    return quote(str(text))
