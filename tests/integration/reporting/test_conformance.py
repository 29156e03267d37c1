"""The figures of the conformance data, from rows and from events, on both databases."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from journeys.app import App
from journeys.cli.output import as_json
from tests.integration.reporting.conftest import IMPORTED_ON, Data, report_of

LATER_THAN_EVERYTHING = datetime(2100, 1, 1, tzinfo=UTC)
"""What was known then is all there is, and it is worked out from the events."""


def expected_reports(data: Data) -> list[dict[str, Any]]:
    answers = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(data.expected.glob("*.json"))]
    return [answer for answer in answers if "goals" in answer]


def asked(app: App, wanted: dict[str, Any], known_at: datetime | None = None) -> dict[str, Any]:
    days = [date.fromisoformat(wanted[key]) for key in ("from", "to", "today")]
    answer: dict[str, Any] = json.loads(as_json(report_of(app, wanted["programme"], *days, known_at=known_at).json()))
    return answer


def test_every_expected_report_comes_out_to_the_letter(installation: App, data: Data) -> None:
    reports = expected_reports(data)
    assert len(reports) >= 3
    for wanted in reports:
        got = asked(installation, wanted)
        assert list(got) == list(wanted)
        assert got == wanted


def test_rows_and_events_tell_the_same_on_whatever_day_it_is_seen(installation: App, data: Data) -> None:
    for wanted in expected_reports(data):
        for today in days_of_interest(wanted):
            as_seen = wanted | {"today": today.isoformat()}
            assert asked(installation, as_seen) == asked(installation, as_seen, LATER_THAN_EVERYTHING)


def days_of_interest(wanted: dict[str, Any]) -> list[date]:
    """In the middle of the period, when most is still to come, and when all was registered."""
    first, last = date.fromisoformat(wanted["from"]), date.fromisoformat(wanted["to"])
    return [first + (last - first) // 2, IMPORTED_ON, IMPORTED_ON + timedelta(days=200)]
