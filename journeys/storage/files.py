"""Files with personal data in them: for nobody but their owner, and there whole or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replaced(file: Path) -> Iterator[BinaryIO]:
    """Write a file that takes the place of what was there when it is complete. Only its owner may read it."""
    if file.exists() and not file.is_file():
        with file.open("wb") as out:  # a pipe, or /dev/null: nothing to put in its place
            yield out
        return
    target = file.resolve()
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        error.filename = str(file)
        raise
    try:
        with os.fdopen(descriptor, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
