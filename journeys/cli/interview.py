"""Questions one after the other at the terminal, with a way back: "<" asks the one before once more."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

BACK = "<"

T = TypeVar("T")


class _Back(Exception):
    """Somebody wants to answer the question before again."""


class Interview:
    """The answers so far. To go back, all questions are asked anew, and those that stand answer themselves."""

    def __init__(self) -> None:
        self._given: list[Any] = []
        self._next = 0

    def lead(self, questions: Callable[["Interview"], T]) -> T:
        """What the questions come to, asked by way of this interview until nobody goes back any more."""
        while True:
            self._next = 0
            try:
                return questions(self)
            except _Back:
                del self._given[-1:]

    def answer(self, question: str, check: Callable[[str], Any], *, needed: bool = False) -> Any:
        """Ask until the answer passes `check`. Enter is no answer: None, unless one is `needed`."""
        if self._next == len(self._given):
            self._given.append(self._asked(question, check, needed=needed))
        self._next += 1
        return self._given[self._next - 1]

    def _asked(self, question: str, check: Callable[[str], Any], *, needed: bool) -> Any:
        def checked(given: str) -> Any:
            if given.strip() == BACK:
                raise _Back
            if needed and not given:
                raise click.UsageError("Det behövs ett svar.")
            return check(given) if given else None

        return click.prompt(question, default="", show_default=False, value_proc=checked, err=True)
