"""The web process's own database role attacks with SQL, and gets nothing."""

from uuid import UUID

import psycopg
import pytest
from sqlalchemy.orm import Session

from procure.db.context import described, sign
from procure.kernel.actors import ANONYMOUS, Actor
from procure.kernel.clock import now
from procure.launcher.provision import Urls
from procure.purchase_requests.workflow import PurchaseRequestStatus
from tests.conftest import CONTEXT_KEY
from tests.make.offices import Office, an_office
from tests.make.requests import a_purchase_request

REFUSED = (psycopg.errors.InsufficientPrivilege, psycopg.errors.CheckViolation)


def as_web(database: Urls, actor: Actor) -> psycopg.Connection:
    web = psycopg.connect(database.web)
    context = sign(described(actor), now(), CONTEXT_KEY)
    web.execute("SELECT set_config('app.context', %s, true)", (context,))
    return web


@pytest.fixture
def purchase(owner: Session, office: Office) -> UUID:
    made = a_purchase_request(owner, office, status=PurchaseRequestStatus.SUBMITTED)
    return made.id


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE budget_entries SET amount = 1",
        "DELETE FROM budget_entries",
        "TRUNCATE budget_entries",
        "INSERT INTO budget_entries SELECT * FROM budget_entries",
        "UPDATE budget_lines SET ceiling = 999999999999",
        "UPDATE budget_lines SET reserved = 0",
        "UPDATE budget_holds SET reserved = 0",
        "SELECT move_budget(budget_line_id, purchase_id, 'release', 0) FROM budget_holds",
        "SELECT move_budget(budget_line_id, purchase_id, 'commit', 1) FROM budget_holds",
        "SELECT move_budget(budget_line_id, purchase_id, 'reserve', 1) FROM budget_holds",
        "UPDATE purchase_requests SET status = 'ordered'",
        "UPDATE purchase_requests SET estimate = 1",
        "UPDATE purchase_requests SET status = 'approved', approved_by_id = requester_id",
        "UPDATE purchase_request_lines SET price = 1",
        "DELETE FROM purchase_request_lines",
        "DELETE FROM purchase_requests",
        "SELECT sealed FROM sealed_quotes",
        "SELECT wrapped_key FROM sealed_quotes",
        "UPDATE sealed_quotes SET is_withdrawal = true",
        "DELETE FROM sealed_quotes",
        "INSERT INTO quotes DEFAULT VALUES",
        "SELECT * FROM sealing_keys",
        "SELECT * FROM audit_heads",
        "SELECT * FROM sec.context_keys",
        "INSERT INTO sec.allowed_moves VALUES ('purchase_requests', 'draft', 'ordered')",
        "UPDATE counters SET last = 0",
        "INSERT INTO regulation_versions DEFAULT VALUES",
        "UPDATE regions SET binding_from = NULL",
        "CREATE TABLE mine (x int)",
        "CREATE TEMP TABLE purchase_requests (x int)",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "SET ROLE tenong_keeper",
        "ALTER TABLE budget_lines DISABLE ROW LEVEL SECURITY",
        "DROP POLICY of_region ON budget_lines",
        "UPDATE stored_files SET size = 1",
    ],
)
def test_the_web_role_is_refused(
    database: Urls, office: Office, purchase: UUID, attack: str
) -> None:
    with as_web(database, office.requester) as web, pytest.raises(REFUSED):
        web.execute(attack.encode())


@pytest.mark.parametrize(
    "table",
    [
        "purchase_requests",
        "purchase_request_lines",
        "budget_lines",
        "budget_entries",
        "budget_holds",
        "audit_entries",
        "supplier_identities",
    ],
)
def test_another_region_does_not_exist(
    owner: Session, database: Urls, office: Office, purchase: UUID, table: str
) -> None:
    elsewhere = an_office(owner)
    count = f"SELECT count(*) FROM {table} WHERE region_id = '{office.region.id}'".encode()
    for actor in (elsewhere.requester, elsewhere.auditor, ANONYMOUS):
        with as_web(database, actor) as web:
            assert web.execute(count).fetchone() == (0,)


def test_a_row_cannot_be_moved_into_another_region(
    owner: Session, database: Urls, office: Office, purchase: UUID
) -> None:
    elsewhere = an_office(owner)
    change = f"UPDATE purchase_requests SET region_id = '{elsewhere.region.id}'"
    with as_web(database, office.requester) as web, pytest.raises(REFUSED):
        web.execute(change.encode())


def test_without_a_context_nothing_exists(database: Urls, office: Office, purchase: UUID) -> None:
    with psycopg.connect(database.web) as web:
        assert web.execute("SELECT count(*) FROM purchase_requests").fetchone() == (0,)
        assert web.execute("SELECT count(*) FROM budget_lines").fetchone() == (0,)
