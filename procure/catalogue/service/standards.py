"""What the registry officer does with price standards (SSH): add, change, end. None is removed."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any
from uuid import UUID

from procure.audit.service import record
from procure.catalogue.actions import PriceStandardAction as Do
from procure.catalogue.models import PriceStandard
from procure.catalogue.policy import PRICE_STANDARD_POLICY
from procure.catalogue.queries import standards
from procure.catalogue.queries import taxonomy as tree
from procure.catalogue.rules import standards as rules
from procure.catalogue.rules.standards import NewStandard, Term
from procure.db.base import new_id
from procure.db.work import Work
from procure.kernel.errors import NotFound


def add(work: Work, wanted: NewStandard) -> PriceStandard:
    """Write down a ceiling price from a day on. Raises EndsBeforeStart or StandardTwice."""
    with work.transaction():
        PRICE_STANDARD_POLICY.require(work.actor, Do.ADD)
        _check(work, wanted)
        made = PriceStandard(id=new_id(), region_id=work.actor.region_id, **asdict(wanted))
        work.session.add(made)
        work.session.flush()
        record(work, Do.ADD, made, facts=_facts(wanted))
    return made


def change(work: Work, standard_id: UUID, wanted: NewStandard) -> PriceStandard:
    """Change a standard that does not hold yet; of one that holds, only its key.

    Raises EndedAlready, HoldsAlready, EndsBeforeStart or StandardTwice.
    """
    with work.transaction():
        PRICE_STANDARD_POLICY.require(work.actor, Do.CHANGE)
        standard = standards.get(work, standard_id, lock=True)
        before = says(standard)
        wanted = replace(wanted, category_code=before.category_code)
        if before.valid_until is not None and before.valid_until < work.today:
            raise rules.EndedAlready(ended=before.valid_until)
        if before.valid_from <= work.today and replace(wanted, key=before.key) != before:
            raise rules.HoldsAlready(since=before.valid_from)
        _check(work, wanted, standard.id)
        for name, value in asdict(wanted).items():
            setattr(standard, name, value)
        old, new = _facts(before), _facts(wanted)
        changed = {name: [old[name], new[name]] for name in new if new[name] != old[name]}
        record(work, Do.CHANGE, standard, facts=changed)
    return standard


def end(work: Work, standard_id: UUID, last: date) -> PriceStandard:
    """Give a standard its last day, today or later. Raises EndedAlready or EndsInThePast."""
    with work.transaction():
        PRICE_STANDARD_POLICY.require(work.actor, Do.END)
        standard = standards.get(work, standard_id, lock=True)
        rules.check_end(standard.valid_from, standard.valid_until, last, work.today)
        wanted = replace(says(standard), valid_until=last)
        rules.check_alone(wanted, standards.terms_of(work, wanted, standard.id))
        record(work, Do.END, standard, facts={"ends": [standard.valid_until, last]})
        standard.valid_until = last
    return standard


def says(standard: PriceStandard) -> NewStandard:
    """Return what a stored standard says, as a value."""
    return NewStandard(
        category_code=standard.category_code,
        item=standard.item,
        unit=standard.unit,
        price=standard.price,
        decree=standard.decree,
        valid_from=standard.valid_from,
        valid_until=standard.valid_until,
        key=standard.key,
    )


def _check(work: Work, wanted: NewStandard, apart_from: UUID | None = None) -> None:
    if tree.get(work, wanted.category_code).parent_code is None:
        raise NotFound
    rules.check_term(Term(wanted.valid_from, wanted.valid_until))
    rules.check_alone(wanted, standards.terms_of(work, wanted, apart_from))


def _facts(wanted: NewStandard) -> dict[str, Any]:
    return {name: str(value or "") for name, value in asdict(wanted).items()}
