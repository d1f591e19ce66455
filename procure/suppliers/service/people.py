"""Operators: whom the owner lets act for the business."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from procure.accounts.models import Appointment, SignIn
from procure.audit.service import record
from procure.db.work import Work
from procure.kernel.actors import Role
from procure.kernel.errors import NotFound
from procure.suppliers import queries
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.events import HelpEnded
from procure.suppliers.models import Supplier
from procure.suppliers.policy import SUPPLIER_POLICY
from procure.suppliers.registry_models import LinkPurpose
from procure.suppliers.rules import naming
from procure.suppliers.rules.registration import NobodyHelps
from procure.suppliers.service.linking import Invited, Origin, make


def end_help(work: Work, supplier_id: UUID) -> Supplier:
    """End the help of a coach at once, as the owner; what the coach filled in stays.

    Raises NobodyHelps.
    """
    with work.transaction():
        supplier = queries.get(work, supplier_id, lock=True)
        SUPPLIER_POLICY.require(work.actor, Do.END_HELP, supplier)
        if supplier.coach_id is None:
            raise NobodyHelps
        facts = {"coach": queries.coach_name(work, supplier)}
        work.announce(HelpEnded(supplier.id, supplier.coach_id))
        supplier.coach_id = None
        record(work, Do.END_HELP, supplier, facts=facts)
    return supplier


def invite(
    work: Work, supplier_id: UUID, who: tuple[str, str], origin: Origin, secret: str
) -> None:
    """Invite somebody (name, e-mail address) to act for the business, by a link in a mail."""
    with work.transaction():
        supplier = queries.get(work, supplier_id, lock=True)
        SUPPLIER_POLICY.require(work.actor, Do.INVITE, supplier)
        name, email = naming.name(who[0]), who[1].strip().casefold()
        invited = Invited(
            LinkPurpose.OPERATOR, supplier.region_id, name, email, supplier_id=supplier.id
        )
        make(work, invited, origin, secret)
        record(work, Do.INVITE, supplier, facts={"name": name})


def dismiss(work: Work, supplier_id: UUID, appointment_id: UUID) -> Appointment:
    """End an operator's access at once, in every browser. Raises NotFound."""
    with work.transaction():
        supplier = queries.get(work, supplier_id, lock=True)
        SUPPLIER_POLICY.require(work.actor, Do.DISMISS, supplier)
        held = work.session.scalar(
            select(Appointment)
            .where(
                Appointment.id == appointment_id,
                Appointment.supplier_id == supplier.id,
                Appointment.role == Role.SUPPLIER_OPERATOR,
            )
            .with_for_update()
        )
        if held is None:
            raise NotFound
        yesterday = work.today - timedelta(days=1)
        # Whoever became operator today and goes today was never operator for a whole day.
        held.starts_on, held.ends_on = min(held.starts_on, yesterday), yesterday
        work.session.execute(
            update(SignIn)
            .where(SignIn.person_id == held.person_id, SignIn.ended_at.is_(None))
            .values(ended_at=work.now)
        )
        record(work, Do.DISMISS, supplier, facts={"person": held.person_id})
    return held
