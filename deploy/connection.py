"""Prints a database URL as PGHOST=..., PGUSER=... for the programs of PostgreSQL.

`python -m deploy.connection FILE`: the scripts beside this file evaluate what it prints.
"""

import shlex
import sys
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


def exports(url: str) -> str:
    """Return one `export` line for a shell, with every value quoted."""
    found = conninfo_to_dict(url)
    given = {VARIABLES[name]: str(value) for name, value in found.items() if name in VARIABLES}
    return "export " + " ".join(f"{name}={shlex.quote(text)}" for name, text in given.items())


if __name__ == "__main__":
    sys.stdout.write(exports(Path(sys.argv[1]).read_text(encoding="utf-8").strip()) + "\n")
