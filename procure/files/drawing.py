"""Photos in the widths and formats that browsers are sent."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from PIL import Image

QUALITY = {"AVIF": 60, "WEBP": 78, "JPEG": 82}
OPTIONS: dict[str, dict[str, object]] = {
    "AVIF": {"speed": 8},
    "WEBP": {"method": 4},
    "JPEG": {"optimize": True, "progressive": True},
}
MEDIA_TYPES = {"AVIF": "image/avif", "WEBP": "image/webp", "JPEG": "image/jpeg"}


def drawn(photo: bytes, widths: Sequence[int]) -> Iterator[tuple[int, str, bytes]]:
    """Yield width in pixels, media type and bytes of each; `photo` was drawn by ourselves."""
    with Image.open(BytesIO(photo), formats=["JPEG"]) as whole:
        whole.load()
        for width in widths:
            height = max(1, round(whole.height * width / whole.width))
            size = (width, height)
            smaller = whole if size == whole.size else whole.resize(size, Image.Resampling.LANCZOS)
            for kind, media_type in MEDIA_TYPES.items():
                written = BytesIO()
                smaller.save(written, kind, quality=QUALITY[kind], **OPTIONS[kind])
                yield width, media_type, written.getvalue()
