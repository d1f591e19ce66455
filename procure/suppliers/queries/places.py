"""What registrations choose from: places, kinds of goods, business fields."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import column, select, table

from procure.db.work import Work
from procure.suppliers.registry_models import KbliCode, Territory
from procure.suppliers.rules.identifiers import district_of

_CATEGORIES = table(
    "categories", column("code"), column("parent_code"), column("name"), column("name_en")
)


class Kind(NamedTuple):
    """A kind of goods or services and the group it belongs to."""

    code: str
    name: str
    group: str


def places(work: Work, parent_code: str | None) -> list[tuple[str, str]]:
    """Return code and name of the places right within another; the provinces for None."""
    wanted = (
        select(Territory.code, Territory.name)
        .where(
            Territory.parent_code.is_(None)
            if parent_code is None
            else Territory.parent_code == parent_code
        )
        .order_by(Territory.code if parent_code is None else Territory.name)
    )
    return [(code, name) for code, name in work.session.execute(wanted)]


def territory_names(work: Work, codes: Collection[str]) -> dict[str, str]:
    """Return the names of places by their codes; unknown codes are left out."""
    wanted = select(Territory.code, Territory.name).where(Territory.code.in_(codes))
    return {row.code: row.name for row in work.session.execute(wanted)}


def has_lost_place(work: Work, nik: str | None) -> bool:
    """Whether the district in an identity number is not in the list of places (domain 5.2).

    That refuses nobody: districts are divided and people keep their numbers.
    """
    return bool(nik) and not territory_names(work, [district_of(nik or "")])


def categories(work: Work) -> Sequence[Kind]:
    """Return the kinds of goods and services that can be offered, with their groups."""
    english = work.language == "en"
    rows = work.session.execute(select(_CATEGORIES).order_by(_CATEGORIES.c.code)).all()
    names = {row.code: row.name_en if english else row.name for row in rows}
    return [
        Kind(row.code, names[row.code], names[row.parent_code])
        for row in rows
        if row.parent_code is not None
    ]


def kbli_titles(work: Work, codes: Collection[str], version: str) -> dict[str, str]:
    """Return the titles of business fields of one version; unknown codes are left out."""
    wanted = select(KbliCode.code, KbliCode.title).where(
        KbliCode.version == version, KbliCode.code.in_(codes)
    )
    return {row.code: row.title for row in work.session.execute(wanted)}
