"""The receipt of a public referral: a page for its sender alone, and a mail if they want one."""

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from starlette.responses import Response

from journeys.messages.meetings import about
from journeys.messages.recipients import SWEDISH
from journeys.web.referral_taking import Taken
from journeys.web.visit import Visit
from notifications import outbox
from notifications.message import Message

COOKIE = "__Host-kvitto"
LASTS = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """What the page says: nothing of the participant."""

    reference: str
    unit: str
    mailed: bool


def give(visit: Visit, response: Response, receipt: Receipt) -> Response:
    """With the receipt in a cookie that only we can open, and only from the same browser."""
    content = {**asdict(receipt), "until": (visit.now + LASTS).timestamp()}
    sealed = visit.app.keys.seal(json.dumps(content).encode(), _seal(visit))
    value = base64.urlsafe_b64encode(sealed).decode()
    response.set_cookie(
        COOKIE, value, max_age=int(LASTS.total_seconds()), secure=True, httponly=True, samesite="lax", path="/"
    )
    return response


def read(visit: Visit) -> Receipt | None:
    """None where there is none any more."""
    try:
        sealed = base64.urlsafe_b64decode(visit.request.cookies.get(COOKIE, ""))
        content = json.loads(visit.app.keys.open(sealed, _seal(visit)))
    except ValueError:
        return None
    if content.pop("until") <= visit.now.timestamp():
        return None
    return Receipt(**content)


def _seal(visit: Visit) -> bytes:
    return b"receipt " + visit.token.encode()


def is_to_be_mailed(values: Mapping[str, Any]) -> bool:
    """By what the form says alone: what we know besides must not be read off a mail that does not come."""
    return bool(values["receipt"] and not values["protected"])


def mail(visit: Visit, taken: Taken, values: Mapping[str, Any]) -> None:
    """To whoever filled in the form, at the address they gave."""
    alone = values["party"] == "self"
    message = Message(
        key=f"referral-received:{taken.reference}",
        template="referral-received",
        recipient=values["email"] if alone else values["referrer_email"],
        language=(alone and values["language"]) or SWEDISH,
        context={"reference": taken.reference, "audience": "participant" if alone else "referrer"},
        about=about(taken.journey_id),
    )
    outbox.enqueue(visit.connection, [message], now=visit.now)
