"""Registry officers of tests, and what they look at: papers, files, accounts, likenesses."""

from datetime import date, timedelta
from itertools import count
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.accounts.models import Appointment, Person, Region
from procure.accounts.queries import actor_for
from procure.db.base import new_id
from procure.db.secrets import blind_index
from procure.files.models import Purpose, Scan, StoredFile, Upload
from procure.kernel.actors import Actor, Role
from procure.kernel.clock import local, now
from procure.suppliers import service
from procure.suppliers.kinds import (
    ChangedField,
    DocumentKind,
    EntityType,
    InterestKind,
    MarkKind,
    Need,
    SanctionKind,
)
from procure.suppliers.models import Supplier, SupplierDocument
from procure.suppliers.models_bank import BankAccount
from procure.suppliers.registry_models import (
    DataRequest,
    DataRequestKind,
    Fingerprint,
    FingerprintKind,
    RefusedNumber,
    SupplierChange,
)
from procure.suppliers.vetting_models import DocumentRequirement, Interest, Sanction
from procure.suppliers.workflow import BankAccountStatus, DocumentStatus
from tests.conftest import WorkAs
from tests.make.offices import a_person, appoint
from tests.make.registering import Registering
from tests.make.sellers import Seller

_numbers = count(1)

PAPER_NUMBERS = {
    DocumentKind.NIB: "9120001234567",
    DocumentKind.NPWP: "0011091378000000",
    DocumentKind.NIK: "3374015208900001",
    DocumentKind.HALAL: "ID00110000123456789",
    DocumentKind.BPOM: "MD271009001234",
}


def today() -> date:
    """Return the day in Java, where regions of tests are."""
    return local(now()).date()


def an_officer_person(owner: Session, region: Region) -> tuple[Person, Actor]:
    """Make a registry officer; return the person and how they act."""
    person = a_person(owner, region)
    appointment = appoint(owner, person, Role.REGISTRY_OFFICER)
    owner.commit()
    return person, actor_for(person, [appointment])


def an_officer(owner: Session, region: Region) -> Actor:
    """Make a registry officer of the region."""
    return an_officer_person(owner, region)[1]


def an_operator(owner: Session, seller: Seller) -> tuple[Person, Actor]:
    """Let somebody else act for a supplier as well."""
    person = a_person(owner, owner.get_one(Region, seller.supplier.region_id))
    appointment = appoint(owner, person, Role.SUPPLIER_OPERATOR, supplier_id=seller.supplier.id)
    owner.commit()
    return person, actor_for(person, [appointment])


def a_file(
    owner: Session, person: Person, purpose: Purpose, supplier: Seller | None = None
) -> Upload:
    """Make a file that a person sent; its bytes are nowhere, no test reads them."""
    n = next(_numbers)
    sha256 = f"{n:064d}"
    owner.add(StoredFile(sha256=sha256, media_type="application/pdf", size=1))
    owner.flush()
    upload = Upload(
        region_id=person.region_id,
        person_id=person.id,
        supplier_id=supplier.supplier.id if supplier else None,
        purpose=purpose,
        name=f"berkas-{n}.pdf",
        sha256=sha256,
        scan=Scan.CLEAN,
    )
    owner.add(upload)
    owner.commit()
    return upload


def a_paper(
    owner: Session, seller: Seller, kind: DocumentKind = DocumentKind.HALAL, **given: object
) -> SupplierDocument:
    """Make an accepted paper that holds for a year, with a number of its kind."""
    facts: dict[str, object] = {
        "id": new_id(),
        "region_id": seller.supplier.region_id,
        "supplier_id": seller.supplier.id,
        "kind": kind,
        "status": DocumentStatus.ACCEPTED,
        "number": PAPER_NUMBERS.get(kind, "503/12/2026"),
        "valid_until": today() + timedelta(days=365),
        "sent_at": now(),
        **given,
    }
    paper = SupplierDocument(**facts)
    owner.add(paper)
    owner.commit()
    return paper


def an_account(owner: Session, seller: Seller, **given: object) -> BankAccount:
    """Make an account that the owner proposed and nobody checked yet."""
    facts: dict[str, object] = {
        "id": new_id(),
        "region_id": seller.supplier.region_id,
        "supplier_id": seller.supplier.id,
        "bank_code": "008",
        "account": "1440099887766",
        "holder": seller.supplier.owner_name,
        "status": BankAccountStatus.PROPOSED,
        "proposed_by_id": seller.person.id,
        "proposed_at": now(),
        **given,
    }
    account = BankAccount(**facts)
    owner.add(account)
    owner.commit()
    return account


def asks(
    owner: Session,
    kind: DocumentKind,
    need: Need = Need.REQUIRED,
    entity_type: EntityType | None = None,
    group: str = "",
) -> None:
    """Ask for a paper everywhere from the first day of 2026."""
    owner.add(
        DocumentRequirement(
            kind=kind,
            need=need,
            entity_type=entity_type,
            category_group=group,
            valid_from=date(2026, 1, 1),
        )
    )
    owner.commit()


def alike(owner: Session, kind: MarkKind, *sellers: Seller, value: str = "same") -> None:
    """Give suppliers the same number of a kind."""
    for seller in sellers:
        owner.add(
            Fingerprint(
                supplier_id=seller.supplier.id,
                region_id=seller.supplier.region_id,
                kind=FingerprintKind(kind),
                digest=blind_index(str(kind), value),
                is_claimed=False,
            )
        )
    owner.commit()


def a_sanction(owner: Session, seller: Seller, **given: object) -> Sanction:
    """Make a suspension that ended long ago, without an answer."""
    officer, _actor = an_officer_person(owner, owner.get_one(Region, seller.supplier.region_id))
    facts: dict[str, object] = {
        "region_id": seller.supplier.region_id,
        "supplier_id": seller.supplier.id,
        "kind": SanctionKind.SUSPENSION,
        "decision_number": "027/1/2026",
        "decision_date": date(2026, 1, 5),
        "reason": "Tidak mengirim barang.",
        "starts_on": date(2026, 1, 5),
        "ends_on": date(2026, 2, 5),
        "decided_by_id": officer.id,
        "decided_at": now(),
        "ended_at": now(),
        **given,
    }
    sanction = Sanction(**facts)
    owner.add(sanction)
    owner.commit()
    return sanction


def an_interest(owner: Session, person: Person, seller: Seller) -> Interest:
    """Let an official have declared that family owns a supplier."""
    interest = Interest(
        region_id=person.region_id,
        person_id=person.id,
        supplier_id=seller.supplier.id,
        kind=InterestKind.FAMILY,
        starts_on=date(2026, 1, 5),
        declared_at=now(),
    )
    owner.add(interest)
    owner.commit()
    return interest


def seller_of(owner: Session, supplier_id: UUID) -> Seller:
    """Return somebody who registered as a supplier of tests, with the owner."""
    owner.expire_all()
    held = owner.scalars(
        select(Appointment).where(
            Appointment.supplier_id == supplier_id, Appointment.role == Role.SUPPLIER_OWNER
        )
    ).one()
    supplier = owner.get_one(Supplier, supplier_id)
    return Seller(supplier, owner.get_one(Person, held.person_id), held)


def verify(owner: Session, work_as: WorkAs, sri: Registering, officer: Actor) -> Seller:
    """Send a registration and accept it with its identity card, as people do."""
    service.submit(sri.work(), sri.supplier_id)
    seller = seller_of(owner, sri.supplier_id)
    card = a_paper(owner, seller, DocumentKind.NIK, status=DocumentStatus.WAITING, valid_until=None)
    service.accept_supplier_document(work_as(officer), card.id)
    service.accept(work_as(officer), seller.supplier.id)
    return seller_of(owner, sri.supplier_id)


def a_change(owner: Session, seller: Seller) -> SupplierChange:
    """Make a change that an officer has not looked at yet: another legal name."""
    change = SupplierChange(
        region_id=seller.supplier.region_id,
        supplier_id=seller.supplier.id,
        field=ChangedField.LEGAL_NAME,
        before="Dapur Lama",
        changed_at=now(),
    )
    owner.add(change)
    owner.commit()
    return change


def a_refused_number(owner: Session, seller: Seller) -> RefusedNumber:
    """Make a number that a supplier could not register, because somebody else had it."""
    refused = RefusedNumber(
        region_id=seller.supplier.region_id,
        supplier_id=seller.supplier.id,
        kind=FingerprintKind.NIB,
        digest=blind_index(FingerprintKind.NIB, "9120101234567"),
        tried_at=now(),
    )
    owner.add(refused)
    owner.commit()
    return refused


def a_wish(
    owner: Session, seller: Seller, kind: DataRequestKind = DataRequestKind.CORRECTION
) -> DataRequest:
    """Make a request about own data that waits for an answer."""
    made = DataRequest(
        region_id=seller.supplier.region_id,
        supplier_id=seller.supplier.id,
        kind=kind,
        wish="Nama di KTP saya berubah.",
        asked_by_id=seller.person.id,
    )
    owner.add(made)
    owner.commit()
    return made
