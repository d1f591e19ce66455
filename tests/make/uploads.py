"""Uploads of tests, stored where the process keeps its files."""

import hashlib

from sqlalchemy.orm import Session

from procure.accounts.models import Person
from procure.files import storage
from procure.files.models import Purpose, Scan, StoredFile, Upload
from tests.files.pictures import picture
from tests.make.sellers import Seller

PICTURE = picture("JPEG", (1000, 500))


def an_upload(
    owner: Session,
    seller: Seller,
    purpose: Purpose = Purpose.IDENTITY,
    data: bytes = PICTURE,
    media_type: str = "image/jpeg",
    *,
    sent_by: Person | None = None,
    is_public: bool = False,
) -> Upload:
    """Make a file that somebody of a supplier sent."""
    sha256 = hashlib.sha256(data).hexdigest()
    storage._the_storage().write(sha256, data, media_type)
    if owner.get(StoredFile, sha256) is None:
        owner.add(StoredFile(sha256=sha256, media_type=media_type, size=len(data)))
        owner.flush()
    is_picture = media_type == "image/jpeg"
    upload = Upload(
        region_id=seller.supplier.region_id,
        person_id=(sent_by or seller.person).id,
        supplier_id=seller.supplier.id,
        purpose=purpose,
        name="ktp.jpg" if is_picture else "nib.pdf",
        sha256=sha256,
        scan=Scan.NOT_SCANNED,
        width=1000 if is_picture else None,
        height=500 if is_picture else None,
        is_public=is_public,
    )
    owner.add(upload)
    owner.commit()
    return upload
