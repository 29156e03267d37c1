"""Programmes that lead on to each other, read by somebody who sees the numbers of them all."""

from collections.abc import Sequence
from datetime import date

import pytest

from journeys.reporting import linked
from journeys.reporting.annual import reports_of
from journeys.reporting.numbers import HIDDEN
from journeys.reporting.reports import Report
from journeys.reporting.sections import Section, sections
from tests.integration.reporting.conftest import PERSON, REFERRER, Installation, report_of
from tests.support.reader import told

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
GROUP, LED_TO = "samordningsgrupp", ("samkraft", "tidsam")


@pytest.fixture
def recommended(empty: Installation) -> Installation:
    """Twelve whom a group recommended something: three of them Tidsam, nine SAMKRAFT."""
    for number in range(1, 13):
        reference, gender = f"SGP-2026-{number:03}", "woman" if number % 2 else "man"
        told_of = {"programme": GROUP, "unit": "sg-pitea", "referrer": REFERRER, "person": PERSON | {"gender": gender}}
        empty.does(reference, "2026-02-09", "referred", **told_of)
        empty.does(reference, "2026-02-09", "admitted", caseworker="siv@sg.example")
        empty.does(reference, "2026-02-09", "started")
        where = ("to-tidsam", "pitea") if number <= 3 else ("to-samkraft", "lulea")
        empty.does(reference, "2026-02-16", "exited", outcome=where[0], leads_to_unit=where[1])
    return empty


def alone(app: Installation, programme: str) -> tuple[Report, list[Section]]:
    found = report_of(app, programme, FIRST, LAST, LAST)
    with app.read() as connection:
        return found, linked.hidden(connection, app.catalogue(connection), found)


def count(shown: Sequence[Section], figure: str, group: str | None = None) -> object:
    return told(shown)[figure, group, None, None]


def test_what_a_group_recommended_is_not_told_by_the_referrals_of_the_next(recommended: Installation) -> None:
    """12 less 9 referrals would be 3."""
    (made, group), (_, samkraft), (_, tidsam) = (alone(recommended, each) for each in (GROUP, *LED_TO))
    assert count(sections(made), "exits", "to-tidsam") == 3
    assert count(tidsam, "referrals") is HIDDEN
    assert HIDDEN in (count(samkraft, "referrals"), count(group, "exits"))
    assert count(group, "exits", "to-samkraft") is HIDDEN
    assert count(group, "exits", "to-tidsam") is HIDDEN


def test_every_page_hides_the_same(recommended: Installation) -> None:
    """Each programme by itself, and all of an association in the annual figures."""
    with recommended.read() as connection:
        catalogue = recommended.catalogue(connection)
        found = list(reports_of(connection, catalogue, (*LED_TO, GROUP), 2026, LAST))
        together = linked.all_hidden(connection, catalogue, found)
    for each, shown in zip(found, together, strict=True):
        assert told(shown) == told(alone(recommended, each.programme.id)[1])


def test_programmes_hang_together_over_several_steps(empty: Installation) -> None:
    with empty.read() as connection:
        catalogue = empty.catalogue(connection)
    assert linked.linked(catalogue, "tidsam") == linked.linked(catalogue, GROUP) >= {GROUP, *LED_TO}
    assert linked.linked(catalogue, "activera") == {"activera"}
