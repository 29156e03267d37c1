"""Logs: one line a thing, in JSON or as text, on standard error. Counts and kinds; never a participant."""

import logging
import sys
from traceback import walk_tb
from typing import Any, Literal

import structlog

Logger = Any
PACKAGES = ("journeys", "workflows", "notifications")


def configure(form: Literal["json", "text"]) -> None:
    """Set up logging for this process."""
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # as it is when something is logged
        cache_logger_on_first_use=False,
    )


def logger() -> Logger:
    return structlog.get_logger()


def hear(*libraries: str) -> None:
    """Log what libraries say, from warnings on, as we log: what is wrong and where, never with which values."""
    for library in libraries:
        its = logging.getLogger(library)
        its.handlers, its.propagate = [_Brief(logging.WARNING)], False


class _Brief(logging.Handler):
    """Without what is filled into a message, and without the trace: both quote what somebody typed."""

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0] if record.exc_info else None
        told = {"kind": kind.__name__} if kind else {}
        logger().log(record.levelno, "library", library=record.name, says=str(record.msg).strip(), **told)


def place_of(error: BaseException) -> str | None:
    """Where in our own code an error came up, `journeys.nightly:93`. Its message is left out: it may quote a value."""
    frames = ((frame.f_globals.get("__name__", ""), line) for frame, line in walk_tb(error.__traceback__))
    ours = [f"{module}:{line}" for module, line in frames if module.partition(".")[0] in PACKAGES]
    return ours[-1] if ours else None
