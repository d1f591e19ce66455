"""Sealing quotes: nobody can read one before the keeper opens it with a key the web never has."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

import nacl.utils
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from procure.kernel.errors import DomainError
from procure.kernel.labels import N_

BUCKETS = (4 * 1024, 16 * 1024, 64 * 1024)
"""Sizes in bytes to which contents are filled up, so that length tells nothing."""

_LENGTH = 4
_NONCE = 16


class QuoteTooLong(DomainError):
    """The quote does not fit into the largest envelope."""

    text = N_("The quote is too long. Write a shorter note.")
    field = "note"


class SealNotProven(DomainError):
    """The sealed quote could not be opened again at once, so it is not accepted."""

    text = N_("The quote could not be sealed safely and was not sent. Please send it once more.")


class SealBroken(Exception):
    """A sealed quote cannot be opened: damaged, swapped or made for another key."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A request's public key, and its private half wrapped for the keeper."""

    public: bytes
    wrapped_private: bytes


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed quote and the key that opens it, wrapped for the keeper."""

    sealed: bytes
    wrapped_key: bytes

    @property
    def receipt(self) -> bytes:
        """SHA-256 of the sealed bytes: what the supplier is given as proof."""
        return hashlib.sha256(self.sealed).digest()


@dataclass(frozen=True, slots=True)
class Content:
    """What a supplier offers: unit prices by line position, in rupiah with tax."""

    rfq_id: UUID
    supplier_id: UUID
    prices: Mapping[int, int | None]
    delivery_cost: int
    note: str
    submitted_at: str

    def as_bytes(self) -> bytes:
        """Return canonical JSON with a random field, so that equal offers look different."""
        fields = {
            "rfq_id": str(self.rfq_id),
            "supplier_id": str(self.supplier_id),
            "prices": {str(position): price for position, price in self.prices.items()},
            "delivery_cost": self.delivery_cost,
            "note": self.note,
            "submitted_at": self.submitted_at,
            "nonce": nacl.utils.random(_NONCE).hex(),
        }
        text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return text.encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Read an opened quote. Raises SealBroken when it is not one of ours."""
        try:
            fields = json.loads(raw)
            return cls(
                rfq_id=UUID(fields["rfq_id"]),
                supplier_id=UUID(fields["supplier_id"]),
                prices={int(key): _price(value) for key, value in fields["prices"].items()},
                delivery_cost=_amount(fields["delivery_cost"]),
                note=str(fields["note"]),
                submitted_at=str(fields["submitted_at"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SealBroken from error


def _amount(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(value)
    return value


def _price(value: Any) -> int | None:
    return None if value is None else _amount(value) or None


def make_pair(master: bytes) -> Pair:
    """Make a key pair whose private half only the holder of the master key (32 bytes) can use."""
    private = PrivateKey.generate()
    return Pair(bytes(private.public_key), bytes(SecretBox(master).encrypt(bytes(private))))


def seal(content: bytes, public_key: bytes) -> Sealed:
    """Encrypt with a fresh key, prove that it opens, and wrap the key to the request's public key.

    Raises QuoteTooLong or SealNotProven.
    """
    padded = _fill_up(content)
    key = nacl.utils.random(SecretBox.KEY_SIZE)
    sealed = bytes(SecretBox(key).encrypt(padded))
    if _emptied(SecretBox(key).decrypt(sealed)) != content:
        raise SealNotProven
    return Sealed(sealed, bytes(SealedBox(PublicKey(public_key)).encrypt(key)))


def open_quote(sealed: bytes, wrapped_key: bytes, wrapped_private: bytes, master: bytes) -> bytes:
    """Open a sealed quote with the keeper's master key. Raises SealBroken."""
    try:
        private = PrivateKey(SecretBox(master).decrypt(wrapped_private))
        key = SealedBox(private).decrypt(wrapped_key)
        return _emptied(SecretBox(key).decrypt(sealed))
    except (CryptoError, ValueError, TypeError) as error:
        raise SealBroken from error


def fits(public_key: bytes, wrapped_private: bytes, master: bytes) -> bool:
    """Whether the master key (32 bytes) unwraps the private half of this public key."""
    try:
        private = PrivateKey(SecretBox(master).decrypt(wrapped_private))
    except (CryptoError, ValueError, TypeError):
        return False
    return bytes(private.public_key) == public_key


def _fill_up(content: bytes) -> bytes:
    framed = len(content).to_bytes(_LENGTH) + content
    for size in BUCKETS:
        if len(framed) <= size:
            return framed.ljust(size, b"\0")
    raise QuoteTooLong


def _emptied(padded: bytes) -> bytes:
    length = int.from_bytes(padded[:_LENGTH])
    if length > len(padded) - _LENGTH:
        raise ValueError(length)
    return padded[_LENGTH : _LENGTH + length]


def merkle_root(receipts: Iterable[bytes]) -> bytes:
    """Return one hash that stands for all receipts; whoever has the list can compute it again.

    Receipts are sorted; leaves and nodes are told apart as in RFC 6962.
    """
    level = [hashlib.sha256(b"\0" + receipt).digest() for receipt in sorted(receipts)]
    if not level:
        return hashlib.sha256().digest()
    while len(level) > 1:
        pairs = [level[n : n + 2] for n in range(0, len(level), 2)]
        level = [
            hashlib.sha256(b"\1" + b"".join(p)).digest() if len(p) > 1 else p[0] for p in pairs
        ]
    return level[0]
