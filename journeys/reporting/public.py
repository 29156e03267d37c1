"""A report as anybody may see it, whoever they are: with the year before, and without small numbers in either."""

from sqlalchemy import Connection

from journeys.catalogue import Catalogue
from journeys.reporting.compared import compared
from journeys.reporting.linked import hidden
from journeys.reporting.reports import Report
from journeys.reporting.sections import Section


def public(connection: Connection, catalogue: Catalogue, found: Report, before: Report | None) -> list[Section]:
    """`before`: the same report of a year before (`compared.report_before`)."""
    earlier = hidden(connection, catalogue, before) if before else []
    return compared(hidden(connection, catalogue, found, earlier), earlier)
