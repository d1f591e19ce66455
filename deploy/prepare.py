"""Prepares a server: the keys of this installation, and a database with its three logins.

`deploy/tenong prepare NAME` runs it. Standard input says how an administrator of the PostgreSQL
server signs in, as one URL; so no password stands in the list of processes. Repeating it is safe:
keys that exist are kept.
"""

import argparse
import sys
from pathlib import Path

import psycopg

from procure.launcher.provision import in_database, provision
from procure.launcher.refusal import Refused
from procure.launcher.secrets import KeyFolder


def prepare(keys: Path, database: str, admin_url: str, *, new: bool = False) -> str:
    """Make what is missing and return a sentence about it.

    Raises Refused when it cannot be made, or when `new` is asked and the database exists.
    """
    if not admin_url.startswith("postgresql://"):
        raise Refused(
            "Give the administrator's URL on standard input: postgresql://user:password@host/name"
        )
    if new and _exists(admin_url, database):
        raise Refused(f"The database {database} exists already: choose another name.")
    folder = KeyFolder(keys)
    folder.ensure()
    folder.remember(provision(in_database(admin_url, database), database, folder.passwords()))
    return f"The database {database} and the keys in {keys} are ready."


def _exists(admin_url: str, database: str) -> bool:
    try:
        with psycopg.connect(in_database(admin_url, "postgres")) as admin:
            found = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
            return found.fetchone() is not None
    except psycopg.OperationalError as error:
        raise Refused(f"The database server cannot be used: {str(error).strip()}") from None


def main(arguments: list[str]) -> int:
    """Do what the command line asks; a refusal is one sentence and exit status 1."""
    parser = argparse.ArgumentParser(prog="tenong prepare", description=__doc__)
    parser.add_argument("database", help="the name of the database to make")
    parser.add_argument("--keys", type=Path, required=True, help="the folder of the keys")
    parser.add_argument("--new", action="store_true", help="refuse a database that exists")
    asked = parser.parse_args(arguments)
    try:
        said = prepare(asked.keys, asked.database, sys.stdin.read().strip(), new=asked.new)
    except Refused as refusal:
        sys.stderr.write(f"tenong: {refusal}\n")
        return 1
    sys.stdout.write(f"{said}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
