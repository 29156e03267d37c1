"""What a change of version leaves as it was, and what it excuses (spec: counting.md "A change of version")."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from workflows.history import History
from workflows.obligation import DONE, SETTLED, Obligation
from workflows.programme_tables import Rule


class Carried:
    """What a change of version leaves as it was: the work that was settled by then, and the stages left behind.

    What only the change made late is excused from that day.
    """

    def __init__(self, history: History, before: Sequence[Obligation]) -> None:
        """`before`: the obligations as they stood on the day of the change."""
        self.on, self.held, self.stages_left = date.min, 0, 0
        self._counted = history.counted
        self._settled: dict[tuple[str, int], Obligation] = {}
        self._failing: set[tuple[str, int]] = set()
        if history.migration:
            self.on = history.migration.on
            self._leave_stages(history.migration.before)
            self._keep(before)

    def _leave_stages(self, before: History) -> None:
        if before.entries:
            self.stages_left = len(before.entries) - 1
            left = before.events[: before.entries[-1].position + 1]
            self.held = sum(event.name == "checkpoint" for event in left)

    def _keep(self, before: Sequence[Obligation]) -> None:
        for each in before:
            if each.status in DONE or each.status == "excepted":
                self._settled[each.rule, each.n] = each
            elif each.status == "overdue":
                self._failing.add((each.rule, each.n))

    def settled(self, rule: Rule, n: int) -> Obligation | None:
        """The obligation as it was settled before the change."""
        found = self._settled.get((rule.id, n))
        return found if found is None or self._counted else replace(found, status="void")

    def excuses(self, obligation: Obligation) -> bool:
        """Whether the change alone made it late."""
        key = obligation.rule, obligation.n
        fails = obligation.status in SETTLED and obligation.status != "met" and obligation.due < self.on
        return fails and key not in self._settled and key not in self._failing and obligation.anchor <= self.on

    def excused(self, obligation: Obligation) -> Obligation:
        return replace(obligation, why=f"{obligation.why}; undantaget: försenat bara av att versionen byttes {self.on}")

    def rest(self, found: Sequence[Obligation]) -> Iterator[Obligation]:
        """What was settled under rules that the new version does not have, or not so many times."""
        keys = {(each.rule, each.n) for each in found}
        for key, each in self._settled.items():
            if key not in keys:
                yield each if self._counted else replace(each, status="void")
