"""The tree of categories, as the registry officer keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlalchemy import delete, insert

from procure.audit.service import record
from procure.catalogue.actions import CategoryAction as Do
from procure.catalogue.models import Category, CategoryAttribute
from procure.catalogue.policy import CATEGORY_POLICY
from procure.catalogue.queries import taxonomy as tree
from procure.catalogue.rules.kinds import SupplyKind
from procure.catalogue.rules.offers import Question
from procure.db.work import Work
from procure.kernel.errors import NotFound

PLAIN: Final = (
    *("name", "name_en", "unit", "account_code", "supply_kind", "is_meal"),
    *("standard_key", "asks_sni"),
)


@dataclass(frozen=True, slots=True)
class NewCategory:
    """What a category says, with the questions it asks of its listings."""

    name: str
    name_en: str
    unit: str
    account_code: str
    supply_kind: SupplyKind
    is_meal: bool
    standard_key: str
    asks_sni: bool
    questions: Sequence[Question]


@dataclass(slots=True)
class _Kept:
    """A category in the trail of the region whose officer changed it."""

    id: Any
    region_id: Any
    case_id: UUID


def keep(work: Work, code: str, wanted: NewCategory) -> Category:
    """Change a category and what it asks; listings that are on the shelf stay as they are."""
    with work.transaction():
        CATEGORY_POLICY.require(work.actor, Do.KEEP)
        category = tree.get(work, code, lock=True)
        _write(work, category, wanted)
        _record(work, Do.KEEP, category)
    return category


def add_category(work: Work, group: str, wanted: NewCategory) -> Category:
    """Add a kind to a group of the tree, under the next free number. Raises NotFound."""
    with work.transaction():
        CATEGORY_POLICY.require(work.actor, Do.ADD)
        parent = tree.get(work, group, lock=True)
        if parent.parent_code is not None:
            raise NotFound
        category = Category(
            code=tree.next_code(work, group),
            parent_code=parent.code,
            icon=parent.icon,
            name=wanted.name,
            name_en=wanted.name_en,
            unit=wanted.unit,
            account_code=wanted.account_code,
            supply_kind=wanted.supply_kind,
            is_meal=wanted.is_meal,
            standard_key=wanted.standard_key,
            asks_sni=wanted.asks_sni,
        )
        work.session.add(category)
        work.session.flush()
        _write(work, category, wanted)
        _record(work, Do.ADD, category)
    return category


def _write(work: Work, category: Category, wanted: NewCategory) -> None:
    for name in PLAIN:
        setattr(category, name, getattr(wanted, name))
    work.session.execute(
        delete(CategoryAttribute).where(CategoryAttribute.category_code == category.code)
    )
    rows = [
        {
            "category_code": category.code,
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


def _record(work: Work, action: Do, category: Category) -> None:
    chain = uuid5(NAMESPACE_OID, f"category/{category.code}")
    subject = _Kept(chain, work.actor.region_id, chain)
    facts = {"code": category.code, "name": category.name, "key": category.standard_key}
    record(work, action, subject, facts=facts)
