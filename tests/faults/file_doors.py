"""The doors through which files come, opened by a seller."""

from typing import TYPE_CHECKING
from uuid import uuid4

from tests.files.pictures import picture

if TYPE_CHECKING:
    from tests.faults.doors import Hall, Open

BORDER = "border-of-a-sound-form"


def a_whole_file(hall: "Hall") -> "Open":
    """The small form: a photo and what it is for."""
    opened = hall.by(hall.sellers[0].person, "/uploads", purpose="photo", id=str(uuid4()))
    parts = "".join(
        f'--{BORDER}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in opened.sound.items()
    )
    parts += f'--{BORDER}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    body = parts.encode() + picture() + f"\r\n--{BORDER}--\r\n".encode()
    opened.filled = (f"multipart/form-data; boundary={BORDER}", body)
    return opened


def a_piece(hall: "Hall") -> "Open":
    """One piece of a file; its body is no form."""
    opened = hall.by(hall.sellers[0].person, f"/uploads/parts/{uuid4()}/0")
    opened.filled = ("application/octet-stream", b"a piece")
    return opened


def all_pieces(hall: "Hall") -> "Open":
    """The last word after all pieces have arrived."""
    start = f"/uploads/parts/{uuid4()}"
    person = hall.sellers[0].person
    opened = hall.by(person, f"{start}/finish", purpose="photo", name="a.jpg", count="1")
    sent = opened.browser.post(f"{start}/0", data=picture())
    assert sent.status_code == 200
    return opened


def an_unwanted_file(hall: "Hall") -> "Open":
    """A file that is not wanted any more."""
    return hall.by(hall.sellers[0].person, f"/uploads/parts/{uuid4()}/cancel")
