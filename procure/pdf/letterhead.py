"""Kop surat: the letterhead of a regional agency with its double line."""

from dataclasses import dataclass
from enum import StrEnum
from math import cos, pi

from reportlab.lib.colors import Color, HexColor, white
from reportlab.pdfgen.canvas import Canvas

from procure.pdf.blocks import Block, Text
from procure.pdf.faces import BOLD, SEMIBOLD
from procure.pdf.text import INK, MUTED, Align, Line, Style, break_lines

_GOVERNMENT = Style(face=SEMIBOLD, size=12, leading=14.5, align=Align.CENTRE)
_AGENCY = Style(face=BOLD, size=15.5, leading=18.5, align=Align.CENTRE)
_ADDRESS = Style(size=8, leading=10, align=Align.CENTRE, colour=MUTED)


class Motif(StrEnum):
    """Batik figure in the place of a coat of arms, until the region supplies its own."""

    KAWUNG = "kawung"
    MEGA = "mega"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands at the head of an agency's papers; `colour` is the region's own."""

    government: str
    agency: str
    address: str
    contact: str
    colour: str = "#1d3b6e"
    motif: Motif = Motif.KAWUNG

    @property
    def ink(self) -> Color:
        """The region's colour as ReportLab wants it."""
        return HexColor(self.colour)


class _Agency(Text):
    """The agency's name, smaller where it would not fit on one line."""

    def lines(self, width: float) -> tuple[Line, ...]:
        for shrunk in (0, 1.5, 3, 4.5):
            self.style = _AGENCY.but(size=_AGENCY.size - shrunk, leading=_AGENCY.leading - shrunk)
            lines = break_lines(self.words, self.style, width)
            if len(lines) == 1:
                break
        return lines


class LetterheadBlock(Block):
    """The letterhead on the first page."""

    crest = 52.0
    line_room = 8.0

    def __init__(self, letterhead: Letterhead) -> None:
        """Keep what to draw."""
        self.letterhead = letterhead
        self.texts = (
            Text(letterhead.government.upper(), _GOVERNMENT),
            _Agency(letterhead.agency.upper(), _AGENCY),
            Text(letterhead.address, _ADDRESS),
            Text(letterhead.contact, _ADDRESS),
        )

    def _room(self, width: float) -> float:
        return width - 2 * (self.crest + 6)

    def height(self, width: float) -> float:
        """Text or crest, whichever is higher, and the double line."""
        room = self._room(width)
        return max(self.crest, sum(text.height(room) for text in self.texts)) + self.line_room + 2

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw crest, centred text and the thick and thin line."""
        room = self._room(width)
        body = self.height(width) - self.line_room - 2
        y = top - (body - sum(text.height(room) for text in self.texts)) / 2
        for text in self.texts:
            text.draw(canvas, x + (width - room) / 2, y, room)
            y -= text.height(room)
        middle = top - body / 2
        radius = self.crest / 2
        draw_crest(canvas, self.letterhead, x + radius + 2, middle, radius)
        canvas.setStrokeColor(INK)
        for offset, weight in ((4.5, 1.8), (7.2, 0.6)):
            canvas.setLineWidth(weight)
            canvas.line(x, top - body - offset, x + width, top - body - offset)


def draw_crest(canvas: Canvas, letterhead: Letterhead, x: float, y: float, radius: float) -> None:
    """Draw a round seal with the region's batik figure around the centre (x, y)."""
    canvas.saveState()
    canvas.setStrokeColor(letterhead.ink)
    canvas.setFillColor(letterhead.ink)
    canvas.setLineWidth(1.4)
    canvas.circle(x, y, radius - 1, stroke=1, fill=0)
    canvas.circle(x, y, radius - 4, stroke=0, fill=1)
    canvas.translate(x, y)
    if letterhead.motif is Motif.MEGA:
        _mega(canvas, radius - 4)
    else:
        _kawung(canvas, letterhead.ink, radius - 4)
    canvas.restoreState()


def _kawung(canvas: Canvas, ink: Color, radius: float) -> None:
    """Four palm fruits around a crossing, each with its two seeds."""
    canvas.setFillColor(white)
    for _ in range(4):
        canvas.rotate(90)
        near, far, half = 0.12 * radius, 0.92 * radius, 0.27 * radius
        path = canvas.beginPath()
        diagonal = cos(pi / 4)
        canvas.saveState()
        canvas.rotate(45)
        path.moveTo(near, 0)
        path.curveTo(near + half, half * 1.35, far - half * 0.6, half * 1.35, far, 0)
        path.curveTo(far - half * 0.6, -half * 1.35, near + half, -half * 1.35, near, 0)
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.setFillColor(ink)
        for distance in (0.42, 0.66):
            canvas.circle(distance * radius, 0, 0.055 * radius * (1 + diagonal), stroke=0, fill=1)
        canvas.restoreState()
        canvas.circle(0.62 * radius, 0, 0.045 * radius, stroke=0, fill=1)
    canvas.circle(0, 0, 0.07 * radius, stroke=0, fill=1)


def _mega(canvas: Canvas, radius: float) -> None:
    """Layered clouds, after the megamendung of the north coast."""
    canvas.setStrokeColor(white)
    canvas.setLineWidth(radius * 0.07)
    for row, (y, count) in enumerate(((0.38, 2), (-0.02, 3), (-0.42, 2))):
        for number in range(count):
            x = (number - (count - 1) / 2) * 0.56
            for scale in (0.27, 0.16, 0.06):
                _arc(canvas, x * radius, (y - 0.06 * row) * radius, scale * radius)


def _arc(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """Rather more than the upper half of a circle."""
    path = canvas.beginPath()
    path.arc(x - radius, y - radius, x + radius, y + radius, startAng=-20, extent=220)
    canvas.drawPath(path, stroke=1, fill=0)
