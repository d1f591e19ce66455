"""Closing the account of a business for good, because its owner asked for it (UU 27/2022)."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from procure.accounts import service as accounts
from procure.accounts.models import Appointment
from procure.audit.service import advance
from procure.db.work import Work
from procure.suppliers import queries
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.events import SupplierClosed
from procure.suppliers.models import Supplier
from procure.suppliers.registry_models import DataRequestKind
from procure.suppliers.rules import closing as rules
from procure.suppliers.service.own_data import settle


def close(work: Work, supplier_id: UUID, reason: str) -> Supplier:
    """Close the account of a business: nobody signs in for it, nothing of it is on the shelf.

    Orders, papers and the trail stay: the law wants them kept. Its numbers are free for another
    registration. `reason` is the officer's answer to the owner. Raises ClosingNotAsked, OrdersOpen
    or QuotationsOpen.
    """
    with work.transaction():
        supplier = queries.get(work, supplier_id, lock=True)
        supplier.policy.require(work.actor, Do.CLOSE, supplier)
        supplier.workflow.find(supplier.status, Do.CLOSE)
        asked = queries.unanswered(work, supplier.id, lock=True)
        is_asked = any(one.kind is DataRequestKind.CLOSING for one in asked)
        rules.check_may_close(is_asked, queries.open_business(work, supplier.id))
        held = queries.appointments_at(work, supplier.id)
        people = tuple(dict.fromkeys(one.person_id for one in held))
        advance(work, supplier, Do.CLOSE, reason=reason, facts={"people": people})
        _part(work, held, reason.strip())
        for one in asked:
            settle(work, one, reason)
        work.announce(SupplierClosed(supplier.id, people, reason.strip()))
    return supplier


def _part(work: Work, held: Sequence[Appointment], reason: str) -> None:
    """Let nobody act for a supplier any more; a link that waits lets nobody in either."""
    yesterday = work.today - timedelta(days=1)
    for one in held:
        one.starts_on, one.ends_on = min(one.starts_on, yesterday), yesterday
        one.end_reason = reason
    work.session.flush()
    for person_id in sorted({one.person_id for one in held}):
        accounts.close(work, person_id, reason)
