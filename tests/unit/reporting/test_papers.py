"""What is printed: read back from the PDF, and laid for several people at once."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from pypdf import PdfReader

from journeys.reporting.bars import Bar
from journeys.reporting.papers import Grid, Paper, Part, pdf

BAR = Bar(filled=80, mark=90, reached=False, description="8 av 10 (80 %). Krav 90 %, inte nått.")


def paper(name: str) -> Paper:
    grid = Grid(caption="Mål", headings=("Mål", "Alla"), rows=[[name, "8 av 10"], ["Annat", "–"]], bars={0: BAR})
    return Paper(title=f"{name}: mål och utfall", over="Förbundet", lines=[], parts=[Part(name=name, grids=[grid])])


def read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def test_it_can_be_read_aloud() -> None:
    """PDF/UA-1: it says so, and has a language, a title and tags; its tables have headings, its drawings words."""
    found = read(pdf(paper("Ett")))
    root = found.trailer["/Root"]
    assert root["/Lang"] == "sv-SE"
    assert bool(root["/MarkInfo"]["/Marked"])
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert found.metadata is not None
    assert found.metadata.title == "Ett: mål och utfall"
    marked = [each for each in map(found.get_object, range(1, found.trailer["/Size"])) if isinstance(each, dict)]
    tags = {str(each.get("/S")) for each in marked}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/Caption"} <= tags
    assert [each["/Alt"] for each in marked if "/Alt" in each] == [f"Ett: {BAR.description}"]


@pytest.mark.parametrize("name", ["#text(red)[x] *å* $1$ = <b> @a \\ // [", "x" * 200, "العربية", "Łódź", "två 😀 ord"])
def test_whatever_is_called_whatever_is_words_and_no_markup(name: str) -> None:
    said = "".join(page.extract_text() for page in read(pdf(paper(name))).pages)
    if name.isascii():
        assert name.replace(" ", "") in "".join(said.split())
    assert "8 av 10" in said


def test_the_same_words_give_the_same_file_for_all_who_ask_at_once() -> None:
    names = [f"Insats {number}" for number in range(8)]
    one_by_one = [pdf(paper(name)) for name in names]
    with ThreadPoolExecutor(4) as people:
        assert list(people.map(lambda name: pdf(paper(name)), names)) == one_by_one
