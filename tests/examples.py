"""How many examples a property is tried on: a share of the profile's, which `make test-long` raises.

Nothing may import this before the profile is chosen: no conftest.
"""

from hypothesis import settings

SOME = settings(max_examples=settings().max_examples // 3)
"""Where an example is a whole history."""

FEW = settings(max_examples=settings().max_examples // 6)
"""Where each example works on a database."""
