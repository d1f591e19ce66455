"""Suppliers, their areas and categories, and the identity that few may read."""

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.db.base import Base, entity_id, status_column
from procure.db.secrets import Encrypted
from procure.kernel.policy import Policy
from procure.kernel.workflow import Workflow
from procure.suppliers.kinds import DocumentKind, EntityType, Scale
from procure.suppliers.policy import DOCUMENT_POLICY, SUPPLIER_POLICY
from procure.suppliers.workflow import (
    DOCUMENT_WORKFLOW,
    SUPPLIER_WORKFLOW,
    DocumentStatus,
    SupplierStatus,
)

if TYPE_CHECKING:
    from procure.suppliers.vetting_models import Interest

__all__ = [
    "DocumentKind",
    "DocumentStatus",
    "EntityType",
    "Scale",
    "Supplier",
    "SupplierArea",
    "SupplierCategory",
    "SupplierDocument",
    "SupplierIdentity",
    "SupplierStatus",
]


class Supplier(Base):
    """A business or household seller that sells to the region's agencies."""

    __tablename__ = "suppliers"
    workflow: ClassVar[Workflow[SupplierStatus]] = SUPPLIER_WORKFLOW
    policy: ClassVar[Policy] = SUPPLIER_POLICY

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"), index=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    entity_type: Mapped[EntityType] = mapped_column(status_column(EntityType, "entity_known"))
    scale: Mapped[Scale] = mapped_column(status_column(Scale, "scale_known"))
    status: Mapped[SupplierStatus] = mapped_column(
        status_column(SupplierStatus), default=SupplierStatus.DRAFT
    )
    legal_name: Mapped[str] = mapped_column(default="", server_default="")
    owner_name: Mapped[str]
    address: Mapped[str]
    village: Mapped[str] = mapped_column(default="", server_default="")
    postal_code: Mapped[str] = mapped_column(default="", server_default="")
    district_code: Mapped[str] = mapped_column(default="", server_default="")
    district_name: Mapped[str] = mapped_column(default="", server_default="")
    regency_code: Mapped[str]
    regency_name: Mapped[str]
    phone: Mapped[str]
    verified_at: Mapped[datetime | None]
    is_fiction: Mapped[bool] = mapped_column(default=False)
    is_taxable: Mapped[bool] = mapped_column(default=False)
    npwp_valid: Mapped[bool] = mapped_column(default=True)
    final_letter_number: Mapped[str] = mapped_column(default="")
    final_letter_from: Mapped[date | None]
    final_letter_until: Mapped[date | None]
    exemption_letter_until: Mapped[date | None]
    exemption_letter_number: Mapped[str] = mapped_column(default="", server_default="")
    turnover_statement_years: Mapped[list[int]] = mapped_column(
        ARRAY(Integer), default=list, server_default="{}"
    )
    coach_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    confirmed_at: Mapped[datetime | None]

    categories: Mapped[list["SupplierCategory"]] = relationship(
        order_by="SupplierCategory.category_code"
    )
    areas: Mapped[list["SupplierArea"]] = relationship(order_by="SupplierArea.regency_code")
    ties: Mapped[list["Interest"]] = relationship(
        primaryjoin=(
            "and_(Interest.supplier_id == Supplier.id, or_(Interest.ends_on.is_(None), "
            "Interest.ends_on >= func.sec.day_of(Interest.region_id)))"
        ),
        viewonly=True,
    )
    """Ties that officials declared and that hold today, where the region is."""

    @property
    def case_id(self) -> UUID:
        """A supplier's own chain in the trail."""
        return self.id


class SupplierCategory(Base):
    """A kind of goods or services that the supplier offers."""

    __tablename__ = "supplier_categories"

    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"), primary_key=True)
    category_code: Mapped[str] = mapped_column(ForeignKey("categories.code"), primary_key=True)


class SupplierArea(Base):
    """A regency or city to which the supplier delivers."""

    __tablename__ = "supplier_areas"

    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"), primary_key=True)
    regency_code: Mapped[str] = mapped_column(primary_key=True)


class SupplierIdentity(Base):
    """Numbers that identify the supplier; encrypted, and each reading is recorded."""

    __tablename__ = "supplier_identities"

    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"), primary_key=True)
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    nib: Mapped[str | None] = mapped_column(Encrypted)
    npwp: Mapped[str | None] = mapped_column(Encrypted)
    nik: Mapped[str | None] = mapped_column(Encrypted)
    nitku: Mapped[str | None] = mapped_column(Encrypted)


class SupplierDocument(Base):
    """A paper that a supplier shows, with its number, its end, and what the officer said."""

    __tablename__ = "supplier_documents"
    __table_args__ = (
        Index("ix_supplier_documents_supplier_id_kind", "supplier_id", "kind"),
        Index("ix_supplier_documents_valid_until", "valid_until"),
    )
    workflow: ClassVar[Workflow[DocumentStatus]] = DOCUMENT_WORKFLOW
    policy: ClassVar[Policy] = DOCUMENT_POLICY

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"))
    kind: Mapped[DocumentKind] = mapped_column(status_column(DocumentKind, "kind_known"))
    status: Mapped[DocumentStatus] = mapped_column(
        status_column(DocumentStatus), default=DocumentStatus.WAITING
    )
    # The number of an identity card is the NIK itself: numbers of all papers are kept alike.
    number: Mapped[str] = mapped_column(Encrypted, default="")
    valid_until: Mapped[date | None]
    upload_id: Mapped[UUID | None] = mapped_column(ForeignKey("uploads.id"))
    sent_at: Mapped[datetime]
    checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    checked_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")

    supplier: Mapped[Supplier] = relationship()

    @property
    def case_id(self) -> UUID:
        """A paper stands in the chain of its supplier."""
        return self.supplier_id

    @property
    def is_accepted(self) -> bool:
        """Whether an officer found the paper good."""
        return self.status is DocumentStatus.ACCEPTED

    def holds_on(self, day: date) -> bool:
        """Whether the paper was accepted and is still good on a day of the region."""
        accepted = self.status is DocumentStatus.ACCEPTED
        return accepted and (self.valid_until is None or day <= self.valid_until)
