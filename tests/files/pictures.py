"""Pictures of tests, drawn by code: honest ones and others."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

PLACE = b"GPSLatitude-6.98"


def picture(kind: str = "JPEG", size: tuple[int, int] = (320, 240), **given: Any) -> bytes:
    """Draw a picture with some detail in it."""
    mode = given.pop("mode", "RGB")
    drawn = Image.linear_gradient("L").resize(size)
    written = BytesIO()
    drawn.convert(mode).save(written, kind, **given)
    return written.getvalue()


def noise(size: tuple[int, int], kind: str = "JPEG", **given: Any) -> bytes:
    """Draw a picture that cannot be packed well."""
    written = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(written, kind, **given)
    return written.getvalue()


def from_a_phone(orientation: int = 6) -> bytes:
    """Draw a photo that lies on its side and remembers place, camera and owner."""
    drawn = Image.new("RGB", (400, 300), (200, 30, 30))
    drawn.paste((30, 30, 200), (0, 0, 400, 20))  # the top edge as it is stored
    about = Image.Exif()
    about[0x0112] = orientation
    about[0x010F] = "Ponsel Contoh"
    about[0x013B] = "Sri Pemilik"
    place = about.get_ifd(0x8825)
    place[1], place[2] = "S", (6.0, 58.0, 59.0)
    written = BytesIO()
    drawn.save(written, "JPEG", exif=about, comment=PLACE)
    return written.getvalue()


def wide_gamut() -> bytes:
    """Draw a photo with a colour profile of its own."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return picture("JPEG", icc_profile=profile)


def moving(kind: str) -> bytes:
    """Draw a picture of three frames."""
    frames = [Image.new("RGB", (60, 60), colour) for colour in ("red", "green", "blue")]
    written = BytesIO()
    frames[0].save(written, kind, save_all=True, append_images=frames[1:], duration=100)
    return written.getvalue()


def two_in_one() -> bytes:
    """Draw a photo as some phones write it, with a second one behind it (MPO)."""
    frames = [Image.new("RGB", (120, 90), colour) for colour in ("red", "green")]
    written = BytesIO()
    frames[0].save(written, "MPO", save_all=True, append_images=frames[1:])
    return written.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check


def png_that_says(width: int, height: int, rows: int) -> bytes:
    """Return a PNG whose head says one size and whose body has so many rows of nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = b"\0" * (width + 1)
    body = b"".join(packer.compress(row) for _ in range(rows)) + packer.flush()
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")
    )


def png_with_text_bomb() -> bytes:
    """Return a PNG with a compressed remark of a hundred megabytes."""
    whole = picture("PNG")
    bomb = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 100_000_000, 9))
    return whole[:33] + bomb + whole[33:]


def heic() -> bytes:
    """Return the beginning of a photo of an iPhone."""
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 2000
