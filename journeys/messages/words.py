"""What messages, and how they stand, are called on screen."""

from collections.abc import Mapping

from notifications.tables import State

STATES: Mapping[State, str] = {
    State.QUEUED: "väntar",
    State.SENDING: "skickas nu",
    State.SENT: "skickat",
    State.FAILED: "fastnade",
    State.EXPIRED: "blev för sent",
    State.WITHDRAWN: "tillbakataget",
    State.SKIPPED: "skickas inte",
}
TEMPLATES: Mapping[str, str] = {
    "meeting-invitation": "Inbjudan till möte",
    "meeting-moved": "Ny tid för möte",
    "meeting-cancelled": "Avbokat möte",
    "meeting-readdressed": "Inbjudan som inte längre gäller på adressen",
    "referral-received": "Kvitto på intresseanmälan",
    "referral-answered": "Besked om att remissen har fått svar",
    "reminder-meeting": "Påminnelse om möte",
    "reminder-unbooked": "Påminnelse om att boka möte",
    "reminder-to-do": "Påminnelse om något att göra",
    "document-ready": "Besked om ett dokument att hämta",
}
