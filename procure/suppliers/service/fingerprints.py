"""Keeping the keyed digests by which the same number is found at another supplier."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from procure.db.base import table_of
from procure.db.secrets import blind_index
from procure.db.work import Work
from procure.suppliers.models import Supplier
from procure.suppliers.registry_models import Fingerprint, FingerprintKind
from procure.suppliers.rules.registration import AlreadyRegistered
from procure.suppliers.workflow import SupplierStatus

CLAIMED = "uq_supplier_fingerprints_claimed"

_TABLE = table_of(Fingerprint)


def keep(work: Work, supplier: Supplier, values: Mapping[FingerprintKind, str | None]) -> None:
    """Keep the fingerprints of bare values; None removes one.

    Two suppliers that give one NIB, NPWP or NIK at the same instant meet at the database's unique
    index: the first commits, the other is refused with AlreadyRegistered at that field.
    """
    for kind, value in values.items():
        if not value:
            work.session.execute(
                delete(_TABLE).where(_TABLE.c.supplier_id == supplier.id, _TABLE.c.kind == kind)
            )
            continue
        _claim(work, supplier, kind, value)


def _claim(work: Work, supplier: Supplier, kind: FingerprintKind, value: str) -> None:
    row = {
        "supplier_id": supplier.id,
        "kind": kind,
        "region_id": supplier.region_id,
        "digest": blind_index(kind, value),
        "is_claimed": supplier.status is not SupplierStatus.REFUSED,
    }
    statement = insert(_TABLE).values(row)
    changed = {name: statement.excluded[name] for name in ("digest", "is_claimed")}
    try:
        work.session.execute(
            statement.on_conflict_do_update(index_elements=["supplier_id", "kind"], set_=changed)
        )
    except IntegrityError as error:
        if CLAIMED in str(error.orig):
            raise AlreadyRegistered(field=str(kind)) from None
        raise


def restore(work: Work, supplier_id: UUID, kind: FingerprintKind, value: str | None) -> None:
    """Put back the fingerprint of a value, as whoever decided on a newer one; None removes it."""
    mine = (_TABLE.c.supplier_id == supplier_id, _TABLE.c.kind == kind)
    if value is None:
        work.session.execute(delete(_TABLE).where(*mine))
    else:
        work.session.execute(update(_TABLE).where(*mine).values(digest=blind_index(kind, value)))


def claim_all(work: Work, supplier: Supplier) -> None:
    """Claim the numbers of a registration that is sent; it may have let go of them meanwhile.

    Raises AlreadyRegistered if another has registered one of them since.
    """
    try:
        work.session.execute(
            update(_TABLE)
            .where(_TABLE.c.supplier_id == supplier.id, _TABLE.c.is_claimed.is_(False))
            .values(is_claimed=True)
        )
    except IntegrityError as error:
        if CLAIMED in str(error.orig):
            raise AlreadyRegistered from None
        raise
