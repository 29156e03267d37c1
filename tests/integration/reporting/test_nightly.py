"""The nightly report: what is made, kept, written and mailed."""

import json
import re
import stat
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from journeys import nightly
from journeys.app import App
from journeys.reporting.changes import Change, news
from journeys.reporting.sections import sections
from journeys.staff import add
from journeys.tables.journeys import JOURNEY
from journeys.tables.people import PERSON
from journeys.tables.reports import NIGHTLY_REPORT
from notifications.render import Renderer
from notifications.tables import OUTBOX
from tests.integration.reporting.conftest import PERSON as SOMEBODY
from tests.integration.reporting.conftest import REFERRER, Installation

REF = "MOL-2026-001"
NIGHT = date(2026, 4, 1)
TELLING = (*(value for key, value in SOMEBODY.items() if key != "gender"), *list(REFERRER.values())[1:], "1990")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "reports"


@pytest.fixture
def late(empty: Installation) -> Installation:
    """Somebody admitted on 2 March whom nobody contacted by the 16th."""
    return with_somebody_late(empty)


def with_somebody_late(app: Installation) -> Installation:
    app.refers(REF, "2026-03-02")
    app.does(REF, "2026-03-02", "admitted", caseworker="kim@molndal.example")
    return app


def run(app: App, folder: Path, night: date = NIGHT, *, mail: bool = True) -> Mapping[str, int]:
    with app.work() as work:
        return nightly.run(work, folder, night, mail=mail)


def made(app: App, night: date = NIGHT) -> nightly.Night:
    with app.read() as connection:
        [one] = nightly.nights(connection, app.catalogue(connection), night)
        return one


def kept(app: App) -> list[tuple[date, Any]]:
    with app.read() as connection:
        rows = connection.execute(select(NIGHTLY_REPORT).order_by(NIGHTLY_REPORT.c.local_date)).all()
    return [(row.local_date, json.loads(row.body)) for row in rows]


def mails(app: App) -> list[Any]:
    with app.read() as connection:
        nightly = select(OUTBOX).where(OUTBOX.c.template == "nightly-report")
        return list(connection.execute(nightly.order_by(OUTBOX.c.id)).all())


def texts(folder: Path) -> dict[str, str]:
    return {str(file.relative_to(folder)): file.read_text("utf-8") for file in folder.rglob("*") if file.is_file()}


def employ(app: App, address: str, role: Any, unit: str | None) -> None:
    with app.work() as work:
        add(work, address=address, name="Sam Ordnare", role=role, unit=unit)


def test_there_is_a_page_and_a_sheet_for_the_programme_and_for_each_unit(late: Installation, folder: Path) -> None:
    assert run(late, folder) == {"reports": 1, "mails": 0}
    units = ("molndal", "partille", "harryda", "lerum", "alingsas")
    own = {f"2026-04-01/units/{unit}/activera{end}" for unit in units for end in (".html", ".csv", "-arenden.csv")}
    assert texts(folder).keys() == own | {"2026-04-01/activera.html", "2026-04-01/activera.csv"}


def test_what_fell_due_yesterday_and_is_undone_counts_the_same_as_on_the_work_list(late: Installation) -> None:
    assert contact(made(late, date(2026, 3, 16)))["counted"] == 0
    assert contact(made(late, date(2026, 3, 17)))["counted"] == 1


def contact(night: nightly.Night) -> dict[str, Any]:
    row: dict[str, Any] = night.report.json()["goals"][0]
    assert (row["goal"], row["unit"], row["gender"]) == ("contact-in-two-weeks", None, None)
    return row


def test_the_year_to_date_ends_the_day_before_and_new_years_day_tells_of_the_whole_year(late: Installation) -> None:
    periods = [
        (night.report.first, night.report.last, night.report.today)
        for night in (made(late, date(2026, 12, 31)), made(late, date(2027, 1, 1)), made(late, date(2027, 1, 2)))
    ]
    assert periods == [
        (date(2026, 1, 1), date(2026, 12, 30), date(2026, 12, 31)),
        (date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)),
        (date(2027, 1, 1), date(2027, 1, 1), date(2027, 1, 2)),
    ]


def test_once_more_for_the_same_night_changes_nothing(empty_on_both: Installation, folder: Path) -> None:
    app = with_somebody_late(empty_on_both)
    employ(app, "sam@forbundet.example", "coordinator", None)
    assert run(app, folder) == {"reports": 1, "mails": 1}
    before = texts(folder), kept(app), mails(app)
    assert run(app, folder) == {"reports": 1, "mails": 0}
    assert (texts(folder), kept(app), mails(app)) == before


def test_what_was_kept_is_figures_only(late: Installation, folder: Path) -> None:
    run(late, folder)
    [(night, body)] = kept(late)
    assert night == NIGHT
    assert body["figures"][0] == {"figure": "referrals", "group": None, "unit": None, "gender": None, "n": 1}
    assert REF not in json.dumps(body)
    assert "kim@molndal.example" not in json.dumps(body)


def test_it_says_what_changed_since_the_last_one_that_was_kept(late: Installation, folder: Path) -> None:
    run(late, folder, date(2026, 3, 16))
    late.does(REF, "2026-03-16", "contact")
    late.refers("PAR-2026-001", "2026-03-18", unit="partille")
    night = made(late, date(2026, 3, 20))
    whole, *_ = sections(night.report)
    told = news(night.report, whole, night.before)
    assert told is not None
    assert told.since == date(2026, 3, 16)
    assert told.changes == [
        Change(name="Kontaktade inom två veckor", before="–", now="1 av 1 (100 %)"),
        Change(name="Remisser", before="1", now="2"),
    ]
    run(late, folder, date(2026, 3, 20))
    pages = texts(folder)
    assert "Sedan rapporten" not in pages["2026-03-20/activera.html"]
    assert "från – till 1 av 1 (100 %)" in pages["2026-03-20/units/molndal/activera.html"]
    assert "Remisser: från 0 till 1" in pages["2026-03-20/units/partille/activera.html"]
    assert "Inget har ändrats." in pages["2026-03-20/units/lerum/activera.html"]


def test_a_new_year_is_compared_with_nothing(late: Installation, folder: Path) -> None:
    run(late, folder, date(2027, 1, 1))
    run(late, folder, date(2027, 1, 2))
    assert "Sedan rapporten" not in texts(folder)["2027-01-02/activera.html"]


def test_the_unit_reads_which_journeys_lie_behind_and_what_to_do(late: Installation, folder: Path) -> None:
    run(late, folder)
    own = texts(folder)["2026-04-01/units/molndal/activera.html"]
    row = own[own.index(REF) : own.index("</tr>", own.index(REF))]
    assert "16 mars 2026" in row
    assert "Försenat. Gör och registrera: Kontakt med deltagaren." in row
    assert "kim@molndal.example" in row
    [heading, line] = texts(folder)["2026-04-01/units/molndal/activera-arenden.csv"].splitlines()
    assert heading.endswith("Mål;Ärende;Vad;Skulle ha gjorts senast;Läge;Nästa steg;Handläggare")
    assert line == (
        f"Kontaktade inom två veckor;{REF};Kontakt inom två veckor efter antagning;2026-03-16;Försenat.;"
        "Gör och registrera: Kontakt med deltagaren;kim@molndal.example"
    )


def test_nobody_else_reads_of_a_journey(late: Installation, folder: Path) -> None:
    employ(late, "sam@forbundet.example", "coordinator", None)
    employ(late, "chef@molndal.example", "manager", "molndal")
    run(late, folder)
    others = {name: text for name, text in texts(folder).items() if "units/molndal" not in name}
    assert len(others) == 14
    told = [*others.values(), *(text for mail in mails(late) for text in rendered(mail))]
    assert not [text for text in told if "2026-001" in text or "kim@molndal" in text]


def rendered(mail: Any) -> list[str]:
    parts = Renderer().render(mail.template, language=mail.language, context=mail.context)
    return [parts.subject, parts.text, parts.html, json.dumps(mail.context, ensure_ascii=False)]


def test_the_units_own_files_are_for_nobody_else_on_the_machine(late: Installation, folder: Path) -> None:
    run(late, folder)
    units = folder / "2026-04-01" / "units"
    open_to = {path: stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (units, *units.rglob("*"))}
    assert len(open_to) == 1 + 5 + 15
    assert set(open_to.values()) == {0}


def test_no_name_of_anybody_is_in_any_file_or_mail(late: Installation, folder: Path) -> None:
    employ(late, "sam@forbundet.example", "coordinator", None)
    run(late, folder)
    told = [*texts(folder).values(), *(text for mail in mails(late) for text in rendered(mail)), str(kept(late))]
    assert not [word for word in TELLING for text in told if word in text]


@pytest.mark.parametrize("known_by", ["referral", "person"])
def test_a_protected_persons_journey_is_counted_and_not_listed(
    empty: Installation, folder: Path, known_by: str
) -> None:
    empty.refers(REF, "2026-03-02", person={"protected": known_by == "referral"})
    empty.does(REF, "2026-03-02", "admitted", caseworker="kim@molndal.example")
    if known_by == "person":  # the referral of another journey told it
        with empty.work() as work:
            work.connection.execute(update(PERSON).values(protected=True))
    run(empty, folder)
    own = texts(folder)
    assert "0 av 1 (0 %)" in own["2026-04-01/units/molndal/activera.html"]
    assert "1 ärende med skyddade personuppgifter visas inte." in own["2026-04-01/units/molndal/activera.html"]
    assert not [name for name, text in own.items() if REF in text]


def test_coordinators_hear_of_the_programme_and_managers_of_their_unit(late: Installation, folder: Path) -> None:
    employ(late, "sam@forbundet.example", "coordinator", None)
    employ(late, "chef@molndal.example", "manager", "molndal")
    employ(late, "kim@molndal.example", "caseworker", "molndal")
    assert run(late, folder)["mails"] == 2
    told = {mail.recipient: mail.context for mail in mails(late)}
    assert {who: context["unit"] for who, context in told.items()} == {
        "sam@forbundet.example": None,
        "chef@molndal.example": "ACTivera Mölndal",
    }
    context = told["chef@molndal.example"]
    assert {key: context[key] for key in ("programme", "date", "first_day", "last_day")} == {
        "programme": "ACTivera",
        "date": "2026-04-01",
        "first_day": "2026-01-01",
        "last_day": "2026-03-31",
    }
    assert context["goals"][0] == {
        "name": "Kontaktade inom två veckor",
        "result": "0 av 1 (0 %)",
        "target": "100 %",
        "reached": False,
        "women": "0 av 1 (0 %)",
        "men": "–",
    }
    assert not context["hides"]


def test_what_coordinators_read_has_no_small_number(late: Installation, folder: Path) -> None:
    employ(late, "sam@forbundet.example", "coordinator", None)
    run(late, folder)
    [mail] = mails(late)
    contact = mail.context["goals"][0]
    assert (contact["result"], contact["women"], contact["men"], contact["reached"]) == ("dolt", "dolt", "–", None)
    assert mail.context["hides"]
    public = texts(folder)["2026-04-01/activera.html"]
    assert "<dd>dolt</dd>" in public
    assert "Där det står ”dolt”" in public
    assert not re.search(r">[1-4]( av .*)?</d", public)


def test_a_night_that_is_caught_up_need_not_be_mailed(late: Installation, folder: Path) -> None:
    employ(late, "sam@forbundet.example", "coordinator", None)
    assert run(late, folder, mail=False) == {"reports": 1, "mails": 0}
    assert mails(late) == []


def test_a_unit_that_nobody_is_in_has_a_report_without_shares(late: Installation, folder: Path) -> None:
    run(late, folder)
    page = texts(folder)["2026-04-01/units/lerum/activera.html"]
    assert "Inget mål går att bedöma mot ett krav än." in page
    assert "<dd>–</dd>" in page
    assert "100 %</dd>" not in page
    assert "Ärendena bakom" not in page


def test_without_journeys_there_is_no_report(empty: Installation, folder: Path) -> None:
    assert run(empty, folder) == {"reports": 0, "mails": 0}
    assert not folder.exists()


def test_a_programme_that_is_not_valid_yet_has_nothing_to_tell(empty: Installation, folder: Path) -> None:
    told = {"programme": "activera", "version": "2026", "unit": "molndal", "person": SOMEBODY, "referrer": REFERRER}
    empty.does(REF, "2025-12-01", "referred", registered="2025-12-01", **told)
    assert run(empty, folder, date(2025, 12, 2)) == {"reports": 0, "mails": 0}


def test_every_shortfall_has_its_journeys_behind_it(activera: App) -> None:
    night = made(activera, date(2026, 11, 21))
    for row in night.report.compliance.goals:
        if row.gender is None and row.measure in ("on_time", "reached"):
            behind = [each for each in night.shortfalls if each.goal == row.goal and row.unit in (None, each.unit)]
            missing = (row.counted or 0) - row.met
            obligations = len(behind) if row.measure == "on_time" else len({each.journey for each in behind})
            assert obligations == missing


def test_the_journeys_behind_are_the_same_from_rows_and_from_events(activera: App) -> None:
    from_rows = made(activera, date(2027, 2, 1)).shortfalls
    with activera.work() as work:  # as if each had an event that is still to come
        work.connection.execute(update(JOURNEY).values(last_day=date(2100, 1, 1)))
    assert made(activera, date(2027, 2, 1)).shortfalls == from_rows
    assert from_rows
