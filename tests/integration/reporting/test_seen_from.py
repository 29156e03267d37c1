"""A report is seen from a day and from a moment: what had not happened, or was not known, is not in it."""

from datetime import UTC, date, datetime

from journeys.reporting import Report
from tests.integration.reporting.conftest import Installation, report_of
from workflows.compliance import GoalRow

REF = "MOL-2026-001"
CONTACT = "contact-in-two-weeks"


def contact(report: Report) -> GoalRow:
    """The goal of contact in two weeks, for everyone in the programme."""
    rows = report.compliance.goals
    return next(row for row in rows if (row.goal, row.unit, row.gender) == (CONTACT, None, None))


def admitted(app: Installation) -> None:
    """On 2 March: contact is due on the 16th."""
    app.refers(REF, "2026-03-02")
    app.does(REF, "2026-03-02", "admitted", caseworker="kim@molndal.example")


def spring(app: Installation, today: str, known_at: datetime | None = None) -> GoalRow:
    first, last = date(2026, 3, 1), date(2026, 5, 31)
    return contact(report_of(app, "activera", first, last, date.fromisoformat(today), known_at=known_at))


def test_what_was_done_in_time_and_registered_late_counts_as_done_in_time(empty: Installation) -> None:
    admitted(empty)
    assert (spring(empty, "2026-05-31").met, spring(empty, "2026-05-31").counted) == (0, 1)
    empty.does(REF, "2026-03-10", "contact", registered="2026-05-20")
    assert (spring(empty, "2026-05-31").met, spring(empty, "2026-05-31").counted) == (1, 1)


def test_a_report_can_be_printed_again_as_it_was_known(empty: Installation) -> None:
    admitted(empty)
    published = spring(empty, "2026-05-31")
    event = empty.does(REF, "2026-03-10", "contact", registered="2026-06-01")
    empty.does(REF, "2026-06-02", "corrected", of=event, set={"on": "2026-03-20"}, reason="fel dag")
    assert spring(empty, "2026-05-31", datetime(2026, 5, 31, 22, tzinfo=UTC)) == published
    assert spring(empty, "2026-05-31", datetime(2026, 6, 1, 22, tzinfo=UTC)).met == 1
    assert spring(empty, "2026-05-31").met == 0


def test_a_step_that_only_a_later_registration_allowed_is_passed_over(empty: Installation) -> None:
    empty.refers(REF, "2026-03-02")
    empty.does(REF, "2026-03-02", "admitted", caseworker="kim@molndal.example", at="2026-03-20T12:00:00+00:00")
    empty.does(REF, "2026-03-05", "started")
    assert starts(empty, datetime(2026, 3, 10, tzinfo=UTC)) == 0
    assert starts(empty, datetime(2026, 3, 21, tzinfo=UTC)) == 1


def starts(app: Installation, known_at: datetime) -> int:
    first, last = date(2026, 3, 1), date(2026, 5, 31)
    report = report_of(app, "activera", first, last, last, known_at=known_at)
    return sum(
        row.n for row in report.compliance.figures if (row.figure, row.unit, row.gender) == ("starts", None, None)
    )


def test_what_has_not_happened_by_the_day_is_not_seen(empty: Installation) -> None:
    admitted(empty)
    empty.does(REF, "2026-03-18", "contact")
    assert (spring(empty, "2026-03-16").counted, spring(empty, "2026-03-16").not_counted_yet) == (0, 1)
    assert (spring(empty, "2026-03-17").counted, spring(empty, "2026-03-17").met) == (1, 0)
    assert spring(empty, "2026-03-01").not_counted_yet == 0


def test_the_due_day_of_what_was_done_during_a_pause_moves_while_the_pause_lasts(empty: Installation) -> None:
    admitted(empty)
    empty.does(REF, "2026-03-03", "started")
    empty.does(REF, "2026-03-10", "paused", reason="vilar")
    empty.does(REF, "2026-03-20", "contact")
    assert spring(empty, "2026-03-20").counted == 1
    assert spring(empty, "2026-09-01").counted == 0


def test_one_version_can_be_reported_by_itself(empty: Installation) -> None:
    admitted(empty)
    with empty.read() as connection:
        catalogue = empty.catalogue(connection)
    assert catalogue.valid_on("activera", date(2026, 3, 2)).version == "2026"
    whole = report_of(empty, "activera", date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 30))
    alone = report_of(empty, "activera", date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 30), version="2026")
    assert alone.compliance == whole.compliance
    assert (whole.version, alone.version) == (None, "2026")
