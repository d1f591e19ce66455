"""Whoever copies the database reads no identity, tax or account number in it."""

import psycopg
import pytest
from flask import Flask
from psycopg import sql
from sqlalchemy import text
from sqlalchemy.orm import Session

from procure.accounts.models import Person
from procure.files.models import Purpose
from procure.launcher.provision import Urls
from procure.suppliers import service
from procure.suppliers.kinds import DocumentKind
from procure.suppliers.models import SupplierDocument
from procure.suppliers.rules.registration import Step
from procure.suppliers.service import NewPaper
from tests.conftest import WorkAs
from tests.make.offices import Office
from tests.make.registering import NIK, SOUND, Registering, an_owner
from tests.make.registering import places as with_places
from tests.make.sellers import Seller, a_seller
from tests.make.vetting import a_file, a_paper

NIB = "9120001234567"
ACCOUNT = SOUND[Step.BANK]["account"]


@pytest.fixture
def sri(owner: Session, office: Office, work_as: WorkAs) -> Registering:
    """An owner who filled everything in, sent the papers, and sent the registration."""
    with_places(owner)
    made = an_owner(work_as, office.region)
    made.fill_all(numbers={"nik": NIK, "nib": NIB})
    person = owner.get_one(Person, made.actor.user_id)
    for kind, number, purpose in (
        (DocumentKind.NIK, NIK, Purpose.IDENTITY),
        (DocumentKind.NPWP, NIK, Purpose.IDENTITY),
        (DocumentKind.NIB, NIB, Purpose.CERTIFICATE),
    ):
        upload = a_file(owner, person, purpose)
        service.send(made.work(), NewPaper(kind, number, None, upload.id))
    service.submit(made.work(), made.supplier_id)
    return made


def _columns(owner: psycopg.Connection) -> list[tuple[str, str]]:
    rows = owner.execute(
        "SELECT c.table_name, c.column_name FROM information_schema.columns c "
        "JOIN information_schema.tables t USING (table_schema, table_name) "
        "WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"
    )
    return [(table, column) for table, column in rows]


@pytest.mark.usefixtures("sri")
def test_no_number_of_a_registration_stands_in_any_column(database: Urls) -> None:
    with psycopg.connect(database.owner) as owner:
        found = [
            (table, column, number)
            for table, column in _columns(owner)
            for number in (NIK, NIB, ACCOUNT)
            if owner.execute(
                sql.SQL("SELECT 1 FROM {} WHERE {}::text LIKE ANY (%(wanted)s)").format(
                    sql.Identifier(table), sql.Identifier(column)
                ),
                {"wanted": [f"%{number}%", f"%{number.encode().hex()}%"]},
            ).fetchone()
        ]
    assert found == []


def test_the_owner_and_the_officer_still_read_the_number_of_a_paper(
    sri: Registering, owner: Session
) -> None:
    kinds = {paper.kind: paper.number for paper in owner.query(SupplierDocument)}
    assert kinds == {DocumentKind.NIK: NIK, DocumentKind.NPWP: NIK, DocumentKind.NIB: NIB}
    assert sri.supplier().status == "pending"


def test_numbers_and_statements_survive_the_way_down_and_up(
    app: Flask, owner: Session, office: Office
) -> None:
    seller: Seller = a_seller(owner, office.region, turnover_statement_years=[2025, 2026])
    paper_id = a_paper(owner, seller, DocumentKind.NIK, number=NIK).id
    runner = app.test_cli_runner()

    down = runner.invoke(args=["db", "downgrade", "0017_own_data-1"])
    assert down.exit_code == 0, down.output
    before = owner.execute(text("SELECT number FROM supplier_documents")).scalar_one()
    year = owner.execute(text("SELECT turnover_statement_year FROM suppliers")).scalar_one()
    account = owner.execute(text("SELECT bank_account FROM supplier_identities")).scalar_one()
    owner.rollback()
    up = runner.invoke(args=["db", "upgrade"])
    assert up.exit_code == 0, up.output

    assert (before, year) == (NIK, 2026)
    assert account is not None
    owner.expire_all()
    assert owner.get_one(SupplierDocument, paper_id).number == NIK
    years = owner.execute(text("SELECT turnover_statement_years FROM suppliers")).scalar_one()
    assert years == [2026]
