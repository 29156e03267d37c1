"""What to call a browser in the list of one's sessions."""

from collections.abc import Sequence

# Most of them also claim to be those further down.
_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def called(agent: str | None) -> str:
    """ "Firefox på Windows", as far as the browser says."""
    browser, system = _first(_BROWSERS, agent or ""), _first(_SYSTEMS, agent or "")
    return f"{browser or 'Okänd webbläsare'} på {system}" if system else browser or "Okänd webbläsare"


def _first(known: Sequence[tuple[str, str]], agent: str) -> str | None:
    return next((name for sign, name in known if sign in agent), None)
