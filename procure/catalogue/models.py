"""Categories, listings and price standards."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.db.base import Base, created_at, entity_id, rupiah, status_column
from procure.kernel.labels import N_, Labelled
from procure.suppliers.models import Supplier


class SupplyKind(Labelled):
    """What a line is for the taxman: goods, food cooked to order, printing, a service."""

    GOODS = "goods", N_("Goods")
    CATERING = "catering", N_("Catering (cooked and served to order)")
    RESTAURANT = "restaurant", N_("Food from a restaurant or stall")
    PACKAGED_FOOD = "packaged_food", N_("Packaged food from a shop")
    PRINTING = "printing", N_("Printing to order")
    SERVICE = "service", N_("Service")


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


class Listing(Base):
    """One offer of one supplier, with its price in rupiah including tax."""

    __tablename__ = "listings"
    __table_args__ = (
        CheckConstraint("price > 0", name="price_positive"),
        Index("ix_listings_search", "search", postgresql_using="gin"),
        Index("ix_listings_region_id_category_code", "region_id", "category_code"),
    )

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"), index=True)
    category_code: Mapped[str] = mapped_column(ForeignKey("categories.code"))
    name: Mapped[str]
    description: Mapped[str] = mapped_column(Text, default="")
    unit: Mapped[str]
    price: Mapped[rupiah]
    minimum_order: Mapped[int] = mapped_column(default=1)
    lead_days: Mapped[int] = mapped_column(default=1)
    day_capacity: Mapped[int | None]
    picture: Mapped[str] = mapped_column(default="")
    is_live: Mapped[bool] = mapped_column(default=True)
    sold_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[created_at]
    search: Mapped[str | None] = mapped_column(
        TSVECTOR,
        Computed(
            "setweight(to_tsvector('simple', name), 'A') || "
            "setweight(to_tsvector('indonesian', name || ' ' || description), 'B')",
            persisted=True,
        ),
        deferred=True,
    )

    supplier: Mapped[Supplier] = relationship()
    category: Mapped[Category] = relationship()


class PriceStandard(Base):
    """The region's price standard (SSH) for one item: a ceiling per unit, in rupiah with tax."""

    __tablename__ = "price_standards"
    __table_args__ = (
        Index("ix_price_standards_region_id_category_code", "region_id", "category_code"),
    )

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    category_code: Mapped[str] = mapped_column(ForeignKey("categories.code"))
    item: Mapped[str]
    unit: Mapped[str]
    price: Mapped[rupiah]
    decree: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
