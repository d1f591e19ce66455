"""What every region needs before its first purchase: categories and the rules of the land."""

from sqlalchemy.orm import Session

from procure.catalogue.models import Category, CategoryAttribute
from procure.catalogue.search_models import SearchSynonym
from procure.catalogue.shelf_models import CurationPoint
from procure.regulations.models import RegulationVersion
from procure.seeds.laws import VALID_FROM, national_rules
from procure.seeds.loading import REFERENCE, load, read
from procure.seeds.names import named
from procure.suppliers.registry_models import KbliCode, Territory
from procure.suppliers.vetting_models import DocumentRequirement


def load_reference(session: Session) -> None:
    """Load categories and the national rules, with defaults for what regions settle themselves."""
    load_categories(session)
    load_questions(session)
    load(session, SearchSynonym, read(REFERENCE, "synonyms"))
    load(session, RegulationVersion, national_rules())
    load_document_requirements(session)
    load_places(session)
    load_business_fields(session)


def load_places(session: Session) -> None:
    """Load provinces, regencies and districts, the larger before the smaller."""
    for name in ("provinces", "regencies", "districts"):
        load(
            session,
            Territory,
            (
                {
                    "code": row["code"],
                    "parent_code": row["code"].rpartition(".")[0] or None,
                    "name": row["name"],
                }
                for row in read(REFERENCE, name)
            ),
        )


def load_business_fields(session: Session) -> None:
    """Load the business fields of KBLI 2020; the list of 2025 is not at hand yet."""
    load(
        session,
        KbliCode,
        ({**row, "version": "2020"} for row in read(REFERENCE, "kbli2020")),
    )


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
                "standard_key": row["standard_key"],
                "asks_sni": row["asks_sni"] == "1",
            }
            for row in sorted(read(REFERENCE, "categories"), key=lambda row: row["code"])
        ),
    )


def load_document_requirements(session: Session) -> None:
    """Load which papers are asked of suppliers, until a region settles them for itself."""
    rows = [
        {
            "id": named("document requirement", *row.values()),
            "region_id": None,
            "entity_type": row["entity_type"] or None,
            "category_group": row["category_group"],
            "kind": row["kind"],
            "need": row["need"],
            "valid_from": VALID_FROM,
            "valid_until": None,
            "article": row["article"],
        }
        for row in read(REFERENCE, "document_requirements")
    ]
    load(session, DocumentRequirement, rows)


def load_questions(session: Session) -> None:
    """Load what categories ask of listings, and what the registry officer looks at.

    Questions that an officer wrote meanwhile stay; those of the same key are as in the file.
    """
    places: dict[str, int] = {}
    questions = []
    for row in read(REFERENCE, "category_attributes"):
        code = row["category_code"]
        places[code] = places.get(code, 0) + 1
        questions.append(
            {**row, "position": places[code], "is_required": row["is_required"] == "1"}
        )
    load(session, CategoryAttribute, questions)
    points = enumerate(read(REFERENCE, "curation_points"), start=1)
    load(
        session,
        CurationPoint,
        (
            {**row, "position": place, "only_food": row["only_food"] == "1", "is_active": True}
            for place, row in points
        ),
        keep=("is_active",),
    )
