"""All that is kept about a supplier and its owner, in lists, for the copy of the own data."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, Select, or_, select

from procure.accounts.models import Person, SignIn
from procure.audit.models import AuditEntry
from procure.db.work import Work
from procure.files.models import StoredFile, Upload
from procure.suppliers.banks import banks
from procure.suppliers.models import Supplier, SupplierDocument
from procure.suppliers.models_bank import BankAccount
from procure.suppliers.registry_models import DataRequest, SupplierChange
from procure.suppliers.rules.identifiers import masked
from procure.suppliers.vetting_models import BlacklistCheck, Sanction, SupplierRemark

Row = dict[str, Any]


def lists_of(work: Work, supplier: Supplier) -> dict[str, list[Row]]:
    """Return every list that this room keeps about a supplier, oldest first."""
    return {
        "papers": _papers(work, supplier.id),
        "uploads": _uploads(work, supplier.id),
        "accounts": _accounts(work, supplier.id),
        "sanctions": _rows(
            work, _of(Sanction, supplier.id, SANCTION).order_by(Sanction.decided_at)
        ),
        "blacklist": _rows(
            work, _of(BlacklistCheck, supplier.id, LOOK).order_by(BlacklistCheck.recorded_at)
        ),
        "remarks": _rows(
            work, _of(SupplierRemark, supplier.id, REMARK).order_by(SupplierRemark.written_at)
        ),
        "requests": _rows(
            work, _of(DataRequest, supplier.id, REQUEST).order_by(DataRequest.asked_at)
        ),
        "changes": _rows(
            work, _of(SupplierChange, supplier.id, CHANGE).order_by(SupplierChange.changed_at)
        ),
        "sign_ins": _sign_ins(work),
    }


SANCTION = (
    *("kind", "decision_number", "decision_date", "starts_on", "ends_on", "reason"),
    *("reply", "replied_at", "ended_at", "end_reason"),
)
LOOK = ("checked_on", "result", "note", "recorded_at")
REMARK = ("item", "text", "written_at", "is_open")
CHANGE = ("field", "before", "changed_at", "returned_at")
REQUEST = ("kind", "wish", "asked_at", "answer", "answered_at")


def _of(model: Any, supplier_id: UUID, names: Sequence[str]) -> Select[Any]:
    columns = (getattr(model, name) for name in names)
    return select(*columns).where(model.supplier_id == supplier_id)


def _rows(work: Work, wanted: Executable) -> list[Row]:
    return [dict(row) for row in work.session.execute(wanted).mappings()]


def _papers(work: Work, supplier_id: UUID) -> list[Row]:
    names = ("kind", "number", "valid_until", "status", "sent_at", "checked_at", "reason")
    wanted = (
        _of(SupplierDocument, supplier_id, names)
        .add_columns(Upload.name.label("file"), Upload.sha256)
        .outerjoin(Upload, Upload.id == SupplierDocument.upload_id)
        .order_by(SupplierDocument.sent_at, SupplierDocument.id)
    )
    return [row | {"number": masked(row["number"])} for row in _rows(work, wanted)]


def _uploads(work: Work, supplier_id: UUID) -> list[Row]:
    """Return the files of the business, and those that its owner sent before it was one."""
    wanted = (
        select(
            Upload.name.label("file"),
            Upload.purpose,
            Upload.created_at.label("sent_at"),
            StoredFile.media_type,
            StoredFile.size,
            Upload.sha256,
            Upload.scan,
            Upload.is_public,
        )
        .join(StoredFile, StoredFile.sha256 == Upload.sha256)
        .where(or_(Upload.supplier_id == supplier_id, Upload.person_id == work.actor.user_id))
        .order_by(Upload.created_at, Upload.id)
    )
    return _rows(work, wanted)


def _accounts(work: Work, supplier_id: UUID) -> list[Row]:
    """Return all accounts there ever were, masked; the one in use stands in full elsewhere."""
    names = ("bank_code", "account", "holder", "status", "proposed_at", "usable_from", "reason")
    wanted = _of(BankAccount, supplier_id, names).order_by(BankAccount.proposed_at)
    return [
        row
        | {
            "bank_code": banks().get(row["bank_code"], row["bank_code"]),
            "account": masked(row["account"]),
        }
        for row in _rows(work, wanted)
    ]


def _sign_ins(work: Work) -> list[Row]:
    wanted = (
        select(SignIn.started_at, SignIn.seen_at, SignIn.ended_at, SignIn.device)
        .where(SignIn.person_id == work.actor.user_id)
        .order_by(SignIn.started_at)
    )
    return _rows(work, wanted)


def coach_name(work: Work, supplier: Supplier) -> str:
    """Return who helps with the registration; empty if nobody does."""
    if supplier.coach_id is None:
        return ""
    return work.session.scalar(select(Person.name).where(Person.id == supplier.coach_id)) or ""


def deeds(work: Work, supplier_id: UUID) -> list[Row]:
    """Return the whole trail of a supplier, the latest deed first."""
    wanted = (
        select(AuditEntry.at, AuditEntry.actor_name, AuditEntry.action, AuditEntry.reason)
        .where(AuditEntry.chain == supplier_id)
        .order_by(AuditEntry.position.desc())
    )
    return _rows(work, wanted)
