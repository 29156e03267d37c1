"""When a mail that did not go is tried again."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from notifications.deliver import DELAYS, next_try

NOW = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)


def test_the_first_try_again_comes_after_a_minute() -> None:
    assert next_try(1, NOW) == NOW + timedelta(minutes=1)


def test_the_waits_grow() -> None:
    assert all(earlier <= later for earlier, later in pairwise(DELAYS))


def test_after_close_to_four_days_it_is_given_up() -> None:
    assert timedelta(days=3.5) < sum(DELAYS, timedelta()) < timedelta(days=4)
    assert next_try(len(DELAYS), NOW) == NOW + timedelta(days=1)
    assert next_try(len(DELAYS) + 1, NOW) is None
