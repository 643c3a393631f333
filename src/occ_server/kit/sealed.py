"""Sealed texts: what a client keeps for the server and cannot have changed when it comes back.

A seal says that this database made the text for this purpose; it hides nothing.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
_MAC_BYTES = 16


class BrokenSeal(Exception):
    """A text that this key did not seal for this purpose, or of a form this version does not know."""


def new_seal_key() -> str:
    """Return a fresh key as it is stored: 64 hexadecimal digits."""
    return secrets.token_hex(32)


class Seal:
    """Closes and opens texts with one key."""

    def __init__(self, key: str) -> None:
        self._key = bytes.fromhex(key)

    def close(self, purpose: str, value: Any) -> str:
        """Return a URL-safe text for any msgspec value, good for this purpose only."""
        content = msgspec.json.encode(value)
        return base64.urlsafe_b64encode(self._mac(purpose, content) + content).rstrip(b"=").decode()

    def open(self, purpose: str, text: str, kind: type[T]) -> T:
        """Return the value behind a text.

        :raises BrokenSeal: for a text this key did not close for this purpose.
        """
        try:
            raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), b"-_", validate=True)
        except (binascii.Error, ValueError) as error:
            raise BrokenSeal from error
        mac, content = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(purpose, content)):
            raise BrokenSeal
        try:
            return msgspec.json.decode(content, type=kind)
        except msgspec.MsgspecError as error:  # sealed by another version
            raise BrokenSeal from error

    def _mac(self, purpose: str, content: bytes) -> bytes:
        return hmac.digest(self._key, purpose.encode() + b"\0" + content, hashlib.sha256)[:_MAC_BYTES]
