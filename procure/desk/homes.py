"""What each role finds on its home page besides what waits: a few numbers, and where to begin."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import current_app, url_for
from flask_babel import gettext as _

from procure.db.work import Work
from procure.desk import queries
from procure.kernel.actors import SUPPLIER_ROLES, Actor, Role
from procure.kernel.labels import N_
from procure.purchase_requests.workflow import PurchaseRequestStatus as Request
from procure.suppliers.models import SupplierStatus
from procure.web import words

Numbers = Sequence[tuple[str, str]]

SPENDERS: Final = frozenset({Role.COMMITMENT_OFFICER, Role.BUDGET_AUTHORITY, Role.TREASURER})


def numbers(work: Work) -> Numbers:
    """Return the few numbers of this person's home page, as label and words."""
    for roles, tell in _NUMBERS:
        if work.actor.roles & roles:
            return tell(work)
    return () if work.actor.agency_id is None else _of_agency(work)


def _of_supplier(work: Work) -> Numbers:
    found = queries.sales(work)
    return (
        (_("Invitations open now"), words.number(found.invitations)),
        (_("Orders accepted this year"), words.number(found.orders)),
        (_("Worth"), words.money(found.total)),
    )


def _of_region(work: Work) -> Numbers:
    counts = queries.purchase_counts(work)
    count, total = queries.ordered(work)
    return (
        (_("Purchases"), words.number(sum(counts.values()))),
        (_("Being sourced"), words.number(counts.get(Request.SOURCING, 0))),
        (_("Orders this year"), words.number(count)),
        (_("Worth"), words.money(total)),
    )


def _of_administrator(work: Work) -> Numbers:
    found = queries.offices(work)
    return (
        (_("Agencies"), words.number(found.agencies)),
        (_("People"), words.number(found.people)),
        (_("Appointments that end within 30 days"), words.number(found.ending)),
    )


def _of_registry(work: Work) -> Numbers:
    counts = queries.supplier_counts(work)
    return tuple(
        (_(status.label), words.number(counts.get(status, 0))) for status in SupplierStatus
    )


def _of_agency(work: Work) -> Numbers:
    counts = queries.purchase_counts(work)
    waiting = counts.get(Request.SUBMITTED, 0) + counts.get(Request.ENDORSED, 0)
    told = [
        (_("Drafts"), words.number(counts.get(Request.DRAFT, 0))),
        (_("Waiting for approval"), words.number(waiting)),
        (
            _("Being sourced"),
            words.number(counts.get(Request.APPROVED, 0) + counts.get(Request.SOURCING, 0)),
        ),
        (_("Ordered"), words.number(counts.get(Request.ORDERED, 0))),
    ]
    if work.actor.roles & SPENDERS:
        told.append((_("Budget left this year"), words.money(queries.budget_left(work))))
    return told


_NUMBERS: Final[Sequence[tuple[frozenset[Role], Callable[[Work], Numbers]]]] = (
    (SUPPLIER_ROLES, _of_supplier),
    (frozenset({Role.AUDITOR}), _of_region),
    (frozenset({Role.ADMINISTRATOR}), _of_administrator),
    (frozenset({Role.REGISTRY_OFFICER, Role.COACH}), _of_registry),
)


@dataclass(frozen=True, slots=True)
class Door:
    """A place where this person may begin."""

    label: str
    endpoint: str
    icon: str
    roles: frozenset[Role] = frozenset(Role)


_STAFF: Final = frozenset(
    {
        Role.REQUESTER,
        Role.COMMITMENT_OFFICER,
        Role.BUDGET_AUTHORITY,
        Role.PROCUREMENT_OFFICER,
        Role.TREASURER,
    }
)
_BUYERS: Final = _STAFF | {Role.AUDITOR}
_REGISTRY: Final = frozenset({Role.REGISTRY_OFFICER, Role.AUDITOR})
_DOORS: Final = (
    Door(N_("New request"), "purchase_requests.draft", "file-plus", frozenset({Role.REQUESTER})),
    Door(N_("Purchase requests"), "purchase_requests.index", "clipboard-list", _BUYERS),
    Door(
        N_("Requests for quotation"),
        "rfqs.index",
        "messages",
        SUPPLIER_ROLES | {Role.PROCUREMENT_OFFICER, Role.AUDITOR},
    ),
    Door(N_("Orders"), "purchase_orders.index", "package", _BUYERS | SUPPLIER_ROLES),
    Door(
        N_("Open requests"),
        "transparency.open_requests",
        "broadcast",
        SUPPLIER_ROLES | {Role.COACH},
    ),
    Door(N_("Supplier registry"), "registry.index", "building-store", _REGISTRY),
    Door(N_("Papers"), "supplier_documents.index", "certificate", SUPPLIER_ROLES),
    Door(N_("Bank account"), "bank_accounts.index", "building-bank", SUPPLIER_ROLES),
    Door(N_("My interests"), "interests.index", "scale", _STAFF | {Role.REGISTRY_OFFICER}),
    Door(N_("Appointments"), "appointments.index", "users", frozenset({Role.ADMINISTRATOR})),
    Door(
        N_("Regulations"),
        "regulations.index",
        "scale",
        frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    ),
    Door(N_("Catalogue"), "catalogue.search", "building-store", frozenset(Role) - SUPPLIER_ROLES),
    Door(N_("Check an order"), "transparency.check", "qrcode", frozenset({Role.LENDER})),
)


def doors(actor: Actor) -> list[dict[str, str]]:
    """Return where this person may begin, as label, address and icon."""
    return [
        {"label": _(door.label), "url": url_for(door.endpoint), "icon": door.icon}
        for door in _DOORS
        if actor.roles & door.roles and door.endpoint in current_app.view_functions
    ]


_FOR_SUPPLIERS: Final = N_("Invitations and orders show up here, with the time you have left.")
_NOTHING: Final[Mapping[Role, str]] = {
    Role.REQUESTER: N_("Begin a request when your unit needs something; it takes two minutes."),
    Role.SUPPLIER_OWNER: _FOR_SUPPLIERS,
    Role.SUPPLIER_OPERATOR: _FOR_SUPPLIERS,
    Role.AUDITOR: N_("You read everything and change nothing: open a purchase to see its story."),
    Role.ADMINISTRATOR: N_("You look after appointments and rules; others decide on purchases."),
}


def nothing(actor: Actor) -> str:
    """Say what to do when nothing waits for this person."""
    for role, text in _NOTHING.items():
        if role in actor.roles:
            return _(text)
    return _("What waits for your decision shows up here by itself.")
