"""How many examples a property is tried on: a share of the profile's, which `make test-long` raises.

Nothing may import this before the profile is chosen: no conftest.
"""

from hypothesis import Phase, settings

SOME = settings(max_examples=settings().max_examples // 3)
"""Where an example is a whole history."""

FEW = settings(max_examples=settings().max_examples // 6)
"""Where each example works on a database."""

HANDFUL = settings(max_examples=settings().max_examples // 40, phases=set(settings().phases) - {Phase.shrink})
"""Where each example asks a whole desk for everything: a smaller one would take minutes to find."""
