"""Goals and figures over the database (spec: counting.md)."""

from journeys.reporting.reports import BackwardPeriod, Report, report

__all__ = ["BackwardPeriod", "Report", "report"]
