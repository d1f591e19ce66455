"""PDFs of tests, written by code: honest ones and others."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas

Change = Callable[[Any], None]


def paper(pages: int = 1, words: str = "Surat izin usaha") -> bytes:
    """Write an ordinary paper."""
    written = BytesIO()
    canvas = Canvas(written)
    for number in range(pages):
        canvas.drawString(72, 720, f"{words} {number + 1}")
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def changed(change: Change, **saving: Any) -> bytes:
    """Write a paper with something more in it."""
    with pikepdf.open(BytesIO(paper())) as made:
        change(made)
        written = BytesIO()
        made.save(written, **saving)
    return written.getvalue()


def locked(user: str = "", owner: str = "rahasia") -> bytes:
    """Write a paper with a password."""
    return changed(lambda _pdf: None, encryption=pikepdf.Encryption(user=user, owner=owner))


def script() -> Any:
    """Return an action that runs a program."""
    return Dictionary(S=Name.JavaScript, JS=String("app.alert('halo')"))


def opens_with(action: Any) -> bytes:
    """Write a paper that does something when it is opened."""

    def change(pdf: Any) -> None:
        pdf.Root.OpenAction = action() if callable(action) else action

    return changed(change)


def opens_at_a_page() -> bytes:
    """Write a paper that opens at its first page, as many programs do."""

    def change(pdf: Any) -> None:
        pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])

    return changed(change)


def with_link(address: str) -> bytes:
    """Write a paper with an address that can be followed."""
    return with_annotation(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([0, 0, 100, 100]),
            A=Dictionary(S=Name.URI, URI=String(address)),
        )
    )


def with_annotation(annotation: Any) -> bytes:
    """Write a paper with something on its page."""

    def change(pdf: Any) -> None:
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(annotation)])

    return changed(change)


def with_button(action: Any) -> bytes:
    """Write a paper with a button that does something."""
    return with_annotation(
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
    )


def with_file_inside() -> bytes:
    """Write a paper that carries another file."""

    def change(pdf: Any) -> None:
        pdf.attachments["makan.exe"] = b"MZ not a meal"

    return changed(change)


def with_names_of_scripts() -> bytes:
    """Write a paper with a program in its list of names."""

    def change(pdf: Any) -> None:
        pdf.Root.Names = Dictionary(
            JavaScript=Dictionary(Names=Array([String("a"), pdf.make_indirect(script())]))
        )

    return changed(change)


def with_xfa() -> bytes:
    """Write a form that is a program."""

    def change(pdf: Any) -> None:
        pdf.Root.AcroForm = Dictionary(
            Fields=Array([]), XFA=pdf.make_stream(b"<xdp:xdp xmlns:xdp='x'/>")
        )

    return changed(change)


def with_page_action() -> bytes:
    """Write a paper whose page does something when it is turned to."""

    def change(pdf: Any) -> None:
        pdf.pages[0].obj.AA = Dictionary(O=script())

    return changed(change)


def hidden_in_a_packed_stream() -> bytes:
    """Write a paper whose program stands in a compressed object stream."""

    def change(pdf: Any) -> None:
        pdf.Root.Hidden = pdf.make_indirect(Dictionary(Deep=Array([Dictionary(Deeper=script())])))

    return changed(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def bomb() -> bytes:
    """Write a paper whose object stream unpacks to two gigabytes."""
    import zlib

    packer = zlib.compressobj(1)
    block = b" " * 1_000_000
    packed = b"".join(packer.compress(block) for _ in range(2000)) + packer.flush()
    objects = [
        b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n",
        b"3 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length "
        + str(len(packed)).encode()
        + b">>\nstream\n"
        + packed
        + b"\nendstream\nendobj\n",
    ]
    body, places = b"%PDF-1.5\n", {}
    for number, one in zip((1, 3), objects, strict=True):
        places[number] = len(body)
        body += one
    start = len(body)
    rows = [(0, 0, 65535), (1, places[1], 0), (2, 3, 0), (1, places[3], 0), (1, start, 0)]
    table = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + last.to_bytes(2, "big")
        for kind, place, last in rows
    )
    body += (
        b"4 0 obj\n<</Type/XRef/Size 5/Root 1 0 R/W[1 4 2]/Length "
        + str(len(table)).encode()
        + b">>\nstream\n"
        + table
        + b"\nendstream\nendobj\nstartxref\n"
        + str(start).encode()
        + b"\n%%EOF\n"
    )
    return body
