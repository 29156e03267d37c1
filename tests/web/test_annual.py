"""Årssiffror in the browser: which years and programmes can be chosen, and that a coordinator sees no small number."""

import csv
import io
import re
from collections.abc import Callable

import pytest

from journeys.app import App
from tests.filling import refers
from tests.visitors import Browser, faults

SignIn = Callable[..., Browser]


@pytest.fixture
def kim(sign_in_as: SignIn) -> Browser:
    return sign_in_as("coordinator")


def choices(page: str, name: str) -> list[str]:
    options = re.search(rf'<select id="field-{name}".*?</select>', page, re.DOTALL)
    assert options
    return re.findall(r'<option value="([^"]+)"', options[0])


def test_the_last_whole_year_of_all_programmes_is_shown_first(kim: Browser) -> None:
    page = kim.get("/arssiffror").text
    assert choices(page, "insats")[:2] == ["alla Södra Norrbotten", "activera"]
    assert choices(page, "ar")[:2] == ["2026", "2025"]
    assert "Årssiffror 2025: Alla insatser." in page


def test_what_there_are_journeys_in_is_shown_first(app: App, kim: Browser) -> None:
    refers(app, "2026-01-12", "BOD-2026-001", "boden", programme="orangeriet")
    assert "Årssiffror 2025: Alla insatser." in kim.get("/arssiffror").text
    assert "Orangeriet: mål och utfall" in kim.get("/siffror").text


def test_where_there_is_none_is_not(app: App, kim: Browser) -> None:
    refers(app, "2026-01-12")
    assert "Årssiffror 2026: ACTivera." in kim.get("/arssiffror").text


def test_a_manager_sees_the_programme_of_their_unit_first_in_a_year_that_it_existed(sign_in_as: SignIn) -> None:
    page = sign_in_as("manager").get("/arssiffror").text
    assert "Årssiffror 2026: ACTivera." in page


def test_a_year_that_is_not_over_ends_today_and_small_numbers_are_for_those_who_work_there(
    app: App, kim: Browser, sign_in_as: SignIn
) -> None:
    refers(app, "2026-01-12")
    path = "/arssiffror?insats=activera&ar=2026"
    page, own = kim.get(path).text, sign_in_as("manager").get(path).text
    assert "1 januari – 2 mars 2026. Som det stod den 2 mars 2026." in page
    remisser = '<th scope="row">Remisser</th><td class="n">'
    assert f"{remisser}dolt" in page
    assert f"{remisser}1<" in own
    file = kim.get("/arssiffror/hamta?insats=activera&ar=2026&som=csv")
    rows = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";")
    assert {row["Antal"] for row in rows} <= {"0", "dolt"}


def test_a_programme_that_was_not_there_stands_among_those_that_were(kim: Browser) -> None:
    one, every = (kim.get(f"/arssiffror?insats={which}&ar=2023") for which in ("activera", "alla+Södra+Norrbotten"))
    assert [one.status_code, every.status_code] == [200, 200]
    assert "Årssiffror 2023: ACTivera." in one.text
    assert "Insatsen fanns inte under perioden: den första versionen gäller från den 1 januari 2026." in one.text
    assert '<th scope="row">SAMKRAFT</th><td>Remisser</td>' in every.text
    assert '<th scope="row">Orangeriet</th><td>Fanns inte under perioden</td><td class="n">–</td>' in every.text
    rows = list(csv.reader(io.StringIO(kim.get("/arssiffror/hamta?insats=activera&ar=2023&som=csv").content.decode())))
    assert len(rows) == 2
    for kind in ("xlsx", "pdf"):
        file = kim.get(f"/arssiffror/hamta?insats=alla+Södra+Norrbotten&ar=2023&som={kind}")
        assert (file.status_code, "attachment" in file.headers["content-disposition"]) == (200, True)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("ar=2050", "År: välj ett av alternativen."),
        ("ar=", "År: välj."),
        ("insats=alla%20Okänt", "Insats: välj ett av alternativen."),
    ],
)
def test_what_cannot_be_is_said_and_no_file_is_made_of_it(kim: Browser, query: str, sentence: str) -> None:
    answer = kim.get(f"/arssiffror?{query}")
    assert (answer.status_code, faults(answer)) == (422, [sentence])
    assert kim.get(f"/arssiffror/hamta?{query}", follow=True).status_code == 422
