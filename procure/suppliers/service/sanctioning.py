"""Keeping a supplier out by decision, its right of reply, and the national blacklist."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from procure.audit.service import advance, record
from procure.db.work import Work
from procure.files.models import Purpose
from procure.kernel.labels import N_
from procure.suppliers import queries
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.events import SanctionAnswered, SupplierReinstated, SupplierSanctioned
from procure.suppliers.kinds import BlacklistResult, SanctionKind
from procure.suppliers.models import Supplier
from procure.suppliers.policy import SUPPLIER_POLICY
from procure.suppliers.rules import sanctions as rules
from procure.suppliers.vetting_models import BlacklistCheck, Sanction
from procure.suppliers.workflow import SupplierStatus

TIME_IS_OVER = N_("The time set in the decision is over.")


@dataclass(frozen=True, slots=True)
class NewSanction:
    """A decision as it was signed; a suspension may be without a last day."""

    decision_number: str
    decision_date: date
    starts_on: date
    ends_on: date | None
    reason: str


def suspend(work: Work, supplier_id: UUID, new: NewSanction) -> Sanction:
    """Keep a supplier out for a time; what was ordered before goes on."""
    return _sanction(work, supplier_id, Do.SUSPEND, SanctionKind.SUSPENSION, new)


def debar(work: Work, supplier_id: UUID, new: NewSanction) -> Sanction:
    """Debar a supplier until a day (Perpres 16/2018 art. 78)."""
    return _sanction(work, supplier_id, Do.DEBAR, SanctionKind.DEBARMENT, new)


def _sanction(
    work: Work, supplier_id: UUID, action: Do, kind: SanctionKind, new: NewSanction
) -> Sanction:
    """Record a decision and set the status. Raises the refusals of `rules.sanctions`."""
    with work.transaction():
        supplier = queries.supplier(work, supplier_id, lock=True)
        facts = {name: value for name, value in asdict(new).items() if name != "reason"}
        advance(work, supplier, action, reason=new.reason, facts=facts)
        term = rules.Term(kind, new.decision_number, new.decision_date, new.starts_on, new.ends_on)
        rules.check_term(term, work.today)
        sanction = Sanction(
            region_id=supplier.region_id,
            supplier_id=supplier.id,
            kind=kind,
            decision_number=new.decision_number.strip(),
            decision_date=new.decision_date,
            reason=new.reason.strip(),
            starts_on=new.starts_on,
            ends_on=new.ends_on,
            decided_by_id=work.actor.user_id,
            decided_at=work.now,
        )
        work.session.add(sanction)
        work.announce(
            SupplierSanctioned(
                supplier.id,
                kind is SanctionKind.DEBARMENT,
                sanction.decision_number,
                sanction.reason,
                new.ends_on,
            )
        )
    return sanction


def reinstate(work: Work, supplier_id: UUID, reason: str) -> Supplier:
    """End all that keeps a supplier out, before its time, with a reason."""
    with work.transaction():
        supplier = queries.supplier(work, supplier_id, lock=True)
        advance(work, supplier, Do.REINSTATE, reason=reason)
        for sanction in queries.in_force_on(work, supplier.id, work.today):
            sanction.ended_at, sanction.end_reason = work.now, reason.strip()
        work.announce(SupplierReinstated(supplier.id, reason.strip()))
    return supplier


def end_what_is_over(work: Work, region_id: UUID) -> int:
    """End, as the clock, decisions whose last day has passed where the region is.

    A supplier comes back once nothing else keeps it out; a suspension that outlasts a debarment
    keeps it debarred in status until it ends too, which is the stricter of the two.
    """
    ended = 0
    with work.transaction():
        for sanction in queries.over_on(work, region_id, work.today):
            sanction.ended_at, sanction.end_reason = work.now, TIME_IS_OVER
            ended += 1
            work.session.flush()
            supplier = queries.supplier(work, sanction.supplier_id, lock=True)
            out = supplier.status in (SupplierStatus.SUSPENDED, SupplierStatus.DEBARRED)
            if not out or queries.in_force_on(work, supplier.id, work.today):
                continue
            advance(work, supplier, Do.REINSTATE, reason=TIME_IS_OVER)
            work.announce(SupplierReinstated(supplier.id, ""))
    return ended


def reply(work: Work, sanction_id: UUID, text: str) -> Sanction:
    """Answer a decision as the supplier, once; the answer stands beside it for all who read it.

    Raises AnsweredAlready or ReplyTooShort.
    """
    with work.transaction():
        sanction = queries.my_sanction(work, sanction_id, lock=True)
        SUPPLIER_POLICY.require(work.actor, Do.REPLY, sanction)
        rules.check_reply(text, is_answered=sanction.replied_at is not None)
        sanction.reply, sanction.replied_at = text.strip(), work.now
        sanction.replied_by_id = work.actor.user_id
        record(work, Do.REPLY, sanction, reason=text.strip())
        work.announce(SanctionAnswered(sanction.supplier_id))
    return sanction


@dataclass(frozen=True, slots=True)
class NewLook:
    """When an officer looked into the national blacklist, and what it showed."""

    checked_on: date
    result: BlacklistResult
    note: str
    evidence_upload_id: UUID | None


def check_blacklist(work: Work, supplier_id: UUID, new: NewLook) -> BlacklistCheck:
    """Record a look into the national blacklist. Raises CheckedAhead or EvidenceMissing."""
    with work.transaction():
        supplier = queries.supplier(work, supplier_id)
        SUPPLIER_POLICY.require(work.actor, Do.CHECK_BLACKLIST, supplier)
        evidence = new.evidence_upload_id
        rules.check_look(new.result, new.checked_on, work.today, has_evidence=evidence is not None)
        if evidence is not None:
            evidence = queries.my_upload(work, evidence, Purpose.EVIDENCE).id
        look = BlacklistCheck(
            region_id=supplier.region_id,
            supplier_id=supplier.id,
            checked_on=new.checked_on,
            checked_by_id=work.actor.user_id,
            recorded_at=work.now,
            result=new.result,
            note=new.note.strip(),
            evidence_upload_id=evidence,
        )
        work.session.add(look)
        facts = {"result": new.result, "checked_on": new.checked_on}
        record(work, Do.CHECK_BLACKLIST, supplier, reason=new.note.strip(), facts=facts)
    return look
