"""Photos of a listing: on its card, on its page, and at an address of their own."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from procure.catalogue.models import ListingPhoto
from procure.files.models import Purpose
from tests.make.offices import Office
from tests.make.sellers import a_listing, a_seller
from tests.make.uploads import an_upload


def test_a_public_photo_stands_on_the_card_and_on_the_page(
    owner: Session, office: Office, client: FlaskClient
) -> None:
    seller = a_seller(owner, office.region)
    listing = a_listing(owner, seller, name="Nasi kotak ayam bakar")
    shown = an_upload(owner, seller, Purpose.PHOTO, is_public=True)
    hidden = an_upload(owner, seller, Purpose.PHOTO)
    for place, upload in enumerate((shown, hidden), start=1):
        photo = ListingPhoto(listing_id=listing.id, position=place, upload_id=upload.id)
        photo.caption = "Isi kotak"
        owner.add(photo)
    owner.commit()

    card = client.get("/catalogue?q=nasi").text
    page = client.get(f"/catalogue/{listing.id}").text

    assert f"/photos/{shown.id}/320.webp" in card
    assert f"/photos/{shown.id}/640.avif" in page
    assert 'alt="Isi kotak"' in page
    assert str(hidden.id) not in card + page
    assert client.get(f"/photos/{shown.id}/320.jpg").mimetype == "image/jpeg"
    assert client.get(f"/photos/{shown.id}/321.jpg").status_code == 404
    assert client.get(f"/photos/{hidden.id}/320.jpg").status_code == 404


def test_a_narrow_photo_comes_as_it_is_at_the_usual_widths(
    owner: Session, office: Office, client: FlaskClient
) -> None:
    seller = a_seller(owner, office.region)
    narrow = an_upload(owner, seller, Purpose.PHOTO, is_public=True)
    narrow.width, narrow.height = 100, 50
    owner.commit()
    answer = client.get(f"/photos/{narrow.id}/320.webp", follow_redirects=True)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")


def test_a_listing_without_photos_shows_its_drawing(
    owner: Session, office: Office, client: FlaskClient
) -> None:
    listing = a_listing(owner, a_seller(owner, office.region))
    assert "/photos/" not in client.get(f"/catalogue/{listing.id}").text
    assert "pictures/" in client.get("/catalogue?q=nasi").text
