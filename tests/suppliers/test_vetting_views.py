"""The doors of verification: the desk, the case, papers, accounts, sanctions, interests."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from procure.files.models import Purpose, Scan
from procure.kernel.actors import Role
from procure.kernel.clock import now
from procure.suppliers import service
from procure.suppliers.kinds import ChangedField, DocumentKind, MarkKind
from procure.suppliers.models import Supplier
from procure.suppliers.models_bank import BankAccount
from procure.suppliers.registry_models import SupplierChange
from procure.suppliers.workflow import BankAccountStatus, DocumentStatus, SupplierStatus
from tests.conftest import WorkAs
from tests.make.deals import the_law
from tests.make.offices import Office
from tests.make.registering import NIK, an_owner, places
from tests.make.sellers import Seller, a_seller
from tests.make.statements import few_statements
from tests.make.vetting import (
    a_file,
    a_paper,
    alike,
    an_account,
    an_officer_person,
    an_operator,
    asks,
    today,
)
from tests.make.visits import Visit

WHY = "Alamat belum lengkap, mohon dilengkapi."


@pytest.fixture
def pending(owner: Session, office: Office) -> Seller:
    """A caterer that waits for verification."""
    the_law(owner)
    return a_seller(owner, office.region, status=SupplierStatus.PENDING)


@pytest.fixture
def officer(owner: Session, office: Office, visit: Visit) -> FlaskClient:
    """A registry officer's browser."""
    return visit(an_officer_person(owner, office.region)[0])


def a_change(seller: Seller, office: Office) -> SupplierChange:
    return SupplierChange(
        supplier_id=seller.supplier.id,
        field=ChangedField.ENTITY_TYPE,
        region_id=office.region.id,
        before="company",
        changed_at=now(),
        returned_at=now(),
    )


def status(owner: Session, seller: Seller) -> SupplierStatus:
    owner.rollback()
    return owner.get_one(Supplier, seller.supplier.id, populate_existing=True).status


def test_the_desk_shows_who_waits_with_few_statements(
    owner: Session, app: Flask, office: Office, officer: FlaskClient, pending: Seller
) -> None:
    for _again in range(4):
        a_seller(owner, office.region, status=SupplierStatus.PENDING)
    with few_statements(app):
        page = officer.get("/registry")
    assert page.status_code == 200
    assert pending.supplier.name in page.text
    assert "<b>5</b>" in page.text


@pytest.mark.parametrize(
    "stage",
    ["registrations", "papers", "accounts", "changes", "ending", "sanctions", "all", "nonsense"],
)
def test_each_pile_has_its_page_and_says_the_next_step_when_empty(
    owner: Session, office: Office, officer: FlaskClient, stage: str
) -> None:
    assert officer.get(f"/registry?stage={stage}").status_code == 200
    seller = a_seller(owner, office.region)
    an_account(owner, seller)
    a_paper(owner, seller, DocumentKind.SLHS, status=DocumentStatus.WAITING, number="1")
    a_paper(owner, seller, valid_until=today() + timedelta(days=9))
    owner.add(a_change(seller, office))
    a_seller(owner, office.region, status=SupplierStatus.SUSPENDED)
    a_seller(owner, office.region, status=SupplierStatus.PENDING)
    page = officer.get(f"/registry?stage={stage}&q=Dapur&form=individual")
    assert page.status_code == 200
    assert "Dapur Contoh" in page.text


def test_the_case_shows_everything_and_masks_the_numbers(
    owner: Session, office: Office, officer: FlaskClient, pending: Seller
) -> None:
    asks(owner, DocumentKind.NIK)
    a_paper(owner, pending, DocumentKind.NIK, status=DocumentStatus.WAITING)
    other = a_seller(owner, office.region)
    alike(owner, MarkKind.PHONE, pending, other)
    page = officer.get(f"/registry/{pending.supplier.id}")
    assert page.status_code == 200
    assert other.supplier.name in page.text
    assert "0011091378000000" not in page.text
    assert "3000123456" not in page.text

    shown = officer.post(f"/suppliers/{pending.supplier.id}/inspect")
    assert shown.status_code == 200
    assert "0011091378000000" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"


def test_the_case_shows_what_the_supplier_said_grouped_for_checking(
    owner: Session, office: Office, officer: FlaskClient, work_as: WorkAs
) -> None:
    places(owner)
    sri = an_owner(work_as, office.region)
    sri.fill_all(
        tax={"exemption_letter_number": "SKB-7", "exemption_letter_until": date(2028, 5, 6)}
    )
    service.submit(sri.work(), sri.supplier_id)
    page = officer.get(f"/registry/{sri.supplier_id}").text
    for said in (
        "Pekunden",
        "Semarang Tengah",
        "50134",
        "56210 Jasa boga (KBLI 2020)",
        "S-1",
        "31 Des 2028",
        "SKB-7",
        "6 Mei 2028",
        "Rp120.000.000",
        "Ya, disetujui pada",
        "NITKU",
    ):
        assert said in page, said
    assert NIK not in page
    assert "3000123456" not in page


def test_the_case_says_whether_the_file_of_a_paper_was_scanned(
    owner: Session, office: Office, officer: FlaskClient, pending: Seller, visit: Visit
) -> None:
    upload = a_file(owner, pending.person, Purpose.IDENTITY, pending)
    a_paper(owner, pending, DocumentKind.NIK, status=DocumentStatus.WAITING, upload_id=upload.id)
    assert "Sudah dipindai" in officer.get(f"/registry/{pending.supplier.id}").text
    upload.scan = Scan.NOT_SCANNED
    owner.commit()
    assert "Belum dipindai" in officer.get(f"/registry/{pending.supplier.id}").text


def test_a_number_that_cannot_be_is_refused_with_the_reason_on_sending_and_on_accepting(
    owner: Session, office: Office, officer: FlaskClient, visit: Visit
) -> None:
    seller = a_seller(owner, office.region)
    upload = a_file(owner, seller.person, Purpose.CERTIFICATE, seller)
    typed = {"number": "MD 2710", "valid_until": "", "upload_id": str(upload.id)}
    page = visit(seller.person).post("/supplier/papers/send?kind=bpom", data=typed)
    assert page.status_code == 422
    assert "Harus 12 angka" in page.text
    assert "MD 2710" in page.text

    paper = a_paper(owner, seller, DocumentKind.PIRT, status=DocumentStatus.WAITING, number="123")
    refused = officer.post(f"/supplier-papers/{paper.id}/accept")
    assert refused.status_code == 422
    assert "Harus 15 angka" in refused.text
    assert f"/registry/{seller.supplier.id}" in refused.text


def test_the_officer_accepts_or_reads_which_paper_is_missing(
    owner: Session, office: Office, officer: FlaskClient, pending: Seller
) -> None:
    asks(owner, DocumentKind.NIK)
    paper = a_paper(owner, pending, DocumentKind.NIK, status=DocumentStatus.WAITING)
    page = officer.post(f"/suppliers/{pending.supplier.id}/accept")
    assert page.status_code == 422
    assert "KTP" in page.text
    assert officer.post(f"/supplier-papers/{paper.id}/accept").status_code == 302
    assert officer.post(f"/suppliers/{pending.supplier.id}/accept").status_code == 302
    assert status(owner, pending) is SupplierStatus.ACTIVE


def test_asking_again_keeps_what_was_typed_when_the_reason_is_too_short(
    owner: Session, officer: FlaskClient, pending: Seller
) -> None:
    address = f"/suppliers/{pending.supplier.id}/ask-again"
    assert officer.get(address).status_code == 200
    typed = {"reason": "kurang", "place": "Nomor rumah kurang."}
    page = officer.post(address, data=typed)
    assert page.status_code == 422
    assert "Nomor rumah kurang." in page.text
    assert officer.post(address, data={**typed, "reason": WHY}).status_code == 302
    assert status(owner, pending) is SupplierStatus.RETURNED


def test_the_supplier_reads_the_remarks_beside_its_papers(
    owner: Session, officer: FlaskClient, pending: Seller, visit: Visit
) -> None:
    address = f"/suppliers/{pending.supplier.id}/ask-again"
    officer.post(address, data={"reason": WHY, "place": "Nomor rumah kurang."})
    page = visit(pending.person).get("/supplier/papers")
    assert "Nomor rumah kurang." in page.text


@pytest.mark.parametrize("deed", ["suspend", "debar"])
def test_a_sanction_is_typed_from_the_decision_and_answered_once(
    owner: Session, office: Office, officer: FlaskClient, visit: Visit, deed: str
) -> None:
    seller = a_seller(owner, office.region)
    address = f"/suppliers/{seller.supplier.id}/{deed}"
    assert officer.get(address).status_code == 200
    typed = {
        "decision_number": "027/15/2026",
        "decision_date": today().isoformat(),
        "starts_on": today().isoformat(),
        "ends_on": (today() - timedelta(days=1)).isoformat(),
        "reason": "Tiga kali tidak mengirim barang.",
    }
    page = officer.post(address, data=typed)
    assert page.status_code == 422
    assert "027/15/2026" in page.text
    typed["ends_on"] = (today() + timedelta(days=30)).isoformat()
    assert officer.post(address, data=typed).status_code == 302
    assert status(owner, seller) is not SupplierStatus.ACTIVE

    cook = visit(seller.person)
    page = cook.get("/supplier/sanctions")
    assert "027/15/2026" in page.text
    link = page.text.split('href="/supplier/sanctions/')[1].split('"')[0]
    answer = {"reply": "Barang sudah kami kirim pada hari itu."}
    assert cook.get(f"/supplier/sanctions/{link}").status_code == 200
    assert cook.post(f"/supplier/sanctions/{link}", data=answer).status_code == 302
    assert cook.post(f"/supplier/sanctions/{link}", data=answer).status_code == 409
    assert answer["reply"] in officer.get(f"/registry/{seller.supplier.id}").text
    ended = {"reason": "Keberatan penyedia diterima."}
    reinstate = f"/suppliers/{seller.supplier.id}/reinstate"
    assert officer.get(reinstate).status_code == 200
    assert officer.post(reinstate, data=ended).status_code == 302
    assert status(owner, seller) is SupplierStatus.ACTIVE


def test_a_paper_is_sent_with_a_file_that_was_sent_before(
    owner: Session, office: Office, visit: Visit
) -> None:
    seller = a_seller(owner, office.region)
    upload = a_file(owner, seller.person, Purpose.CERTIFICATE, seller)
    cook, address = visit(seller.person), "/supplier/papers/send?kind=halal"
    assert cook.get(f"{address}&upload={upload.id}").text.count(str(upload.id)) >= 1
    page = cook.post(address, data={"number": "123", "upload_id": str(upload.id)})
    assert page.status_code == 422
    assert str(upload.id) in page.text
    typed = {"number": "ID00110000123456789", "upload_id": str(upload.id)}
    assert cook.post(address, data=typed).status_code == 302
    assert "6789" in cook.get("/supplier/papers").text
    assert cook.get("/supplier/papers/send?kind=nonsense").status_code == 404
    assert cook.post(address, data={"number": "ID00110000123456789"}).status_code == 422


def test_a_change_of_account_asks_for_the_password_and_can_be_stopped_by_a_link(
    owner: Session, office: Office, app: Flask, visit: Visit, officer: FlaskClient
) -> None:
    the_law(owner)
    seller = a_seller(owner, office.region)
    seller.person.password_hash = app.extensions["passwords"].hash("kuda nil makan rumput")
    owner.commit()
    book = a_file(owner, seller.person, Purpose.BANK_BOOK, seller)
    cook, address = visit(seller.person), "/supplier/bank/propose"
    assert cook.get(address).status_code == 200
    typed = {
        "bank_code": "008",
        "account": "144-00-9988776",
        "holder": seller.supplier.owner_name,
        "book_upload_id": str(book.id),
        "password": "bukan ini",
    }
    page = cook.post(address, data=typed)
    assert page.status_code == 422
    assert "144-00-9988776" in page.text
    typed["password"] = "kuda nil makan rumput"
    assert cook.post(address, data=typed).status_code == 302
    owner.rollback()
    account = owner.query(BankAccount).filter_by(status=BankAccountStatus.PROPOSED).one()

    looked = officer.get(f"/bank-accounts/{account.id}")
    assert "144009988776" not in looked.text
    assert "144009988776" in officer.post(f"/bank-accounts/{account.id}/inspect").text
    assert officer.post(f"/bank-accounts/{account.id}/check").status_code == 422
    seen = {"book_seen": "y"}
    assert officer.post(f"/bank-accounts/{account.id}/check", data=seen).status_code == 302
    assert officer.post(f"/bank-accounts/{account.id}/confirm", data=seen).status_code == 403

    person, _actor = an_operator(owner, seller)
    operator = visit(person)
    stop = f"/supplier/bank/{account.id}/object"
    assert operator.get(stop).status_code == 200
    assert operator.get(address).status_code == 200
    assert operator.post(address, data=typed).status_code == 403
    assert operator.post(stop, data={"reason": "Bukan kami yang meminta."}).status_code == 302
    assert operator.get(stop).status_code == 200
    assert cook.get("/supplier/bank").status_code == 200
    refuse = f"/bank-accounts/{account.id}/refuse"
    assert officer.get(refuse).status_code == 409


def test_the_story_names_files_in_words(
    owner: Session, officer: FlaskClient, pending: Seller
) -> None:
    owner.execute(
        text(
            "INSERT INTO audit_entries (id, region_id, chain, action, subject_kind, subject_id, "
            "before, after, reason, facts, laws) VALUES (gen_random_uuid(), :region, :chain, "
            "'upload.receive', 'upload', :chain, '', '', '', '{}', '{}')"
        ),
        {"region": pending.supplier.region_id, "chain": pending.supplier.id},
    )
    owner.commit()
    page = officer.get(f"/registry/{pending.supplier.id}").text
    assert "Menerima berkas" in page
    assert "upload.receive" not in page


def test_a_likeness_is_decided_on_a_page_of_its_own(
    owner: Session, office: Office, officer: FlaskClient, pending: Seller
) -> None:
    other = a_seller(owner, office.region)
    alike(owner, MarkKind.NIK, pending, other)
    address = f"/suppliers/{pending.supplier.id}/judge"
    assert officer.get(address).status_code == 404
    address += f"?other={other.supplier.id}"
    page = officer.get(address)
    assert page.status_code == 200
    assert "yang mengundang keduanya dan auditor membaca ini" in page.text
    assert "Penyedia membaca ini" not in page.text
    assert officer.post(address, data={"reason": WHY}).status_code == 422
    typed = {"verdict": "same_owner", "reason": "Suami istri dengan dua usaha."}
    assert officer.post(address, data=typed).status_code == 302


def test_a_blacklist_check_is_recorded_with_its_day(
    owner: Session, office: Office, officer: FlaskClient, pending: Seller
) -> None:
    address = f"/suppliers/{pending.supplier.id}/check-blacklist"
    assert officer.get(address).status_code == 200
    typed = {"checked_on": today().isoformat(), "result": "listed", "note": ""}
    assert officer.post(address, data=typed).status_code == 422
    assert officer.post(address, data={**typed, "result": "clear"}).status_code == 302


def test_an_official_declares_and_ends_an_interest(
    owner: Session, office: Office, visit: Visit
) -> None:
    seller = a_seller(owner, office.region)
    staff = visit(office.people[Role.PROCUREMENT_OFFICER])
    assert staff.get("/interests").status_code == 200
    assert staff.get("/interests/declare").status_code == 200
    typed = {
        "supplier_id": str(seller.supplier.id),
        "kind": "family",
        "starts_on": (now().date() + timedelta(days=9)).isoformat(),
    }
    assert staff.post("/interests/declare", data=typed).status_code == 422
    typed["starts_on"] = "2026-01-05"
    assert staff.post("/interests/declare", data=typed).status_code == 302
    page = staff.get("/interests")
    assert seller.supplier.name in page.text
    end = page.text.split('action="/interests/')[1].split('"')[0]
    assert staff.post(f"/interests/{end}").status_code == 302
    assert visit(seller.person).get("/interests").status_code == 403


def test_an_auditor_reads_the_registry_and_decides_nothing(
    owner: Session, office: Office, visit: Visit, pending: Seller
) -> None:
    auditor = visit(office.people[Role.AUDITOR])
    assert auditor.get("/registry").status_code == 200
    assert auditor.get(f"/registry/{pending.supplier.id}").status_code == 200
    for deed in ("accept", "inspect", "refuse"):
        answer = auditor.post(f"/suppliers/{pending.supplier.id}/{deed}", data={"reason": WHY})
        assert answer.status_code in (403, 404), deed
    assert status(owner, pending) is SupplierStatus.PENDING
