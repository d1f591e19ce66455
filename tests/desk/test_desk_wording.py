"""The trail in the reader's words: facts, people, and what stays hidden."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask import Flask
from flask_babel import force_locale

from procure.audit.models import AuditEntry
from procure.desk.wording import FACTS, MONEY, facts_in_words, roles_in_words, timeline
from procure.kernel.labels import Labelled
from procure.orders.actions import PurchaseOrderAction
from procure.purchase_requests.actions import PurchaseRequestAction
from procure.sourcing.actions import AwardAction, RfqAction


def an_entry(action: Labelled, **facts: object) -> AuditEntry:
    return AuditEntry(
        action=str(action),
        actor_name="Sri Contoh",
        actor_roles="supplier_owner",
        at=datetime(2026, 11, 24, 3, 0, tzinfo=UTC),
        reason="",
        facts=json.dumps(facts),
        laws=[uuid4()],
    )


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("total", 2_500_000, "Rp2,500,000"),
        ("rank", 2, "2"),
        ("tax_number_read", True, "yes"),
        ("needed_on", "2026-12-01", "Tue, 1 Dec 2026"),
        ("respond_by", "2026-11-25T03:00:00+00:00", "Wed, 25 Nov 2026 · 10:00 WIB"),
        ("pdf_sha256", "ab" * 32, "abababababababab…"),
        ("sources", ["Toko Satu", "Toko Dua"], "Toko Satu, Toko Dua"),
        ("method", "direct", "Direct purchase"),
        ("supplier", "2026-an UD Maju", "2026-an UD Maju"),
    ],
)
def test_facts_are_said_as_people_write_them(
    app: Flask, name: str, value: object, words: str
) -> None:
    with app.test_request_context(), force_locale("en"):
        assert facts_in_words(json.dumps({name: value})) == [(FACTS[name], words)]


def test_what_is_empty_or_unknown_is_left_out(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        assert facts_in_words('{"own_estimate": null, "sources": [], "secret": 1}') == []


def test_money_is_among_the_known_facts() -> None:
    assert set(FACTS) >= MONEY


def test_roles_are_named_and_unknown_ones_ignored(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        assert roles_in_words("commitment_officer,wizard") == "Commitment officer (PPK)"
        assert roles_in_words("") == ""


def test_who_asked_a_question_stays_hidden(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        told = timeline([an_entry(RfqAction.ASK)], {}, "en")
    assert (told[0].who, told[0].role) == ("A supplier", "")


def test_moves_inside_another_deed_are_not_told_twice(app: Flask) -> None:
    inner = (AwardAction.SIGN, PurchaseRequestAction.ORDER, PurchaseRequestAction.RESUME)
    outer = (PurchaseOrderAction.ISSUE, PurchaseOrderAction.EXPIRE, RfqAction.REVEAL)
    with app.test_request_context(), force_locale("en"):
        told = timeline([an_entry(action) for action in (*inner, *outer)], {}, "en")
    assert [entry.title for entry in told] == [action.label for action in outer]
