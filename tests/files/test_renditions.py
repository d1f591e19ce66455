"""Public photos in the width and format that suits a screen, under addresses that never change."""

from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.files import jobs, queries, rules, service
from procure.files.models import Purpose, Rendition, Upload
from procure.kernel.errors import NotFound, NotPermitted
from procure.launcher.provision import Urls
from tests.files.conftest import Cast, Set, WorkAs
from tests.make.uploads import an_upload
from tests.make.visits import Visit

FORMATS = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}
Browser = Callable[[str], FlaskClient]


@pytest.mark.parametrize(
    ("width", "expected"),
    [(1, [1]), (320, [320]), (321, [320, 321]), (1280, [320, 640, 1280]), (9000, [320, 640, 1280])],
)
def test_a_photo_is_never_drawn_larger_than_it_is(width: int, expected: list[int]) -> None:
    assert rules.widths_for(width, (320, 640, 1280)) == expected


def publish(work_as: WorkAs, cast: Cast, upload: Upload) -> None:
    work = work_as(cast.seller.actor)
    service.publish(work, queries.mine(work, upload.id, Purpose.PHOTO))


def test_a_published_photo_is_drawn_in_every_width_and_format(
    cast: Cast, work_as: WorkAs, owner: Session, keeper_work: None, client: FlaskClient
) -> None:
    upload = an_upload(owner, cast.seller, Purpose.PHOTO)
    publish(work_as, cast, upload)
    for _ in range(2):  # a job that is done twice changes nothing
        jobs.renditions(upload_id=str(upload.id), region_id=str(upload.region_id))
    assert len(owner.scalars(select(Rendition)).all()) == 9
    for width in (320, 640, 1000):
        sizes = []
        for kind, name in FORMATS.items():
            answer = client.get(f"/photos/{upload.id}/{width}.{kind}")
            with Image.open(BytesIO(answer.data)) as drawn:
                assert (drawn.format, drawn.size) == (name, (width, width // 2))
            assert "immutable" in answer.headers["Cache-Control"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            sizes.append(len(answer.data))
        assert sizes[0] < sizes[2]


def test_the_deed_asks_for_the_widths_and_only_once(
    cast: Cast, work_as: WorkAs, owner: Session, database: Urls, app: Flask
) -> None:
    upload = an_upload(owner, cast.seller, Purpose.PHOTO)
    for _ in range(2):
        publish(work_as, cast, upload)
    waiting = owner.connection().exec_driver_sql(
        "SELECT args->>'upload_id' FROM procrastinate_jobs WHERE task_name = 'files.renditions'"
    )
    assert waiting.scalars().all() == [str(upload.id)]


def test_a_photo_is_there_at_once_and_other_formats_follow(
    cast: Cast, work_as: WorkAs, owner: Session, client: FlaskClient
) -> None:
    upload = an_upload(owner, cast.seller, Purpose.PHOTO, is_public=True)
    jpeg = client.get(f"/photos/{upload.id}/640.jpg")
    assert (jpeg.status_code, jpeg.mimetype) == (200, "image/jpeg")
    assert "immutable" not in jpeg.headers["Cache-Control"]
    other = client.get(f"/photos/{upload.id}/640.avif")
    assert (other.status_code, other.location) == (302, f"/photos/{upload.id}/640.jpg")


@pytest.mark.parametrize("path", ["641.jpg", "0.jpg", "99999.webp", "320.png", "320.svg"])
def test_only_the_usual_widths_and_formats_exist(
    cast: Cast, owner: Session, client: FlaskClient, path: str
) -> None:
    upload = an_upload(owner, cast.seller, Purpose.PHOTO, is_public=True)
    assert client.get(f"/photos/{upload.id}/{path}").status_code == 404


def test_a_photo_that_is_not_public_is_seen_by_its_supplier_only(
    cast: Cast, owner: Session, client: FlaskClient, visit: Visit
) -> None:
    upload = an_upload(owner, cast.seller, Purpose.PHOTO)
    path = f"/photos/{upload.id}/320.jpg"
    seen = {
        "owner": visit(cast.seller.person).get(path),
        "rival": visit(cast.rival.person).get(path),
        "stranger": client.get(path),
    }
    assert {who: answer.status_code for who, answer in seen.items()} == {
        "owner": 200,
        "rival": 404,
        "stranger": 404,
    }
    assert seen["owner"].headers["Cache-Control"] == "private, no-store"


def test_an_identity_card_is_no_photo_of_a_listing(
    cast: Cast, work_as: WorkAs, owner: Session, visit: Visit
) -> None:
    upload = an_upload(owner, cast.seller, Purpose.IDENTITY)
    assert visit(cast.seller.person).get(f"/photos/{upload.id}/320.jpg").status_code == 404
    work = work_as(cast.seller.actor)
    with pytest.raises(rules.OnlyPhotosArePublic):
        service.publish(work, queries.mine(work, upload.id, Purpose.IDENTITY))


def test_nobody_publishes_the_photo_of_another(
    cast: Cast, work_as: WorkAs, owner: Session, app: Flask
) -> None:
    upload = an_upload(owner, cast.seller, Purpose.PHOTO)
    with pytest.raises(NotPermitted):
        service.publish(work_as(cast.rival.actor), upload)
    work = work_as(cast.registrar_actor)
    service.publish(work, queries.get(work, upload.id))
    owner.expire_all()
    assert owner.get_one(Upload, upload.id).is_public


def test_a_photo_that_is_gone_ends_the_job_with_a_refusal(keeper_work: None) -> None:
    with pytest.raises(NotFound):
        jobs.renditions(upload_id=str(uuid4()), region_id=str(uuid4()))


def test_a_page_offers_a_photo_in_every_format_with_its_size(
    cast: Cast, owner: Session, app: Flask
) -> None:
    upload = an_upload(owner, cast.seller, Purpose.PHOTO, is_public=True)
    page = (
        '{% from "components/photo.html" import photo %}'
        '{{ photo(upload, "20rem", "Nasi <kotak>") }}'
    )
    with app.test_request_context("/"):
        html = render_template_string(page, upload=upload)
    for kind in ("avif", "webp", "jpg"):
        for width in (320, 640, 1000):
            assert f"/photos/{upload.id}/{width}.{kind} {width}w" in html
    assert html.index("image/avif") < html.index("image/webp") < html.index("<img")
    assert 'width="1000" height="500"' in html
    assert 'alt="Nasi &lt;kotak&gt;"' in html
    assert 'sizes="20rem"' in html


def test_other_widths_are_a_setting(
    cast: Cast, owner: Session, client: FlaskClient, set_means: Set
) -> None:
    set_means(photo_widths="100 200")
    upload = an_upload(owner, cast.seller, Purpose.PHOTO, is_public=True)
    assert client.get(f"/photos/{upload.id}/200.jpg").status_code == 200
    assert client.get(f"/photos/{upload.id}/320.jpg").status_code == 404
