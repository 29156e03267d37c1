"""The secret of an installation: it chains the event log, seals what is personal and finds identity numbers.

One file of 32 random bytes. Whoever has it and the database can read everything: keep a copy apart from both.
"""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from journeys.errors import JourneyError

SIZE = 32
_NONCE = 12


class KeyMissing(JourneyError):
    """The database was made with a key that is not there any more."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"Nyckelfilen {file} saknas. Lägg tillbaka den, eller peka ut den med FARLED_KEY_FILE.")


class KeyWrong(JourneyError):
    """The key is not the one that the database was made with."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"Nyckeln i {file} hör inte till den här databasen. Peka ut rätt fil med FARLED_KEY_FILE.")


class Keys:
    """Three keys from one secret, each for its own purpose."""

    def __init__(self, secret: bytes) -> None:
        self._chain = _derived(secret, b"chain")
        self._lookup = _derived(secret, b"lookup")
        self._seal = AESGCM(_derived(secret, b"seal"))

    def chain(self, before: bytes, content: bytes) -> bytes:
        """The mark of one link: 32 bytes that only the key can make."""
        return hmac.digest(self._chain, before + content, "sha256")

    def lookup(self, text: str) -> str:
        """The keyed hash by which a sealed text is found."""
        return hmac.digest(self._lookup, text.encode(), "sha256").hex()

    def seal(self, content: bytes, context: bytes) -> bytes:
        """Encrypt; `context` says what it belongs to and must be the same when it is opened."""
        nonce = os.urandom(_NONCE)
        return nonce + self._seal.encrypt(nonce, content, context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Decrypt. Raises ValueError where the content was changed or belongs to something else."""
        try:
            return self._seal.decrypt(sealed[:_NONCE], sealed[_NONCE:], context)
        except InvalidTag:
            raise ValueError("sealed content does not fit") from None


def digest(salt: bytes, content: bytes) -> bytes:
    """The salted hash through which the chain covers what is personal: worthless once the salt is gone."""
    return hashlib.sha256(salt + content).digest()


def read_secret(file: Path) -> bytes:
    """Raises KeyMissing."""
    try:
        secret = file.read_bytes()
    except FileNotFoundError:
        raise KeyMissing(file) from None
    if len(secret) != SIZE:
        raise KeyWrong(file)
    return secret


def make_secret(file: Path) -> bytes:
    """Write a new secret that only its owner can read, or read the one another process wrote in the same moment."""
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(6)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(secrets.token_bytes(SIZE))
        out.flush()
        os.fsync(out.fileno())
    with suppress(FileExistsError):
        file.hardlink_to(temporary)
    temporary.unlink()
    return read_secret(file)


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=SIZE, salt=None, info=b"farled " + purpose).derive(secret)
