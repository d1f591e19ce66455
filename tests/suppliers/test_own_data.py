"""The copy of the own data: everything that is kept, part by part, however long it is."""

import json
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from procure.accounts.models import Person
from procure.files.models import Purpose
from procure.kernel.clock import now
from procure.suppliers import service
from procure.suppliers.kinds import BlacklistResult, ChangedField, DocumentKind, ReviewItem
from procure.suppliers.models import SupplierStatus
from procure.suppliers.registry_models import DataRequestKind, SupplierChange, SupplierProfile
from procure.suppliers.vetting_models import BlacklistCheck, SupplierRemark
from procure.suppliers.workflow import BankAccountStatus
from tests.conftest import WorkAs
from tests.make.cases import a_case
from tests.make.offices import Office
from tests.make.registering import NIK, a_coach
from tests.make.sellers import Seller, a_listing, a_seller
from tests.make.vetting import a_file, a_paper, a_sanction, an_account, an_officer_person
from tests.make.visits import Visit

LONG_AGO = date(2026, 2, 5)


@pytest.fixture
def seller(owner: Session, office: Office) -> Seller:
    """A caterer of whom something is kept in every part."""
    made = a_seller(owner, office.region, verified_at=now())
    coach = a_coach(owner, office.region)
    made.supplier.coach_id = coach.user_id
    officer, _actor = an_officer_person(owner, office.region)
    book = a_file(owner, made.person, Purpose.BANK_BOOK, made)
    a_paper(owner, made, DocumentKind.NIK, number=NIK, upload_id=book.id)
    an_account(
        owner,
        made,
        account="7700112233",
        status=BankAccountStatus.REFUSED,
        proposed_at=now() - timedelta(days=90),
        reason="Nama berbeda.",
    )
    a_sanction(owner, made, reply="Truk kami mogok.", replied_at=now())
    mine = {"region_id": office.region.id, "supplier_id": made.supplier.id}
    owner.add_all(
        [
            SupplierProfile(
                **mine,
                steps=["tags"],
                is_women_owned=True,
                women_consented_at=now(),
                is_same_network=True,
                updated_at=now(),
            ),
            SupplierChange(
                **mine, field=ChangedField.LEGAL_NAME, before="Dapur Lama", changed_at=now()
            ),
            SupplierRemark(
                **mine,
                item=ReviewItem.PLACE,
                text="Alamat belum lengkap.",
                written_by_id=officer.id,
                written_at=now(),
            ),
            BlacklistCheck(
                **mine,
                checked_on=LONG_AGO,
                checked_by_id=officer.id,
                recorded_at=now(),
                result=BlacklistResult.CLEAR,
            ),
        ]
    )
    owner.commit()
    a_listing(owner, made)
    a_case(owner, office, made)
    return made


@pytest.fixture
def browser(visit: Visit, seller: Seller) -> FlaskClient:
    """The owner's browser."""
    return visit(seller.person)


def taken(browser: FlaskClient, seller: Seller) -> dict[str, Any]:
    answer = browser.post(f"/suppliers/{seller.supplier.id}/export", data={"format": "json"})
    found: dict[str, Any] = json.loads(answer.text)
    return found


def words(browser: FlaskClient, seller: Seller) -> str:
    answer = browser.post(f"/suppliers/{seller.supplier.id}/export", data={"format": "pdf"})
    return " ".join(
        bytes(step.operands[0]).decode("latin-1")
        for page in pikepdf.open(BytesIO(answer.data)).pages
        for step in pikepdf.parse_content_stream(page)
        if str(step.operator) == "Tj"
    )


PARTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("papers", {"kind": "nik", "number": "•" * 12 + NIK[-4:], "status": "accepted"}),
    ("uploads", {"purpose": "bank_book", "size": 1}),
    ("accounts", {"account": "••••••2233", "status": "refused", "reason": "Nama berbeda."}),
    ("sanctions", {"kind": "suspension", "reply": "Truk kami mogok.", "ends_on": "2026-02-05"}),
    ("blacklist", {"result": "clear", "checked_on": LONG_AGO.isoformat()}),
    ("changes", {"field": "legal_name", "before": "Dapur Lama"}),
    ("remarks", {"item": "place", "text": "Alamat belum lengkap."}),
    ("requests", {"kind": "correction", "wish": "Nama di KTP saya berubah."}),
    ("listings", {"name": "Nasi kotak ayam bakar", "price": 28_500}),
    ("orders", {"title": "SURAT PESANAN", "status": "issued"}),
)


def test_each_part_of_what_is_kept_is_in_the_copy(
    work_as: WorkAs, browser: FlaskClient, seller: Seller
) -> None:
    wish = "Nama di KTP saya berubah."
    service.ask(work_as(seller.actor), seller.supplier.id, DataRequestKind.CORRECTION, wish)

    data = taken(browser, seller)

    for part, wanted in PARTS:
        assert any(wanted.items() <= row.items() for row in data[part]), (part, data[part])
    assert len(data["accounts"]) == 2
    assert [len(row["sha256"]) for row in data["uploads"]] == [64]
    assert data["papers"][0]["sha256"] == data["uploads"][0]["sha256"]
    assert data["help"]["coach"] == "Wahyu Pendamping"
    about = data["about"]
    assert (about["is_same_device"], about["is_same_network"]) == (False, True)
    assert about["women_consented_at"]
    assert len(data["sign_ins"]) == 1


def test_the_paper_says_in_words_what_the_file_says(browser: FlaskClient, seller: Seller) -> None:
    told = words(browser, seller)
    for word in ("Wahyu", "mogok", "Penangguhan", "Alamat", "Etalase", "PESANAN", "2233"):
        assert word in told, word
    assert NIK not in told
    assert "7700112233" not in told


def test_a_long_trail_is_there_to_its_first_deed(
    owner: Session, browser: FlaskClient, seller: Seller
) -> None:
    owner.execute(
        text(
            "INSERT INTO audit_entries (id, region_id, chain, action, subject_kind, subject_id, "
            "before, after, reason, facts, laws) SELECT gen_random_uuid(), :region, :chain, "
            "'supplier.describe', 'supplier', :chain, '', '', 'langkah ' || n, '{}', '{}' "
            "FROM generate_series(1, 701) AS n"
        ),
        {"region": seller.supplier.region_id, "chain": seller.supplier.id},
    )
    owner.commit()

    deeds = taken(browser, seller)["deeds"]

    assert len(deeds) == 701
    assert deeds[-1]["reason"] == "langkah 1"
    assert "701" in words(browser, seller)


def test_others_are_not_in_the_copy(
    owner: Session, office: Office, browser: FlaskClient, seller: Seller
) -> None:
    rival = a_seller(owner, office.region)
    a_listing(owner, rival, name="Tumpeng pesaing")
    a_paper(owner, rival, DocumentKind.NPWP, number="0999888777666555")
    a_file(owner, rival.person, Purpose.IDENTITY, rival)
    data = taken(browser, seller)
    assert "pesaing" not in json.dumps(data)
    assert len(data["papers"]) == len(data["uploads"]) == 1


def test_the_page_says_what_a_request_does_and_the_officer_finds_the_supplier(
    owner: Session, office: Office, work_as: WorkAs, visit: Visit, seller: Seller
) -> None:
    page = visit(seller.person).get(f"/suppliers/{seller.supplier.id}/ask").text
    assert "menurunkan semua etalase Anda" in page
    asked = service.ask(
        work_as(seller.actor), seller.supplier.id, DataRequestKind.CLOSING, "Saya berhenti usaha."
    )
    officer: Person = an_officer_person(owner, office.region)[0]
    answer = visit(officer).get(f"/suppliers/requests/{asked.id}/answer").text
    assert f"/registry/{seller.supplier.id}" in answer
    assert SupplierStatus.ACTIVE is seller.supplier.status
