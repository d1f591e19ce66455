"""Messages: one row a person, written in the transaction of the deed, mailed afterwards."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.accounts.models import Person
from procure.db.base import Base, created_at, entity_id, status_column
from procure.kernel.labels import N_, Labelled


class MailStatus(Labelled):
    """How the mail of a message fares."""

    WAITING = "waiting", N_("Waiting to be sent")
    SENT = "sent", N_("Sent")
    FAILED = "failed", N_("Not delivered")


class Message(Base):
    """Something a person should know or do; a letter to an address where nobody is here yet."""

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint("person_id IS NOT NULL OR address <> ''", name="somebody_is_told"),
        Index("ix_messages_person_id_created_at", "person_id", "created_at"),
        Index("ix_messages_unread", "person_id", postgresql_where=text("read_at IS NULL")),
    )

    id: Mapped[entity_id]
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("regions.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    address: Mapped[str] = mapped_column(default="", server_default="")
    addressee: Mapped[str] = mapped_column(default="", server_default="")
    language: Mapped[str] = mapped_column(default="", server_default="")
    template: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    path: Mapped[str]
    created_at: Mapped[created_at]
    read_at: Mapped[datetime | None]
    mail_status: Mapped[MailStatus] = mapped_column(
        status_column(MailStatus, "mail_known"), default=MailStatus.WAITING
    )
    mailed_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship()
