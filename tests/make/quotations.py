"""Requests for quotation under a real sealing key, quotes sent as suppliers send them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from procure.db.base import new_id
from procure.kernel.actors import Role, system
from procure.kernel.clock import local, now
from procure.kernel.regulation import Severity
from procure.purchase_requests.models import PurchaseRequest
from procure.purchase_requests.workflow import PurchaseRequestStatus
from procure.regulations.models import RegulationVersion
from procure.regulations.queries import in_force
from procure.sourcing import service
from procure.sourcing.models import Invitation, Quote, Rfq, SealedQuote, SealingKey
from procure.sourcing.rules.inviting import proposed_deadline
from procure.sourcing.sealing import make_pair
from procure.sourcing.service.inviting import LAWS
from tests.conftest import KEEPER_KEY, WorkAs
from tests.make.deals import the_law
from tests.make.offices import Office
from tests.make.requests import a_purchase_request
from tests.make.sellers import Seller

_numbers = count(1)
REGIONAL: tuple[tuple[str, Severity, dict[str, int]], ...] = (
    ("quote-window", Severity.BLOCK, {"hours": 24}),
    ("catalogue-check", Severity.WARN, {}),
)


def the_region_s_law(owner: Session, office: Office) -> None:
    """Load the national rules, and those that a region sets for itself."""
    the_law(owner)
    for code, severity, parameters in REGIONAL:
        a_law(owner, office, code, severity, **parameters)


def a_law(
    owner: Session, office: Office, code: str, severity: Severity, **parameters: int
) -> RegulationVersion:
    """Make a rule of the office's region, in force since the beginning of 2026."""
    made = RegulationVersion(
        region_id=office.region.id,
        code=code,
        valid_from=date(2026, 1, 1),
        sentence=code,
        sentence_en=code,
        article="Peraturan Contoh 1/2026",
        severity=severity,
        remedy="",
        remedy_en="",
        parameters=parameters,
        source="-",
    )
    owner.add(made)
    owner.commit()
    return made


def some_keys(owner: Session, how_many: int = 3) -> None:
    """Stock sealing keys as the keeper does."""
    for _ in range(how_many):
        pair = make_pair(KEEPER_KEY)
        owner.add(
            SealingKey(
                public_key=pair.public, wrapped_private_key=pair.wrapped_private, made_at=now()
            )
        )
    owner.commit()


def an_approved_purchase(owner: Session, office: Office, **given: object) -> PurchaseRequest:
    """Make a purchase that waits for the procurement officer."""
    return a_purchase_request(owner, office, status=PurchaseRequestStatus.APPROVED, **given)  # type: ignore[arg-type]


def a_new_rfq(work_as: WorkAs, office: Office, *sellers: Seller, **given: object) -> service.NewRfq:
    """Return an officer's decision that the rules allow at any hour of any day."""
    work = work_as(office.officer)
    laws = in_force(work, LAWS)
    facts: dict[str, object] = {
        "supplier_ids": tuple(seller.supplier.id for seller in sellers),
        "closes_at": proposed_deadline(local(work.now), laws),
        "catalogue_found": False,
        "catalogue_note": "Dicari 24 November pukul 10.00, tidak ada.",
        **given,
    }
    return service.NewRfq(**facts)  # type: ignore[arg-type]


def a_tender(
    owner: Session,
    office: Office,
    *sellers: Seller,
    open_for: timedelta = timedelta(days=2),
    **given: object,
) -> Rfq:
    """Make a published request with a real sealing key, inviting these sellers."""
    purchase = a_purchase_request(owner, office, status=PurchaseRequestStatus.SOURCING, **given)  # type: ignore[arg-type]
    moment, rfq_id, pair = now(), new_id(), make_pair(KEEPER_KEY)
    owner.add(
        SealingKey(
            public_key=pair.public,
            wrapped_private_key=pair.wrapped_private,
            made_at=moment,
            rfq_id=rfq_id,
        )
    )
    rfq = Rfq(
        id=rfq_id,
        region_id=office.region.id,
        agency_id=office.agency.id,
        purchase_request=purchase,
        number=f"PNW-2026-{next(_numbers):04d}",
        title=purchase.purpose,
        officer_id=office.people[Role.PROCUREMENT_OFFICER].id,
        own_estimate=purchase.total,
        published_at=moment - timedelta(days=1),
        closes_at=moment + open_for,
        sealing_key=pair.public,
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


def a_quote(
    work_as: WorkAs, seller: Seller, rfq: Rfq, *prices: int | None, delivery_cost: int = 0
) -> SealedQuote:
    """Send a sealed quote as the seller, prices in the order of the lines."""
    offer = service.NewQuote(dict(enumerate(prices, start=1)), delivery_cost)
    return service.submit(work_as(seller.actor), rfq.id, offer)


def close_now(owner: Session, rfq_id: UUID, at: datetime | None = None) -> None:
    """Let the deadline have passed; only the tables' owner can, with the guard switched off."""
    owner.execute(text("ALTER TABLE rfqs DISABLE TRIGGER keep_deadline"))
    owner.execute(
        text("UPDATE rfqs SET closes_at = :at WHERE id = :id"),
        {"at": at or now() - timedelta(seconds=1), "id": rfq_id},
    )
    owner.execute(text("ALTER TABLE rfqs ENABLE TRIGGER keep_deadline"))
    owner.commit()
    owner.expire_all()


def open_now(owner: Session, work_as: WorkAs, office: Office, rfq: Rfq) -> Sequence[Quote]:
    """Close a request, open it as the officer, unseal it as the keeper; return its quotes."""
    close_now(owner, rfq.id)
    service.open(work_as(office.officer), rfq.id)
    keeper = work_as(system(office.region.id), keeper=True)
    service.reveal(keeper, rfq.id, KEEPER_KEY)
    return list(owner.query(Quote).filter_by(rfq_id=rfq.id))
