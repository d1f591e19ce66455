"""The picture that stands beside a link to a listing or a seller elsewhere: 1200 x 630, PNG."""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFont

SIZE: Final = (1200, 630)
EDGE: Final = 80
COLOURS: Final = {
    "jateng": ("#1d3b6e", "#a65f1b", "#dfe7f4"),
    "bandung-barat": ("#0b5345", "#8f5f00", "#d9ede7"),
}
"""Ground, hem and quiet words of each brand; the same as in frontend/styles/brands."""
EDITION: Final = 1
"""Counts changes of the drawing, so that older pictures are not shown any more."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the picture says."""

    title: str
    amount: str
    seller: str
    site: str
    brand: str


@cache
def _face(name: str, size: int) -> ImageFont.FreeTypeFont:
    font = resources.files("procure").joinpath("pdf", "fonts", f"TenongSans-{name}.ttf")
    return ImageFont.truetype(BytesIO(font.read_bytes()), size)


def draw(words: Words) -> bytes:
    """Return the picture; long names take at most three lines."""
    ground, hem, quiet = COLOURS.get(words.brand, COLOURS["jateng"])
    picture = Image.new("RGB", SIZE, ground)
    pen = ImageDraw.Draw(picture)
    width, height = SIZE
    pen.rectangle((0, height - 28, width, height), fill=hem)
    for left in range(0, width, 56):
        pen.polygon(
            ((left, height - 28), (left + 28, height - 60), (left + 56, height - 28)), fill=hem
        )
    pen.text((EDGE, 64), words.site, font=_face("Semibold", 34), fill=quiet)
    top = 150
    for line in _lines(words.title, _face("Bold", 68), width - 2 * EDGE):
        pen.text((EDGE, top), line, font=_face("Bold", 68), fill="#ffffff")
        top += 84
    if words.amount:
        pen.text((EDGE, top + 16), words.amount, font=_face("Bold", 52), fill="#ffffff")
    pen.text((EDGE, height - 130), words.seller, font=_face("Regular", 36), fill=quiet)
    written = BytesIO()
    picture.quantize(64).save(written, "PNG", optimize=True)
    return written.getvalue()


def _lines(text: str, face: ImageFont.FreeTypeFont, width: int, most: int = 3) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    return [_cut(line, face, width) for line in lines]


def _cut(line: str, face: ImageFont.FreeTypeFont, width: int) -> str:
    while len(line) > 1 and face.getlength(line) > width:
        line = line.rstrip("…")[:-1].rstrip() + "…"
    return line
