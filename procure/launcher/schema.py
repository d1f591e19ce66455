"""How far a database's tables are: empty, ours at some revision, newer than us, or not ours."""

import ast
from dataclasses import dataclass
from pathlib import Path

import psycopg

from procure.launcher.refusal import Refused


@dataclass(frozen=True, slots=True)
class Revisions:
    """The migrations that this code knows; its tables are up to date at `heads`."""

    known: frozenset[str]
    heads: frozenset[str]


def known_revisions(versions: Path) -> Revisions:
    """Read the migrations' own words on what follows what, without running them."""
    known: set[str] = set()
    followed: set[str] = set()
    for path in versions.glob("*.py"):
        words = _words(ast.parse(path.read_text(encoding="utf-8")))
        known.update(words.get("revision", ()))
        followed.update(words.get("down_revision", ()))
    return Revisions(frozenset(known), frozenset(known - followed))


def database_revisions(connection: psycopg.Connection) -> frozenset[str]:
    """Return the revisions that a database is at; none when its tables are still to be made.

    Raises Refused when the database holds another program's tables.
    """
    row = connection.execute("SELECT to_regclass('public.alembic_version') IS NOT NULL").fetchone()
    if row is not None and row[0]:
        found = connection.execute("SELECT version_num FROM public.alembic_version")
        return frozenset(str(version) for (version,) in found)
    foreign = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'p') AND NOT EXISTS (SELECT 1 FROM pg_depend"
        " WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')"
        " ORDER BY relname LIMIT 1"
    ).fetchone()
    if foreign is not None:
        raise Refused(
            f"The database {connection.info.dbname} holds tables of another program "
            f"({foreign[0]}): give Tenong a database of its own."
        )
    return frozenset()


def check_not_newer(found: frozenset[str], code: Revisions) -> None:
    """Refuse a database that a later version of the code has changed."""
    if unknown := sorted(found - code.known):
        raise Refused(
            f"The database is at revision {unknown[0]}, which this version of Tenong does not "
            "know: it was changed by a newer one. Update the code (git pull); nothing was touched."
        )


def _words(module: ast.Module) -> dict[str, tuple[str, ...]]:
    """Return the strings that a migration assigns to its top-level names."""
    words: dict[str, tuple[str, ...]] = {}
    for line in module.body:
        targets = line.targets if isinstance(line, ast.Assign) else []
        if isinstance(line, ast.AnnAssign):
            targets = [line.target]
        value = getattr(line, "value", None)
        if len(targets) == 1 and isinstance(targets[0], ast.Name) and value is not None:
            strings = (part.value for part in ast.walk(value) if isinstance(part, ast.Constant))
            words[targets[0].id] = tuple(text for text in strings if isinstance(text, str))
    return words
