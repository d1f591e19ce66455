"""An award and its order as the rooms make them, under the national rules; money is reserved."""

from dataclasses import dataclass
from itertools import count

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from procure.db.base import new_id
from procure.kernel.actors import Role
from procure.kernel.clock import now
from procure.orders import service
from procure.orders.models import PurchaseOrder
from procure.purchase_requests.models import PurchaseRequest
from procure.purchase_requests.workflow import PurchaseRequestStatus
from procure.regulations.models import RegulationVersion
from procure.seeds.laws import national_rules
from procure.sourcing.models import Award, AwardLine
from procure.sourcing.models.award import Method
from tests.conftest import WorkAs
from tests.make.offices import Office
from tests.make.requests import LINES, Row, a_purchase_request
from tests.make.sellers import Seller

_numbers = count(1)
ADDRESS = "https://pasar.example/check?code="


def address_of(short_code: str) -> str:
    """Say where a paper of tests is checked."""
    return f"{ADDRESS}{short_code}"


def the_law(owner: Session) -> None:
    """Load the national rules once."""
    if not owner.scalar(select(func.count()).select_from(RegulationVersion)):
        owner.execute(insert(RegulationVersion), national_rules())
        owner.commit()


@dataclass
class Deal:
    """An order that waits for the signature, with everybody concerned."""

    office: Office
    seller: Seller
    purchase: PurchaseRequest
    award: Award
    order: PurchaseOrder
    work_as: WorkAs

    def issue(self) -> PurchaseOrder:
        """Sign it as the commitment officer."""
        work = self.work_as(self.office.commitment_officer)
        return service.issue(work, self.order.id, address_of)


def an_award(
    owner: Session, office: Office, seller: Seller, lines: tuple[Row, ...] = LINES
) -> Award:
    """Make a proposed direct award at the estimated prices, for a purchase with reserved money."""
    the_law(owner)
    officer = office.people[Role.PROCUREMENT_OFFICER]
    purchase = a_purchase_request(
        owner, office, status=PurchaseRequestStatus.SOURCING, lines=lines, officer_id=officer.id
    )
    award = Award(
        id=new_id(),
        region_id=office.region.id,
        agency_id=office.agency.id,
        purchase_request_id=purchase.id,
        supplier_id=seller.supplier.id,
        method=Method.DIRECT,
        number=f"BA-D-{next(_numbers):04d}",
        total=purchase.total,
        is_lowest=True,
        reason="Harga terendah dari dua sumber.",
        officer_id=officer.id,
        awarded_at=now(),
    )
    owner.add(award)
    owner.flush()
    owner.add_all(
        AwardLine(
            award_id=award.id,
            position=line.position,
            region_id=office.region.id,
            purchase_request_line_id=line.id,
            unit_price=line.price,
        )
        for line in purchase.lines
    )
    owner.commit()
    return award


def a_deal(
    owner: Session,
    work_as: WorkAs,
    office: Office,
    seller: Seller,
    lines: tuple[Row, ...] = LINES,
) -> Deal:
    """Make a prepared order for an award, as the procurement officer's award does."""
    award = an_award(owner, office, seller, lines)
    order = service.prepare(work_as(office.officer), award.id)
    purchase = owner.get_one(PurchaseRequest, award.purchase_request_id)
    return Deal(office, seller, purchase, award, order, work_as)
