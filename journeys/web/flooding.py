"""How many public referrals there can be: few from one place of the network, and not too many for a unit."""

from datetime import timedelta
from ipaddress import ip_address

from sqlalchemy import delete

from journeys.signing_in.accounts import REMEMBERED, Limits, check_limit, count_one
from journeys.tables.access import ATTEMPT
from journeys.web.entering import peer
from journeys.web.visit import Visit

PEER_LIMITS: Limits = ((5, timedelta(hours=1)), (20, timedelta(hours=24)))
UNIT_LIMITS: Limits = ((200, timedelta(hours=24)),)


def check(visit: Visit, unit: str) -> None:
    """Raises TooManyAttempts."""
    for subject, limits in _subjects(visit, unit).items():
        check_limit(visit.connection, subject, visit.now, limits)


def count(visit: Visit, unit: str) -> None:
    """One was sent in."""
    for subject in _subjects(visit, unit):
        count_one(visit.connection, subject, visit.now)
    visit.connection.execute(delete(ATTEMPT).where(ATTEMPT.c.at < visit.now - REMEMBERED))


def _subjects(visit: Visit, unit: str) -> dict[str, Limits]:
    keys = visit.app.keys
    return {
        keys.lookup(f"referral peer {network(peer(visit))}"): PEER_LIMITS,
        keys.lookup(f"referral unit {unit}"): UNIT_LIMITS,
    }


def network(address: str) -> str:
    """What one sender has of the network: an IPv4 address, or the IPv6 network they choose an address in."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    return str(found.ipv4_mapped or f"{int(found) >> 64:x}::/64")
