"""Canaries in every field that is personal: none sings in a mail, a log line, an error or a list."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from journeys.errors import JourneyError
from journeys.journal.faults import FilesRefused
from journeys.journal.importing import import_files
from journeys.journal.reading import LineRefused, line_of
from journeys.logs import configure
from tests.command_line import Desk
from tests.office import CASEWORKER, Mail, Office
from workflows.errors import WorkflowError

pytestmark = pytest.mark.long_on_postgresql

TO_PARTICIPANT, TO_REFERRER = "kanarieadress@post.example", "remittentadress@region.example"

PERSON = {
    "given_name": "Kanariefågla",
    "family_name": "Kanarieström",
    "personnummer": "191212121212",
    "birth_date": None,
    "gender": "woman",
    "municipality": "Kanarieköping",
    "phone": "0701-740605",
    "email": TO_PARTICIPANT,
    "language": "en",
}
REFERRER = {
    "party": "region",
    "organisation": "Kanariekliniken",
    "name": "Kanarina Remittent",
    "email": TO_REFERRER,
}
FREE_TEXT = [f"kanarietext{number}" for number in range(1, 12)]
IN_THE_REFERRAL = [
    str(value) for value in {**PERSON, **REFERRER}.values() if value not in (None, "woman", "region", "en")
]
WRITTEN_OTHERWISE = ["1912-12-12", "19121212", "121212-1212", "121212+1212"]
CANARIES = [*IN_THE_REFERRAL, *FREE_TEXT, *WRITTEN_OTHERWISE, "BER-1"]
OF_THE_PROGRAMME = ["Laboratoriet", "laboratory", "Berga", "Ankomst", "Slutbrev", "Trygghet", "SKAPA", "Praktik"]


def sung(text: str, *but: str) -> list[str]:
    """Which canaries are heard in a text, save those that may be."""
    lower = text.casefold()
    return [each for each in CANARIES if each not in but and each.casefold() in lower]


@pytest.fixture
def logs(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Logs go to standard error as they do in `farled run`."""
    configure("json")
    yield
    structlog.reset_defaults()


@pytest.fixture
def lived(office: Office, logs: None) -> list[Mail]:
    """A life with everything in it, and all the mail it gave: invitations, reminders, digests, nightly reports."""
    office.hires(CASEWORKER, name="Ada Asp")
    office.hires("chef@berga.example", "manager")
    office.hires("samordnare@forbundet.example", "coordinator", unit=None)
    texts = iter(FREE_TEXT)
    office.refers(person=PERSON, referrer=REFERRER, note=next(texts), criteria=[next(texts)])
    office.registers("BER-1", "admitted", caseworker="Ada Asp", note=next(texts))
    office.registers("BER-1", "started")
    office.registers("BER-1", "skapa", values={"participant": {"sömn": 3, "tankar": next(texts)}})
    office.books("BER-1", "2026-01-26T13:00")
    mails = office.reminds()
    for day in ("2026-01-12", "2026-01-22", "2026-01-26", "2026-02-06"):
        office.at(day)
        mails += office.reminds()
        office.books("BER-1", "2026-02-16T13:00")
    office.registers("BER-1", "excepted", rule="safety", reason=next(texts))
    office.registers("BER-1", "checkpoint", decision="continue", attended=[next(texts)])
    office.registers("BER-1", "paused", reason=next(texts))
    mails += office.reminds()
    office.at("2026-02-20")
    office.registers("BER-1", "resumed")
    changed = {**{key: value for key, value in PERSON.items() if value}, "phone": next(texts)}
    office.registers("BER-1", "corrected", of="e1", set={"person": changed}, reason=next(texts))
    office.registers("BER-1", "exited", outcome="work", income_after=next(texts))
    office.at("2026-03-03")
    mails += office.reminds()
    office.registers("BER-1", "reopened", reason=next(texts))
    office.at("2026-04-20")
    office.ticks()
    return mails + office.mail()


def test_no_mail_sings(lived: list[Mail]) -> None:
    kinds = {mail.subject for mail in lived}
    assert len(kinds) >= 5, "not every kind of mail was sent"
    assert {mail.to for mail in lived} > {TO_PARTICIPANT, TO_REFERRER, CASEWORKER, "chef@berga.example"}
    for mail in lived:
        assert sung(mail.everything(), mail.to) == []


def test_no_mail_about_a_journey_names_programme_or_unit(lived: list[Mail]) -> None:
    about_journeys = [mail for mail in lived if "rapport" not in mail.subject.casefold()]
    assert len(about_journeys) < len(lived)
    for mail in about_journeys:
        told = re.sub(r"\S+@\S+", "", mail.everything())  # an address tells where somebody works
        assert [each for each in OF_THE_PROGRAMME if each in told] == []


def test_no_mail_sings_undecoded(lived: list[Mail], office: Office) -> None:
    for file in office.settings.outbox_folder.glob("*.eml"):
        raw = file.read_text()
        assert sung(raw, TO_PARTICIPANT, TO_REFERRER) == []


def test_no_log_line_sings(lived: list[Mail], capsys: pytest.CaptureFixture[str]) -> None:
    lines = capsys.readouterr().err.splitlines()
    assert {json.loads(line)["event"] for line in lines} == {"nightly", "reminders", "outbox"}
    assert [sung(line) for line in lines if sung(line)] == []


def test_no_failed_job_sings(office: Office, logs: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(LineRefused) as refused:
        line_of({"event": "contact", "journey": "BER-1", "on": CANARIES[0], "note": [*CANARIES]})
    for error in (refused.value, ValueError(*CANARIES)):
        office.ticker().failed("send", error)
    lines = capsys.readouterr().err.splitlines()
    told, never_raised = map(json.loads, lines)
    assert told["kind"] == "LineRefused"
    assert re.fullmatch(r"journeys\.journal\.reading:\d+", told["place"])
    assert (never_raised["kind"], never_raised["place"]) == ("ValueError", None)
    assert sung("\n".join(lines)) == []


def test_the_public_report_and_the_list_of_the_outbox_do_not_sing(lived: list[Mail], office: Office) -> None:
    public = [file.read_text() for file in office.settings.reports_folder.rglob("*.*") if "units" not in file.parts]
    assert public
    assert [sung(text) for text in public if sung(text)] == []
    listed = Desk(settings=office.settings, now=office.now).says("outbox", "list", "--limit", "500")
    assert sung(listed, "BER-1") == []


def test_the_units_report_names_cases_and_nothing_else(lived: list[Mail], office: Office) -> None:
    of_units = [file.read_text() for file in office.settings.reports_folder.glob("*/units/**/*.*")]
    assert any("BER-1" in text for text in of_units)
    assert [sung(text, "BER-1") for text in of_units if sung(text, "BER-1")] == []


REFUSED = {
    "not possible now": {"event": "started", "note": FREE_TEXT[0]},
    "no such event": {"event": "dance", "note": FREE_TEXT[0]},
    "no such stage": {"event": "advanced", "to": "five", "note": FREE_TEXT[0]},
    "taken": {"event": "referred", "programme": "laboratory", "unit": "berga", "person": PERSON, "referrer": REFERRER},
    "to come": {"event": "contact", "on": "2199-01-01", "note": FREE_TEXT[0]},
    "an id that is taken": {"event": "contact", "id": "e1", "note": FREE_TEXT[0]},
    "a correction of nothing": {
        "event": "corrected",
        "of": "e99",
        "set": {"note": FREE_TEXT[0]},
        "reason": FREE_TEXT[1],
    },
    "an impossible correction": {
        "event": "corrected",
        "of": "e1",
        "set": {"on": "2026-12-01", "note": FREE_TEXT[0]},
        "reason": FREE_TEXT[1],
    },
    "nothing to take back": {"event": "voided", "of": "e1", "reason": FREE_TEXT[1]},
}


@pytest.mark.parametrize("values", REFUSED.values(), ids=REFUSED)
def test_no_refused_step_sings(office: Office, values: dict[str, object]) -> None:
    office.begins(person=PERSON, referrer=REFERRER)
    told = {
        key: {k: v for k, v in value.items() if v} if isinstance(value, dict) else value
        for key, value in values.items()
    }
    with pytest.raises((JourneyError, WorkflowError)) as refused:
        office.registers("BER-1", **told)  # type: ignore[arg-type]
    assert sung(str(refused.value), "BER-1") == []


PERSONAL_KEYS = ["given_name", "family_name", "personnummer", "municipality", "phone", "email", "language", "gender"]


@pytest.mark.parametrize("key", PERSONAL_KEYS)
@pytest.mark.parametrize("spoilt", ["\x07", "\n", " " * 300], ids=["bell", "line", "long"])
def test_no_line_that_cannot_be_read_sings(key: str, spoilt: str) -> None:
    person = {**PERSON, "birth_date": "1912-12-12", key: f"{PERSON[key]}{spoilt}"}
    line = {"journey": "BER-1", "event": "referred", "on": "2026-01-05", "programme": "laboratory", "unit": "berga"}
    with pytest.raises(LineRefused) as refused:
        line_of({**line, "person": person, "referrer": REFERRER})
    assert sung(str(refused.value)) == []


def test_no_refused_journal_sings(office: Office, tmp_path: Path) -> None:
    told = {key: value for key, value in PERSON.items() if value}
    head = {"journey": "X-1", "on": "2026-01-02", "programme": "laboratory", "unit": "berga"}
    whole = {**head, "event": "referred", "person": told, "referrer": REFERRER}
    lines = [
        json.dumps(whole)[:-5],
        json.dumps({**whole, "person": {**told, "personnummer": "191212121213"}}),
        json.dumps({**whole, "person": {**told, "nickname": "Kanarieström"}}),
        json.dumps({**whole, "unit": "väst"}),
        json.dumps({**whole, "journey": "X-2", "on": "2026-13-45"}),
        json.dumps(
            {"journey": "X-3", "event": "contact", "on": "2026-01-02", "note": FREE_TEXT[0], "values": FREE_TEXT}
        ),
    ]
    file = tmp_path / "journal.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(FilesRefused) as refused:
        import_files(office.app, [file])
    faults = [str(fault) for fault in refused.value.faults]
    assert len(faults) == len(lines)
    assert [sung(fault) for fault in faults if sung(fault)] == []
