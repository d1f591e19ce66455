"""Personal fields, encrypted at rest with a key that the database never sees."""

import nacl.secret
import nacl.utils
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_box: nacl.secret.SecretBox | None = None


def use_key(key: bytes) -> None:
    """Set the key (32 bytes) with which personal fields are encrypted in this process."""
    global _box  # noqa: PLW0603 - one key per process, set once at start
    _box = nacl.secret.SecretBox(key)


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
