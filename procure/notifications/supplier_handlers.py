"""Who is told what happened to a supplier: its people, and the registry officers."""

from typing import Any
from uuid import UUID

from procure.db.work import Work
from procure.notifications.service import Note, tell
from procure.suppliers import events as suppliers
from procure.suppliers.models import Supplier
from procure.suppliers.models_bank import BankAccount
from procure.suppliers.queries import officers, people_of

PROFILE, PAPERS, BANK, SANCTIONS = (
    "/supplier",
    "/supplier/papers",
    "/supplier/bank",
    "/supplier/sanctions",
)


def tell_accepted(work: Work, event: suppliers.SupplierAccepted) -> None:
    """Tell a supplier that it may sell, and what comes next."""
    _to_members(work, event.supplier_id, "accepted", PAPERS)


def tell_asked_again(work: Work, event: suppliers.SupplierAskedAgain) -> None:
    """Tell a supplier what to correct."""
    _to_members(work, event.supplier_id, "asked_again", PAPERS, reason=event.reason)


def tell_refused(work: Work, event: suppliers.SupplierRefused) -> None:
    """Tell a supplier why it was not accepted."""
    _to_members(work, event.supplier_id, "refused", PAPERS, reason=event.reason)


def tell_change_accepted(work: Work, event: suppliers.ChangeAccepted) -> None:
    """Tell a supplier that what it changed is good."""
    _to_members(work, event.supplier_id, "change_accepted", PROFILE)


def tell_change_returned(work: Work, event: suppliers.ChangeReturned) -> None:
    """Tell a supplier what to correct in what it changed."""
    _to_members(work, event.supplier_id, "change_returned", PROFILE, reason=event.reason)


def tell_sanctioned(work: Work, event: suppliers.SupplierSanctioned) -> None:
    """Tell a supplier what keeps it out, until when, and that it may answer."""
    name = "debarred" if event.is_debarment else "suspended"
    facts: dict[str, Any] = {
        "reason": event.reason,
        "decision": event.decision,
        "ends_on": event.ends_on,
    }
    _to_members(work, event.supplier_id, name, SANCTIONS, **facts)


def tell_reinstated(work: Work, event: suppliers.SupplierReinstated) -> None:
    """Tell a supplier that it is active again."""
    name = "reinstated" if event.reason else "time_is_over"
    _to_members(work, event.supplier_id, name, SANCTIONS, reason=event.reason)


def tell_answered(work: Work, event: suppliers.SanctionAnswered) -> None:
    """Tell the officers that a supplier used its right of reply."""
    _to_officers(work, event.supplier_id, "sanction_answered")


def tell_paper_sent(work: Work, event: suppliers.PaperSent) -> None:
    """Tell the officers of a paper to look at, unless the whole registration waits anyway."""
    if work.session.get_one(Supplier, event.supplier_id).verified_at is not None:
        _to_officers(work, event.supplier_id, "paper_sent", paper_kind=event.kind)


def tell_paper_asked_again(work: Work, event: suppliers.PaperAskedAgain) -> None:
    """Tell a supplier which paper to send again, and why."""
    facts: dict[str, Any] = {"paper_kind": event.kind, "reason": event.reason}
    _to_members(work, event.supplier_id, "paper_asked_again", PAPERS, **facts)


def tell_paper_ends(work: Work, event: suppliers.PaperEnds) -> None:
    """Tell a supplier and the officers that a paper ends soon."""
    facts: dict[str, Any] = {"paper_kind": event.kind, "ends_on": event.ends_on, "days": event.days}
    _to_members(work, event.supplier_id, "paper_ends", PAPERS, **facts)
    _to_officers(work, event.supplier_id, "paper_ends_officer", **facts)


def tell_account_proposed(work: Work, event: suppliers.BankAccountProposed) -> None:
    """Tell everybody of a supplier at once, also who did it and who left lately."""
    account = work.session.get_one(BankAccount, event.account_id)
    facts: dict[str, Any] = {"actor": work.actor.name, "tail": account.account[-4:]}
    path = f"{BANK}/{event.account_id}/object"
    _to_members(work, event.supplier_id, "account_proposed", path, lately=True, **facts)
    _to_officers(work, event.supplier_id, "account_to_check")


def tell_account_confirmed(work: Work, event: suppliers.BankAccountConfirmed) -> None:
    """Tell everybody of a supplier from when on the new account is used."""
    account = work.session.get_one(BankAccount, event.account_id)
    facts: dict[str, Any] = {"usable_at": event.usable_from, "tail": account.account[-4:]}
    path = f"{BANK}/{event.account_id}/object"
    _to_members(work, event.supplier_id, "account_confirmed", path, lately=True, **facts)


def tell_account_in_use(work: Work, event: suppliers.BankAccountInUse) -> None:
    """Tell everybody of a supplier where money goes now."""
    account = work.session.get_one(BankAccount, event.account_id)
    facts: dict[str, Any] = {"tail": account.account[-4:]}
    _to_members(work, event.supplier_id, "account_in_use", BANK, lately=True, **facts)


def tell_account_stopped(work: Work, event: suppliers.BankAccountStopped) -> None:
    """Tell everybody of a supplier that the change was stopped; after an objection the officers."""
    facts: dict[str, Any] = {"actor": work.actor.name, "reason": event.reason}
    name = "account_stopped" if event.is_objection else "account_refused"
    _to_members(work, event.supplier_id, name, BANK, lately=True, **facts)
    if event.is_objection:
        _to_officers(work, event.supplier_id, name, **facts)


def _to_members(
    work: Work, supplier_id: UUID, name: str, path: str, *, lately: bool = False, **facts: Any
) -> None:
    """`lately` also reaches who left within a month, and the one who acts: it may be a thief."""
    supplier = work.session.get_one(Supplier, supplier_id)
    people = people_of(work, supplier_id, lately=lately)
    known = {"supplier": supplier.name, **facts}
    tell(work, Note(f"suppliers/{name}", people, path, known, even_the_actor=lately))


def _to_officers(work: Work, supplier_id: UUID, name: str, **facts: Any) -> None:
    supplier = work.session.get_one(Supplier, supplier_id)
    people = officers(work, supplier.region_id)
    known = {"supplier": supplier.name, **facts}
    tell(work, Note(f"suppliers/{name}", people, f"/registry/{supplier_id}", known))
