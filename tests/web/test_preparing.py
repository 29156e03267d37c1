"""Beredning: the list for the next meeting, what each decided, how long it took; a recommendation at the desk."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from journeys.app import App
from journeys.tables.access import ACCESS_LOG
from journeys.tables.journeys import JOURNEY
from tests.filling import PERSON, REFERRER, fill_in, registers, saves
from tests.visitors import Browser, faults

SignIn = Callable[..., Browser]
SIV = "siv@sg.example"
FIRST = "SGP-2026-001"
TIDSAM = "PIT-2026-001"
HERE = f"/arende/{FIRST}"


@pytest.fixture
def siv(hires: SignIn) -> Browser:
    return hires(SIV, "caseworker", "sg-pitea")


def referred(app: App, on: str, reference: str = FIRST, unit: str = "sg-pitea", **person: object) -> str:
    told = {"programme": "samordningsgrupp", "unit": unit, "person": PERSON | person, "referrer": REFERRER}
    registers(app, "referred", on, reference, **told)
    return reference


def prepared(app: App, on: str, reference: str = FIRST, **person: object) -> str:
    """Referred and prepared on the same day."""
    referred(app, on, reference, **person)
    registers(app, "admitted", on, reference, caseworker=SIV)
    registers(app, "started", on, reference)
    return reference


def other(number: int) -> dict[str, object]:
    return {"personnummer": None, "birth_date": "1990-03-02", "family_name": f"Nygren{number}"}


def text(page: str) -> str:
    """What is read on a page, without its menu."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())


def held(page: str) -> list[str]:
    """The days of the meetings that a page leads to."""
    return re.findall(r'href="/beredning/moten/([^"]+)"', page)


def test_the_list_has_who_waits_and_since_when_and_the_step_that_is_next(app: App, siv: Browser) -> None:
    prepared(app, "2026-02-09")
    referred(app, "2026-02-27", "SGP-2026-002", **other(2))
    registers(
        app, "exited", "2026-02-16", prepared(app, "2026-02-02", "SGP-2026-003", **other(3)), outcome="other-support"
    )
    page = siv.get("/beredning").text
    said = text(page)
    assert "Bereds på nästa möte (2)" in said
    assert f"Kanariella Prövqvist, {FIRST} Från region, väntat sedan 9 februari, 21 dagar Beredning, Siv" in said
    assert "Kanariella Nygren2, SGP-2026-002 Från region, väntat sedan 27 februari, 3 dagar Remitterad" in said
    assert "SGP-2026-003" not in said
    assert f'href="{HERE}/steg/exited">Rekommendera' in page
    assert 'href="/arende/SGP-2026-002/steg/admitted">Ta upp' in page
    with app.read() as connection:
        read = connection.execute(select(JOURNEY.c.reference).join(ACCESS_LOG, ACCESS_LOG.c.journey_id == JOURNEY.c.id))
        assert sorted(set(read.scalars())) == [FIRST, "SGP-2026-002"]


def test_the_day_begins_with_the_answer_to_a_referral(app: App, siv: Browser) -> None:
    prepared(app, "2026-02-09")
    referred(app, "2026-02-10", "SGP-2026-002", **other(2))
    page = siv.get("/min-dag?vy=enheten").text
    assert f'href="{HERE}/steg/exited">Gör nu' in page
    assert 'href="/arende/SGP-2026-002/steg/admitted">Gör nu' in page


def test_on_paper_there_are_no_names(app: App, siv: Browser) -> None:
    prepared(app, "2026-02-09")
    said = text(siv.get("/beredning/lista").text)
    assert f"{FIRST} region 9 februari 21 Beredning Siv" in said
    assert "Prövqvist" not in said


def test_the_paper_has_nobody_who_is_protected_and_is_noted_as_any_list(app: App, siv: Browser) -> None:
    prepared(app, "2026-02-09")
    prepared(app, "2026-02-09", "SGP-2026-002", **other(2), protected=True)
    assert "SGP-2026-002" in siv.get("/beredning").text, "its caseworker sees it on the screen"
    assert "SGP-2026-002" not in siv.get("/beredning/lista").text
    with app.read() as connection:
        at_list = ACCESS_LOG.c.page.contains("lista")
        read = select(JOURNEY.c.reference).join(ACCESS_LOG, ACCESS_LOG.c.journey_id == JOURNEY.c.id).where(at_list)
        assert connection.execute(read).scalars().all() == [FIRST]


def test_meetings_follow_each_other_every_second_week_until_another_day_is_planned(siv: Browser) -> None:
    assert "Inget möte är planerat. Efter det första är det möte varannan vecka." in text(siv.get("/beredning").text)
    assert fill_in(siv, "/beredning/planera", starts="2026-02-09").status_code == 303
    assert "Nästa möte måndag 9 mars 2026." in text(siv.get("/beredning").text)
    fill_in(siv, "/beredning/planera", starts="2026-03-16")
    page = siv.get("/beredning").text
    assert "Nästa möte måndag 16 mars 2026." in text(page), "in place of the ninth"
    assert held(page) == ["2026-02-23", "2026-02-09"]
    assert "Möte planerat till 16 mars" in text(siv.get("/insatsen").text)


def test_the_form_says_what_is_wrong_with_a_day(siv: Browser) -> None:
    assert faults(fill_in(siv, "/beredning/planera")) == ["Dag för mötet: fyll i."]
    assert faults(fill_in(siv, "/beredning/planera", starts="2026-02-30")) == [
        "Dag för mötet: ska vara ett datum som finns: 2026-03-02."
    ]
    assert faults(fill_in(siv, "/beredning/planera", starts="2062-03-09")) == [
        "Dag för mötet: ska ligga inom ett år från idag."
    ]


@pytest.mark.both_databases
def test_a_meeting_tells_what_each_got(app: App, siv: Browser) -> None:
    fill_in(siv, "/beredning/planera", starts="2026-02-02")
    registers(app, "exited", "2026-02-16", prepared(app, "2026-02-09"), outcome="to-tidsam")
    registers(
        app, "exited", "2026-02-27", prepared(app, "2026-02-09", "SGP-2026-002", **other(2)), outcome="back-to-referrer"
    )
    registers(
        app, "exited", "2026-02-13", prepared(app, "2026-02-09", "SGP-2026-003", **other(3)), outcome="other-support"
    )
    assert held(siv.get("/beredning").text) == ["2026-03-02", "2026-02-16", "2026-02-02"]
    said = text(siv.get("/beredning/moten/2026-02-16").text)
    assert f"{FIRST} Kanariella Prövqvist Rekommenderas Tidsam 16 februari 7" in said
    assert "SGP-2026-002 Kanariella Nygren2 Åter till remittent 27 februari 18" in said
    assert "SGP-2026-003" not in said, "it was decided before"
    assert siv.get("/beredning/moten/2026-02-17").status_code == 404


@pytest.mark.both_databases
def test_what_was_decided_without_a_planned_meeting_stands_under_its_day(app: App, siv: Browser) -> None:
    registers(app, "exited", "2026-02-16", prepared(app, "2026-02-02"), outcome="other-support")
    page = siv.get("/beredning")
    assert held(page.text) == ["2026-02-16"]
    assert "måndag 16 februari 2026 utan planerat möte" in text(page.text)
    said = text(siv.get("/beredning/moten/2026-02-16").text)
    assert "Besked måndag 16 februari 2026" in said
    assert FIRST in said
    assert siv.get("/beredning/moten/2026-02-17").status_code == 404
    fill_in(siv, "/beredning/planera", starts="2026-02-23")
    assert held(siv.get("/beredning").text) == ["2026-02-23", "2026-02-16"], "a day before the first meeting stays"


def test_the_times_are_counted_for_each_group_and_for_all(app: App, siv: Browser) -> None:
    # 7, 14 and 18 days: the median is 14; one in error is left out; one waits since 9 February, 21 days
    for number, (came, ended, outcome) in enumerate(
        [
            ("2026-02-09", "2026-02-16", "to-tidsam"),
            ("2026-02-02", "2026-02-16", "other-support"),
            ("2026-02-09", "2026-02-27", "back-to-referrer"),
            ("2026-01-05", "2026-02-27", "registered-in-error"),
        ],
        start=1,
    ):
        decided(app, number, came, ended, outcome=outcome)
    prepared(app, "2026-02-09", "SGP-2026-009", **other(9))
    said = text(siv.get("/beredning/tider").text)
    assert "Alla 3 dolt dolt 1 dolt" in said
    assert "Samordningsgruppen Piteå 3 14 dagar 18 dagar 1 21 dagar" in said
    assert "Samordningsgruppen Boden 0 – – 0 –" in said
    assert "Samordningsgruppen Piteå 0 – – 1 21 dagar" in text(siv.get("/beredning/tider?period=forra-aret").text)


def test_what_was_never_prepared_is_no_recommendation_here_as_it_is_none_among_the_goals(
    app: App, siv: Browser
) -> None:
    referred(app, "2026-02-09")
    registers(app, "admitted", "2026-02-09", FIRST, caseworker=SIV)
    registers(app, "exited", "2026-02-16", FIRST, outcome="other-support")
    assert "Samordningsgruppen Piteå 0 – – 0 –" in text(siv.get("/beredning/tider").text)


def test_to_a_group_the_times_tell_of_nobody_in_another(app: App, siv: Browser) -> None:
    """Of nine decided eight are their own, and the days of the ninth are a median and the longest of some."""
    for number in range(1, 10):
        came, unit = ("2026-02-09", "sg-pitea") if number < 9 else ("2026-02-02", "sg-boden")
        decided(app, number, came, "2026-02-16", unit)
    told = numbers(siv.get("/beredning/tider").text)
    assert told["Samordningsgruppen Piteå"] == ["8", "7 dagar", "7 dagar", "0", "–"]
    assert told["Samordningsgruppen Boden"] == ["dolt", "dolt", "dolt", "0", "–"]
    assert told["Alla"] == ["dolt", "dolt", "dolt", "0", "–"]
    page = siv.get("/beredning/tider?period=forra-kvartalet").text
    assert list(numbers(page)) == ["Samordningsgruppen Piteå"], "two periods less each other are the days between"
    assert "visas bara din egen enhet" in text(page)


def decided(app: App, number: int, came: str, ended: str, unit: str = "sg-pitea", **told: object) -> None:
    reference = f"SG-2026-{number:03}"
    prepared(app, came, reference, unit=unit, **other(number))
    registers(app, "exited", ended, reference, **({"outcome": "other-support"} | told))


def numbers(page: str) -> dict[str, list[str]]:
    """The cells of each row of the times."""
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page)
    return {name: re.findall(r"<td[^>]*>(.*?)</td>", cells) for name, cells in rows}


def test_to_a_coordinator_the_times_tell_of_nobody(app: App, sign_in_as: SignIn) -> None:
    """One who waits, and of six and two decided neither: the one taken from the whole is the other."""
    for number in range(1, 9):
        came, unit = ("2026-02-09", "sg-pitea") if number < 7 else ("2026-02-02", "sg-boden")
        decided(app, number, came, "2026-02-16", unit)
    prepared(app, "2026-02-10", "SGP-2026-009", **other(9), protected=True)
    page = sign_in_as("coordinator").get("/beredning/tider").text
    told = numbers(page)
    assert told["Alla"] == ["8", "7 dagar", "dolt"]
    assert told["Samordningsgruppen Piteå"] == ["dolt", "dolt", "dolt"]
    assert told["Samordningsgruppen Boden"] == ["dolt", "dolt", "0"]
    assert told["Samordningsgruppen Luleå"] == ["0", "–", "0"]
    assert not [cell for cells in told.values() for cell in cells if re.fullmatch(r"[1-4]", cell)]
    assert "Längst" not in page
    assert "Där det står ”dolt”" in page
    assert re.findall(r"tider\?period=([\w-]+)", page) == ["ar", "forra-aret"], "no other days to take from each other"


def test_only_who_works_in_the_group_sees_its_pages(app: App, siv: Browser, sign_in_as: SignIn, hires: SignIn) -> None:
    prepared(app, "2026-02-09")
    anna, tim, lu = (
        sign_in_as("anna@molndal.example"),
        hires("tim@tidsam.example", "caseworker", "pitea"),
        hires("lu@sg.example", "caseworker", "sg-lulea"),
    )
    assert [each.get("/beredning").status_code for each in (siv, lu, anna, tim)] == [200, 200, 404, 404]
    assert "Prövqvist" not in lu.get("/beredning").text
    assert tim.get(HERE).status_code == 404
    assert ('href="/beredning"' in siv.get("/arenden").text, 'href="/beredning"' in tim.get("/arenden").text) == (
        True,
        False,
    )
    kim = sign_in_as("coordinator")
    assert [kim.get(path).status_code for path in ("/beredning", "/beredning/lista")] == [404, 404]
    assert 'href="/beredning/tider"' in kim.get("/siffror").text


def test_a_recommendation_says_what_follows_and_puts_a_referral_in_the_inbox(
    app: App, siv: Browser, hires: SignIn
) -> None:
    prepared(app, "2026-02-09")
    first = fill_in(siv, f"{HERE}/steg/exited", outcome="to-tidsam", on="2026-03-02")
    assert "Ett ärende i Tidsam väntar i inkorgen hos Tidsam Piteå. Uppgifterna om deltagaren" in first.text
    assert "Remissen säger inget om samtycke." in first.text
    assert TIDSAM not in first.text
    page = saves(siv, f"{HERE}/steg/exited", outcome="to-tidsam", on="2026-03-02")
    assert f"<dt>Ledde till</dt><dd>{TIDSAM}, Tidsam Piteå</dd>" in page, "it is told of, without a way in"
    assert siv.get(f"/arende/{TIDSAM}").status_code == 404
    tim = hires("tim@tidsam.example", "caseworker", "pitea")
    assert "Kanariella Prövqvist, PIT-2026-001" in tim.get("/remisser").text
    theirs = tim.get(f"/arende/{TIDSAM}").text
    assert f"<dt>Kommer från</dt><dd>{FIRST}, Samordningsgruppen Piteå</dd>" in theirs
    assert "Annat ärende" not in theirs


def test_taking_it_back_says_first_what_becomes_of_the_referral(app: App, siv: Browser, hires: SignIn) -> None:
    prepared(app, "2026-02-09")
    id_ = registers(app, "exited", "2026-02-16", outcome="to-tidsam", reference=FIRST)
    path = f"{HERE}/ta-tillbaka/{id_}"
    assert f"Ärendet {TIDSAM} hos Tidsam Piteå dras tillbaka" in fill_in(siv, path, reason="Fel").text
    tim = hires("tim@tidsam.example", "caseworker", "pitea")
    saves(tim, f"/arende/{TIDSAM}/steg/admitted", caseworker="tim@tidsam.example", on="2026-02-20")
    refused = faults(fill_in(siv, path, reason="Fel"))
    assert refused[0].startswith(f"Avslutet ledde till ärendet {TIDSAM} hos Tidsam Piteå")


@pytest.mark.both_databases
def test_somebody_s_other_journeys_are_told_of_where_they_may_be_seen(app: App, hires: SignIn, siv: Browser) -> None:
    prepared(app, "2026-01-12")
    registers(app, "exited", "2026-01-19", FIRST, outcome="to-tidsam")
    told = {"programme": "tillsammans", "unit": "pitea", "person": PERSON, "referrer": REFERRER}
    registers(app, "referred", "2026-02-02", "TIL-1", **told)
    tim = hires("tim@tidsam.example", "caseworker", "pitea")
    page = tim.get(f"/arende/{TIDSAM}").text
    assert '<dt>Annat ärende</dt><dd><a href="/arende/TIL-1">TIL-1</a>, Tillsammans Piteå: remitterad, remiss' in page
    assert "TIL-1" not in siv.get(HERE).text
    found = tim.post("/sok", page="/arenden", text="191212121212").text
    assert [each in found for each in (TIDSAM, "TIL-1", FIRST)] == [True, True, False]


def test_of_a_protected_person_only_the_named_see_either(app: App, siv: Browser, hires: SignIn) -> None:
    tim, maj = hires("tim@tidsam.example", "caseworker", "pitea"), hires("maj@tidsam.example", "manager", "pitea")
    sam = hires("sam@sg.example", "caseworker", "sg-pitea")
    prepared(app, "2026-02-09", protected=True)
    assert FIRST in siv.get("/beredning").text, "its caseworker"
    assert FIRST not in sam.get("/beredning").text + sam.get("/beredning/lista").text
    registers(app, "exited", "2026-02-16", FIRST, outcome="to-tidsam")
    assert [each.get(f"/arende/{TIDSAM}").status_code for each in (maj, tim, siv)] == [200, 404, 404]
    assert TIDSAM in maj.get("/remisser").text
    assert TIDSAM not in tim.get("/remisser").text
