"""What every region needs before its first purchase: categories and the rules of the land."""

from sqlalchemy.orm import Session

from procure.catalogue.models import Category
from procure.catalogue.search_models import SearchSynonym
from procure.regulations.models import RegulationVersion
from procure.seeds.laws import national_rules
from procure.seeds.loading import REFERENCE, load, read


def load_reference(session: Session) -> None:
    """Load categories and the national rules, with defaults for what regions settle themselves."""
    load_categories(session)
    load(session, SearchSynonym, read(REFERENCE, "synonyms"))
    load(session, RegulationVersion, national_rules())


def load_categories(session: Session) -> None:
    """Load the tree of routine goods and services, groups before their leaves."""
    load(
        session,
        Category,
        (
            {
                "code": row["code"],
                "parent_code": row["parent"] or None,
                "name": row["name"],
                "name_en": row["name_en"],
                "unit": row["unit"],
                "account_code": row["account_code"],
                "icon": row["icon"],
                "supply_kind": row["supply_kind"],
                "is_meal": row["is_meal"] == "1",
            }
            for row in sorted(read(REFERENCE, "categories"), key=lambda row: row["code"])
        ),
    )
