"""What a file is, by its first bytes."""

import re
from enum import Enum
from typing import BinaryIO

HEAD = 4096


class Kind(Enum):
    """What a file turned out to be."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    PICTURE = "another picture"
    PDF = "pdf"
    ZIP = "zip"
    OLD_OFFICE = "old office"
    ARCHIVE = "archive"
    PROGRAM = "program"
    VIDEO = "video"
    SVG = "svg"
    WEB_PAGE = "web page"
    EMPTY = "empty"
    OTHER = "other"


SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"GIF8", Kind.PICTURE),
    (b"II*\0", Kind.PICTURE),
    (b"MM\0*", Kind.PICTURE),
    (b"8BPS", Kind.PICTURE),
    (b"%PDF-", Kind.PDF),
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLD_OFFICE),
    (b"Rar!\x1a\x07", Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"\x1f\x8b", Kind.ARCHIVE),
    (b"BZh", Kind.ARCHIVE),
    (b"\xfd7zXZ\0", Kind.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Kind.ARCHIVE),
    (b"MZ", Kind.PROGRAM),
    (b"\x7fELF", Kind.PROGRAM),
    (b"\xca\xfe\xba\xbe", Kind.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Kind.PROGRAM),
    (b"dex\n", Kind.PROGRAM),
    (b"#!", Kind.PROGRAM),
    (b"L\0\0\0\x01\x14\x02\0", Kind.PROGRAM),
    (b"OggS", Kind.VIDEO),
    (b"ID3", Kind.VIDEO),
    (b"\x1aE\xdf\xa3", Kind.VIDEO),
)
HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})
AVIF_BRANDS = frozenset({b"avif", b"avis"})
_SVG = re.compile(rb"<svg[\s>:]", re.IGNORECASE)
_PAGE = re.compile(
    rb"<(!doctype|html|head|body|script|iframe|\?xml|\?php|%|img|meta)", re.IGNORECASE
)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def kind_of(file: BinaryIO) -> Kind:
    """Return what a file is; the file is left at its beginning."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not head:
        return Kind.EMPTY
    for signature, kind in SIGNATURES:
        if head.startswith(signature):
            return kind
    return _in_a_box(head) or _written(head)


def _in_a_box(head: bytes) -> Kind | None:
    """Tell apart what begins with a box that names its content: RIFF and ISO media."""
    if head[:4] == b"RIFF":
        return Kind.WEBP if head[8:12] == b"WEBP" else Kind.VIDEO
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in AVIF_BRANDS or (brand == b"mif1" and b"avif" in head[16:48]):
            return Kind.PICTURE
        return Kind.HEIC if brand in HEIC_BRANDS else Kind.VIDEO
    if head[257:262] == b"ustar":
        return Kind.ARCHIVE
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return Kind.PICTURE
    return None


def _written(head: bytes) -> Kind:
    """Tell drawings and pages apart from other text."""
    for mark in _BOMS:
        head = head.removeprefix(mark)
    text = head.replace(b"\0", b"").lstrip()
    if not text.startswith(b"<"):
        return Kind.OTHER
    if _SVG.search(text):
        return Kind.SVG
    return Kind.WEB_PAGE if _PAGE.match(text) or text.startswith(b"<!--") else Kind.OTHER
