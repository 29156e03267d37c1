"""A report as anybody may see it, whoever they are: with the year before, and without small numbers in either."""

from journeys.reporting.compared import compared
from journeys.reporting.hiding import hidden
from journeys.reporting.reports import Report
from journeys.reporting.sections import Section, sections


def public(found: Report, before: Report | None) -> list[Section]:
    """`before`: the same report of a year before (`compared.report_before`)."""
    earlier = hidden(before.programme, sections(before)) if before else []
    return compared(hidden(found.programme, sections(found), earlier), earlier)
