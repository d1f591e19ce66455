"""The agreed table read once more: what belongs to others is refused, whatever id leads to it."""

import re

from flask import Flask

from tests.house.test_authorization import AGREED, MAY, SCOPES

OUTSIDE = frozenset(SCOPES[3:])
PUBLIC = {
    "category_code": "one tree of categories serves all regions",
    "code": "a short code stands on the order's paper, for whoever holds it",
    "file_type": "csv or xlsx",
    "filename": "files of the front end",
    "kind": "the format of a picture",
    "listing_id": "the catalogue is public; whose listing it is, is asked by each deed",
    "number": "the piece of a file",
    "row_number": "a row of a sheet, which has its own id",
    "slug": "the public page of a seller",
    "token": "a secret link, known to one reader of mail",
    "width": "the size of a picture",
}
"""What stands in addresses and says nothing private, and why."""
REGISTERED = frozenset(
    "bank_account_id import_run_id listing_revision_id refused_number_id request_id standard_id "
    "supplier_document_id supplier_id upload_id".split()
)
"""Suppliers belong to the region: its registry officers look after all of them."""
AUDITED = frozenset(
    "purchase_order_id purchase_request_id refused_number_id rfq_id supplier_id upload_id".split()
)
PRIVATE = (
    REGISTERED
    | AUDITED
    | frozenset(
        "appointment_id interest_id message_id question_id sanction_id sign_in_id "
        "template_id".split()
    )
)
OWN_NAMES = "/uploads/parts/"
"""Addresses with an id that the sender makes up: what is found there is always the sender's."""
FOR_EVERYBODY = {("GET", "/requests/<uuid:rfq_id>")}
"""Public pages of the region."""


def test_what_belongs_to_others_is_refused() -> None:
    """In the agreed table nothing opens to another region, and little to another agency."""
    lines = [line.split("\t") for line in AGREED.read_text(encoding="utf-8").splitlines()]
    names = lines[0][3:]
    wrong = [
        (method, route, scope, name)
        for method, route, scope, *marks in lines[1:]
        for name, mark in zip(names, marks, strict=True)
        if mark == MAY
        and scope in OUTSIDE
        and (ids := _private_ids(method, route))
        and not (scope == "other agency" and ids <= _across(name, method))
    ]
    assert wrong == []


def test_every_id_in_an_address_is_private_or_known_to_be_public(app: Flask) -> None:
    named = {name for rule in app.url_map.iter_rules() for name in rule.arguments}
    assert named == PRIVATE | set(PUBLIC)


def _private_ids(method: str, route: str) -> set[str]:
    if route.startswith(OWN_NAMES) or (method, route) in FOR_EVERYBODY:
        return set()
    return set(re.findall(r"[<:](\w+)>", route)) & PRIVATE


def _across(name: str, method: str) -> frozenset[str]:
    """The ids by which somebody reaches into another agency of the region."""
    if name == "auditor":
        return AUDITED if method == "GET" else frozenset()
    if name == "another supplier":
        return PRIVATE  # the purchases of the other agency are its own
    return {"registry_officer": REGISTERED, "administrator": frozenset({"appointment_id"})}.get(
        name, frozenset()
    )
