"""The declarative base and the column types that rooms share."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import uuid_utils.compat
from sqlalchemy import BigInteger, DateTime, Engine, Enum, MetaData, Table, event, func
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.pool import Pool

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Parent of every model."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: DateTime(timezone=True)}  # noqa: RUF012 - SQLAlchemy reads it


def table_of(model: type[Base]) -> Table:
    """Return the table of a model, for statements that do without the ORM's bookkeeping."""
    return Base.metadata.tables[model.__tablename__]


def _rows_travel_together(connection: Connection) -> None:
    """Insert rows that are added together with one statement; psycopg would send one a row."""
    connection.dialect.use_insertmanyvalues_wo_returning = True


event.listen(Engine, "engine_connect", _rows_travel_together)


def _statements_stay_prepared(connection: Any, _record: object) -> None:
    """Keep more statements prepared than the driver's hundred: one purchase asks more of them."""
    connection.prepared_max = 400


event.listen(Pool, "connect", _statements_stay_prepared)

PLAN_ANEW = {"plan_anew": True}
"""Execution options of a statement whose best plan depends on the values it is handed.

A prepared statement would get one plan for all words; searching for a rare and for a common word
wants two.
"""


def _plan_anew(cursor: Any, statement: str, parameters: Any, context: Any) -> bool:
    if context is None or not context.execution_options.get("plan_anew"):
        return False
    cursor.execute(statement, parameters, prepare=False)
    return True


event.listen(Engine, "do_execute", _plan_anew)


def broken_rule(error: IntegrityError) -> str | None:
    """Return the name of the constraint that a statement broke, if the database names one."""
    name: str | None = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    return name


def new_id() -> UUID:
    """Return a new id that sorts by time (UUID version 7)."""
    return uuid_utils.compat.uuid7()


entity_id = Annotated[UUID, mapped_column(primary_key=True, default=new_id)]
created_at = Annotated[datetime, mapped_column(server_default=func.now())]
rupiah = Annotated[int, mapped_column(BigInteger)]


def status_column(statuses: type[StrEnum], name: str | None = None) -> Enum:
    """Text with a CHECK that names exactly our statuses."""
    return Enum(
        statuses,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=name or "status_known",
        values_callable=lambda members: [member.value for member in members],
        validate_strings=True,
    )
