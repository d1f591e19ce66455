"""PDFs: read whole, refused where they would do anything but be read, and written anew."""

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

import pikepdf

from procure.files.gate.accepted import Accepted
from procure.files.gate.limits import Limits
from procure.files.gate.refusals import (
    FileRefused,
    PdfActive,
    PdfCarriesFiles,
    PdfDamaged,
    PdfForm,
    PdfLocked,
    TooHeavy,
    TooManyPages,
)

FAULTS: dict[str, type[FileRefused]] = {
    "/JS": PdfActive,
    "/JavaScript": PdfActive,
    "/AA": PdfActive,
    "/OpenAction": PdfActive,
    "/EmbeddedFiles": PdfCarriesFiles,
    "/EF": PdfCarriesFiles,
    "/RichMediaContent": PdfCarriesFiles,
    "/RichMediaSettings": PdfCarriesFiles,
    "/3DD": PdfCarriesFiles,
    "/XFA": PdfForm,
}
"""Keys that no honest paper has."""

ACTIONS = frozenset(
    f"/{name}"
    for name in (
        "JavaScript Launch SubmitForm ImportData ResetForm GoToR GoToE Rendition Movie Sound "
        "GoTo3DView RichMediaExecute SetOCGState Hide"
    ).split()
)
"""Actions that reach out of the paper or change it; leading to a page or an address is allowed."""

CARRIERS = frozenset(
    {"/RichMedia", "/3D", "/FileAttachment", "/Movie", "/Sound", "/Screen", "/EmbeddedFile"}
)
"""Annotations and streams that carry something else."""

ADDRESSES = ("http://", "https://", "mailto:", "tel:")


def rewrite(file: BinaryIO, limits: Limits) -> Accepted:
    """Return the PDF written anew, without what stood around it.

    Raises PdfActive, PdfCarriesFiles, PdfDamaged, PdfForm, PdfLocked, TooHeavy or TooManyPages.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _rewritten(file, limits)
    except (FileRefused, MemoryError):
        raise
    except pikepdf.PasswordError:
        raise PdfLocked from None
    except Exception:  # noqa: BLE001 - a hostile paper may break its reader in any way
        raise PdfDamaged from None


def _rewritten(file: BinaryIO, limits: Limits) -> Accepted:
    with pikepdf.open(file, attempt_recovery=False, suppress_warnings=True) as paper:
        if paper.is_encrypted:
            raise PdfLocked
        pages = len(paper.pages)
        if pages > limits.pdf_pages:
            raise TooManyPages(pages=pages, most=limits.pdf_pages)
        if not pages:
            raise PdfDamaged
        _drop_where_it_opens(paper)
        _look_through(paper, limits)
        for name in ("/Metadata", "/PieceInfo"):
            if name in paper.Root:
                del paper.Root[name]
        if "/Info" in paper.trailer:
            del paper.trailer["/Info"]
        written = BytesIO()
        paper.save(
            written,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
        )
    return Accepted(written.getvalue(), "application/pdf")


def _drop_where_it_opens(paper: Any) -> None:
    """Many programs write on which page a paper opens: that is harmless, and left out."""
    start = paper.Root.get("/OpenAction")
    if start is None:
        return
    leads_to_a_page = isinstance(start, pikepdf.Array) or (
        isinstance(start, pikepdf.Dictionary)
        and start.get("/S") == "/GoTo"
        and "/Next" not in start
    )
    if leads_to_a_page:
        del paper.Root["/OpenAction"]


def _look_through(paper: Any, limits: Limits) -> None:
    looked_at = 0
    for one in [paper.Root, *paper.objects]:
        for found in _parts(one):
            looked_at += 1
            if looked_at > limits.pdf_objects * 10:
                raise TooHeavy
            _check(found)
    if len(paper.objects) > limits.pdf_objects:
        raise TooHeavy


def _parts(whole: Any) -> Iterator[Any]:
    """Yield a dictionary and those that stand directly in it; others are objects of their own."""
    waiting = [whole]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            yield one
            inside = [one.get(key) for key in one.keys()]  # noqa: SIM118 - not a dict
        elif isinstance(one, pikepdf.Array):
            inside = list(one)
        else:
            continue
        waiting.extend(
            part for part in inside if isinstance(part, pikepdf.Object) and not part.is_indirect
        )


def _check(one: Any) -> None:
    for key in one.keys():  # noqa: SIM118 - not a dict
        if key in FAULTS:
            raise FAULTS[key]
    if _name(one, "/S") in ACTIONS:
        raise PdfActive
    if {_name(one, "/Subtype"), _name(one, "/Type")} & CARRIERS:
        raise PdfCarriesFiles
    address = one.get("/URI")
    if isinstance(address, pikepdf.String) and _name(one, "/S") == "/URI":
        said = "".join(str(address).split()).lower()
        if ":" in said.split("/")[0] and not said.startswith(ADDRESSES):
            raise PdfActive


def _name(one: Any, key: str) -> str:
    found = one.get(key)
    return str(found) if isinstance(found, pikepdf.Name) else ""
