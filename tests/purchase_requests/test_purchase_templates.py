"""Routine purchases that an agency keeps, and requests that begin with them."""

import re
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.audit.models import AuditEntry
from procure.catalogue.models import Listing
from procure.kernel.actors import Role
from procure.kernel.errors import NotFound, NotPermitted, StalePage
from procure.purchase_requests.queries import templates
from procure.purchase_requests.rules.templates import (
    NothingToKeep,
    TemplateLine,
    needed,
    shared_out,
)
from procure.purchase_requests.service import templates as service
from procure.purchase_requests.views.templates import lines_of
from tests.conftest import WorkAs
from tests.make.offices import Office, an_office
from tests.make.requests import a_purchase_request
from tests.make.sellers import a_listing, a_seller
from tests.make.visits import Visit


def _line(quantity: int, *, per_person: bool = False) -> TemplateLine:
    return TemplateLine("MKN.01", "Nasi kotak", "", quantity, per_person, "kotak")


def test_what_goes_evenly_into_the_head_count_is_kept_per_person() -> None:
    boxes, banner = shared_out([_line(80), _line(1)], 40)

    assert (boxes.quantity, boxes.is_per_person) == (2, True)
    assert (banner.quantity, banner.is_per_person) == (1, False)
    assert (needed(boxes, 25), needed(banner, 25)) == (50, 1)
    assert shared_out([_line(80)], None) == [_line(80)]


def test_a_request_is_kept_changed_and_taken_out_of_use(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    request = a_purchase_request(owner, office)
    work = work_as(office.actor(Role.REQUESTER))

    kept = service.keep(work, request.id, "Rapat bulanan")
    changed = service.change(
        work, kept.id, "Rapat triwulan", [_line(2, per_person=True)], version=1
    )

    assert [one.title for one in templates.all_of_agency(work)] == ["Rapat triwulan"]
    assert lines_of(changed) == [_line(2, per_person=True)]
    with pytest.raises(StalePage):
        service.change(work, kept.id, "Lain", [_line(1)], version=1)
    with pytest.raises(NothingToKeep):
        service.change(work, kept.id, "Lain", [], version=2)
    service.retire(work, kept.id)
    assert list(templates.all_of_agency(work)) == []
    with pytest.raises(NotFound):
        templates.get(work, kept.id)
    deeds = owner.scalars(
        select(AuditEntry.action).where(AuditEntry.subject_id == kept.id).order_by(AuditEntry.at)
    ).all()
    assert deeds == [
        "purchase_template.keep",
        "purchase_template.change",
        "purchase_template.retire",
    ]


def test_templates_are_for_requesters_of_the_same_agency(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    request = a_purchase_request(owner, office)
    kept = service.keep(work_as(office.actor(Role.REQUESTER)), request.id, "Rapat")
    beside = an_office(owner, office.region)

    with pytest.raises(NotFound):
        templates.get(work_as(beside.actor(Role.REQUESTER)), kept.id)
    with pytest.raises(NotPermitted):
        service.retire(work_as(office.actor(Role.TREASURER)), kept.id)


def test_a_new_request_begins_with_a_template_for_so_many_people(
    owner: Session, office: Office, work_as: WorkAs, visit: Visit
) -> None:
    listing = a_listing(owner, a_seller(owner, office.region), price=31_000)
    request = a_purchase_request(owner, office)
    request.lines[0].listing_id = listing.id
    owner.commit()
    work = work_as(office.actor(Role.REQUESTER))
    kept = service.keep(work, request.id, "Rapat")
    line = lines_of(kept)[0]
    service.change(
        work,
        kept.id,
        "Rapat",
        [TemplateLine("MKN.01", "Nasi kotak ayam", "", 2, True, "kotak", line.listing_id)],
        version=1,
    )
    page = visit(office.people[Role.REQUESTER])

    starts = page.get("/purchase-requests/new").text
    begun = page.get(f"/purchase-requests/new?template={kept.id}&people=25").text

    assert "Rapat" in starts
    assert re.search(r'name="lines-0-quantity"[^>]*value="50"', begun)
    assert re.search(r'name="lines-0-price"[^>]*value="31\.?000"', begun)
    assert re.search(r'name="head_count"[^>]*value="25"', begun)
    assert page.get(f"/purchase-requests/new?template={UUID(int=1)}").status_code == 200


def test_a_listing_can_be_taken_into_a_request(
    owner: Session, office: Office, visit: Visit
) -> None:
    listing: Listing = a_listing(owner, a_seller(owner, office.region))

    page = visit(office.people[Role.REQUESTER]).get(
        f"/purchase-requests/new?template=blank&listing={listing.id}&listing=nonsense"
    )

    assert re.search(r'name="lines-0-name"[^>]*value="Nasi kotak ayam bakar"', page.text)


def test_the_pages_keep_what_was_typed_and_say_what_is_missing(
    owner: Session, office: Office, visit: Visit
) -> None:
    request = a_purchase_request(owner, office)
    page = visit(office.people[Role.REQUESTER])
    address = f"/purchase-templates/from/{request.id}"

    assert page.post(address, data={"title": ""}).status_code == 422
    kept = page.post(address, data={"title": "Rapat bulanan"})
    assert kept.status_code == 302
    changing = page.get(kept.location)
    assert "Rapat bulanan" in changing.text
    refused = page.post(
        kept.location,
        data={"title": "Rapat", "version": "1", "lines-0-quantity": "0"},
    )
    assert refused.status_code == 422
    left_out = page.post(
        kept.location,
        data={
            "title": "Rapat",
            "version": "1",
            "lines-0-quantity": "1",
            "lines-0-is_left_out": "y",
        },
    )
    assert left_out.status_code == 422
    listed = page.get("/purchase-templates").text
    assert "Rapat bulanan" in listed
    assert 'href="/purchase-requests/new?template=' in listed
