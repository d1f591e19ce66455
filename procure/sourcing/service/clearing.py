"""Whether suppliers may take part: sanctions, ties to those who decide, one owner behind two."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from procure.db.base import broken_rule
from procure.db.work import Work
from procure.kernel.regulation import Regulation
from procure.purchase_requests.models import PurchaseRequest
from procure.sourcing.queries.market import SELLS_ONLY_LABELLED, codes_of
from procure.suppliers import queries as suppliers
from procure.suppliers.rules.standing import (
    Standing,
    SupplierSanctioned,
    check_likenesses,
    check_standing,
)

LAWS = suppliers.LAWS
ACTIVE: Final = "supplier_is_active"
"""How the database names its own refusal of a supplier that may take no part."""

Laws = Mapping[str, Regulation]


def standings(
    work: Work, purchase: PurchaseRequest, supplier_ids: Collection[UUID], laws: Laws
) -> dict[UUID, Standing]:
    """Return how suppliers stand in this purchase today, by id."""
    people = {
        work.actor.user_id,
        purchase.requester_id,
        purchase.endorsed_by_id,
        purchase.approved_by_id,
    }
    decide = [one for one in people if one]
    codes = codes_of(purchase)
    return suppliers.standings(work, supplier_ids, decide, codes, laws, SELLS_ONLY_LABELLED)


def check_clear(
    work: Work,
    purchase: PurchaseRequest,
    supplier_ids: Collection[UUID],
    laws: Laws,
    reason: str | None,
) -> None:
    """Refuse suppliers that may take no part in this purchase today.

    Looks at whoever acts and at those who raised, endorsed and approved the purchase. `reason` is
    what the officer wrote; None where there is no place for one. Raises the refusals of
    `suppliers.rules.standing`.
    """
    found = standings(work, purchase, supplier_ids, laws)
    for standing in found.values():
        check_standing(standing, laws, reason)
    if len(found) > 1:
        names = {standing.supplier_id: standing.name for standing in found.values()}
        check_likenesses(suppliers.likenesses(work, names), names, laws, reason or "")


@contextmanager
def kept_active(work: Work, supplier_ids: Collection[UUID]) -> Iterator[None]:
    """Write what binds suppliers; refuse in the usual words who was suspended this very moment.

    Between `check_clear` and the writing an officer may suspend a supplier. The database looks
    once more, under a lock, and undoes all; only the sentence is missing there. Raises
    SupplierSanctioned.
    """
    try:
        yield
        work.session.flush()
    except IntegrityError as error:
        if broken_rule(error) != ACTIVE:
            raise
        work.session.rollback()
        for supplier in suppliers.inactive(work, supplier_ids):
            raise SupplierSanctioned(supplier=supplier.name, status=supplier.status) from error
        raise
