"""The forms of shelves, sheets, categories, favourites and templates, each with a sound filling."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import TYPE_CHECKING

from procure.accounts.models import Person
from procure.catalogue.models import Listing
from procure.catalogue.shelf_models import ListingRevision
from procure.catalogue.workflow import ListingRevisionStatus
from procure.db.base import new_id
from procure.files.models import Purpose
from procure.kernel.actors import Role
from procure.kernel.clock import now
from procure.purchase_requests.template_models import PurchaseTemplate, PurchaseTemplateLine
from procure.purchase_requests.workflow import PurchaseRequestStatus
from tests.make.sellers import a_listing
from tests.make.shelves import a_revision, a_run, an_officer
from tests.make.uploads import an_upload
from tests.make.vetting import a_file

if TYPE_CHECKING:
    from tests.faults.doors import Hall, Open

Maker = Callable[["Hall"], "Open"]

REASON = "Alasan yang cukup panjang untuk dibaca orang lain."
_numbers = count(1)


def _officer(hall: "Hall") -> Person:
    return an_officer(hall.owner, hall.office.region)[0]


def _offered(hall: "Hall", **given: object) -> Listing:
    """Paper on the shelf: its checklist has one point, for it is no food."""
    paper = {"category_code": "ATK.01", "name": "Kertas HVS", "unit": "rim", "approved_at": now()}
    return a_listing(hall.owner, hall.sellers[0], **{**paper, **given})


def _proposed(hall: "Hall", **given: object) -> ListingRevision:
    return a_revision(hall.owner, _offered(hall), halal="not_food", **given)


def _offer() -> dict[str, str]:
    return {
        "category_code": "ATK.01",
        "name": "Kertas HVS",
        "description": "Tujuh puluh gram.",
        "unit": "rim",
        "code": f"KRT-{next(_numbers)}",
        "price": "52000",
        "minimum_order": "2",
        "lead_days": "1",
        "day_capacity": "100",
        "stock": "40",
        "open_from": "08:00",
        "open_until": "15:00",
        "areas": "33.74",
        "origin": "local",
        "tkdn_hundredths": "40,5",
        "tkdn_certificate": "1234/TKDN/2026",
        "is_package": "y",
        "contents-0-name": "Kertas",
        "contents-0-quantity": "500",
        "contents-0-unit": "lembar",
        "variants-0-name": "A4",
        "variants-0-price": "52000",
        "act": "save",
    }


def _with_photo(hall: "Hall", offer: dict[str, str]) -> dict[str, str]:
    """Add a photo of the seller's own."""
    photo = an_upload(hall.owner, hall.sellers[0], Purpose.PHOTO)
    return {**offer, "photos-0-upload_id": str(photo.id), "photos-0-caption": "Tampak depan"}


def _add(hall: "Hall") -> "Open":
    return hall.by(hall.sellers[0].person, "/my-listings/new", **_with_photo(hall, _offer()))


def _edit(hall: "Hall") -> "Open":
    offer = {**_with_photo(hall, _offer()), "number": "0"}
    path = f"/my-listings/{_offered(hall).id}/edit"
    return hall.by(hall.sellers[0].person, path, **offer)


def _own(verb: str, *, is_live: bool = True, **sound: str) -> Maker:
    def open_door(hall: "Hall") -> "Open":
        path = f"/my-listings/{_offered(hall, is_live=is_live).id}/{verb}"
        return hall.by(hall.sellers[0].person, path, **sound)

    return open_door


def _judge(verb: str, **sound: str) -> Maker:
    def open_door(hall: "Hall") -> "Open":
        path = f"/listing-revisions/{_proposed(hall).id}/{verb}"
        return hall.by(_officer(hall), path, **sound)

    return open_door


def _send(hall: "Hall") -> "Open":
    revision = _proposed(hall, status=ListingRevisionStatus.DRAFT)
    return hall.by(hall.sellers[0].person, f"/listing-revisions/{revision.id}/submit")


def _take_back(hall: "Hall") -> "Open":
    path = f"/listing-revisions/{_proposed(hall).id}/withdraw"
    return hall.by(hall.sellers[0].person, path)


def _take_down(hall: "Hall") -> "Open":
    path = f"/listings/{_offered(hall).id}/take-down"
    return hall.by(_officer(hall), path, reason=REASON)


def _batch(hall: "Hall") -> "Open":
    run = a_run(hall.owner, hall.sellers[0])
    _proposed(hall, import_run_id=run.id)
    return hall.by(_officer(hall), f"/curation/sheets/{run.id}", checklist="name")


def _sheet(hall: "Hall") -> str:
    seller = hall.sellers[0]
    return str(a_file(hall.owner, seller.person, Purpose.SHEET, seller).id)


def _start(hall: "Hall") -> "Open":
    return hall.by(hall.sellers[0].person, "/my-listings/import", upload_id=_sheet(hall))


def _run(verb: str, **sound: str) -> Maker:
    def open_door(hall: "Hall") -> "Open":
        run = a_run(hall.owner, hall.sellers[0])
        sent = {"upload_id": _sheet(hall)} if verb == "correct" else sound
        return hall.by(hall.sellers[0].person, f"/my-listings/import/{run.id}/{verb}", **sent)

    return open_door


def _favour(verb: str) -> Maker:
    def open_door(hall: "Hall") -> "Open":
        path = f"/favourites/{_offered(hall).id}"
        if verb == "drop":
            hall.by(Role.REQUESTER, path).browser.post(f"{path}/keep")
        return hall.by(Role.REQUESTER, f"{path}/{verb}", next="/favourites")

    return open_door


CATEGORY = {
    "name": "Spidol",
    "name_en": "Markers",
    "unit": "buah",
    "account_code": "5.1.02.01.01.0024",
    "supply_kind": "goods",
    "questions-0-key": "warna",
    "questions-0-label": "Warna",
    "questions-0-label_en": "Colour",
    "questions-0-is_required": "y",
}


def _category(path: str, **sound: str) -> Maker:
    return lambda hall: hall.by(_officer(hall), f"/categories/{path}", **CATEGORY, **sound)


def _keep(hall: "Hall") -> "Open":
    purchase = hall.request(PurchaseRequestStatus.SUBMITTED)
    path = f"/purchase-templates/from/{purchase}"
    return hall.by(Role.REQUESTER, path, title="Rapat bulanan")


def _kept(verb: str, **sound: str) -> Maker:
    def open_door(hall: "Hall") -> "Open":
        place = {"region_id": hall.office.region.id, "agency_id": hall.office.agency.id}
        requester = hall.office.people[Role.REQUESTER]
        kept = PurchaseTemplate(id=new_id(), **place, title="Rapat", person_id=requester.id)
        hall.owner.add(kept)
        hall.owner.flush()
        meal = {"category_code": "MKN.01", "name": "Nasi kotak", "quantity": 50, "unit": "kotak"}
        hall.owner.add(PurchaseTemplateLine(template_id=kept.id, position=1, **place, **meal))
        hall.owner.commit()
        return hall.by(requester, f"/purchase-templates/{kept.id}/{verb}", **sound)

    return open_door


SHELF: Mapping[str, Maker] = {
    "categories.add": _category("new", group="ATK"),
    "categories.keep": _category("ATK.01"),
    "curation.approve_batch": _batch,
    "favourites.drop": _favour("drop"),
    "favourites.keep": _favour("keep"),
    "import_runs.apply": _run("apply"),
    "import_runs.cancel": _run("cancel"),
    "import_runs.correct": _run("correct"),
    "import_runs.mend": _run("rows/1", name="Nasi kotak", price="28500", unit="kotak"),
    "import_runs.start": _start,
    "listing_revisions.approve": _judge("approve", checklist="name"),
    "listing_revisions.refuse": _judge("refuse", reason=REASON),
    "listing_revisions.send_back": _judge("send-back", reason=REASON),
    "listing_revisions.submit": _send,
    "listing_revisions.withdraw": _take_back,
    "listings.take_down": _take_down,
    "my_listings.add": _add,
    "my_listings.adjust": _own("stock", stock="12", day_capacity="30"),
    "my_listings.edit": _edit,
    "my_listings.reprice": _own("price", price="51000"),
    "my_listings.restore": _own("restore", is_live=False),
    "my_listings.withdraw": _own("withdraw"),
    "purchase_templates.change": _kept(
        "edit", title="Rapat besar", version="1", **{"lines-0-quantity": "60"}
    ),
    "purchase_templates.keep": _keep,
    "purchase_templates.retire": _kept("retire"),
}
"""How each form of this part is reached."""
