"""Signature blocks as Indonesian letters close: capacity, title, name underlined, NIP."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from procure.kernel.words import format_nip
from procure.pdf.blocks import Block, Columns, Space, Stack, Text
from procure.pdf.faces import BOLD
from procure.pdf.text import BODY, MUTED, SMALL, Align

_CENTRED = BODY.but(align=Align.CENTRE)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, and as what.

    `lead` stands above (place and date, or "Menerima pesanan,"); `capacity` is `Plt.`, `Plh.`,
    `a.n.` or `u.b.`; `mark` is printed where ink would stand, such as the moment of an electronic
    approval; `below` follows the name (rank, decree).
    """

    title: str
    name: str
    nip: str = ""
    lead: str = ""
    capacity: str = ""
    mark: str = ""
    below: tuple[str, ...] = ()


class _Mark(Block):
    """The room for ink or for the sentence that stands in its place."""

    def __init__(self, words: str, points: float) -> None:
        self.text = Text(words, SMALL.but(align=Align.CENTRE, colour=MUTED))
        self.points = points

    def height(self, width: float) -> float:
        return max(self.points, self.text.height(width) + 8)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        air = (self.height(width) - self.text.height(width)) / 2
        self.text.draw(canvas, x, top - air, width)


class _Name(Text):
    """The signer's name with a line below its last line."""

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        super().draw(canvas, x, top, width)
        line = self.lines(width)[-1]
        y = top - self.height(width) + 1.2
        middle = x + width / 2
        half = max(line.width, 70) / 2
        canvas.setLineWidth(0.6)
        canvas.setStrokeColor(self.style.colour)
        canvas.line(middle - half, y, middle + half, y)


class _Signer(Block):
    """One signer: head, room for the signature, name; heads are made equally high."""

    def __init__(self, signature: Signature, room: float) -> None:
        title = f"{signature.capacity} {signature.title}".strip()
        self.head = Stack(Text(signature.lead or " ", _CENTRED), Text(f"{title},", _CENTRED))
        self.mark = _Mark(signature.mark, room)
        foot: list[Block] = [_Name(signature.name or " ", _CENTRED.but(face=BOLD)), Space(1.5)]
        if signature.nip:
            foot.append(Text(f"NIP {format_nip(signature.nip)}", _CENTRED))
        foot += [Text(line, SMALL.but(align=Align.CENTRE)) for line in signature.below]
        self.foot = Stack(*foot)
        self.head_at_least = 0.0

    def _parts(self, width: float) -> tuple[tuple[Block, float], ...]:
        head = max(self.head.height(width), self.head_at_least)
        return (
            (self.head, head),
            (self.mark, self.mark.height(width)),
            (self.foot, self.foot.height(width)),
        )

    def height(self, width: float) -> float:
        return sum(height for _, height in self._parts(width))

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        for block, height in self._parts(width):
            block.draw(canvas, x, top, width)
            top -= height


class SignatureBlocks(Columns):
    """Two signers side by side, their names on one height; never torn apart."""

    def __init__(self, left: Signature, right: Signature, between: Block, room: float) -> None:
        """Keep the signers, what stands between them, and the points free for signing."""
        self.signers = (_Signer(left, room), _Signer(right, room))
        super().__init__(self.signers[0], between, self.signers[1], shares=(1, 0.75, 1), gap=8)

    def _widths(self, width: float) -> list[float]:
        widths = super()._widths(width)
        tallest = max(signer.head.height(widths[0]) for signer in self.signers)
        for signer in self.signers:
            signer.head_at_least = tallest
        return widths


def signature_blocks(
    left: Signature, right: Signature, between: Sequence[Block] = (), room: float = 44
) -> SignatureBlocks:
    """Two signers with something between them, such as the QR code; `room` is points."""
    return SignatureBlocks(left, right, Stack(*between), room)
