"""What the recipient reads."""

from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest

from notifications.errors import RenderError, UnknownTemplateError
from notifications.message import Json
from notifications.render import Rendered, Renderer

MEETING: dict[str, Json] = {"starts_at": "2026-03-17T13:00:00+01:00", "place": "Rum 4", "audience": "participant"}
TO_DO: dict[str, Json] = {"due": "2026-03-17", "overdue": False, "audience": "referrer"}
DIGEST: dict[str, Json] = {
    "date": "2026-03-17",
    "overdue": 2,
    "today": 1,
    "coming": [{"day": "2026-03-19", "count": 3}],
}
REPORT: dict[str, Json] = {
    "programme": "ACTivera",
    "unit": None,
    "date": "2026-03-17",
    "first_day": "2026-01-01",
    "last_day": "2026-03-16",
    "hides": True,
    "goals": [
        {
            "name": "SKAPA",
            "result": "282 av 304 (93 %)",
            "target": "minst 80 %",
            "reached": True,
            "women": "150 av 160 (94 %)",
            "men": "132 av 144 (92 %)",
        },
        {"name": "Starter", "result": "28", "target": None, "reached": None, "women": None, "men": None},
    ],
}
CONTEXTS: dict[str, dict[str, Json]] = {
    "meeting-invitation": MEETING,
    "meeting-moved": MEETING,
    "meeting-cancelled": MEETING,
    "meeting-readdressed": MEETING,
    "reminder-meeting": MEETING,
    "reminder-to-do": TO_DO,
    "reminder-unbooked": TO_DO,
    "referral-received": {"reference": "MOL-2026-017", "audience": "participant"},
    "referral-answered": {"audience": "referrer"},
    "document-ready": {"place": "Receptionen", "audience": "participant"},
    "glass-broken": {},
    "digest": DIGEST,
    "nightly-report": REPORT,
}
SHIPPED = Path(__file__).parents[3] / "notifications" / "templates"


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer()


def swedish(renderer: Renderer, template: str, context: Mapping[str, Json] | None = None) -> Rendered:
    return renderer.render(template, language="sv", context=CONTEXTS[template] if context is None else context)


def own_texts(folder: Path, language: str, template: str, subject: str, text: str = "x", html: str = "x") -> Renderer:
    place = folder / language / template
    place.mkdir(parents=True)
    for name, content in (("subject.txt", subject), ("body.txt", text), ("body.html", html)):
        (place / name).write_text(content, encoding="utf-8")
    return Renderer([folder])


class Page(HTMLParser):
    """The language and the text of an HTML part, and everything that it would fetch."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language: str | None = None
        self.remote: list[str | None] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.language = given.get("lang") or self.language
        self.remote += [given[name] for name in ("src", "href") if name in given and tag != "a"]

    def handle_data(self, data: str) -> None:
        self.text += data


def messages_of(language: str) -> set[str]:
    return {path.name for path in (SHIPPED / language).iterdir() if path.is_dir()}


def test_every_shipped_message_is_tried_here() -> None:
    assert messages_of("sv") == set(CONTEXTS)
    assert messages_of("en") == set(CONTEXTS) - {"glass-broken", "digest", "nightly-report"}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("template", CONTEXTS)
def test_every_message_has_its_three_parts(renderer: Renderer, template: str, language: str) -> None:
    rendered = renderer.render(template, language=language, context=CONTEXTS[template])
    page = Page(rendered.html)
    assert page.language == (language if template in messages_of(language) else "sv")
    assert not page.remote
    assert rendered.subject in page.text
    assert "\n\n\n" not in rendered.text


@pytest.mark.parametrize("login_url", [None, "https://farled.forbundet.example/"])
@pytest.mark.parametrize("template", CONTEXTS)
def test_staff_are_told_where_to_log_in(template: str, login_url: str | None) -> None:
    context = {**CONTEXTS[template], "audience": "caseworker"}
    rendered = Renderer(login_url=login_url).render(template, language="sv", context=context)
    for readable in (rendered.text, rendered.html):
        assert (login_url or "Logga in i Farled.") in readable


@pytest.mark.parametrize("audience", ["participant", "referrer"])
@pytest.mark.parametrize("template", [name for name, context in CONTEXTS.items() if "audience" in context])
def test_who_has_no_account_is_not_told_to_log_in(renderer: Renderer, template: str, audience: str) -> None:
    rendered = swedish(renderer, template, {**CONTEXTS[template], "audience": audience})
    assert "ogga in" not in rendered.text + rendered.html


def test_an_unbooked_meeting_says_who_gets_in_touch(renderer: Renderer) -> None:
    rendered = swedish(renderer, "reminder-unbooked", TO_DO | {"audience": "participant"})
    assert "Din handläggare hör av sig" in rendered.text


def test_an_invitation_says_when_and_where(renderer: Renderer) -> None:
    rendered = swedish(renderer, "meeting-invitation")
    assert rendered.subject == "Inbjudan till möte tisdag 17 mars kl. 13.00"
    assert "Tid: tisdag 17 mars kl. 13.00\nPlats: Rum 4\n" in rendered.text
    assert "tisdag 17 mars kl. 13.00" in Page(rendered.html).text


def test_a_meeting_without_a_place_has_no_line_for_it(renderer: Renderer) -> None:
    rendered = swedish(renderer, "meeting-invitation", MEETING | {"place": None})
    assert "Plats" not in rendered.text + rendered.html


def test_a_moved_meeting_says_that_the_new_time_replaces_the_old(renderer: Renderer) -> None:
    assert "ersätter den tid" in swedish(renderer, "meeting-moved").text


def test_a_cancelled_meeting_says_so_in_its_subject(renderer: Renderer) -> None:
    assert swedish(renderer, "meeting-cancelled").subject == "Mötet tisdag 17 mars kl. 13.00 är inställt"


@pytest.mark.parametrize(("overdue", "said"), [(False, "ska göras senast"), (True, "skulle ha gjorts senast")])
def test_a_reminder_says_the_last_day(renderer: Renderer, overdue: bool, said: str) -> None:
    rendered = swedish(renderer, "reminder-to-do", TO_DO | {"overdue": overdue})
    assert f"{said} tisdag 17 mars" in rendered.subject
    assert f"{said} tisdag 17 mars" in rendered.text


@pytest.mark.parametrize("template", ["meeting-invitation", "reminder-to-do"])
@pytest.mark.parametrize(
    ("audience", "said"),
    [
        ("participant", "Hör av dig till din handläggare."),
        ("referrer", "Hör av dig till handläggaren."),
        ("caseworker", "Logga in för att se"),
        ("manager", "Logga in för att se"),
        ("coordinator", "Logga in för att se"),
    ],
)
def test_each_recipient_is_told_what_to_do(renderer: Renderer, template: str, audience: str, said: str) -> None:
    rendered = swedish(renderer, template, CONTEXTS[template] | {"audience": audience})
    assert said in rendered.text
    assert said in rendered.html


def test_a_digest_counts_by_day(renderer: Renderer) -> None:
    rendered = swedish(renderer, "digest")
    assert rendered.subject == "Dagens påminnelser tisdag 17 mars"
    counted = [line.split() for line in rendered.text.splitlines() if line[-1:].isdigit()]
    assert counted == [["Försenat", "2"], ["I", "dag", "1"], ["torsdag", "19", "mars", "3"]]
    assert '<th scope="row"' in rendered.html


def test_the_nightly_report_has_a_goal_with_its_numbers(renderer: Renderer) -> None:
    rendered = swedish(renderer, "nightly-report")
    assert rendered.subject == "Nattens rapport 17 mars 2026"
    assert rendered.text.startswith("ACTivera\n\nMål och utfall 1 januari 2026 – 16 mars 2026\n")
    assert "Utfall    282 av 304 (93 %)\n  Krav      minst 80 %\n  Nått      ja\n" in rendered.text
    assert '<th scope="col"' in rendered.html


def test_a_nightly_report_that_hides_something_says_what_dolt_means(renderer: Renderer) -> None:
    hiding, open_ = (swedish(renderer, "nightly-report", REPORT | {"hides": hides}) for hides in (True, False))
    assert "Där det står ”dolt”" in hiding.text
    assert "Där det står ”dolt”" in hiding.html
    assert "dolt" not in open_.text


def test_the_nightly_report_of_a_unit_names_it(renderer: Renderer) -> None:
    assert "ACTivera, Mölndal" in swedish(renderer, "nightly-report", REPORT | {"unit": "Mölndal"}).text


def test_english_is_english(renderer: Renderer) -> None:
    rendered = renderer.render("meeting-invitation", language="en", context=MEETING)
    assert rendered.subject == "Invitation to a meeting on Tuesday 17 March at 13:00"


@pytest.mark.parametrize("language", ["en", "fi", "../sv", ""])
def test_what_a_language_lacks_is_said_in_swedish(renderer: Renderer, language: str) -> None:
    rendered = renderer.render("digest", language=language, context=DIGEST)
    assert rendered == swedish(renderer, "digest")


@pytest.mark.parametrize("template", ["unknown", "../sv/digest", "_layout", ""])
def test_a_message_without_texts_is_unknown(renderer: Renderer, template: str) -> None:
    assert not renderer.knows(template)
    with pytest.raises(UnknownTemplateError) as caught:
        renderer.render(template, language="en", context={})
    assert (caught.value.template, caught.value.language) == (template, "en")


def test_a_site_s_own_texts_go_before_the_shipped_ones(tmp_path: Path) -> None:
    own = tmp_path / "sv" / "digest"
    own.mkdir(parents=True)
    (own / "subject.txt").write_text("Dagens lista", encoding="utf-8")
    rendered = Renderer([tmp_path]).render("digest", language="sv", context=DIGEST)
    assert rendered.subject == "Dagens lista"
    assert "God morgon!" in rendered.text


def test_another_language_is_another_folder(tmp_path: Path) -> None:
    renderer = own_texts(tmp_path, "fi", "meeting-cancelled", "{{ starts_at|date }} {{ starts_at|time('H.mm') }}")
    assert (
        renderer.render("meeting-cancelled", language="fi", context=MEETING).subject == "tiistaina 17 maaliskuuta 13.00"
    )


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-03-29T00:59:00+00:00", "söndag 29 mars 01:59"),
        ("2026-03-29T01:00:00+00:00", "söndag 29 mars 03:00"),
        ("2026-10-25T00:30:00+00:00", "söndag 25 oktober 02:30"),
        ("2026-10-25T01:30:00+00:00", "söndag 25 oktober 02:30"),
        ("2026-12-31T23:30:00+00:00", "fredag 1 januari 00:30"),
    ],
)
def test_moments_are_told_in_swedish_time(tmp_path: Path, moment: str, said: str) -> None:
    renderer = own_texts(tmp_path, "sv", "own", "{{ at|date }} {{ at|time }}")
    assert renderer.render("own", language="sv", context={"at": moment}).subject == said


@pytest.mark.parametrize(
    ("context", "why"),
    [
        ({}, "'starts_at' is undefined"),
        (MEETING | {"starts_at": "2026-03-17T13:00:00"}, "en tidpunkt saknar tidszon"),
        (MEETING | {"starts_at": "Kim Kanarie"}, "en uppgift har fel form"),
        (MEETING | {"starts_at": None}, "en uppgift har fel form"),
        (MEETING | {"audience": "stranger"}, "no attribute 'stranger'"),
    ],
)
def test_what_is_missing_or_wrong_is_told_without_its_value(
    renderer: Renderer, context: Mapping[str, Json], why: str
) -> None:
    with pytest.raises(RenderError) as caught:
        swedish(renderer, "meeting-invitation", context)
    assert why in str(caught.value)
    assert "Kanarie" not in str(caught.value)


@pytest.mark.parametrize("newline", ["\n", "\r", "\r\nBcc: alla@post.example\r\n", "\u2028"])
def test_a_subject_is_one_line(tmp_path: Path, newline: str) -> None:
    renderer = own_texts(tmp_path, "sv", "own", "Möte {{ place }}!")
    with pytest.raises(RenderError, match="ämnesraden"):
        renderer.render("own", language="sv", context={"place": newline})


def test_markup_in_a_value_stays_text(renderer: Renderer) -> None:
    rendered = swedish(renderer, "meeting-invitation", MEETING | {"place": "<b>A & B</b>"})
    assert "Plats: <b>A & B</b>" in rendered.text
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in rendered.html


def test_a_mistake_in_a_site_s_own_text_is_told(tmp_path: Path) -> None:
    renderer = own_texts(tmp_path, "sv", "own", "{% if %}")
    assert renderer.knows("own")
    with pytest.raises(RenderError):
        renderer.render("own", language="sv", context={})
