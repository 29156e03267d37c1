"""`farled outbox`: what became of the mails, without their addresses and their words."""

import pytest
from sqlalchemy import text

from tests.command_line import Desk
from tests.integration.casework.conftest import begin


@pytest.fixture
def with_mail(desk_on_either: Desk) -> Desk:
    """Invitations to the referrer and the caseworker, of which the referrer's was refused."""
    reference = begin(desk_on_either)
    desk_on_either.says("do", reference, "booked", "meeting=checkpoint", "time=2026-04-10T13:00", "place=Rum 4")
    with desk_on_either.app() as app, app.work() as work:
        refused = "SET state = 'failed', reason = 'Adressen finns inte.', due_at = NULL"
        work.connection.execute(text("DELETE FROM outbox WHERE template = 'referral-answered'"))
        work.connection.execute(text(f"UPDATE outbox {refused} WHERE recipient LIKE :to"), {"to": "remit%"})
    return desk_on_either


def test_the_list_shows_state_case_and_why_with_masked_addresses(with_mail: Desk) -> None:
    lines = with_mail.says("outbox", "list").splitlines()
    failed = next(line for line in lines if "fastnade" in line)
    assert "meeting-invitation  r…@region.example" in failed
    assert failed.endswith("Adressen finns inte.")
    assert "MOL-2026-001" in failed
    assert lines[-1] == "1 meddelande fastnade. Skicka igen: farled outbox retry --all"
    assert not {"remitterande@", "kim@", "Rum 4"} & set("\n".join(lines).split())


def test_one_state_can_be_asked_for(with_mail: Desk) -> None:
    (queued,) = with_mail.json("outbox", "list", "--state", "queued")["messages"]
    assert (queued["recipient"], queued["journey"], queued["attempts"]) == ("k…@molndal.example", "MOL-2026-001", 0)
    assert with_mail.says("outbox", "list", "--state", "sent").startswith("Inga sådana meddelanden.")
    assert len(with_mail.json("outbox", "list", "--limit", "1")["messages"]) == 1


def test_what_got_stuck_is_sent_again(with_mail: Desk) -> None:
    (failed,) = with_mail.json("outbox", "list", "--state", "failed")["messages"]
    assert with_mail.says("outbox", "retry", str(failed["id"]), "999") == (
        "1 meddelande skickas igen. 1 hade inte fastnat.\n"
    )
    assert with_mail.json("outbox", "list")["failed"] == 0
    assert with_mail.says("outbox", "retry", "--all") == "0 meddelanden skickas igen.\n"


def test_what_did_not_get_stuck_is_not_sent_again(with_mail: Desk) -> None:
    (queued,) = with_mail.json("outbox", "list", "--state", "queued")["messages"]
    assert with_mail.refuses("outbox", "retry", str(queued["id"])) == (
        "Inget av meddelandena hade fastnat. Se vilka som har det med: farled outbox list --state failed"
    )


@pytest.mark.parametrize("words", [[], ["1", "--all"], ["0"], ["ett"]])
def test_which_ones_is_told_in_one_way(desk: Desk, words: list[str]) -> None:
    assert desk.refuses("outbox", "retry", *words).endswith("Skriv ”farled outbox retry --help” för hjälp.")
