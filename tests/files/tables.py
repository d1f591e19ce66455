"""Spreadsheets of tests, written by code: honest ones and others."""

import stat
import zipfile
from io import BytesIO

import xlsxwriter

RELATIONS = "xl/_rels/workbook.xml.rels"
OUTWARD = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(rows: int = 3, link: str = "") -> bytes:
    """Write an ordinary spreadsheet."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Barang")
        for row in range(rows):
            sheet.write_row(row, 0, [f"Nasi kotak {row}", 28_500, "kotak"])
        if link:
            sheet.write_url(rows, 0, link)
    return written.getvalue()


def with_part(name: str, data: bytes | str = b"x", *, mode: int = 0) -> bytes:
    """Write a spreadsheet with a part more in its archive."""
    written = BytesIO(workbook())
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as archive:
        part = zipfile.ZipInfo(name)
        part.compress_type = zipfile.ZIP_DEFLATED
        part.external_attr = mode << 16
        archive.writestr(part, data)
    return written.getvalue()


def changed(name: str, before: str, after: str) -> bytes:
    """Write a spreadsheet with one of its parts changed."""
    written = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(workbook())) as whole,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as anew,
    ):
        for part in whole.infolist():
            data = whole.read(part).decode()
            if part.filename == name:
                assert before in data
                data = data.replace(before, after)
            anew.writestr(part.filename, data)
    return written.getvalue()


def reaching_out() -> bytes:
    """Write a spreadsheet that is tied to a file elsewhere, with the tie's name disguised."""
    tie = (
        f'<Relationship Id="rId99" Type="{OUTWARD}/externalLinkPath" '
        'Target="http://198.51.100.1/x" TargetMode="&#69;xternal"/></Relationships>'
    )
    return changed(RELATIONS, "</Relationships>", tie)


def with_macro_type() -> bytes:
    """Write a spreadsheet that says it holds macros."""
    before = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return changed(
        "[Content_Types].xml", before, "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    )


def with_definitions() -> bytes:
    """Write a spreadsheet with a billion laughs in it."""
    laugh = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><workbook'
    return changed("xl/workbook.xml", "<workbook", laugh)


def bomb(megabytes: int = 300) -> bytes:
    """Write a spreadsheet whose one sheet unpacks to hundreds of megabytes."""
    return with_part("xl/worksheets/sheet2.xml", b" " * (megabytes * 1_000_000))


def lying_bomb(megabytes: int = 100) -> bytes:
    """Write a spreadsheet whose list of contents says that its bomb is small."""
    whole = bytearray(bomb(megabytes))
    real = (megabytes * 1_000_000).to_bytes(4, "little")
    small = (1000).to_bytes(4, "little")
    assert whole.count(real) >= 1
    return bytes(whole.replace(real, small))


def many_parts(count: int = 600) -> bytes:
    """Write a spreadsheet of very many parts."""
    written = BytesIO(workbook())
    with zipfile.ZipFile(written, "a") as archive:
        for number in range(count):
            archive.writestr(f"xl/media/{number}.txt", b"x")
    return written.getvalue()


def link_out() -> bytes:
    """Write a spreadsheet with a symbolic link in its archive."""
    return with_part("xl/media/link", b"/etc/passwd", mode=stat.S_IFLNK | 0o777)


def document() -> bytes:
    """Write the beginnings of a text document."""
    return archive(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"))


def program() -> bytes:
    """Write the beginnings of a program for phones."""
    return archive(("AndroidManifest.xml", b"\x03\0"), ("classes.dex", b"dex"))


def archive(*parts: tuple[str, bytes]) -> bytes:
    """Write a ZIP."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        for name, data in parts or (("a.txt", b"halo"),):
            made.writestr(name, data)
    return written.getvalue()


def locked_parts() -> bytes:
    """Write a spreadsheet whose parts say that they are encrypted."""
    whole = bytearray(workbook())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = whole.find(mark)
        while start >= 0:
            whole[start + place] |= 1
            start = whole.find(mark, start + 4)
    return bytes(whole)
