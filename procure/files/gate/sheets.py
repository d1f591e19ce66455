"""Spreadsheets: the archive is read before anything is unpacked, and packed anew from its parts."""

import stat
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO
from xml.parsers import expat

from procure.files.gate.accepted import XLSX, Accepted
from procure.files.gate.limits import MIB, Limits
from procure.files.gate.refusals import (
    ArchiveRefused,
    CsvUnreadable,
    FileRefused,
    NotASheet,
    ProgramRefused,
    SheetDamaged,
    SheetHasMacros,
    SheetLocked,
    SheetReachesOut,
    SheetTooDeep,
)

CONTENT, WORKBOOK = "[Content_Types].xml", "xl/workbook.xml"
OFFICE = frozenset({CONTENT, "mimetype"})
"""Names that only the archives of office programs have."""
PROGRAMS = frozenset({"META-INF/MANIFEST.MF", "AndroidManifest.xml"})
"""Names that only the archives of programs have."""
PIECE = 64 * 1024
ENCRYPTED = 0x1
CAN_UNPACK = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
MACROS = ("vbaproject", "/activex/", "/macrosheets/", "/ctrlprops/", "vbadata", "/dialogsheets/")
OUTWARD = ("/externallinks/", "/embeddings/", "/connections.xml", "/querytables/", "oleobject")
WRITTEN = (".xml", ".rels")
LINK = "/hyperlink"
"""The one relation that may lead out of a spreadsheet: an address that somebody typed."""
SEPARATORS = ",;\t"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def repack(file: BinaryIO, limits: Limits) -> Accepted:
    """Return the XLSX packed anew from those of its parts that we know.

    Raises ArchiveRefused, NotASheet, ProgramRefused, SheetDamaged, SheetHasMacros, SheetLocked,
    SheetReachesOut or SheetTooDeep.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _check_list(entries, limits)
            return Accepted(_packed_anew(archive, entries, limits), XLSX)
    except (FileRefused, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - a hostile archive may break its reader in any way
        raise SheetDamaged from None


def _check_list(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Read the list of contents, without unpacking anything."""
    if len(entries) > limits.archive_entries:
        raise SheetTooDeep
    names = [entry.filename for entry in entries]
    if WORKBOOK not in names or CONTENT not in names:
        _refuse_other(names)
    if len({name.lower() for name in names}) != len(names):
        raise SheetDamaged
    for entry in entries:
        _check_entry(entry, limits)
    if sum(entry.file_size for entry in entries) > limits.archive_bytes:
        raise SheetTooDeep


def _refuse_other(names: list[str]) -> None:
    if PROGRAMS & set(names):
        raise ProgramRefused
    if OFFICE & set(names):
        raise NotASheet
    raise ArchiveRefused


def refuse_archive(file: BinaryIO, limits: Limits, otherwise: type[FileRefused]) -> None:
    """Say what is wrong with an archive where a picture or paper is wanted.

    Raises ArchiveRefused, ProgramRefused, or `otherwise` for an office document.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_other(archive.namelist()[: limits.archive_entries])
    except NotASheet:
        raise otherwise from None
    except zipfile.BadZipFile:
        raise ArchiveRefused from None


def _check_entry(entry: zipfile.ZipInfo, limits: Limits) -> None:
    name = entry.filename
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
        raise SheetDamaged
    if not name.isprintable() or stat.S_ISLNK(entry.external_attr >> 16):
        raise SheetDamaged
    if entry.flag_bits & ENCRYPTED:
        raise SheetLocked
    if entry.compress_type not in CAN_UNPACK:
        raise SheetDamaged
    lower = f"/{name.lower()}"
    if any(part in lower for part in MACROS):
        raise SheetHasMacros
    if any(part in lower for part in OUTWARD):
        raise SheetReachesOut
    if entry.file_size > max(MIB, entry.compress_size * limits.archive_ratio):
        raise SheetTooDeep


def _packed_anew(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: Limits) -> bytes:
    packed, left = BytesIO(), limits.archive_bytes
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as anew:
        for entry in entries:
            if entry.is_dir():
                continue
            target = zipfile.ZipInfo(entry.filename, FIRST_DAY)
            target.compress_type = zipfile.ZIP_DEFLATED
            reader = _Reader(entry.filename)
            with archive.open(entry) as source, anew.open(target, "w") as written:
                while piece := source.read(PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise SheetTooDeep  # the list of contents lied
                    reader.take(piece)
                    written.write(piece)
            reader.end()
    return packed.getvalue()


@dataclass
class _Reader:
    """Reads the XML of one part as it passes: no definitions of its own, no way out."""

    name: str

    def __post_init__(self) -> None:
        """Begin, if the part is XML at all."""
        self._parser: expat.XMLParserType | None = None
        if not self.name.lower().endswith(WRITTEN):
            return
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse_definitions
        if self.name.lower().endswith(".rels"):
            self._parser.StartElementHandler = self._check_relation
        elif self.name == CONTENT:
            self._parser.StartElementHandler = self._check_type

    def take(self, piece: bytes) -> None:
        """Read on."""
        if self._parser is not None:
            self._parser.Parse(piece, False)

    def end(self) -> None:
        """Refuse what ends in the middle."""
        if self._parser is not None:
            self._parser.Parse(b"", True)

    def _refuse_definitions(self, *_what: object) -> None:
        raise SheetDamaged

    def _check_relation(self, _tag: str, given: dict[str, str]) -> None:
        if given.get("TargetMode", "").lower() == "external" and not given.get(
            "Type", ""
        ).lower().endswith(LINK):
            raise SheetReachesOut

    def _check_type(self, _tag: str, given: dict[str, str]) -> None:
        if "macroenabled" in given.get("ContentType", "").lower():
            raise SheetHasMacros


def read_text(file: BinaryIO) -> Accepted:
    """Return a CSV as UTF-8. Formulas in it are text to us; the importer deals with them.

    Raises CsvUnreadable.
    """
    text = _decoded(file.read())
    if any(ord(sign) < ord(" ") and sign not in "\t\r\n" for sign in text) or "\x7f" in text:
        raise CsvUnreadable
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not any(separator in first for separator in SEPARATORS):
        raise CsvUnreadable
    return Accepted(text.encode("utf-8"), "text/csv")


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]  # what spreadsheets write here
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CsvUnreadable
