"""Keeping the keyed digests by which the same number is found at another supplier."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from procure.db.base import table_of
from procure.db.secrets import blind_index
from procure.db.work import Work
from procure.suppliers.events import NumberRefused
from procure.suppliers.models import EntityType, Supplier
from procure.suppliers.registry_models import Fingerprint, FingerprintKind
from procure.suppliers.rules.registration import AlreadyRegistered
from procure.suppliers.workflow import SupplierStatus

CLAIMED = "uq_supplier_fingerprints_claimed"

_TABLE = table_of(Fingerprint)


def keep(work: Work, supplier: Supplier, values: Mapping[FingerprintKind, str | None]) -> None:
    """Keep the fingerprints of bare values; None removes one.

    Two suppliers that give one NIB or NPWP at the same instant meet at the database's unique
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
    digest = blind_index(kind, value)
    row = {
        "supplier_id": supplier.id,
        "kind": kind,
        "region_id": supplier.region_id,
        "digest": digest,
        "is_claimed": supplier.status is not SupplierStatus.REFUSED,
    }
    statement = insert(_TABLE).values(row)
    changed = {name: statement.excluded[name] for name in ("digest", "is_claimed")}
    try:
        work.session.execute(
            statement.on_conflict_do_update(index_elements=["supplier_id", "kind"], set_=changed)
        )
    except IntegrityError as error:
        raise _refusal(supplier, kind, digest, error) from None


def _refusal(
    supplier: Supplier, kind: FingerprintKind, digest: bytes, error: IntegrityError
) -> Exception:
    """Return the refusal of a number that another has, at the field in which it was typed."""
    if CLAIMED not in str(error.orig):
        return error
    is_nik = kind is FingerprintKind.NPWP and supplier.entity_type is EntityType.INDIVIDUAL
    return AlreadyRegistered(field="nik" if is_nik else str(kind), kind=kind, digest=digest)


@contextmanager
def telling_of_refused(work: Work, supplier_id: UUID) -> Iterator[None]:
    """Tell the officers when a number is refused in here because another supplier has it.

    The refusal undoes the deed. What is announced after it is told at the end of the request, in
    the transaction that keeps nothing else of it; without one around it, at once.
    """
    try:
        yield
    except AlreadyRegistered as error:
        with work.transaction():
            kind, digest = error.facts["kind"], error.facts["digest"]
            work.announce(NumberRefused(supplier_id, str(kind), digest))
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
    wanted = select(_TABLE.c.kind, _TABLE.c.digest).where(
        _TABLE.c.supplier_id == supplier.id, _TABLE.c.is_claimed.is_(False)
    )
    for kind, digest in work.session.execute(wanted).all():
        try:
            work.session.execute(
                update(_TABLE)
                .where(_TABLE.c.supplier_id == supplier.id, _TABLE.c.kind == kind)
                .values(is_claimed=True)
            )
        except IntegrityError as error:
            raise _refusal(supplier, FingerprintKind(kind), digest, error) from None
