"""What keeps the account of a business open, and who asked for it to be closed."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select, text

from procure.accounts.models import Appointment
from procure.db.work import Work
from procure.kernel.actors import SUPPLIER_ROLES
from procure.suppliers.registry_models import DataRequest, DataRequestKind
from procure.suppliers.rules.closing import ClosingNotAsked, OpenBusiness, OpenKind

_OPEN = text("SELECT kind, number FROM open_business(:supplier) ORDER BY kind, number")


def open_business(work: Work, supplier_id: UUID) -> list[OpenBusiness]:
    """Return orders and requests for quotation that are not over for a supplier.

    The database answers, as the guard of closing asks the same. Before a deadline it names every
    request to which the supplier was invited: nobody learns here whether it quoted.
    """
    rows = work.session.execute(_OPEN, {"supplier": supplier_id})
    return [OpenBusiness(OpenKind(kind), number) for kind, number in rows]


def unanswered(work: Work, supplier_id: UUID, *, lock: bool = False) -> Sequence[DataRequest]:
    """Return the requests of a supplier that wait for an answer, oldest first."""
    wanted = (
        select(DataRequest)
        .where(DataRequest.supplier_id == supplier_id, DataRequest.answered_at.is_(None))
        .order_by(DataRequest.asked_at, DataRequest.id)
    )
    return work.session.scalars(wanted.with_for_update() if lock else wanted).all()


def closing_of(work: Work, supplier_id: UUID) -> DataRequest:
    """Return the owner's request to close the account that waits. Raises ClosingNotAsked."""
    for asked in unanswered(work, supplier_id):
        if asked.kind is DataRequestKind.CLOSING:
            return asked
    raise ClosingNotAsked


def appointments_at(work: Work, supplier_id: UUID) -> Sequence[Appointment]:
    """Return, locked, by which appointments people act for a supplier now or later."""
    wanted = (
        select(Appointment)
        .where(
            Appointment.supplier_id == supplier_id,
            Appointment.role.in_(SUPPLIER_ROLES),
            or_(Appointment.ends_on.is_(None), Appointment.ends_on >= work.today),
        )
        .order_by(Appointment.id)
        .with_for_update()
    )
    return work.session.scalars(wanted).all()
