"""The four embedded faces of our papers, loaded once; documents share their cut-down copies.

ReportLab cuts a font down anew for every document. Here the characters of nearly every paper are
fixed in advance, so that the cut, compressed font is made once per process and reused.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from io import BytesIO
from threading import Lock
from typing import Any, Final

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont, makeToUnicodeCMap

REGULAR: Final = "TenongSans-Regular"
ITALIC: Final = "TenongSans-Italic"
SEMIBOLD: Final = "TenongSans-Semibold"
BOLD: Final = "TenongSans-Bold"
FACES: Final = (REGULAR, ITALIC, SEMIBOLD, BOLD)

# Beside ASCII, what Indonesian papers use; at most 31 characters fit before code 32.
_USUAL: Final = "\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u2212\xd7·•°²³½§©éèêñüö"


class _Ready(pdfdoc.PDFObject):
    """A piece of PDF that is already written out."""

    def __init__(self, written: bytes) -> None:
        self.written = written

    def format(self, document: Any) -> bytes:
        return self.written


@dataclass(frozen=True, slots=True)
class _Cut:
    """A face cut down to some characters, compressed, with its widths and its text table."""

    program: bytes
    length: int
    widths: bytes
    to_unicode: bytes


class PaperFont(TTFont):
    """A face whose first subset is the same in all documents."""

    def __init__(self, name: str, file: BytesIO) -> None:
        """Load the face; `name` is what styles call it."""
        super().__init__(name, file, asciiReadable=True, shapable=False)
        # The face reads its file at a position that threads would share.
        self._reading = Lock()
        self._cut = lru_cache(maxsize=64)(self._cut_down)

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        """Give every document the usual characters first, so that its first subset is shared."""
        if doc not in self.state:
            state: Any = TTFont.State(True, self)
            self.state[doc] = state
            for code, character in enumerate(_USUAL, start=1):
                state.assignments[ord(character)] = code
                state.subsets[0][code] = ord(character)
            state.nextCode = len(_USUAL) + 1
        pieces: list[tuple[int, bytes]] = super().splitString(text, doc, encoding)
        return pieces

    def _cut_down(self, prefix: bytes, subset: tuple[int, ...]) -> _Cut:
        face: Any = self.face
        with self._reading:
            program = face.makeSubset(list(subset))
        widths = " ".join(str(face.getCharWidth(code)) for code in subset)
        name = (prefix + b"+" + face.name).decode("ascii")
        return _Cut(
            program=zlib.compress(program, 9),
            length=len(program),
            widths=f"[ {widths} ]".encode("ascii"),
            to_unicode=zlib.compress(makeToUnicodeCMap(name, list(subset)).encode("ascii"), 9),
        )

    def addObjects(self, doc: Any) -> None:
        """Write the subsets that a document used."""
        state = self.state[doc]
        state.frozen = 1
        for number, subset in enumerate(state.subsets):
            self._add_subset(doc, number, subset)
        del self.state[doc]

    def _add_subset(self, doc: Any, number: int, subset: Sequence[int]) -> None:
        prefix = SUBSETN(number)
        cut = self._cut(prefix, tuple(subset))
        base_name = (prefix + b"+" + self.face.name).decode("ascii")
        internal = self.getSubsetInternalName(number, doc)[1:]
        font: Any = pdfdoc.PDFTrueTypeFont()
        font.Name = internal
        font.BaseFont = base_name
        font.FirstChar = 0
        font.LastChar = len(subset) - 1
        font.Widths = _Ready(cut.widths)
        font.ToUnicode = doc.Reference(_stream(cut.to_unicode), f"toUnicode:{base_name}")
        font.FontDescriptor = self._descriptor(doc, base_name, cut)
        doc.Reference(font, internal)
        doc.idToObject["BasicFonts"].dict[internal] = font

    def _descriptor(self, doc: Any, base_name: str, cut: _Cut) -> Any:
        face = self.face
        symbolic, nonsymbolic = 1 << 2, 1 << 5
        program = _stream(cut.program, Length1=cut.length)
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "Ascent": face.ascent,
                "CapHeight": face.capHeight,
                "Descent": face.descent,
                "Flags": face.flags & ~nonsymbolic | symbolic,
                "FontBBox": pdfdoc.PDFArray(face.bbox),
                "FontName": pdfdoc.PDFName(base_name),
                "ItalicAngle": face.italicAngle,
                "StemV": face.stemV,
                "FontFile2": doc.Reference(program, f"program:{base_name}"),
                "MissingWidth": face.defaultWidth,
            }
        )
        return doc.Reference(descriptor, f"descriptor:{base_name}")


def _stream(compressed: bytes, **entries: int) -> Any:
    dictionary = pdfdoc.PDFDictionary({"Filter": pdfdoc.PDFName("FlateDecode"), **entries})
    return pdfdoc.PDFStream(dictionary=dictionary, content=compressed, filters=[])


def _load() -> dict[str, PaperFont]:
    fonts = {}
    folder = resources.files("procure.pdf") / "fonts"
    for name in FACES:
        font = PaperFont(name, BytesIO((folder / f"{name}.ttf").read_bytes()))
        pdfmetrics.registerFont(font)
        fonts[name] = font
    # Otherwise ReportLab writes its unembedded Helvetica into every document.
    rl_config.canvas_basefontname = REGULAR
    # Comments in the file would name Python objects; readers gain nothing.
    rl_config.pdfComments = 0
    rl_config.useA85 = 0  # streams as they are: a quarter smaller, and nothing to encode
    return fonts


_FONTS: Final = _load()


@lru_cache(maxsize=20_000)
def word_width(word: str, face: str) -> float:
    """Width of a word set in one point; multiply by the size in points."""
    widths, missing = _FONTS[face].face.charWidths, _FONTS[face].face.defaultWidth
    total = sum(widths.get(ord(character), missing) for character in word)
    return float(total) / 1000
