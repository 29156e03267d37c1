"""Where a fault in the product itself is written down: types and places in the code, never a value."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from traceback import format_tb

from platformdirs import user_log_path


def write_fault(error: BaseException) -> Path | None:
    """Append the fault to the log and return the file; None where there can be none."""
    try:
        path = user_log_path("farled", appauthor=False, ensure_exists=True) / "fel.log"
        with path.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n{''.join(described(error))}\n")
    except OSError:
        return None
    return path


def described(error: BaseException, told: frozenset[int] = frozenset()) -> Iterator[str]:
    """The error and what caused it, the cause first. Without the messages: they may quote what was typed."""
    cause = error.__cause__ or error.__context__
    if cause and id(cause) not in told:
        yield from described(cause, told | {id(error)})
    yield f"{type(error).__module__}.{type(error).__qualname__}\n"
    yield from format_tb(error.__traceback__)
