"""Rules as dated rows: the law changes, the code does not."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from procure.db.base import Base, entity_id, status_column
from procure.kernel.regulation import Severity


class RegulationVersion(Base):
    """One version of one rule, in force from a day, for one region or (no region) for all."""

    __tablename__ = "regulation_versions"
    __table_args__ = (
        CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from", name="ends_after_start"
        ),
        Index("ix_regulation_versions_code_valid_from", "code", "valid_from"),
    )

    id: Mapped[entity_id]
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("regions.id"))
    code: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    sentence: Mapped[str] = mapped_column(Text)
    sentence_en: Mapped[str] = mapped_column(Text)
    article: Mapped[str]
    severity: Mapped[Severity] = mapped_column(status_column(Severity, "severity_known"))
    remedy: Mapped[str] = mapped_column(Text)
    remedy_en: Mapped[str] = mapped_column(Text)
    parameters: Mapped[dict[str, int]] = mapped_column(JSONB)
    source: Mapped[str] = mapped_column(Text)
    verified_by: Mapped[str] = mapped_column(default="")
