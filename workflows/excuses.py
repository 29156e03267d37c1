"""The exceptions from one rule (spec: counting.md, "Exception")."""

from datetime import date

from workflows.history import History
from workflows.programme_tables import Rule


class Excuses:
    """In order: each is taken at most once, by the lowest n that exists that day."""

    def __init__(self, history: History, rule: Rule) -> None:
        first = history.last_reopened + 1 if rule.after_exit else 0
        self._days = [
            event.on for event in history.events[first:] if event.name == "excepted" and event.data["rule"] == rule.id
        ]

    def take(self, n: int, anchor: date, done: date | None) -> date | None:
        """The day on which the n-th obligation was excepted; None where it was done by then, or never was."""
        while self._days:
            day = self._days[0]
            if done is not None and done <= day:
                return None
            self._days.pop(0)
            if day > anchor or (day == anchor and n == 1):
                return day
        return None
