"""The report that most people open, counted before anybody asks: what is read for it is kept (`storage.kept`)."""

from datetime import date

from journeys.app import App
from journeys.reporting import report
from journeys.reporting.published import as_published


class Ahead:
    """Once when the desk opens, and then every new day."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._counted: date | None = None

    def count(self) -> None:
        """This year so far, of every programme, with the year before and whatever it is hidden together with."""
        today = self._app.today
        if self._counted == today:
            return
        with self._app.read() as connection:
            catalogue = self._app.catalogue(connection)
            for programme in catalogue.ids():
                first = date(today.year, 1, 1)
                found = report(connection, catalogue, programme=programme, first=first, last=today, today=today)
                as_published(connection, catalogue, found)
        self._counted = today
