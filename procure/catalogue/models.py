"""Categories, listings and price standards."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.catalogue.rules.bounds import MOST_PRICE
from procure.catalogue.rules.kinds import Halal as Halal  # noqa: PLC0414 - named by others
from procure.catalogue.rules.kinds import Origin as Origin  # noqa: PLC0414 - named by others
from procure.catalogue.rules.kinds import SupplyKind as SupplyKind  # noqa: PLC0414 - named by others
from procure.db.base import Base, created_at, entity_id, rupiah, status_column
from procure.suppliers.models import Supplier


class Category(Base):
    """A kind of routine goods or services, with its usual account code and unit."""

    __tablename__ = "categories"

    code: Mapped[str] = mapped_column(primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("categories.code"))
    name: Mapped[str]
    name_en: Mapped[str]
    unit: Mapped[str]
    account_code: Mapped[str]
    icon: Mapped[str]
    supply_kind: Mapped[SupplyKind] = mapped_column(status_column(SupplyKind, "supply_known"))
    is_meal: Mapped[bool] = mapped_column(default=False)
    standard_key: Mapped[str] = mapped_column(default="", server_default="")
    asks_sni: Mapped[bool] = mapped_column(default=False, server_default="false")


class Listing(Base):
    """One offer of one supplier, with its price in rupiah including tax."""

    __tablename__ = "listings"
    __table_args__ = (
        CheckConstraint("price > 0", name="price_positive"),
        CheckConstraint(f"price <= {MOST_PRICE}", name="price_within"),
        Index("ix_listings_region_id_category_code", "region_id", "category_code"),
        Index(
            "ix_listings_supplier_id_code",
            "supplier_id",
            "code",
            unique=True,
            postgresql_where="code <> ''",
        ),
        Index(
            "ix_listings_tkdn_until",
            "region_id",
            "tkdn_until",
            postgresql_where="tkdn_until IS NOT NULL",
        ),
    )

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"), index=True)
    category_code: Mapped[str] = mapped_column(ForeignKey("categories.code"))
    code: Mapped[str] = mapped_column(default="", server_default="")
    name: Mapped[str]
    description: Mapped[str] = mapped_column(Text, default="")
    unit: Mapped[str]
    price: Mapped[rupiah]
    minimum_order: Mapped[int] = mapped_column(default=1)
    lead_days: Mapped[int] = mapped_column(default=1)
    day_capacity: Mapped[int | None]
    stock: Mapped[int | None]
    open_from: Mapped[time | None]
    open_until: Mapped[time | None]
    origin: Mapped[Origin] = mapped_column(
        status_column(Origin, "origin_known"), default=Origin.LOCAL, server_default=Origin.LOCAL
    )
    tkdn_hundredths: Mapped[int | None]
    tkdn_certificate: Mapped[str] = mapped_column(default="", server_default="")
    tkdn_until: Mapped[date | None]
    sni_certificate: Mapped[str] = mapped_column(default="", server_default="")
    sni_until: Mapped[date | None]
    halal: Mapped[Halal] = mapped_column(
        status_column(Halal, "halal_known"), default=Halal.UNSTATED, server_default=Halal.UNSTATED
    )
    is_price_without_tax: Mapped[bool] = mapped_column(default=False, server_default="false")
    is_package: Mapped[bool] = mapped_column(default=False, server_default="false")
    picture: Mapped[str] = mapped_column(default="")
    is_live: Mapped[bool] = mapped_column(default=True)
    approved_at: Mapped[datetime | None]
    taken_down_at: Mapped[datetime | None]
    taken_down_reason: Mapped[str] = mapped_column(default="", server_default="")
    sold_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[created_at]
    supplier: Mapped[Supplier] = relationship()
    category: Mapped[Category] = relationship()
    variants: Mapped[list["ListingVariant"]] = relationship(order_by="ListingVariant.position")
    photos: Mapped[list["ListingPhoto"]] = relationship(order_by="ListingPhoto.position")
    contents: Mapped[list["ListingContent"]] = relationship(order_by="ListingContent.position")
    areas: Mapped[list["ListingArea"]] = relationship(order_by="ListingArea.regency_code")

    @property
    def case_id(self) -> UUID:
        """A listing's own chain in the trail."""
        return self.id

    @property
    def claimed_halal(self) -> Halal:
        """What the seller says of being halal, also while no certificate bears it out."""
        return Halal.CERTIFIED if self.halal is Halal.LAPSED else self.halal


class ListingVariant(Base):
    """A size, colour or kind of one listing, with its own price in rupiah including tax."""

    __tablename__ = "listing_variants"
    __table_args__ = (
        CheckConstraint("price > 0", name="price_positive"),
        CheckConstraint(f"price <= {MOST_PRICE}", name="price_within"),
    )

    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    price: Mapped[rupiah]


class ListingPhoto(Base):
    """A photo of a listing, in the seller's order."""

    __tablename__ = "listing_photos"

    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[UUID] = mapped_column(ForeignKey("uploads.id"))
    caption: Mapped[str] = mapped_column(default="")


class ListingContent(Base):
    """One thing in a package: what it is and how many; a menu is a package."""

    __tablename__ = "listing_contents"

    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    quantity: Mapped[int]
    unit: Mapped[str]


class ListingArea(Base):
    """A regency or city to which this listing is delivered; none means all of its seller's."""

    __tablename__ = "listing_areas"

    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"), primary_key=True)
    regency_code: Mapped[str] = mapped_column(primary_key=True)


class ListingAttribute(Base):
    """What a listing says to a question that its category asks."""

    __tablename__ = "listing_attributes"

    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class CategoryAttribute(Base):
    """A question that a category asks of each listing in it."""

    __tablename__ = "category_attributes"

    category_code: Mapped[str] = mapped_column(ForeignKey("categories.code"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    label: Mapped[str]
    label_en: Mapped[str]
    is_required: Mapped[bool] = mapped_column(default=False)


class ListingPrice(Base):
    """A price that a listing (or one of its variants) had from a moment on; kept for good."""

    __tablename__ = "listing_prices"
    __table_args__ = (
        CheckConstraint("price > 0", name="price_positive"),
        CheckConstraint(f"price <= {MOST_PRICE}", name="price_within"),
        Index("ix_listing_prices_listing_id_since", "listing_id", "since"),
    )

    id: Mapped[entity_id]
    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"))
    variant: Mapped[str] = mapped_column(default="")
    price: Mapped[rupiah]
    since: Mapped[datetime]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))


class CapacityUse(Base):
    """How much of a listing's day capacity accepted orders have taken, day by day."""

    __tablename__ = "capacity_uses"

    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    quantity: Mapped[int]


class Favourite(Base):
    """A listing that an agency keeps at hand."""

    __tablename__ = "favourites"

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"), primary_key=True)
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[created_at]


class PriceStandard(Base):
    """The region's price standard (SSH) for one item: a ceiling per unit, in rupiah with tax."""

    __tablename__ = "price_standards"
    __table_args__ = (
        CheckConstraint("price > 0", name="price_positive"),
        CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from", name="ends_after_start"
        ),
        Index("ix_price_standards_region_id_category_code", "region_id", "category_code"),
    )

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    category_code: Mapped[str] = mapped_column(ForeignKey("categories.code"))
    key: Mapped[str] = mapped_column(default="", server_default="")
    item: Mapped[str]
    unit: Mapped[str]
    price: Mapped[rupiah]
    decree: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]

    category: Mapped[Category] = relationship()

    @property
    def case_id(self) -> UUID:
        """A price standard's own chain in the trail."""
        return self.id
