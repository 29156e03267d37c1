"""`farled programme new`: whatever is answered, the file passes the check and says what was wanted."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from journeys.cli import farled
from tests.examples import SOME
from workflows.files.draft import StageWish, Wish, draft
from workflows.files.loader import parse, read_programme

NAMES = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
WEEKS = st.none() | st.integers(1, 520)


@SOME
@given(
    wish=st.builds(
        Wish,
        name=NAMES,
        association=NAMES,
        source=NAMES,
        valid_from=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
        units=st.lists(NAMES, min_size=1, max_size=3),
        stages=st.lists(
            st.builds(StageWish, name=NAMES, weeks=WEEKS, checkpoint=st.booleans(), group=st.booleans()),
            min_size=1,
            max_size=4,
        ),
        municipalities=st.lists(NAMES, max_size=2),
        age=st.none() | st.just((16, 66)),
        places_per_year=st.none() | st.integers(1, 1000),
        contact_weeks=WEEKS,
        plan_weeks=WEEKS,
        violence_weeks=WEEKS,
        skapa_months=st.none() | st.integers(1, 120),
        skapa_first_weeks=st.integers(1, 520),
        reminders=st.booleans(),
        exit_document=st.booleans(),
        to_work_percent=st.none() | st.integers(0, 100),
    )
)
def test_whatever_is_wanted_passes_the_check(wish: Wish) -> None:
    made = parse(draft(wish), "ny.toml")
    assert [unit.name for unit in made.units] == list(wish.units)
    assert [stage.name for stage in made.stages] == [stage.name for stage in wish.stages]
    assert (made.rule("plan") is not None) == (wish.plan_weeks is not None)
    assert wish.reminders or not made.reminders
    assert not [goal for goal in made.goals if goal.rule and goal.target is not None], "the plan said no share"


ANSWERS = (
    *(
        "Öppna vägen",
        "Östra",
        "Plan 2027",
        "i morgon",
        "2027-01-01",
        "Öppna Norr, Öppna Syd",
        "många",
        "40",
        "",
        "66-16",
    ),
    *("16-66", "Lära känna", "6", "ja", "", "Egen väg", "", "nej", "", "2", "", "", "3", "", "kanske", "ja", "40", ""),
)


def begins(*words: str, answers: tuple[str, ...] = ANSWERS) -> Result:
    return CliRunner().invoke(farled, ["programme", "new", *words], input="\n".join(answers) + "\n")


def test_questions_are_asked_until_the_answer_can_be_used(tmp_path: Path) -> None:
    file = tmp_path / "ny.toml"
    result = begins(str(file))
    assert result.exit_code == 0, result.output
    assert "farled programme try" in result.stdout
    made = read_programme(file)
    assert (made.id, made.version, made.valid_from) == ("oppna-vagen", "2027", date(2027, 1, 1))
    assert [unit.places_per_year for unit in made.units] == [40, 40]
    assert [stage.ends_with for stage in made.stages] == ["checkpoint", None]
    assert made.target_group.age == (16, 66)
    assert [rule.id for rule in made.rules] == ["contact", "skapa", "exit-document", "checkpoint"]


def test_the_answer_before_can_be_given_again_and_again(tmp_path: Path) -> None:
    """Two steps back from the place of the plan, over a question that had been passed by with Enter."""
    begin = ("Vägn", "Östra", "<", "<", "Vägen", "Norra", "Plan", "2027-02-30", "2027-01-01", "Luleå", "20")
    rest = ("", "<", "<", "30", "Luleå", "", "Fas", "", "", "", *("",) * 4, "", "", "nej")
    file = tmp_path / "ny.toml"
    result = begins(str(file), answers=begin + rest)
    assert result.exit_code == 0, result.output
    assert "Den dagen finns inte i kalendern." in result.stderr
    made = read_programme(file)
    assert (made.id, made.association, made.units[0].places_per_year) == ("vagen", "Norra", 30)
    assert made.target_group.municipalities == ("Luleå",)


def test_before_the_first_question_there_is_nothing(tmp_path: Path) -> None:
    result = begins(str(tmp_path / "ny.toml"), answers=("<", "<"))
    assert result.stderr.count("Insatsens namn") == 3
    assert not list(tmp_path.iterdir())


def test_the_file_says_where_to_go_on(tmp_path: Path) -> None:
    file = tmp_path / "ny.toml"
    begins(str(file))
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# En början. Skriv vidare efter docs/writing-a-programme.md")
    assert "# target = 1.0" in text
    assert {line for line in text.splitlines() if line.startswith("# Vilka som påminns")}


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "ny.toml"
    file.write_text("mine", encoding="utf-8")
    result = begins(str(file))
    assert result.exit_code == 1
    assert "finns redan" in result.stderr
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("name", "id_"),
    [("Öppna vägen", "oppna-vagen"), ("2027 års", "insats-2027-ars"), ("ÅÄÖ!", "aao"), ("道", "insats")],
)
def test_a_name_becomes_an_id(name: str, id_: str) -> None:
    assert (
        Wish(
            name=name,
            association="x",
            source="x",
            valid_from=date(2027, 1, 1),
            units=["x"],
            stages=[StageWish(name="x")],
        ).id
        == id_
    )
