"""The forms of verification, each with somebody in front of it, and a sound filling."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from procure.accounts.models import Person
from procure.accounts.passwords import Passwords
from procure.files.models import Purpose
from procure.kernel.actors import Role
from procure.suppliers.kinds import DocumentKind, MarkKind
from procure.suppliers.queries import mark_of
from procure.suppliers.workflow import BankAccountStatus, DocumentStatus, SupplierStatus
from tests.make.sellers import Seller, a_seller
from tests.make.vetting import (
    a_change,
    a_file,
    a_paper,
    a_sanction,
    alike,
    an_account,
    an_interest,
    an_officer_person,
    today,
)

if TYPE_CHECKING:
    from tests.faults.doors import Hall, Open

Maker = Callable[["Hall"], "Open"]

REASON = "Alasan yang cukup panjang untuk dibaca orang lain."
PASSWORD = "kuda nil makan rumput"


def _officer(hall: "Hall") -> Person:
    return an_officer_person(hall.owner, hall.office.region)[0]


def _seller(hall: "Hall", status: SupplierStatus = SupplierStatus.ACTIVE) -> Seller:
    return a_seller(hall.owner, hall.office.region, status=status)


def _decide(verb: str, status: SupplierStatus, **sound: str) -> Maker:
    def open_door(hall: "Hall") -> "Open":
        seller = _seller(hall, status)
        return hall.by(_officer(hall), f"/suppliers/{seller.supplier.id}/{verb}", **sound)

    return open_door


def _decision() -> dict[str, str]:
    day = today().isoformat()
    return {
        "decision_number": "027/15/2026",
        "decision_date": day,
        "starts_on": day,
        "ends_on": day,
        "reason": REASON,
    }


def _judge(hall: "Hall") -> "Open":
    one, other = _seller(hall), _seller(hall)
    alike(hall.owner, MarkKind.PHONE, one, other, value=str(one.supplier.id))
    path = f"/suppliers/{one.supplier.id}/judge?other={other.supplier.id}"
    return hall.by(_officer(hall), path, verdict="same_owner", reason=REASON)


def _look(hall: "Hall") -> "Open":
    path = f"/suppliers/{_seller(hall).supplier.id}/check-blacklist"
    day = today().isoformat()
    return hall.by(_officer(hall), path, checked_on=day, result="clear", note="Tidak ada.")


def _paper(verb: str, **sound: str) -> Maker:
    def open_door(hall: "Hall") -> "Open":
        paper = a_paper(hall.owner, _seller(hall), status=DocumentStatus.WAITING)
        return hall.by(_officer(hall), f"/supplier-papers/{paper.id}/{verb}", **sound)

    return open_door


def _send(hall: "Hall") -> "Open":
    seller = _seller(hall)
    upload = a_file(hall.owner, seller.person, Purpose.CERTIFICATE, seller)
    return hall.by(
        seller.person,
        f"/supplier/papers/send?kind={DocumentKind.HALAL}",
        number="ID00110000123456789",
        valid_until="2030-01-01",
        upload_id=str(upload.id),
    )


def _account(verb: str, **sound: str) -> Maker:
    def open_door(hall: "Hall") -> "Open":
        account = an_account(hall.owner, _seller(hall))
        return hall.by(_officer(hall), f"/bank-accounts/{account.id}/{verb}", **sound)

    return open_door


def _confirm(hall: "Hall") -> "Open":
    account = an_account(
        hall.owner,
        _seller(hall),
        status=BankAccountStatus.CHECKED,
        first_checked_by_id=_officer(hall).id,
    )
    return hall.by(_officer(hall), f"/bank-accounts/{account.id}/confirm", book_seen="y")


def _propose(hall: "Hall") -> "Open":
    seller = _seller(hall)
    seller.person.password_hash = Passwords(64, 1).hash(PASSWORD)
    hall.owner.commit()
    book = a_file(hall.owner, seller.person, Purpose.BANK_BOOK, seller)
    return hall.by(
        seller.person,
        "/supplier/bank/propose",
        bank_code="008",
        account="144-00-9988776",
        holder="Sri Contoh",
        book_upload_id=str(book.id),
        password=PASSWORD,
    )


def _object(hall: "Hall") -> "Open":
    seller = _seller(hall)
    account = an_account(hall.owner, seller)
    return hall.by(seller.person, f"/supplier/bank/{account.id}/object", reason=REASON)


def _reply(hall: "Hall") -> "Open":
    seller = _seller(hall, SupplierStatus.SUSPENDED)
    sanction = a_sanction(hall.owner, seller, ended_at=None, ends_on=None)
    return hall.by(seller.person, f"/supplier/sanctions/{sanction.id}/reply", reply=REASON)


def _declare(hall: "Hall") -> "Open":
    return hall.by(
        Role.TREASURER,
        "/interests/declare",
        supplier_id=str(_seller(hall).supplier.id),
        kind="family",
        starts_on="2026-01-05",
        text="Adik saya.",
    )


def _end(hall: "Hall") -> "Open":
    person = hall.office.people[Role.TREASURER]
    interest = an_interest(hall.owner, person, _seller(hall))
    return hall.by(person, f"/interests/{interest.id}/end")


def _accept_change(hall: "Hall") -> "Open":
    seller = _seller(hall)
    seen = mark_of([a_change(hall.owner, seller)])
    return hall.by(_officer(hall), f"/suppliers/{seller.supplier.id}/accept-change", seen=seen)


def _return_change(hall: "Hall") -> "Open":
    seller = _seller(hall)
    a_change(hall.owner, seller)
    path = f"/suppliers/{seller.supplier.id}/return-change"
    return hall.by(_officer(hall), path, reason=REASON)


S = SupplierStatus
VETTING: Mapping[str, Maker] = {
    "bank_accounts.check": _account("check", book_seen="y"),
    "bank_accounts.confirm": _confirm,
    "bank_accounts.inspect": _account("inspect"),
    "bank_accounts.object": _object,
    "bank_accounts.propose": _propose,
    "bank_accounts.refuse": _account("refuse", reason=REASON),
    "interests.declare": _declare,
    "interests.end": _end,
    "supplier_documents.accept": _paper("accept"),
    "supplier_documents.ask_again": _paper("ask-again", reason=REASON),
    "supplier_documents.send": _send,
    "supplier_sanctions.reply": _reply,
    "suppliers.accept_change": _accept_change,
    "suppliers.accept": _decide("accept", S.PENDING),
    "suppliers.ask_again": _decide("ask-again", S.PENDING, reason=REASON, place="Nomor rumah."),
    "suppliers.check_blacklist": _look,
    "suppliers.debar": _decide("debar", S.ACTIVE, **_decision()),
    "suppliers.inspect": _decide("inspect", S.ACTIVE),
    "suppliers.judge": _judge,
    "suppliers.refuse": _decide("refuse", S.PENDING, reason=REASON),
    "suppliers.return_change": _return_change,
    "suppliers.reinstate": _decide("reinstate", S.SUSPENDED, reason=REASON),
    "suppliers.suspend": _decide("suspend", S.ACTIVE, **_decision()),
}
"""How each form of verification is reached."""
