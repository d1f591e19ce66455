"""Who is told what about registrations, and owners of every order in their name."""

from uuid import UUID

from procure.accounts.models import Person
from procure.accounts.queries import holders, owners
from procure.db.work import Work
from procure.kernel.actors import Role
from procure.notifications import queries
from procure.notifications.service import Note, tell, write_to
from procure.orders import events as orders
from procure.suppliers import events as suppliers
from procure.suppliers.links import PATH
from procure.suppliers.models import Supplier
from procure.suppliers.registry_models import (
    DataRequest,
    LinkPurpose,
    RefusedNumber,
    SupplierLink,
)


def send_link(work: Work, event: suppliers.LinkMade) -> None:
    """Write to somebody who is not here yet; the worker signs the link when it mails it."""
    link = work.session.get_one(SupplierLink, event.link_id)
    supplier = work.session.get(Supplier, link.supplier_id) if link.supplier_id else None
    name = "operator_link" if link.purpose is LinkPurpose.OPERATOR else "owner_link"
    if supplier is not None and name == "owner_link":
        name = "helped_link"
    facts = {
        "supplier": supplier.name if supplier else link.name,
        "actor": work.actor.name,
        "ends_at": link.ends_at,
    }
    note = Note(f"suppliers/{name}", [], f"{PATH}{link.id}", facts)
    write_to(work, note, (link.email, link.name, link.language), link.region_id)


def tell_known(work: Work, event: suppliers.AddressKnown) -> None:
    """Tell a person that somebody registered with their address, who has an account already."""
    tell(work, Note("suppliers/known", [event.person_id], "/sign-in", {}))


def tell_confirmed(work: Work, event: suppliers.OwnerConfirmed) -> None:
    """Tell the coach that the owner confirmed."""
    supplier = work.session.get_one(Supplier, event.supplier_id)
    people = [supplier.coach_id] if supplier.coach_id else []
    path = f"/suppliers/{supplier.id}/registration"
    tell(work, Note("suppliers/confirmed", people, path, {"supplier": supplier.name}))


def tell_help_ended(work: Work, event: suppliers.HelpEnded) -> None:
    """Tell the coach that the owner goes on alone."""
    supplier = work.session.get_one(Supplier, event.supplier_id)
    facts = {"supplier": supplier.name}
    tell(work, Note("suppliers/help_ended", [event.coach_id], "/suppliers/helped", facts))


def tell_submitted(work: Work, event: suppliers.SupplierSubmitted) -> None:
    """Tell the registry officers that a registration waits, and the coach that it was sent."""
    supplier = work.session.get_one(Supplier, event.supplier_id)
    facts = {"supplier": supplier.name, "regency": supplier.regency_name}
    notes = [_to_officers(work, "submitted", facts, f"/registry/{supplier.id}")]
    if supplier.coach_id:
        path = f"/suppliers/{supplier.id}/registration"
        notes.append(Note("suppliers/sent", [supplier.coach_id], path, facts))
    tell(work, *notes)


def tell_changed(work: Work, event: suppliers.SupplierChanged) -> None:
    """Tell the registry officers that an active supplier changed something of substance."""
    supplier = work.session.get_one(Supplier, event.supplier_id)
    path = f"/registry/{supplier.id}#changes"
    tell(work, _to_officers(work, "changed", {"supplier": supplier.name}, path))


def tell_number_refused(work: Work, event: suppliers.NumberRefusedFirst) -> None:
    """Tell the registry officers of a number that was typed a second time; the way there is theirs.

    The page finds the supplier that has it; this message is written by the one who has not.
    """
    refused = work.session.get_one(RefusedNumber, event.refused_number_id)
    supplier = work.session.get_one(Supplier, refused.supplier_id)
    facts = {"supplier": supplier.name, "number_kind": str(refused.kind)}
    path = f"/registry/refused-numbers/{refused.id}"
    tell(work, _to_officers(work, "number_refused", facts, path))


def tell_joined(work: Work, event: suppliers.OperatorJoined) -> None:
    """Tell the owner who can act for the business from now on."""
    person = work.session.get_one(Person, event.person_id)
    facts = {"person": person.name}
    people = owners(work, event.supplier_id)
    tell(work, Note("suppliers/joined", people, "/supplier/operators", facts))


def tell_data_request(work: Work, event: suppliers.DataRequested) -> None:
    """Tell the registry officers what an owner asks to be done with their data."""
    asked = work.session.get_one(DataRequest, event.request_id)
    supplier = work.session.get_one(Supplier, asked.supplier_id)
    facts = {"supplier": supplier.name, "wish": asked.wish}
    tell(work, _to_officers(work, "data_request", facts, "/suppliers/requests"))


def tell_answered(work: Work, event: suppliers.DataRequestAnswered) -> None:
    """Tell the owner what was done about their data."""
    asked = work.session.get_one(DataRequest, event.request_id)
    people = owners(work, asked.supplier_id)
    tell(work, Note("suppliers/answered", people, "/supplier", {"answer": asked.answer}))


def tell_closed(work: Work, event: suppliers.SupplierClosed) -> None:
    """Tell whoever acted for a business that its account is closed, and what stays."""
    supplier = work.session.get_one(Supplier, event.supplier_id)
    facts = {"supplier": supplier.name, "answer": event.reason}
    tell(work, Note("suppliers/closed", list(event.people), "/", facts))


def _to_officers(work: Work, name: str, facts: dict[str, str], path: str = "/home") -> Note:
    officers = holders(work, Role.REGISTRY_OFFICER, None)
    return Note(f"suppliers/{name}", officers, path, facts)


def tell_owner_accepted(work: Work, event: orders.OrderAccepted) -> None:
    """Tell the owner that somebody took an order in their name."""
    _in_their_name(work, event.order_id, "taken_for_you")


def tell_owner_declined(work: Work, event: orders.OrderDeclined) -> None:
    """Tell the owner that somebody declined an order in their name."""
    _in_their_name(work, event.order_id, "declined_for_you")


def _in_their_name(work: Work, order_id: UUID, name: str) -> None:
    order = queries.ordered(work, order_id)
    facts = {
        "number": order.number or "",
        "purpose": order.purpose,
        "agency": order.agency,
        "total": order.total,
        "actor": work.actor.name,
    }
    people = owners(work, order.supplier_id)
    tell(work, Note(f"orders/{name}", people, f"/purchase-orders/{order.id}", facts))
