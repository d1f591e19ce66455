"""Each deed has one name, one rule, one function, one door; the database knows the same steps."""

from importlib import import_module
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import CheckConstraint, Enum

from procure.db.base import Base
from procure.kernel.labels import Labelled
from procure.launcher.provision import Urls
from procure.tables import metadata

GOVERNED: list[Any] = sorted(
    (m.class_ for m in Base.registry.mappers if hasattr(m.class_, "workflow")),
    key=lambda model: str(model.__name__),
)


def room_of(model: Any) -> str:
    return ".".join(model.__module__.split(".")[:2])


def test_there_are_governed_records() -> None:
    assert {model.__name__ for model in GOVERNED} == {
        "Award",
        "BankAccount",
        "ImportRun",
        "ListingRevision",
        "PurchaseOrder",
        "PurchaseRequest",
        "Rfq",
        "Supplier",
        "SupplierDocument",
    }


@pytest.mark.parametrize("model", GOVERNED, ids=lambda m: m.__name__)
def test_every_action_has_a_rule_a_deed_and_a_door(model: Any, app: Flask) -> None:
    service = import_module(f"{room_of(model)}.service")
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    for move in model.workflow.moves:
        verb = move.action.split(".")[1]
        assert move.action in model.policy.table, f"{move.action}: nobody may do it"
        assert callable(getattr(service, verb, None)) or hasattr(
            service, f"{verb}_{model.workflow.name}"
        ), f"{room_of(model)}.service.{verb} is missing"
        door = f"{model.workflow.name}s.{verb}"
        assert (door in routes) != move.within, f"{move.action}: no POST route, or one too many"


@pytest.mark.parametrize("model", GOVERNED, ids=lambda m: m.__name__)
def test_every_status_has_an_exit_or_is_an_end_that_can_be_reached(model: Any) -> None:
    reached = {model.workflow.initial} | {move.end for move in model.workflow.moves}
    kind: type[Labelled] = type(model.workflow.initial)
    assert reached == set(kind)


@pytest.mark.parametrize("model", GOVERNED, ids=lambda m: m.__name__)
def test_the_database_allows_exactly_the_steps_of_the_workflow(model: Any, database: Urls) -> None:
    wanted = {
        (str(start), str(move.end))
        for move in model.workflow.moves
        for start in move.start
        if start != move.end
    }
    with psycopg.connect(database.owner) as connection:
        found = connection.execute(
            "SELECT before, after FROM sec.allowed_moves WHERE table_name = %s",
            (model.__tablename__,),
        ).fetchall()
    assert set(found) == wanted


def test_the_check_of_each_enumeration_names_exactly_our_values(database: Urls) -> None:
    """Alembic does not compare CHECKs: without this a new status without a migration passes."""
    with psycopg.connect(database.owner) as connection:
        checks: dict[str, str] = dict(
            connection.execute(
                "SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) "
                "FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
            ).fetchall()
        )
    for table in metadata.tables.values():
        for constraint in table.constraints:
            if not isinstance(constraint, CheckConstraint):
                continue
            kind = getattr(constraint, "_type_bound", False)
            if not kind:
                continue
            definition = checks[f"{table.name}.{constraint.name}"]
            known = {c.name: c.type for c in table.columns if isinstance(c.type, Enum)}
            column = next(name for name in known if f"({name})" in definition)
            quoted = set(definition.split("'")[1::2])
            assert quoted == set(known[column].enums), f"{table.name}.{column}"
