"""Regions, agencies, units, the people appointed in them, and their sign-ins."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.db.base import Base, created_at, entity_id, status_column
from procure.kernel.actors import Role


class Region(Base):
    """A province, regency or city that runs Tenong under its own brand and rules."""

    __tablename__ = "regions"

    id: Mapped[entity_id]
    slug: Mapped[str] = mapped_column(unique=True)
    host: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    government: Mapped[str]
    office: Mapped[str]
    brand_name: Mapped[str]
    brand: Mapped[str]
    territory_code: Mapped[str]
    zone: Mapped[str] = mapped_column(default="WIB")
    letter_city: Mapped[str]
    regulation_number: Mapped[str | None]
    binding_from: Mapped[date | None]
    law_edition: Mapped[UUID] = mapped_column(server_default=func.gen_random_uuid())

    def is_practice(self, day: date) -> bool:
        """Whether purchases are practice: the regent's regulation is not in force on that day."""
        return self.binding_from is None or day < self.binding_from


class Agency(Base):
    """A government agency (OPD) with its letterhead."""

    __tablename__ = "agencies"

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"), index=True)
    code: Mapped[str]
    name: Mapped[str]
    short_name: Mapped[str]
    address: Mapped[str]
    contact: Mapped[str]
    letter_city: Mapped[str]
    order_number_template: Mapped[str]

    region: Mapped[Region] = relationship()


class Unit(Base):
    """A working unit of an agency."""

    __tablename__ = "units"

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"), index=True)
    name: Mapped[str]


class Person(Base):
    """Somebody who signs in: an official or a supplier's owner or operator."""

    __tablename__ = "people"

    id: Mapped[entity_id]
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("regions.id"), index=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    phone: Mapped[str | None]
    nip: Mapped[str | None]
    password_hash: Mapped[str]
    password_set_at: Mapped[created_at]
    language: Mapped[str] = mapped_column(default="id")
    theme: Mapped[str] = mapped_column(default="auto")
    is_fiction: Mapped[bool] = mapped_column(default=False)
    is_blocked: Mapped[bool] = mapped_column(default=False)

    @property
    def case_id(self) -> UUID:
        """A person's own chain in the trail."""
        return self.id


class Appointment(Base):
    """A role given to a person by decree (SK), for a time, in a capacity."""

    __tablename__ = "appointments"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        Index("ix_appointments_person_id_starts_on", "person_id", "starts_on"),
        Index("ix_appointments_agency_id_role", "agency_id", "role"),
    )

    id: Mapped[entity_id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    role: Mapped[Role] = mapped_column(status_column(Role, "role_known"))
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agencies.id"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    supplier_id: Mapped[UUID | None] = mapped_column(ForeignKey("suppliers.id"), index=True)
    decree_number: Mapped[str]
    decree_date: Mapped[date]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    capacity: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    certificate_number: Mapped[str] = mapped_column(default="")
    certificate_until: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(Text, default="")

    person: Mapped[Person] = relationship()
    agency: Mapped[Agency | None] = relationship()

    @property
    def case_id(self) -> UUID:
        """Appointments stand in the chain of the person."""
        return self.person_id


class SignIn(Base):
    """One signed-in browser; kept on the server so that it can be ended from anywhere."""

    __tablename__ = "sign_ins"

    id: Mapped[entity_id]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()


class SignInDelay(Base):
    """Failures in a row for one address or one account, and until when the next try waits."""

    __tablename__ = "sign_in_delays"

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    failed_at: Mapped[datetime]
    wait_until: Mapped[datetime]
