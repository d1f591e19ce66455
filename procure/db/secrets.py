"""Personal fields, encrypted at rest with a key that the database never sees."""

import hashlib
import hmac

import nacl.secret
import nacl.utils
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_box: nacl.secret.SecretBox | None = None
_index_key = b""


def use_key(key: bytes) -> None:
    """Set the key (32 bytes) with which personal fields are encrypted in this process."""
    global _box, _index_key  # noqa: PLW0603 - one key per process, set once at start
    _box = nacl.secret.SecretBox(key)
    _index_key = hmac.digest(key, b"tenong blind index", hashlib.sha256)


def blind_index(kind: str, value: str) -> bytes:
    """Return a keyed digest by which an encrypted value can be found again, but not be read.

    HMAC-SHA256 under a key derived from the identity key; the same value of another kind differs.
    """
    _the_box()
    return hmac.digest(_index_key, f"{kind}\0{value}".encode(), hashlib.sha256)


def _the_box() -> nacl.secret.SecretBox:
    if _box is None:
        raise RuntimeError("the identity key is not set")
    return _box


class Encrypted(TypeDecorator[str]):
    """Text that is stored as ciphertext (XSalsa20-Poly1305, fresh nonce each time)."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Encrypt on the way in."""
        return None if value is None else bytes(_the_box().encrypt(value.encode()))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Decrypt on the way out."""
        return None if value is None else _the_box().decrypt(bytes(value)).decode()
