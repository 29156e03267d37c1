"""What every answer and every form carries (OWASP ASVS 5, level 2)."""

import hashlib
import hmac
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from journeys.errors import JourneyError
from journeys.signing_in.accounts import hashed_token

COOKIE = "__Host-farled"
SAFE = frozenset({"GET", "HEAD"})
LARGEST_FORM = 512 * 1024
"""Bytes: two fields of the longest text there can be, in any alphabet."""

_CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": _CSP,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), publickey-credentials-get=(self)",
}
HSTS = "max-age=31536000; includeSubDomains"


class NotOurs(JourneyError):
    """Formuläret kom från en annan webbplats, eller så har det blivit för gammalt. Ladda om sidan och försök igen."""


def form_token(token: str) -> str:
    """Bound to the session or, before there is one, to the browser's own random token."""
    return form_token_of(hashed_token(token))


def form_token_of(mark: str) -> str:
    """The same by what is stored of a session: by that a form of an ended one is still known."""
    return hmac.digest(mark.encode(), b"form", hashlib.sha256).hex()


def check_origin(request: Request) -> None:
    """An unsafe request comes from our own pages. Raises NotOurs."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    ours = f"{request.url.scheme}://{request.headers.get('host', '')}"
    # A page without a referrer sends the origin "null" with its forms; Sec-Fetch-Site still says where they come from.
    allowed = (ours, "null", None) if site == "same-origin" else (ours,)
    if site not in ("same-origin", None) or origin not in allowed:
        raise NotOurs


def check_form(token: str, sent: str) -> None:
    """Raises NotOurs."""
    if not hmac.compare_digest(form_token(token).encode(), sent.encode()):
        raise NotOurs


def give_token(response: Response, token: str) -> None:
    """Give the browser its token."""
    response.set_cookie(COOKIE, token, secure=True, httponly=True, samesite="lax", path="/")
