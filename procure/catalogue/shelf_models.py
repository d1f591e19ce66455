"""What sellers propose and officers judge: revisions of listings, checklists, and sheets."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.accounts.models import Person
from procure.catalogue.models import Category, Halal, Listing, Origin
from procure.catalogue.policy import IMPORT_RUN_POLICY, LISTING_REVISION_POLICY
from procure.catalogue.rules.offers import Content, Photo, Substance, Variant
from procure.catalogue.workflow import (
    IMPORT_RUN_WORKFLOW,
    LISTING_REVISION_WORKFLOW,
    ImportRunStatus,
    ListingRevisionStatus,
    RowEffect,
    RowState,
)
from procure.db.base import Base, created_at, entity_id, status_column
from procure.kernel.policy import Policy
from procure.kernel.workflow import Workflow
from procure.suppliers.models import Supplier


class ListingRevision(Base):
    """What a seller wants a listing to say; buyers see it once the registry officer approved it.

    Lists of things (contents, variants, photos, answers) are kept as they were proposed: a
    revision is a picture of one moment, compared as a whole and never searched.
    """

    __tablename__ = "listing_revisions"
    __table_args__ = (
        Index("ix_listing_revisions_listing_id_number", "listing_id", "number", unique=True),
        Index(
            "ix_listing_revisions_one_open",
            "listing_id",
            unique=True,
            postgresql_where="status IN ('draft', 'submitted', 'returned')",
        ),
        Index("ix_listing_revisions_queue", "region_id", "status", "submitted_at", "id"),
        Index("ix_listing_revisions_import_run_id", "import_run_id"),
    )
    workflow: ClassVar[Workflow[ListingRevisionStatus]] = LISTING_REVISION_WORKFLOW
    policy: ClassVar[Policy] = LISTING_REVISION_POLICY

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"))
    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"))
    number: Mapped[int]
    status: Mapped[ListingRevisionStatus] = mapped_column(
        status_column(ListingRevisionStatus), default=ListingRevisionStatus.DRAFT
    )
    category_code: Mapped[str] = mapped_column(ForeignKey("categories.code"))
    name: Mapped[str]
    description: Mapped[str] = mapped_column(Text, default="")
    unit: Mapped[str]
    is_package: Mapped[bool] = mapped_column(default=False)
    origin: Mapped[Origin] = mapped_column(status_column(Origin, "origin_known"))
    tkdn_hundredths: Mapped[int | None]
    tkdn_certificate: Mapped[str] = mapped_column(default="")
    tkdn_until: Mapped[date | None]
    sni_certificate: Mapped[str] = mapped_column(default="", server_default="")
    sni_until: Mapped[date | None]
    halal: Mapped[Halal] = mapped_column(status_column(Halal, "halal_known"))
    contents: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    variants: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    photos: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    answers: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict)
    import_run_id: Mapped[UUID | None] = mapped_column(ForeignKey("import_runs.id"))
    submitted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    submitted_at: Mapped[datetime | None]
    checklist: Mapped[dict[str, bool]] = mapped_column(JSONB, default=dict)
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[created_at]

    listing: Mapped[Listing] = relationship()
    supplier: Mapped[Supplier] = relationship()
    category: Mapped[Category] = relationship()
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    @property
    def case_id(self) -> UUID:
        """A revision stands in the chain of its listing."""
        return self.listing_id

    @property
    def substance(self) -> Substance:
        """What is proposed, as a value."""
        return Substance(
            category_code=self.category_code,
            name=self.name,
            description=self.description,
            unit=self.unit,
            is_package=self.is_package,
            origin=self.origin,
            tkdn_hundredths=self.tkdn_hundredths,
            tkdn_certificate=self.tkdn_certificate,
            tkdn_until=self.tkdn_until,
            sni_certificate=self.sni_certificate,
            sni_until=self.sni_until,
            halal=self.halal,
            contents=tuple(Content(**one) for one in self.contents),
            variants=tuple(Variant(**one) for one in self.variants),
            photos=tuple(Photo(UUID(one["upload_id"]), one["caption"]) for one in self.photos),
            answers=tuple(sorted(self.answers.items())),
        )


class CurationPoint(Base):
    """One point that the registry officer looks at before a listing goes live."""

    __tablename__ = "curation_points"

    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    label: Mapped[str]
    label_en: Mapped[str]
    only_food: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)


class ImportRun(Base):
    """One sheet of listings that a seller sent, from reading to the shelf."""

    __tablename__ = "import_runs"
    __table_args__ = (Index("ix_import_runs_supplier_id_created_at", "supplier_id", "created_at"),)
    workflow: ClassVar[Workflow[ImportRunStatus]] = IMPORT_RUN_WORKFLOW
    policy: ClassVar[Policy] = IMPORT_RUN_POLICY

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    upload_id: Mapped[UUID] = mapped_column(ForeignKey("uploads.id"))
    file_name: Mapped[str]
    status: Mapped[ImportRunStatus] = mapped_column(
        status_column(ImportRunStatus), default=ImportRunStatus.READING
    )
    problem: Mapped[str] = mapped_column(default="")
    edition: Mapped[int] = mapped_column(default=1)
    row_count: Mapped[int] = mapped_column(default=0)
    read_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[created_at]

    supplier: Mapped[Supplier] = relationship()

    @property
    def case_id(self) -> UUID:
        """A sheet's own chain in the trail."""
        return self.id


class ImportRow(Base):
    """One row of a sheet: what stands in its cells, and a reason for each cell that is wrong."""

    __tablename__ = "import_rows"
    __table_args__ = (
        ForeignKeyConstraint(["import_run_id"], ["import_runs.id"]),
        Index("ix_import_rows_import_run_id_state", "import_run_id", "state", "number"),
    )

    import_run_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("suppliers.id"))
    edition: Mapped[int] = mapped_column(default=1)
    code: Mapped[str] = mapped_column(default="")
    cells: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict)
    state: Mapped[RowState] = mapped_column(status_column(RowState, "state_known"))
    effect: Mapped[RowEffect | None] = mapped_column(status_column(RowEffect, "effect_known"))
    problems: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSONB, default=dict)
    listing_id: Mapped[UUID | None] = mapped_column(ForeignKey("listings.id"))
