"""The process map: well-formed, with everything a reader needs on it, also one who does not see it."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from workflows.files.loader import parse
from workflows.programme import Programme
from workflows.telling.drawing import LEFT, RIGHT, Box, Diamond, draw
from workflows.telling.processmap import mermaid, outline, svg
from workflows.telling.stations import beside, stations

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def picture(programme: Programme) -> ElementTree.Element:
    return ElementTree.fromstring(svg(programme))


def texts(picture: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in picture.iter(f"{SVG}text")]


def test_it_is_named_and_described(picture: ElementTree.Element) -> None:
    ids = {element.get("id"): element.text or "" for element in picture.iter() if element.get("id")}
    named = [ids[id_] for id_ in (picture.get("aria-labelledby") or "").split()]
    assert picture.get("role") == "img"
    assert named[0] == "Processkarta för Stegen, version 1"
    assert "Avstämning senast efter 6 veckor: går vidare, förlängs eller avslutas." in named[1]


def test_on_paper_it_says_whose_it_is_and_when_the_meeting_and_the_exit_can_be(picture: ElementTree.Element) -> None:
    said = texts(picture)
    assert "Stegen, version 1" in said
    assert said[said.index("Avstämning") + 1] == "senast efter 6 veckor"
    assert "• Ett avslut kan göras när som helst efter antagningen, i varje fas." in said


def test_the_way_stands_in_order_with_lengths_and_what_is_asked(picture: ElementTree.Element) -> None:
    said = texts(picture)
    way = ["Remiss", "Antagen", "Introduktion · 6 veckor", "Gruppen · 10 veckor", "Sista fasen", "Avslut"]
    assert [text for text in said if text in way] == way
    asked = said.index("• Kontakt: senast 2 veckor efter antagning.")
    assert said.index("Antagen") < asked < said.index("Introduktion · 6 veckor")
    assert "• Utfall: Arbete, Vidare eller Felregistrerad." in said


def test_a_checkpoint_has_its_three_decisions(picture: ElementTree.Element) -> None:
    assert len(list(picture.iter(f"{SVG}polygon"))) == 1
    said = texts(picture)
    assert [said.count(words) for words in ("Avstämning", "går vidare", "förlängs", "avslutas")] == [1, 1, 1, 1]


def test_from_the_last_checkpoint_nobody_goes_on(good: str) -> None:
    last = good.replace('name = "Sista fasen"', 'name = "Sista"\nlength = "1 week"\nends_with = "checkpoint"')
    said = texts(ElementTree.fromstring(svg(parse(last, "x"))))
    assert [said.count(words) for words in ("Avstämning", "går vidare", "förlängs", "avslutas")] == [2, 1, 2, 2]


def test_what_may_happen_at_any_time_has_a_box_of_its_own(picture: ElementTree.Element) -> None:
    assert texts(picture)[-2:] == ["När det behövs", "• Formulär: samma dag som Kontakt."]


def test_nothing_lies_on_anything_else(programme: Programme) -> None:
    drawing = draw(stations(programme), beside(programme), "Stegen, version 1")
    assert drawing.aside
    assert all(words.y < drawing.boxes[0].top for words in drawing.heading)
    drawn: list[Box | Diamond] = [*drawing.boxes, *drawing.diamonds, drawing.aside]
    parts = sorted(drawn, key=lambda part: part.top)
    assert all(above.bottom < below.top for above, below in pairwise(parts))
    assert parts[-1].bottom < drawing.height
    for box in drawing.boxes:
        assert all(box.top < words.y < box.bottom and LEFT < words.x < RIGHT for words in box.words)


def test_long_names_are_broken_into_lines(good: str) -> None:
    long = parse(good.replace('name = "Sista fasen"', f'name = "{"Lång fas " * 20}"'), "x")
    assert max(map(len, texts(ElementTree.fromstring(svg(long))))) <= 72


NASTY = '</text><script>alert("hej")</script> & ]]> "citat" #35; `kod` <b>'


@pytest.fixture
def nasty(good: str) -> Programme:
    return parse(good.replace('name = "Sista fasen"', f"name = '{NASTY}'"), "x")


def test_a_name_is_text_and_never_markup(nasty: Programme) -> None:
    picture = ElementTree.fromstring(svg(nasty))
    assert not list(picture.iter(f"{SVG}script"))
    assert NASTY in " ".join(texts(picture))


def test_mermaid_draws_the_same_way(programme: Programme) -> None:
    lines = [line.strip() for line in mermaid(programme).splitlines()]
    assert lines[0] == "flowchart TD"
    assert 's2["Introduktion · 6 veckor<br/>Innehåll: Samtal och Promenad.<br/>' in "\n".join(lines)
    arrows = [line for line in lines if "-->" in line]
    assert arrows == [
        "s0 --> s1",
        "s1 --> s2",
        "s2 --> c2",
        "c2 -->|går vidare| s3",
        "c2 -->|förlängs| s2",
        "c2 -->|avslutas| s5",
        "s3 --> s4",
        "s4 --> s5",
    ]


def test_a_name_does_not_end_the_text_of_a_mermaid_node(nasty: Programme) -> None:
    [node] = [line.strip() for line in mermaid(nasty).splitlines() if line.strip().startswith("s4[")]
    assert node.count('"') == 2
    assert "<script" not in node


def test_it_tells_who_is_reminded(picture: ElementTree.Element) -> None:
    said = texts(picture)
    asked = said.index("• Kontakt: senast 2 veckor efter antagning.")
    assert said[asked + 1] == "• Handläggaren och enhetschefen påminns om ”Kontakt i tid”."
    assert "• Deltagaren och remittenten påminns om ”Avstämning”." in said


def test_the_same_is_a_numbered_list(programme: Programme) -> None:
    lines = outline(programme).splitlines()
    assert [line for line in lines if line[0].isdigit()] == [
        *("1. Remiss", "2. Antagen", "3. Introduktion · 6 veckor", "4. Gruppen · 10 veckor"),
        *("5. Sista fasen", "6. Avslut"),
    ]
    assert "   – Avstämning senast efter 6 veckor: går vidare, förlängs eller avslutas." in lines
    assert lines[-2:] == ["När det behövs", "   – Formulär: samma dag som Kontakt."]
