"""Sealing without a database: what the sealed bytes tell, and what opens them."""

import hashlib
from dataclasses import replace
from uuid import UUID

import nacl.utils
import pytest
from nacl.public import PublicKey, SealedBox

from procure.sourcing.sealing import (
    BUCKETS,
    Content,
    QuoteTooLong,
    SealBroken,
    Sealed,
    make_pair,
    merkle_root,
    open_quote,
    seal,
)

MASTER = bytes(range(32))
CANARY = 987_654_321
OFFER = Content(
    rfq_id=UUID(int=1),
    supplier_id=UUID(int=2),
    prices={1: CANARY, 2: None},
    delivery_cost=0,
    note="canary-note",
    submitted_at="2026-11-24T03:00:00+00:00",
)


def sealed_offer(content: Content = OFFER) -> tuple[Sealed, bytes]:
    pair = make_pair(MASTER)
    return seal(content.as_bytes(), pair.public), pair.wrapped_private


def test_the_keeper_opens_exactly_what_was_sealed() -> None:
    sealed, wrapped = sealed_offer()

    opened = Content.from_bytes(open_quote(sealed.sealed, sealed.wrapped_key, wrapped, MASTER))

    assert opened == OFFER
    assert sealed.receipt == hashlib.sha256(sealed.sealed).digest()


def test_sealed_bytes_show_neither_prices_nor_words() -> None:
    sealed, wrapped = sealed_offer()

    everything = sealed.sealed + sealed.wrapped_key + wrapped
    for canary in (str(CANARY).encode(), b"canary-note", str(OFFER.supplier_id).encode()):
        assert canary not in everything


def test_equal_offers_look_different_and_length_tells_nothing() -> None:
    pair = make_pair(MASTER)
    first, second = (seal(OFFER.as_bytes(), pair.public) for _ in range(2))
    longer = seal(replace(OFFER, note="x" * 900).as_bytes(), pair.public)

    assert first.receipt != second.receipt
    assert len(first.sealed) == len(second.sealed) == len(longer.sealed)


@pytest.mark.parametrize("size", [0, 1, *(b - 4 for b in BUCKETS), BUCKETS[0] - 3])
def test_contents_of_every_size_come_back(size: int) -> None:
    pair, content = make_pair(MASTER), nacl.utils.random(size)

    sealed = seal(content, pair.public)

    assert len(sealed.sealed) - 40 in BUCKETS
    assert open_quote(sealed.sealed, sealed.wrapped_key, pair.wrapped_private, MASTER) == content


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(QuoteTooLong):
        seal(bytes(BUCKETS[-1] - 3), make_pair(MASTER).public)


def test_only_the_master_key_opens() -> None:
    sealed, wrapped = sealed_offer()

    with pytest.raises(SealBroken):
        open_quote(sealed.sealed, sealed.wrapped_key, wrapped, bytes(32))


def test_a_quote_does_not_open_with_the_key_of_another_request() -> None:
    sealed, _ = sealed_offer()
    other = make_pair(MASTER)

    with pytest.raises(SealBroken):
        open_quote(sealed.sealed, sealed.wrapped_key, other.wrapped_private, MASTER)


@pytest.mark.parametrize("part", ["sealed", "wrapped_key", "wrapped_private"])
@pytest.mark.parametrize("place", [0, 40, -1])
def test_one_changed_bit_is_found(part: str, place: int) -> None:
    sealed, wrapped = sealed_offer()
    parts = {
        "sealed": bytearray(sealed.sealed),
        "wrapped_key": bytearray(sealed.wrapped_key),
        "wrapped_private": bytearray(wrapped),
    }
    parts[part][place] ^= 1

    with pytest.raises(SealBroken):
        open_quote(
            bytes(parts["sealed"]),
            bytes(parts["wrapped_key"]),
            bytes(parts["wrapped_private"]),
            MASTER,
        )


def test_a_frame_that_lies_about_its_length_is_broken() -> None:
    pair, key = make_pair(MASTER), nacl.utils.random(32)
    lying = nacl.secret.SecretBox(key).encrypt((99).to_bytes(4) + b"short")
    wrapped_key = SealedBox(PublicKey(pair.public)).encrypt(key)

    with pytest.raises(SealBroken):
        open_quote(bytes(lying), bytes(wrapped_key), pair.wrapped_private, MASTER)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b'{"rfq_id":"x"}',
        OFFER.as_bytes().replace(str(CANARY).encode(), b"-5"),
        OFFER.as_bytes().replace(str(CANARY).encode(), b"1.5"),
        OFFER.as_bytes().replace(str(CANARY).encode(), b"true"),
    ],
)
def test_contents_that_are_not_ours_are_broken(raw: bytes) -> None:
    with pytest.raises(SealBroken):
        Content.from_bytes(raw)


def test_the_root_stands_for_the_list_in_any_order() -> None:
    receipts = [hashlib.sha256(bytes([n])).digest() for n in range(5)]

    assert merkle_root(receipts) == merkle_root(reversed(receipts))
    assert merkle_root(receipts) != merkle_root(receipts[:4])
    assert merkle_root([]) == hashlib.sha256().digest()


def test_the_root_is_computed_as_written_down() -> None:
    """Three leaves: the first two are paired, the third rises alone (RFC 6962)."""
    receipts = sorted(hashlib.sha256(bytes([n])).digest() for n in range(3))
    a, b, c = (hashlib.sha256(b"\0" + one).digest() for one in receipts)
    pair = hashlib.sha256(b"\1" + a + b).digest()

    assert merkle_root(receipts) == hashlib.sha256(b"\1" + pair + c).digest()
