"""The tree of categories, as the registry officer keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert

from procure.audit.service import record
from procure.catalogue.actions import CategoryAction as Do
from procure.catalogue.models import Category, CategoryAttribute
from procure.catalogue.policy import CATEGORY_POLICY
from procure.catalogue.queries import sorting
from procure.catalogue.rules.kinds import SupplyKind
from procure.catalogue.rules.offers import Question
from procure.db.base import new_id
from procure.db.work import Work


@dataclass(frozen=True, slots=True)
class NewCategory:
    """What a category says, with the questions it asks of its listings."""

    name: str
    name_en: str
    unit: str
    account_code: str
    supply_kind: SupplyKind
    is_meal: bool
    questions: Sequence[Question]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A category in the trail of the region whose officer changed it."""

    id: object
    region_id: object
    case_id: object


def keep(work: Work, code: str, wanted: NewCategory) -> Category:
    """Change a category and what it asks; listings that are on the shelf stay as they are."""
    with work.transaction():
        CATEGORY_POLICY.require(work.actor, Do.KEEP)
        category = sorting.get(work, code, lock=True)
        for name in ("name", "name_en", "unit", "account_code", "supply_kind", "is_meal"):
            setattr(category, name, getattr(wanted, name))
        work.session.execute(
            delete(CategoryAttribute).where(CategoryAttribute.category_code == code)
        )
        rows = [
            {
                "category_code": code,
                "key": one.key,
                "position": place,
                "label": one.label,
                "label_en": one.label_en,
                "is_required": one.is_required,
            }
            for place, one in enumerate(wanted.questions, start=1)
        ]
        if rows:
            work.session.execute(insert(CategoryAttribute), rows)
        subject = _Kept(new_id(), work.actor.region_id, new_id())
        record(work, Do.KEEP, subject, facts={"code": code, "name": wanted.name})  # type: ignore[arg-type]
    return category
