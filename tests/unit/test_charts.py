"""Where the drawings of self-assessments put what they show."""

from datetime import date

from journeys.demo.answered import answered
from journeys.web.charts import BOTTOM, NEAR, TOP, panels
from journeys.web.radar import radars
from tests.builders import programme
from workflows.assessments import Measurement, form_of
from workflows.instruments import BUILT_IN

FORM = form_of(BUILT_IN["skapa"])
TODAY = date(2026, 5, 4)


def measured(day: date, participant: dict[str, int], caseworker: dict[str, int] | None = None) -> Measurement:
    return Measurement(on=day, form=FORM, answers={"participant": participant, "caseworker": caseworker or {}})


def test_labels_of_the_same_answer_do_not_lie_on_each_other_nor_outside() -> None:
    for answer in (1, 3, 5):
        (panel,) = panels([measured(TODAY, {"health": answer}, {"health": answer})], FORM.questions[2:3], TODAY)
        one, other = (line.label.y for line in panel.lines)
        assert other - one == NEAR
        assert TOP <= one < other <= BOTTOM + 4


def test_the_highest_answer_is_on_top_and_the_lowest_at_the_bottom() -> None:
    found = [measured(date(2026, 3, 2), {"health": 1}), measured(TODAY, {"health": 5})]
    (panel,) = panels(found, FORM.questions[2:3], TODAY)
    (line,) = panel.lines
    assert [(spot.y, len(line.paths)) for spot in line.spots] == [(BOTTOM, 1), (TOP, 1)]


def test_a_radar_is_open_where_a_question_was_not_answered() -> None:
    every = {each.id: 3 for each in FORM.questions}
    some = {name: answer for name, answer in every.items() if name != "health"}
    (radar,) = radars([measured(date(2026, 3, 2), some), measured(TODAY, every)], TODAY)
    first, latest = radar.outlines
    assert latest.path.endswith("Z")
    assert (first.path.count("M"), "Z" in first.path, len(first.spots)) == (4, False, 5)


def test_the_demos_answers_are_on_the_scale_and_always_the_same() -> None:
    asks = programme(records=[{"id": "skapa", "name": "SKAPA", "instrument": "skapa"}])
    lines = [{"journey": "A-1", "event": event, "on": "2026-03-02"} for event in ("skapa", "contact", "skapa")]
    told = list(answered(lines, asks))
    assert told == list(answered(lines, asks))
    assert [set(each) - {"journey", "event", "on"} for each in told] == [{"values"}, set(), {"values"}]
    assert {each for line in told for given in line.get("values", {}).values() for each in given.values()} <= {
        *range(1, 6)
    }
