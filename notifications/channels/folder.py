"""Mail as files: one `.eml` for each Message-ID."""

import os
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp

from notifications.errors import ChannelDownError


class FolderChannel:
    """Writes each mail whole or not at all; a second copy takes the place of the first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, mail: EmailMessage) -> None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(_name(mail), mail.as_bytes())
        except OSError as error:
            raise ChannelDownError(f"Det går inte att skriva i mappen {self._folder}.") from error

    def close(self) -> None:
        """Nothing is kept open."""

    def _write(self, name: str, content: bytes) -> None:
        descriptor, temporary = mkstemp(dir=self._folder, prefix=".", suffix=".tmp")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(descriptor)
            Path(temporary).replace(self._folder / name)
        finally:
            Path(temporary).unlink(missing_ok=True)
        self._sync()

    def _sync(self) -> None:
        """So that the new name outlives a power cut."""
        if os.name != "posix":  # elsewhere a folder cannot be opened
            return
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _name(mail: EmailMessage) -> str:
    return f"{sha256(mail['Message-ID'].encode()).hexdigest()[:32]}.eml"
