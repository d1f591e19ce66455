"""Papers: sent by the supplier, looked at by an officer, announced before they end."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from procure.audit.service import advance, record
from procure.db.base import new_id
from procure.db.work import Work
from procure.kernel.errors import NotFound
from procure.regulations.queries import in_force
from procure.suppliers import queries
from procure.suppliers.actions import DocumentAction as Do
from procure.suppliers.events import PaperAccepted, PaperAskedAgain, PaperEnds, PaperSent
from procure.suppliers.kinds import DocumentKind
from procure.suppliers.models import SupplierDocument
from procure.suppliers.policy import DOCUMENT_POLICY
from procure.suppliers.queries.papers import purpose_of
from procure.suppliers.rules import papers as rules
from procure.suppliers.service.proving import prove_tax_number
from procure.suppliers.vetting_models import ExpiryNotice

NOTICE = "paper-expiry-notice"
FIRST, LAST = 30, 7
"""Days ahead of the notices where no row says otherwise."""


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A paper as the supplier describes it, with the file that it was sent as."""

    kind: DocumentKind
    number: str
    valid_until: date | None
    upload_id: UUID


def send(work: Work, new: NewPaper) -> SupplierDocument:
    """Send a paper, or a newer one in place of what was sent; an officer looks at it next.

    Raises NotFound for a file that is not one's own, or the refusals of `rules.papers`.
    """
    with work.transaction():
        if work.actor.supplier_id is None or work.actor.region_id is None:
            raise NotFound
        number = rules.check_number(new.kind, new.number, work.today)
        rules.check_end(new.kind, new.valid_until, work.today)
        rules.check_year(new.kind, number, new.valid_until)
        upload = queries.my_upload(work, new.upload_id, purpose_of(new.kind))
        paper = SupplierDocument(
            id=new_id(),
            region_id=work.actor.region_id,
            supplier_id=work.actor.supplier_id,
            kind=new.kind,
            number=number,
            valid_until=new.valid_until,
            upload_id=upload.id,
            sent_at=work.now,
        )
        DOCUMENT_POLICY.require(work.actor, Do.SEND, paper)
        before = queries.latest(work, paper.supplier_id).get(new.kind)
        if before is not None:
            replace_supplier_document(work, before)
        work.session.add(paper)
        work.session.flush()
        facts = {"kind": paper.kind, "valid_until": paper.valid_until}
        record(work, Do.SEND, paper, facts=facts)
        work.announce(PaperSent(paper.supplier_id, paper.kind))
    return paper


def replace_supplier_document(work: Work, paper: SupplierDocument) -> None:
    """Put a paper behind a newer one, inside sending that one."""
    with work.transaction():
        advance(work, paper, Do.REPLACE)


def accept_supplier_document(work: Work, document_id: UUID) -> SupplierDocument:
    """Say that a paper is good.

    Raises PaperOver if it ended while it waited, or the refusal of its number.
    """
    with work.transaction():
        paper = queries.paper(work, document_id, lock=True)
        advance(work, paper, Do.ACCEPT, facts={"kind": paper.kind})
        rules.check_number(paper.kind, paper.number, work.today)
        rules.check_end(paper.kind, paper.valid_until, work.today)
        rules.check_year(paper.kind, paper.number, paper.valid_until)
        paper.checked_by_id, paper.checked_at, paper.reason = work.actor.user_id, work.now, ""
        _prove(work, paper)
        work.announce(PaperAccepted(paper.supplier_id, paper.kind))
    return paper


def _prove(work: Work, paper: SupplierDocument) -> None:
    """A tax card, of a person also the identity card, says whether the tax number is proven."""
    if paper.kind not in rules.PROOFS:
        return
    supplier = queries.supplier(work, paper.supplier_id, lock=True)
    if paper.kind in rules.proofs_of(supplier.entity_type):
        prove_tax_number(work, supplier)


def ask_again_supplier_document(work: Work, document_id: UUID, reason: str) -> SupplierDocument:
    """Ask for a paper again, with a reason that the supplier reads."""
    with work.transaction():
        paper = queries.paper(work, document_id, lock=True)
        advance(work, paper, Do.ASK_AGAIN, reason=reason, facts={"kind": paper.kind})
        paper.checked_by_id, paper.checked_at = work.actor.user_id, work.now
        paper.reason = reason.strip()
        _prove(work, paper)
        work.announce(PaperAskedAgain(paper.supplier_id, paper.kind, paper.reason))
    return paper


def tell_of_ends(work: Work, region_id: UUID) -> int:
    """Tell, as the clock, of papers that end soon: each paper once for each number of days.

    Days are those of the region's zone, so a paper ends at midnight where the supplier is. A
    worker that slept through the first notice gives only the nearer one.
    """
    law = in_force(work, (NOTICE,)).get(NOTICE)
    first = law.parameters["first_days"] if law else FIRST
    last = law.parameters["last_days"] if law else LAST
    told = 0
    with work.transaction():
        for paper, known in queries.papers_that_end(work, region_id, max(first, last)):
            if paper.valid_until is None:
                continue
            days = rules.due_notice(paper.valid_until, work.today, (first, last))
            if days is None or days in known:
                continue
            work.session.add(ExpiryNotice(document_id=paper.id, days=days, told_at=work.now))
            left = (paper.valid_until - work.today).days
            work.announce(PaperEnds(paper.supplier_id, paper.kind, paper.valid_until, left))
            told += 1
    return told
