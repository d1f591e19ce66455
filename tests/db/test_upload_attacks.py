"""The web process's own database role attacks uploads with SQL, and gets nothing."""

from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from procure.accounts.queries import actor_for
from procure.files.models import Purpose, Upload, UploadPart
from procure.kernel.actors import ANONYMOUS, Actor, Role
from procure.launcher.provision import Urls
from tests.db.test_attacks import REFUSED, as_web
from tests.make.offices import Office, a_person, an_office, appoint
from tests.make.sellers import Seller, a_seller
from tests.make.uploads import an_upload


@pytest.fixture
def seller(owner: Session, office: Office) -> Seller:
    return a_seller(owner, office.region)


@pytest.fixture
def identity(app: Flask, owner: Session, seller: Seller) -> Upload:
    upload = an_upload(owner, seller)
    owner.add(UploadPart(upload_id=uuid4(), number=0, person_id=seller.person.id, body=b"half"))
    owner.commit()
    return upload


ROW = (
    "INSERT INTO uploads (id, region_id, person_id, supplier_id, purpose, name, sha256, scan, "
    "is_public) SELECT gen_random_uuid(), {region}, {person}, {supplier}, '{purpose}', name, "
    "sha256, scan, {public} FROM uploads LIMIT 1"
)
MINE = {
    "region": "sec.region()",
    "person": "sec.person()",
    "supplier": "sec.supplier()",
    "purpose": "photo",
    "public": "false",
}


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE uploads SET person_id = sec.person()",
        "UPDATE uploads SET scan = 'clean'",
        "UPDATE uploads SET sha256 = sha256",
        "UPDATE uploads SET supplier_id = NULL",
        "DELETE FROM uploads",
        "TRUNCATE uploads",
        "INSERT INTO renditions SELECT id, 1, 'image/jpeg', sha256 FROM uploads",
        "UPDATE renditions SET width = 1",
        "DELETE FROM renditions",
        "UPDATE upload_parts SET person_id = sec.person()",
        "TRUNCATE upload_parts",
        "INSERT INTO upload_parts VALUES (gen_random_uuid(), 0, gen_random_uuid(), 'x')",
        "INSERT INTO upload_parts VALUES (gen_random_uuid(), 5000, sec.person(), 'x')",
        "INSERT INTO upload_parts VALUES (gen_random_uuid(), 0, sec.person(), '')",
        "INSERT INTO upload_parts VALUES (gen_random_uuid(), 0, sec.person(), "
        "convert_to(repeat('x', 262145), 'UTF8'))",
        ROW.format(**{**MINE, "person": "gen_random_uuid()"}),
        ROW.format(**{**MINE, "region": "gen_random_uuid()"}),
        ROW.format(**{**MINE, "supplier": "NULL"}),
        ROW.format(**{**MINE, "public": "true"}),
        "ALTER TABLE uploads DISABLE ROW LEVEL SECURITY",
    ],
)
def test_not_even_the_sender_rewrites_an_upload(
    database: Urls, seller: Seller, identity: Upload, attack: str
) -> None:
    with as_web(database, seller.actor) as web, pytest.raises(REFUSED):
        web.execute(attack.encode())


def test_a_paper_cannot_be_made_public(
    database: Urls, seller: Seller, identity: Upload, owner: Session
) -> None:
    with as_web(database, seller.actor) as web:
        done = web.execute(b"UPDATE uploads SET is_public = true")
        assert done.rowcount == 0
    with psycopg.connect(database.owner) as tables, pytest.raises(psycopg.errors.CheckViolation):
        tables.execute("UPDATE uploads SET is_public = true")


def count(database: Urls, actor: Actor, table: str) -> int:
    with as_web(database, actor) as web:
        row = web.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()
        assert row is not None
        return int(row[0])


def test_a_paper_exists_for_its_supplier_and_its_examiners_only(
    database: Urls, owner: Session, office: Office, seller: Seller, identity: Upload
) -> None:
    rival, elsewhere = a_seller(owner, office.region), an_office(owner)
    registrar, operator = a_person(owner, office.region), a_person(owner, office.region)
    examines = appoint(owner, registrar, Role.REGISTRY_OFFICER)
    operates = appoint(owner, operator, Role.SUPPLIER_OPERATOR, supplier_id=seller.supplier.id)
    owner.commit()
    seen = {
        "owner": count(database, seller.actor, "uploads"),
        "registrar": count(database, actor_for(registrar, [examines]), "uploads"),
        "auditor": count(database, office.auditor, "uploads"),
        "operator": count(database, actor_for(operator, [operates]), "uploads"),
        "rival": count(database, rival.actor, "uploads"),
        "ppk": count(database, office.commitment_officer, "uploads"),
        "auditor elsewhere": count(database, elsewhere.auditor, "uploads"),
        "stranger": count(database, ANONYMOUS, "uploads"),
    }
    assert [who for who, rows in seen.items() if rows] == ["owner", "registrar", "auditor"]


def test_pieces_exist_for_their_sender_only(
    database: Urls, owner: Session, office: Office, seller: Seller, identity: Upload
) -> None:
    rival = a_seller(owner, office.region)
    assert count(database, seller.actor, "upload_parts") == 1
    for actor in (rival.actor, office.auditor, ANONYMOUS):
        assert count(database, actor, "upload_parts") == 0
        with as_web(database, actor) as web:
            assert web.execute(b"DELETE FROM upload_parts").rowcount == 0


def test_a_public_photo_exists_for_everybody_and_is_hidden_by_nobody_else(
    app: Flask, database: Urls, owner: Session, office: Office, seller: Seller
) -> None:
    rival = a_seller(owner, office.region)
    photo = an_upload(owner, seller, Purpose.PHOTO, is_public=True)
    assert isinstance(photo.id, UUID)
    for actor in (rival.actor, office.requester, ANONYMOUS):
        assert count(database, actor, "uploads") == 1
        with as_web(database, actor) as web:
            assert web.execute(b"UPDATE uploads SET is_public = false").rowcount == 0
