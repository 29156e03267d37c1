"""What is personal in the database, why, and how it is erased; and why the rest may stay (docs/privacy.md).

The two lists together name every column of every table: a test fails on one that neither knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Personal:
    """About a participant or who sent them: `why` it is needed until then, and how it is `erased`."""

    why: str
    erased: str


_PERSON_DELETED = "the row of the person is deleted"
_REFERRER_DELETED = "the row of the referrer is deleted"
_MEETING_DELETED = "the row is deleted when the meeting is held or cancelled and when the journey ends"
_PART_EMPTIED = "both are emptied and `erased_at` is set: the log verifies as before"
_MESSAGE_BLANKED = "`notifications.outbox.erase` blanks it and takes back what is unsent"
_LINK_CUT = "it becomes null when the person's row is deleted"
_FORM_DELETED = "the row is deleted when its owner is back, and at the latest with the first form parked a day later"
_DRAFT_DELETED = "the row is deleted when it is registered or thrown away, and 90 days after its last change"
_ROW_DELETED = "the row is deleted"
_DOCUMENT_DELETED = "the row is deleted, and with it the row of `exit_handed`"
_REASON_EMPTIED = "it is emptied; who opened the journey and when stays"


PERSONAL: Mapping[str, Mapping[str, Personal]] = {
    "person": {
        "id": Personal("ties the person to their journeys", _PERSON_DELETED),
        "given_name": Personal("staff meet a person, not a number", _PERSON_DELETED),
        "family_name": Personal("staff meet a person, not a number", _PERSON_DELETED),
        "birth_date": Personal("tells two of the same name apart", _PERSON_DELETED),
        "personnummer": Personal("the authorities' key to the same person; sealed", _PERSON_DELETED),
        "personnummer_mark": Personal("finds the sealed number, so that a person is stored once", _PERSON_DELETED),
        "email": Personal("where invitations and reminders go", _PERSON_DELETED),
        "phone": Personal("how staff reach the participant", _PERSON_DELETED),
        "language": Personal("the language that the participant is written to in", _PERSON_DELETED),
        "protected": Personal("nobody with protected identity gets a message", _PERSON_DELETED),
    },
    "name_word": {
        "word": Personal("finds the person by the beginning of a name", _PERSON_DELETED),
        "person_id": Personal("whose name it is in", _PERSON_DELETED),
    },
    "referrer": {
        "journey_id": Personal("ties the referrer to the journey", _REFERRER_DELETED),
        "organisation": Personal("who keeps their own responsibility", _REFERRER_DELETED),
        "name": Personal("who takes part in checkpoints", _REFERRER_DELETED),
        "email": Personal("where the referrer's invitations and reminders go", _REFERRER_DELETED),
    },
    "referrer_word": {
        "word": Personal("finds journeys by the beginnings of what the referrer is called", _REFERRER_DELETED),
        "journey_id": Personal("whose referrer it is of", _REFERRER_DELETED),
    },
    "journey": {
        "person_id": Personal("whose journey it is", _LINK_CUT),
    },
    "event_private": {
        "salt": Personal("without it nobody can test a guess against the mark in the log", _PART_EMPTIED),
        "body": Personal(
            "the person, plan, notes, reasons, answers, activities, who attended, the place; sealed", _PART_EMPTIED
        ),
    },
    "meeting": {
        "place": Personal("free text on the invitation, and a place can tell of a person", _MEETING_DELETED),
    },
    "outbox": {
        "recipient": Personal("the address that the message goes to", _MESSAGE_BLANKED),
        "context": Personal("what the text is filled in with: a time and a place, or the reference", _MESSAGE_BLANKED),
        "invitation": Personal("the calendar's part: a time and a place", _MESSAGE_BLANKED),
    },
    "parked_form": {
        "body": Personal("what somebody had typed when their session ended; sealed", _FORM_DELETED),
    },
    "assessment_draft": {
        "body": Personal("a self-assessment that is not registered yet: day, answers, note; sealed", _DRAFT_DELETED),
    },
    "exit_draft": {
        "body": Personal("the text of the exit document while it is written; sealed", _ROW_DELETED),
    },
    "exit_document": {
        "mark": Personal("keyed hash of what it says, so that it is finished once", _DOCUMENT_DELETED),
        "pdf": Personal("the finished exit document, to hand over; sealed", _DOCUMENT_DELETED),
    },
    "break_glass": {
        "reason": Personal("why another unit had to read the journey: free text", _REASON_EMPTIED),
    },
}

_STAFF = "staff at their work, accountable for what they did"
_REPORTED = "last year's figures are counted by it"
_DAY = "last year's figures are counted from the days"
_STANDING = "where the journey stands, as its events say"
_NUMBERS = "numbers that the database hands out"
_RULES = "names from the programme file, days and sentences made of them"
_RANDOM = "drawn at random, tells nothing"
_CHAIN = "part of the chain, which must verify"
_SENDING = "the fact that a message was sent, or why not"
_NOBODY = "is about no person"
_SIGNING_IN = "how staff sign in; deleted when they leave"
_SESSION = "a browser of staff; deleted at the end of the session, or a day later"
_ERASED = "the record of erasures: that it was done, by whom and why, for which they are accountable"
_READ = "who of the staff has read what, for which they are accountable"
_MAY_SEE = "who of the staff may see what"
_A_HASH = "a keyed hash of an account, a network address or a form; deleted after a day"

KEPT: Mapping[str, Mapping[str, str]] = {
    "programme_version": dict.fromkeys(("id", "version", "body", "kept_at"), _NOBODY),
    "added_unit": {
        **dict.fromkeys(("id", "revision"), _NUMBERS),
        **dict.fromkeys(("programme", "unit", "name", "places_per_year", "max_at_once"), _NOBODY),
        **dict.fromkeys(("group_starts_per_year", "added_at", "closed_on"), _NOBODY),
    },
    "closed_unit": {**dict.fromkeys(("programme", "unit", "closed_on"), _NOBODY), "revision": _NUMBERS},
    "erasure": {
        "journey_id": "which journey, never which person",
        **dict.fromkeys(("at", "by", "ground", "retention"), _ERASED),
    },
    "journey": {
        **dict.fromkeys(("id", "revision", "events"), _NUMBERS),
        "reference": "in every mark of the chain; names nobody, as long as nobody makes it of a name",
        **dict.fromkeys(
            ("programme", "version", "unit", "gender", "party", "municipality", "age", "outcome", "counted"), _REPORTED
        ),
        **dict.fromkeys(("referred_on", "admitted_on", "started_on", "ended_on", "last_day"), _DAY),
        **dict.fromkeys(("state", "stage", "group"), _STANDING),
        "caseworker": _STAFF,
        "protected": "also in the log; without it somebody could be written to who must not be",
        "warnings": "says of age and municipality only that they are outside the target group",
    },
    "event": {
        **dict.fromkeys(("seq", "number"), _NUMBERS),
        "journey_id": "which journey, never which person",
        **dict.fromkeys(("programme", "name", "event", "on", "at"), "what happened and when, never to whom"),
        "by": _STAFF,
        "facts": "only the keys that `journal.lines` lists as facts, and what is counted: gender, age and the like",
        **dict.fromkeys(("private_mark", "mark"), _CHAIN),
    },
    "event_private": {"seq": _NUMBERS, "erased_at": "tells what was erased from what was lost"},
    "ledger_head": dict.fromkeys(("id", "origin", "seq", "mark"), _CHAIN),
    "obligation": {
        "journey_id": _NUMBERS,
        **dict.fromkeys(("rule", "n", "anchor", "due", "done", "state", "why"), _RULES),
    },
    "active": {
        **dict.fromkeys(("journey_id", "n"), _NUMBERS),
        **dict.fromkeys(("start", "end"), _DAY),
        "caseworker": _STAFF,
    },
    "meeting": {
        **dict.fromkeys(("journey_id", "sequence"), _NUMBERS),
        "uid": _RANDOM,
        **dict.fromkeys(("starts_at", "booked_on"), "the same as in the log"),
        "caseworker": _STAFF,
    },
    "reminder": {
        "journey_id": _NUMBERS,
        **dict.fromkeys(("rule", "n", "offset", "recipient", "counts_from", "checkpoint", "on"), _RULES),
        **dict.fromkeys(("state", "message", "at"), _SENDING),
    },
    "staff": dict.fromkeys(("id", "address", "name", "role", "unit", "added_at", "removed_at"), _STAFF),
    "job_run": dict.fromkeys(("name", "local_date", "worker", "started_at", "finished_at"), _NOBODY),
    "published_report": {
        **dict.fromkeys(("id", "seq"), _NUMBERS),
        **dict.fromkeys(("programme", "first", "last", "published_at"), _NOBODY),
        "by": _STAFF,
        "body": "figures only, without small numbers",
    },
    "nightly_report": dict.fromkeys(("programme", "local_date", "body"), "figures only"),
    "outbox": {
        "id": _NUMBERS,
        "key": "stable ids and a keyed hash of the mailbox, so that nothing is sent twice",
        "about": "the number of the journey, to take back and to erase by",
        "message_id": _RANDOM,
        **dict.fromkeys(("template", "language"), "which text it was"),
        **dict.fromkeys(("state", "reason", "attempts", "claimed_by"), _SENDING),
        **dict.fromkeys(("created_at", "due_at", "settled_at", "expires_at"), _SENDING),
    },
    "account": dict.fromkeys(("staff_id", "password", "totp", "totp_step", "shortcuts", "changed_at"), _SIGNING_IN),
    "recovery_code": dict.fromkeys(("mark", "staff_id", "used_at"), _SIGNING_IN),
    "passkey": dict.fromkeys(
        ("id", "staff_id", "credential", "public_key", "sign_count", "name", "added_at"), _SIGNING_IN
    ),
    "sign_in_link": dict.fromkeys(("mark", "staff_id", "expires_at", "used_at"), _SIGNING_IN),
    "session": dict.fromkeys(
        ("mark", "id", "staff_id", "step", "challenge", "created_at", "seen_at", "browser"), _SESSION
    ),
    "attempt": {"id": _NUMBERS, **dict.fromkeys(("subject", "at"), _A_HASH)},
    "parked_form": {
        "mark": _RANDOM,
        "path": "which page; an address carries nothing personal",
        "at": "when to delete it",
    },
    "assessment_draft": {
        **dict.fromkeys(("journey_id", "revision"), _NUMBERS),
        **dict.fromkeys(("record", "form"), "which form is under way, never what was answered"),
        **dict.fromkeys(("begun_at", "changed_at"), "when to delete it"),
    },
    "answer_link": {
        "mark": "the hash of a random token",
        "journey_id": _NUMBERS,
        **dict.fromkeys(("record", "form"), "which form it leads to"),
        "staff_id": _STAFF,
        **dict.fromkeys(("made_at", "expires_at", "ended_at", "used_at"), "that a form was answered, never how"),
        "used_for": "a hash that nobody can test a guess against without the token, which is kept nowhere",
    },
    "exit_draft": {
        **dict.fromkeys(("journey_id", "version"), _NUMBERS),
        **dict.fromkeys(("staff_id", "at"), _STAFF),
    },
    "exit_document": {
        **dict.fromkeys(("journey_id", "edition"), _NUMBERS),
        "protected": "also in the log; without it what tells where somebody is could be handed over",
        **dict.fromkeys(("staff_id", "at"), _STAFF),
    },
    "exit_handed": dict.fromkeys(("journey_id", "event", "edition"), _NUMBERS),
    "named_staff": dict.fromkeys(("journey_id", "staff_id"), _MAY_SEE),
    "break_glass": {
        **dict.fromkeys(("id", "journey_id"), _NUMBERS),
        **dict.fromkeys(("staff_id", "opened_at", "until"), _READ),
    },
    "access_log": {
        "id": _NUMBERS,
        **dict.fromkeys(("at", "staff_id", "journey_id", "page", "broke_glass"), _READ),
    },
}
