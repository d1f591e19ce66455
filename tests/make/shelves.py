"""Listings of tests: what a seller proposes, who judges it, and what a sheet says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from procure.accounts.models import Person, Region
from procure.accounts.queries import actor_for
from procure.catalogue.models import Halal, Listing, Origin, PriceStandard
from procure.catalogue.rules.kinds import SupplyKind
from procure.catalogue.rules.offers import Around, Kind, Question, Substance, Terms
from procure.catalogue.shelf_models import CurationPoint, ImportRow, ImportRun, ListingRevision
from procure.catalogue.workflow import ImportRunStatus, ListingRevisionStatus, RowState
from procure.db.work import Work
from procure.files import storage
from procure.files.models import Purpose, Scan, StoredFile, Upload
from procure.kernel.actors import Actor, Role
from procure.kernel.clock import local, now
from procure.regulations.models import RegulationVersion
from procure.seeds.laws import national_rules
from procure.seeds.loading import load
from tests.make.offices import a_person, appoint
from tests.make.sellers import Seller

CHECKED = {"name": True, "food": True}


def an_officer(owner: Session, region: Region) -> tuple[Person, Actor]:
    """Appoint a registry officer of the region, and lay out a checklist of two points."""
    person = a_person(owner, region, "Petugas Registri")
    appointment = appoint(owner, person, Role.REGISTRY_OFFICER)
    for place, code in enumerate(CHECKED, start=1):
        point = CurationPoint(
            code=code,
            position=place,
            label=code,
            label_en=code,
            only_food=code == "food",
            is_active=True,
        )
        owner.merge(point)
    owner.commit()
    return person, actor_for(person, [appointment])


def the_laws(owner: Session) -> None:
    """Load the national rules."""
    load(owner, RegulationVersion, national_rules())
    owner.commit()


def a_substance(**given: Any) -> Substance:
    """Say what a boxed meal is; `given` changes it."""
    return replace(Substance("MKN.01", "Nasi kotak ayam", "kotak", halal=Halal.NOT_HALAL), **given)


def some_terms(**given: Any) -> Terms:
    """Rp 28,500 for at least one, delivered everywhere."""
    return replace(Terms(28_500), **given)


MEAL = Kind("MKN.01", SupplyKind.CATERING, "kotak")
PAPER = Kind("ATK.01", SupplyKind.GOODS, "rim", (Question("ukuran", "Ukuran", "Size", True),))


def surroundings(laws: Mapping[str, Any], **given: Any) -> Around:
    """Rules see a meal and paper, a seller who delivers in Semarang, and these laws."""
    facts: dict[str, Any] = {
        "kinds": {"MKN.01": MEAL, "ATK.01": PAPER},
        "areas": frozenset({"33.74"}),
        "is_taxable": False,
        "has_halal": False,
        "laws": laws,
        "today": date(2026, 11, 26),
        **given,
    }
    return Around(**facts)


def an_upload(
    owner: Session, seller: Seller, work: Work, body: bytes, purpose: Purpose = Purpose.SHEET
) -> Upload:
    """Store a file as if the seller's person had sent it."""
    sha256 = storage.put(work, body, "text/csv")
    work.session.commit()
    assert owner.get(StoredFile, sha256)
    upload = Upload(
        region_id=seller.supplier.region_id,
        person_id=seller.person.id,
        supplier_id=seller.supplier.id,
        purpose=purpose,
        name="etalase.csv",
        sha256=sha256,
        scan=Scan.NOT_SCANNED,
        width=800 if purpose is Purpose.PHOTO else None,
        height=600 if purpose is Purpose.PHOTO else None,
        is_public=False,
        created_at=now(),
    )
    owner.add(upload)
    owner.commit()
    return upload


def a_revision(owner: Session, listing: Listing, **given: Any) -> ListingRevision:
    """Make a proposal about a listing that waits for the officer."""
    facts: dict[str, Any] = {
        "region_id": listing.region_id,
        "supplier_id": listing.supplier_id,
        "listing_id": listing.id,
        "number": 1,
        "status": ListingRevisionStatus.SUBMITTED,
        "category_code": listing.category_code,
        "name": listing.name,
        "description": "Dengan sambal.",
        "unit": listing.unit,
        "origin": Origin.LOCAL,
        "halal": Halal.NOT_HALAL,
        "contents": [],
        "variants": [],
        "photos": [],
        "answers": {},
        "checklist": {},
        "submitted_at": now(),
        **given,
    }
    revision = ListingRevision(**facts)
    owner.add(revision)
    owner.commit()
    return revision


def a_run(owner: Session, seller: Seller, **given: Any) -> ImportRun:
    """Make a sheet of a seller that was read, without rows and without bytes behind it."""
    sha256 = uuid4().hex * 2
    owner.add(StoredFile(sha256=sha256, media_type="text/csv", size=1))
    owner.flush()
    upload = Upload(
        region_id=seller.supplier.region_id,
        person_id=seller.person.id,
        supplier_id=seller.supplier.id,
        purpose=Purpose.SHEET,
        name="etalase.csv",
        sha256=sha256,
        scan=Scan.NOT_SCANNED,
        is_public=False,
    )
    owner.add(upload)
    owner.flush()
    facts: dict[str, Any] = {
        "region_id": seller.supplier.region_id,
        "supplier_id": seller.supplier.id,
        "person_id": seller.person.id,
        "upload_id": upload.id,
        "file_name": upload.name,
        "status": ImportRunStatus.READY,
        **given,
    }
    run = ImportRun(**facts)
    owner.add(run)
    owner.flush()
    row = {"number": 1, "edition": 1, "code": "", "cells": {"name": "Nasi"}, "problems": {}}
    owner.add(
        ImportRow(import_run_id=run.id, supplier_id=run.supplier_id, state=RowState.FAULTY, **row)
    )
    owner.commit()
    return run


def a_standard(owner: Session, region: Region, **given: Any) -> PriceStandard:
    """Make a price standard of a region that begins in ten days."""
    facts: dict[str, Any] = {
        "region_id": region.id,
        "category_code": "MKN.01",
        "item": f"Kudapan {uuid4()}",
        "unit": "kotak",
        "price": 15_000,
        "decree": "Perbup 1/2026",
        "valid_from": local(now()).date() + timedelta(days=10),
        **given,
    }
    standard = PriceStandard(**facts)
    owner.add(standard)
    owner.commit()
    return standard
