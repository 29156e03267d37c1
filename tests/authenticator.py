"""A security key in software: makes passkeys and signs with them (WebAuthn level 3, sections 6 and 7)."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, NEW_KEY = 0x01, 0x04, 0x40


@dataclass
class SecurityKey:
    """Holds one passkey; every use raises its counter."""

    origin: str = "https://testserver"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    count: int = 0

    def create(self, question: str) -> str:
        """The credential for a question of the page that adds one, as JSON."""
        options = json.loads(question)
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        attested = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(public)
        data = self._data(options["rp"]["id"], NEW_KEY) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        told = self._told("webauthn.create", options["challenge"])
        return self._credential({"clientDataJSON": _text(told), "attestationObject": _text(attestation)})

    def get(self, question: str) -> str:
        """The signed answer to a question of the code page, as JSON."""
        options = json.loads(question)
        self.count += 1
        data = self._data(options["rpId"], 0)
        told = self._told("webauthn.get", options["challenge"])
        signature = self.key.sign(data + hashlib.sha256(told).digest(), ec.ECDSA(SHA256()))
        return self._credential(
            {"clientDataJSON": _text(told), "authenticatorData": _text(data), "signature": _text(signature)}
        )

    def _data(self, host: str, flags: int) -> bytes:
        flags |= PRESENT | VERIFIED
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _told(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _credential(self, response: dict[str, Any]) -> str:
        id_ = _text(self.id)
        return json.dumps({"id": id_, "rawId": id_, "type": "public-key", "response": response})


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()
