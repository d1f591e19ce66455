"""Which rooms have doors: blueprints, their place in the page head, and their hooks."""

from collections.abc import Callable

from flask import Blueprint, Flask

from procure.accounts import views as accounts
from procure.budgets import views as budgets
from procure.budgets.policy import may_read as reads_budgets
from procure.catalogue import views as catalogue
from procure.catalogue.policy import seller
from procure.catalogue.queries import own as own_listings
from procure.catalogue.views import (
    crawling,
    curation,
    favourites,
    selling,
    sheets,
    standards,
    tree,
)
from procure.desk import views as desk
from procure.files import means, storage
from procure.files import views as files
from procure.kernel.actors import Role
from procure.kernel.labels import N_
from procure.notifications import views as notifications
from procure.orders import queries as orders_of
from procure.orders import views as orders
from procure.orders.policy import reader
from procure.purchase_requests import views as purchase_requests
from procure.purchase_requests.policy import reader as reads_requests
from procure.purchase_requests.views import templates as purchase_templates
from procure.regulations import views as regulations
from procure.sourcing import queries as quotes_of
from procure.sourcing import views as sourcing
from procure.suppliers import views as suppliers
from procure.suppliers.policy import coach as coaches
from procure.suppliers.policy import officer as registrars
from procure.suppliers.policy import own_business
from procure.suppliers.service import tell_also
from procure.transparency import views as transparency
from procure.web import views as web
from procure.web.templating import NavigationItem

BLUEPRINTS: tuple[Blueprint, ...] = (
    web.bp,
    accounts.bp,
    accounts.appointments,
    desk.bp,
    transparency.bp,
    catalogue.bp,
    *suppliers.BLUEPRINTS,
    selling.bp,
    curation.bp,
    curation.queue_bp,
    curation.listings_bp,
    sheets.bp,
    sheets.out,
    tree.bp,
    standards.bp,
    crawling.bp,
    favourites.bp,
    regulations.bp,
    budgets.bp,
    purchase_requests.bp,
    purchase_templates.bp,
    *sourcing.BLUEPRINTS,
    orders.bp,
    notifications.bp,
    files.bp,
    files.photos,
)

NAVIGATION: tuple[NavigationItem, ...] = (
    NavigationItem(N_("Home"), "desk.home", "home", lambda actor: bool(actor.roles)),
    NavigationItem(
        N_("Purchase requests"),
        "purchase_requests.index",
        "clipboard-list",
        lambda actor: reads_requests.test(actor, None),
    ),
    NavigationItem(
        N_("Quotations"), "rfqs.index", "gavel", lambda actor: sourcing.reader.test(actor, None)
    ),
    NavigationItem(
        N_("Orders"), "purchase_orders.index", "package", lambda actor: reader.test(actor, None)
    ),
    NavigationItem(N_("Catalogue"), "catalogue.search", "search", lambda actor: bool(actor.roles)),
    NavigationItem(
        N_("My business"),
        "suppliers.mine",
        "building-store",
        lambda actor: own_business.test(actor, None),
    ),
    NavigationItem(
        N_("Registrations I help with"),
        "suppliers.helped",
        "heart-handshake",
        lambda actor: coaches.test(actor, None),
    ),
    NavigationItem(
        N_("My listings"),
        "my_listings.index",
        "building-store",
        lambda actor: seller.test(actor, None),
    ),
    NavigationItem(
        N_("Curation"),
        "curation.index",
        "list-check",
        lambda actor: actor.has(Role.REGISTRY_OFFICER),
    ),
    NavigationItem(
        N_("Categories"), "categories.index", "tag", lambda actor: actor.has(Role.REGISTRY_OFFICER)
    ),
    NavigationItem(
        N_("Price standards"),
        "price_standards.index",
        "scale",
        lambda actor: actor.has(Role.REGISTRY_OFFICER),
    ),
    NavigationItem(
        N_("Requests about own data"),
        "suppliers.requests",
        "message-question",
        lambda actor: registrars.test(actor, None),
        under=("/suppliers/requests",),
    ),
    NavigationItem(
        N_("Budgets"), "budgets.index", "wallet", lambda actor: reads_budgets.test(actor, None)
    ),
    NavigationItem(
        N_("Supplier registry"),
        "registry.index",
        "building-store",
        lambda actor: suppliers.registry_reader.test(actor, None),
        under=("/registry", "/suppliers/"),
    ),
    NavigationItem(
        N_("Appointments"),
        "appointments.index",
        "user-check",
        lambda actor: actor.has(Role.ADMINISTRATOR),
    ),
)


def _tell_of_suppliers() -> None:
    """Let rooms further down add to the copy of a supplier's own data."""
    tell_also("listings", own_listings.told_of)
    tell_also("quotes", quotes_of.told_of)
    tell_also("orders", orders_of.told_of)


HOOKS: tuple[Callable[[Flask], None], ...] = (
    accounts.keep_what_was_typed,
    notifications.attach,
    lambda app: storage.use(app.extensions["settings"]),
    lambda app: means.use(app.extensions["settings"]),
    files.furnish,
    lambda _app: _tell_of_suppliers(),
)
