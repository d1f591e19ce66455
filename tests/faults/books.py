"""What is counted before and after a form, so that nothing is half done and nothing twice."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from procure.launcher.provision import Urls

COUNTED = (
    "appointments audit_entries award_lines awards budget_entries budget_holds counters done_deeds "
    "invitations messages order_taxes price_sources procrastinate_jobs purchase_orders "
    "purchase_request_lines purchase_requests questions quote_lines quotes rfqs sealed_quotes "
    "stored_files uploads"
).split()
SHELVES = (
    "favourites import_rows import_runs interests listing_revisions listings purchase_templates "
    "supplier_bank_accounts supplier_documents supplier_sanctions suppliers"
).split()
OWN_TRACES = {
    "accounts.sign_in": {"audit_entries"},
    "accounts.change_password": {"audit_entries"},
    "bank_accounts.propose": {"audit_entries"},
    "suppliers.identify": {"audit_entries"},
}
"""What a refusal writes on purpose: failures to sign in are counted, and a number that another
supplier has is told to the officers."""
STATUSES = (
    "awards",
    "import_runs",
    "listing_revisions",
    "purchase_orders",
    "purchase_requests",
    "rfqs",
    "suppliers",
)


class Books:
    """How many rows there are, and how every purchase stands."""

    def __init__(self, database: Urls, apart_from: set[str]) -> None:
        """Look as the owner."""
        tables = [table for table in (*COUNTED, *SHELVES) if table not in apart_from]
        parts = [f"SELECT '{table}', count(*)::text FROM {table}" for table in tables] + [
            f"SELECT '{table} stand', coalesce(md5(string_agg(id || status, '' ORDER BY id)), '')"
            f" FROM {table}"
            for table in STATUSES
        ]
        self.question = " UNION ALL ".join(parts).encode()
        self.connection = psycopg.connect(database.owner, autocommit=True)

    def read(self) -> dict[str, str]:
        """Return everything that is counted."""
        return dict(self.connection.execute(self.question).fetchall())


@contextmanager
def books_of(database: Urls, apart_from: set[str]) -> Iterator[Books]:
    """Open the books for a while."""
    books = Books(database, apart_from)
    with books.connection:
        yield books
