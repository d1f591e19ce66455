"""A whole purchase of tests, written as the owner: request, quotation, award and order."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from uuid import UUID

from sqlalchemy.orm import Session

from procure.db.base import new_id
from procure.kernel.actors import Role
from procure.kernel.clock import now
from procure.orders.models import PurchaseOrder
from procure.orders.rules import ContractForm
from procure.orders.workflow import PurchaseOrderStatus
from procure.purchase_requests.models import PurchaseRequest
from procure.purchase_requests.workflow import PurchaseRequestStatus
from procure.sourcing.models import Award, AwardLine, Invitation, Question, Rfq
from procure.sourcing.models.award import Method
from procure.sourcing.workflow import AwardStatus, RfqStatus
from tests.make.offices import Office
from tests.make.requests import a_purchase_request
from tests.make.sellers import Seller

_numbers = count(1)
HASH = "0" * 64


@dataclass
class Case:
    """One purchase from request to order."""

    office: Office
    seller: Seller
    purchase_request: PurchaseRequest
    rfq: Rfq
    award: Award
    order: PurchaseOrder
    question: Question

    @property
    def ids(self) -> dict[str, UUID]:
        """Return the ids by the names that addresses give them."""
        return {
            "purchase_request_id": self.purchase_request.id,
            "rfq_id": self.rfq.id,
            "award_id": self.award.id,
            "purchase_order_id": self.order.id,
            "question_id": self.question.id,
        }


def an_rfq(
    owner: Session, office: Office, *sellers: Seller, open_for: timedelta = timedelta(days=2)
) -> Rfq:
    """Make a published request for quotation that invites these sellers."""
    purchase = a_purchase_request(owner, office, status=PurchaseRequestStatus.SOURCING)
    moment = now()
    rfq = Rfq(
        id=new_id(),
        region_id=office.region.id,
        agency_id=office.agency.id,
        purchase_request_id=purchase.id,
        number=f"UND-{next(_numbers):04d}",
        title=purchase.purpose,
        officer_id=office.people[Role.PROCUREMENT_OFFICER].id,
        own_estimate=purchase.estimate,
        published_at=min(moment, moment + open_for) - timedelta(days=1),
        closes_at=moment + open_for,
        sealing_key=bytes(32),
    )
    owner.add(rfq)
    owner.flush()
    for seller in sellers:
        owner.add(
            Invitation(
                region_id=office.region.id,
                rfq_id=rfq.id,
                supplier_id=seller.supplier.id,
                invited_at=moment,
            )
        )
    owner.commit()
    return rfq


def a_case(owner: Session, office: Office, seller: Seller) -> Case:
    """Make a purchase by quotation that was awarded to the seller and ordered."""
    rfq = an_rfq(owner, office, seller, open_for=timedelta(days=-1))
    purchase = owner.get_one(PurchaseRequest, rfq.purchase_request_id)
    question = Question(
        region_id=office.region.id,
        rfq_id=rfq.id,
        asked_by_id=seller.supplier.id,
        text="Apakah ada parkir?",
        asked_at=now(),
    )
    owner.add(question)
    for status in (RfqStatus.OPENING, RfqStatus.OPENED, RfqStatus.AWARDED):
        rfq.status = status
        owner.flush()
    rfq.opened_at = now()
    award = Award(
        id=new_id(),
        region_id=office.region.id,
        agency_id=office.agency.id,
        purchase_request_id=purchase.id,
        rfq_id=rfq.id,
        supplier_id=seller.supplier.id,
        method=Method.QUOTATION,
        number=f"BA-{next(_numbers):04d}",
        total=purchase.total,
        is_lowest=True,
        reason="Penawaran lengkap dengan harga terendah.",
        officer_id=office.people[Role.PROCUREMENT_OFFICER].id,
        awarded_at=now(),
    )
    owner.add(award)
    owner.flush()
    for line in purchase.lines:
        owner.add(
            AwardLine(
                award_id=award.id,
                position=line.position,
                region_id=office.region.id,
                purchase_request_line_id=line.id,
                unit_price=line.price,
            )
        )
    order = _an_order(owner, office, seller, award)
    owner.commit()
    return Case(office, seller, purchase, rfq, award, order, question)


def _an_order(owner: Session, office: Office, seller: Seller, award: Award) -> PurchaseOrder:
    order = PurchaseOrder(
        region_id=office.region.id,
        agency_id=office.agency.id,
        purchase_request_id=award.purchase_request_id,
        award_id=award.id,
        supplier_id=seller.supplier.id,
        status=PurchaseOrderStatus.PREPARED,
        title="SURAT PESANAN",
        contract_form=ContractForm.RECEIPT,
        is_practice=False,
        total=award.total,
        net_to_supplier=award.total,
        requester_id=office.people[Role.REQUESTER].id,
        award_officer_id=award.officer_id,
        short_code=f"TEST{next(_numbers):06d}",
    )
    owner.add(order)
    owner.flush()
    award.status = AwardStatus.SIGNED
    order.number = f"027/{next(_numbers)}/PBJ/2026"
    order.issued_by_id = office.people[Role.COMMITMENT_OFFICER].id
    order.issued_at, order.respond_by = now(), now() + timedelta(days=3)
    order.pdf_sha256 = HASH
    order.status = PurchaseOrderStatus.ISSUED
    owner.flush()
    return order
