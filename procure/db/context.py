"""The signed context that tells the database who acts, for the length of one transaction.

Row-level security asks `sec.region()` and its siblings, which verify the signature. A forged
statement can therefore act only as the person whose request it came in with.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, event, func, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, SessionTransaction

from procure.kernel.actors import Actor

LIFETIME = timedelta(minutes=10)
"""How long a context is believed; no request lives that long."""

_SET = text("SELECT set_config('app.context', :context, true)")


def described(actor: Actor) -> str:
    """Return what the context says of a person: six fields, who they are and where they act.

    A stranger gets no region: what row-level security guards does not exist for them.
    """
    fields = (
        str(actor.user_id),
        str(actor.region_id or "") if actor.roles else "",
        str(actor.agency_id or ""),
        str(actor.unit_id or ""),
        str(actor.supplier_id or ""),
        ",".join(sorted(actor.roles)),
    )
    return "|".join(fields)


def sign(person: str, now: datetime, key: bytes) -> str:
    """Return the context of a person as `described`: with its end and their HMAC-SHA256."""
    payload = f"{person}|{int((now + LIFETIME).timestamp())}"
    return f"{payload}|{hmac.new(key, payload.encode(), hashlib.sha256).hexdigest()}"


def bind(session: Session, actor: Actor, now: datetime, key: bytes) -> None:
    """Let this session act for the person, in this transaction and in those that follow."""
    context = sign(described(actor), now, key)
    if context == session.info.get("context"):
        return
    session.info["context"] = context
    if session.in_transaction():
        session.execute(_SET, {"context": context})


COLUMN: ColumnElement[str] = func.set_config("app.context", bindparam("context"), True)
"""Sets the context on the way, in a statement that is sent anyway (its value `context`).

Whoever sends it says so with `was_set`, and binds the session before anything else is asked.
"""


def was_set(session: Session, context: str) -> None:
    """Note that a statement of this transaction has set the context."""
    session.info["context"] = context


def _carry_over(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    if context := session.info.get("context"):
        connection.execute(_SET, {"context": context})


event.listen(Session, "after_begin", _carry_over)


def padded_keys(key: bytes) -> tuple[bytes, bytes]:
    """Return the inner and outer key blocks with which the database recomputes the HMAC.

    PostgreSQL's core has sha256() but no HMAC; with the two padded blocks it needs no extension.
    """
    block = key.ljust(64, b"\0")
    return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)
