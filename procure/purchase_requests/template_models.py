"""Routine purchases that an agency keeps, to begin requests with."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.db.base import Base, created_at, entity_id


class PurchaseTemplate(Base):
    """A routine purchase of one agency; retired ones begin nothing any more."""

    __tablename__ = "purchase_templates"

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"), index=True)
    title: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    retired_at: Mapped[datetime | None]
    created_at: Mapped[created_at]

    lines: Mapped[list["PurchaseTemplateLine"]] = relationship(
        order_by="PurchaseTemplateLine.position"
    )

    @property
    def case_id(self) -> UUID:
        """A template's own chain in the trail."""
        return self.id

    @property
    def is_per_person(self) -> bool:
        """Whether one must say how many people attend."""
        return any(line.is_per_person for line in self.lines)


class PurchaseTemplateLine(Base):
    """One thing of a routine purchase: how many, or how many for each person."""

    __tablename__ = "purchase_template_lines"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_positive"),)

    template_id: Mapped[UUID] = mapped_column(ForeignKey("purchase_templates.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    category_code: Mapped[str] = mapped_column(ForeignKey("categories.code"))
    name: Mapped[str]
    specification: Mapped[str] = mapped_column(Text, default="")
    quantity: Mapped[int]
    is_per_person: Mapped[bool] = mapped_column(default=False)
    unit: Mapped[str]
    listing_id: Mapped[UUID | None] = mapped_column(ForeignKey("listings.id"))
