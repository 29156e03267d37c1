"""A report as somebody may see it, whoever they are: with the year before, and without others' small numbers."""

from sqlalchemy import Connection

from journeys.catalogue import Catalogue
from journeys.reporting.compared import compared
from journeys.reporting.linked import hidden
from journeys.reporting.reports import Report
from journeys.reporting.sections import Section


def public(
    connection: Connection, catalogue: Catalogue, found: Report, before: Report | None, *, own: str | None = None
) -> list[Section]:
    """`before`: the same report of a year before (`compared.report_before`). `own`: the reader's unit, shown whole."""
    earlier = hidden(connection, catalogue, before, own=own) if before else []
    return compared(hidden(connection, catalogue, found, earlier, own=own), earlier)
