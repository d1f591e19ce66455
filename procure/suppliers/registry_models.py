"""What a registration needs besides the supplier: profile, changes, links, fingerprints, places."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.db.base import Base, created_at, entity_id, rupiah, status_column
from procure.db.secrets import Encrypted
from procure.kernel.labels import N_, Labelled
from procure.suppliers.kinds import ChangedField
from procure.suppliers.models import Scale, Supplier


class SupplierProfile(Base):
    """What a supplier says of itself that is not for everybody, and how far it has filled it in.

    `sales` and `capital` are rupiah a year, without land and buildings.
    """

    __tablename__ = "supplier_profiles"

    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"), primary_key=True)
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    steps: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    scale_oss: Mapped[Scale | None] = mapped_column(status_column(Scale, "scale_oss_known"))
    scale_year: Mapped[int | None]
    sales: Mapped[rupiah | None]
    capital: Mapped[rupiah | None]
    is_women_owned: Mapped[bool] = mapped_column(default=False)
    women_consented_at: Mapped[datetime | None]
    is_disability_owned: Mapped[bool] = mapped_column(default=False)
    disability_consented_at: Mapped[datetime | None]
    is_holder_different: Mapped[bool] = mapped_column(default=False)
    is_same_device: Mapped[bool] = mapped_column(default=False)
    is_same_network: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[datetime]


class SupplierChange(Base):
    """Something of substance that an active supplier changed, until an officer has looked at it.

    `before` is what stood there when an officer last looked, encrypted; what stands there now is
    read where it is kept. `returned_at` is when the officer asked for a correction.
    """

    __tablename__ = "supplier_changes"

    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"), primary_key=True)
    field: Mapped[ChangedField] = mapped_column(
        status_column(ChangedField, "field_known"), primary_key=True
    )
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"), index=True)
    before: Mapped[str | None] = mapped_column(Encrypted)
    changed_at: Mapped[datetime]
    returned_at: Mapped[datetime | None]


class SupplierKbli(Base):
    """A business field (KBLI) of a supplier, with the version of the list."""

    __tablename__ = "supplier_kblis"

    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)


class KbliCode(Base):
    """A business field of one version of the list (KBLI)."""

    __tablename__ = "kbli_codes"

    code: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]


class Territory(Base):
    """A province, a regency or city, or a district, by its Kemendagri code (`33.74.01`)."""

    __tablename__ = "territories"

    code: Mapped[str] = mapped_column(primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("territories.code"), index=True)
    name: Mapped[str]


class FingerprintKind(Labelled):
    """Of what a fingerprint is taken."""

    NIB = "nib", N_("Business licence (NIB)")
    NPWP = "npwp", N_("Tax number (NPWP)")
    NIK = "nik", N_("Identity number (NIK)")
    PHONE = "phone", N_("Telephone")
    ACCOUNT = "account", N_("Bank account")
    ADDRESS = "address", N_("Address")


UNIQUE_KINDS = (FingerprintKind.NIB, FingerprintKind.NPWP)
"""What exists once a region. The tax number of a person is the NIK, so that no individual registers
twice; but whoever sells as an individual may own a company besides (domain 5.16): the same NIK at
both is a likeness, on which an officer decides."""


class Fingerprint(Base):
    """A keyed digest by which the same number is found again without being readable.

    `is_claimed` falls when the supplier is refused: then another may register the number.
    """

    __tablename__ = "supplier_fingerprints"
    __table_args__ = (
        Index(
            "uq_supplier_fingerprints_claimed",
            "region_id",
            "kind",
            "digest",
            unique=True,
            postgresql_where=text("is_claimed AND kind IN ('nib', 'npwp')"),
        ),
        Index("ix_supplier_fingerprints_digest", "region_id", "kind", "digest"),
    )

    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"), primary_key=True)
    kind: Mapped[FingerprintKind] = mapped_column(
        status_column(FingerprintKind, "kind_known"), primary_key=True
    )
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    is_claimed: Mapped[bool] = mapped_column(default=True)


class RefusedNumber(Base):
    """A number that somebody could not register, because another supplier of the region has it.

    The digest leads officers, and nobody else, to the one who has it.
    """

    __tablename__ = "refused_numbers"
    __table_args__ = (
        Index("uq_refused_numbers_once", "supplier_id", "kind", "digest", unique=True),
        Index("ix_refused_numbers_digest", "region_id", "kind", "digest"),
    )

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"))
    kind: Mapped[FingerprintKind] = mapped_column(status_column(FingerprintKind, "kind_known"))
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    tried_at: Mapped[datetime]

    supplier: Mapped[Supplier] = relationship()


class LinkPurpose(Labelled):
    """What a link lets its reader become."""

    OWNER = "owner", N_("Supplier, owner")
    OPERATOR = "operator", N_("Supplier, operator")


class SupplierLink(Base):
    """A link, to be used once and for a while, by which an owner confirms or an operator joins.

    Of the link itself only the hash is kept. `made_device` and `made_network` are keyed digests of
    the browser and the network address from which it was asked for.
    """

    __tablename__ = "supplier_links"

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    purpose: Mapped[LinkPurpose] = mapped_column(status_column(LinkPurpose, "purpose_known"))
    supplier_id: Mapped[UUID | None] = mapped_column(ForeignKey("suppliers.id"), index=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(index=True)
    phone: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="id")
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    made_device: Mapped[str]
    made_network: Mapped[str]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    @property
    def case_id(self) -> UUID:
        """A registration has a chain of its own in the trail until it is a supplier."""
        return self.id


class DataRequestKind(Labelled):
    """What a person asks to be done with their data (UU PDP)."""

    CORRECTION = "correction", N_("Correct my data")
    CLOSING = "closing", N_("Close the account")


class DataRequest(Base):
    """An owner's request to correct what they cannot change themselves, or to close the account."""

    __tablename__ = "data_requests"

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"), index=True)
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"), index=True)
    kind: Mapped[DataRequestKind] = mapped_column(status_column(DataRequestKind, "kind_known"))
    wish: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[created_at]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")

    supplier: Mapped[Supplier] = relationship()

    @property
    def case_id(self) -> UUID:
        """Belongs to the supplier."""
        return self.supplier_id
