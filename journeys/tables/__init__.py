"""The rows of the product: whoever imports this has the whole schema, but for what belongs to one feature alone.

What is personal stands apart from what happened: see `journeys.storage.privacy` for which column is which, and why.
"""

from journeys.tables import access, assessments, erasures, journeys, log, people, programmes, reports, staff, units

__all__ = ["access", "assessments", "erasures", "journeys", "log", "people", "programmes", "reports", "staff", "units"]
