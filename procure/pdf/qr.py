"""A QR code drawn as vectors."""

from itertools import groupby

import segno
from reportlab.pdfgen.canvas import Canvas

from procure.pdf.blocks import Block
from procure.pdf.text import INK


class QR(Block):
    """A QR code, centred, with error correction M (15 % may be smudged)."""

    def __init__(self, content: str, size: float) -> None:
        """Keep the content (an address) and the edge length in points."""
        self.matrix = segno.make_qr(content, error="m", boost_error=False).matrix
        self.size = size

    def height(self, width: float) -> float:
        """The edge length."""
        return self.size

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw each dark stretch of a row as one rectangle, all in one path."""
        module = self.size / len(self.matrix)
        left = x + (width - self.size) / 2
        path = canvas.beginPath()
        for row_number, row in enumerate(self.matrix):
            y = top - (row_number + 1) * module
            column = 0
            for dark, stretch in groupby(row):
                length = len(list(stretch))
                if dark:
                    path.rect(left + column * module, y, length * module, module)
                column += length
        canvas.setFillColor(INK)
        canvas.drawPath(path, stroke=0, fill=1)
