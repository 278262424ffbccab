"""Sealing: what makes words unreadable without a key, and a key unreadable without a secret.

Words and keys are sealed with AES-256-GCM under random 96-bit nonces: one person's key would have to seal some four
billion texts before two nonces are likely to meet. What is sealed is bound to its place (whose it is, which prompt, which
number): moved elsewhere it doesn't open. A text is padded first, so that its length tells only a bucket: 512 bytes, then
doubling up to 64 KiB, then multiples of it.
"""

import base64
import binascii
import hashlib
import json
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

__all__ = ["KEY_BYTES", "Sealer", "Stretch", "derived", "new_key"]

KEY_BYTES = 32

_VERSION = b"\x01"
_NONCE_BYTES = 12
_LENGTH_BYTES = 4
_SMALLEST, _LARGEST = 512, 65_536


class Sealer:
    """Seals and opens under one key.

    Parameters
    ----------
    key : bytes
        32 bytes.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("a key of 32 bytes is needed")
        self._cipher = AESGCM(key)

    def __repr__(self) -> str:
        return "Sealer()"

    def seal(self, content: bytes, *place: str | int) -> bytes:
        """Return ``content`` sealed for one place; its length is not hidden."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _VERSION + nonce + self._cipher.encrypt(nonce, content, _bound(place))

    def open(self, sealed: bytes, *place: str | int) -> bytes | None:
        """Return what was sealed for that place under that key, None for anything else."""
        if sealed[:1] != _VERSION:
            return None
        nonce, rest = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, rest, _bound(place))
        except (InvalidTag, ValueError):  # ValueError: cut so short that it has no nonce
            return None

    def seal_text(self, text: str, *place: str | int) -> str:
        """Return a text sealed for one place, in ASCII, its length hidden."""
        content = text.encode()
        padded = len(content).to_bytes(_LENGTH_BYTES) + content
        return base64.b64encode(self.seal(padded.ljust(_bucket(len(padded)), b"\0"), *place)).decode()

    def open_text(self, sealed: str, *place: str | int) -> str | None:
        """Return the text that was sealed for that place under that key, None for anything else."""
        try:
            padded = self.open(base64.b64decode(sealed, validate=True), *place)
        except (binascii.Error, ValueError):
            return None
        if padded is None:
            return None
        return padded[_LENGTH_BYTES:][: int.from_bytes(padded[:_LENGTH_BYTES])].decode()


@dataclass(frozen=True, repr=False)
class Stretch:
    """What makes guessing slow: scrypt, with a cohort's own salt.

    The salt is one for a whole cohort, so that a phrase finds its owner by itself: stretching it once gives what
    recognises it, and trying everybody's salt would cost sixty times as much. A thief of the database may then try each
    guess against everybody at once: sixty people spare them six bits of the 88 of a phrase. With N = 2**14, r = 8
    (RFC 7914's figures for somebody who waits), a guess takes 16 MiB and some 0.05 s: 2**82 guesses are out of reach of
    anybody, and sixty people who join within a minute take 3 s of it. The cost is written beside the salt, so that it
    can be raised for a new cohort without a word to the former ones.
    """

    salt: bytes
    n: int = 2**14
    r: int = 8
    p: int = 1

    @classmethod
    def new(cls) -> "Stretch":
        """Return one with a random salt."""
        return cls(secrets.token_bytes(16))

    def of(self, guessable: str) -> bytes:
        """Return 32 bytes that only slow work gives. The interpreter's lock is released meanwhile."""
        room = 128 * self.r * (self.n + self.p + 2) + 65_536
        return hashlib.scrypt(
            guessable.encode(), salt=self.salt, n=self.n, r=self.r, p=self.p, maxmem=room, dklen=KEY_BYTES
        )


def new_key() -> bytes:
    """Return a random key."""
    return secrets.token_bytes(KEY_BYTES)


def derived(secret: bytes, purpose: str, *place: str | int) -> bytes:
    """Return 32 bytes for one purpose, from a secret that can't be guessed (HKDF); they tell nothing of it."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=_bound(("parcours-u", purpose, *place))).derive(
        secret
    )


def _bound(place: tuple[str | int, ...]) -> bytes:
    return json.dumps(place).encode()  # unlike a bare join, no two places look the same


def _bucket(length: int) -> int:
    if length > _LARGEST:
        return -(-length // _LARGEST) * _LARGEST
    return max(_SMALLEST, 1 << (length - 1).bit_length())
