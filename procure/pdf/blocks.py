"""Blocks that papers are stacked from: each measures, splits and draws itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, TypeVar

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from procure.pdf.text import BODY, HAIRLINE, Line, Style, Words, break_lines, draw_line


class Block:
    """A part of a paper. All measures are points; `top` is the upper edge on the page."""

    keeps_with_next: bool = False
    may_break: bool = False
    bookmark: str = ""

    def height(self, width: float) -> float:
        """Height that the block needs at this width."""
        raise NotImplementedError

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the block."""
        raise NotImplementedError

    def split(self, width: float, room: float) -> "tuple[Block, Block] | None":
        """Cut into a part no higher than `room` and the rest; None where it must stay whole."""
        return None


# Lines of a paragraph that stay together on either side of a page break.
_TOGETHER: Final = 2
AnyBlock = TypeVar("AnyBlock", bound=Block)


def marked(block: AnyBlock, name: str) -> AnyBlock:
    """Name the block in the outline (bookmarks) of the file."""
    block.bookmark = name
    return block


def kept_with_next(block: AnyBlock) -> AnyBlock:
    """Never leave the block alone at the foot of a page."""
    block.keeps_with_next = True
    return block


class Space(Block):
    """Empty height."""

    def __init__(self, points: float) -> None:
        """Keep the height in points."""
        self.points = points

    def height(self, width: float) -> float:
        """The given height."""
        return self.points

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Nothing to draw."""


class Rule(Block):
    """A horizontal line, with its own air above and below."""

    def __init__(self, weight: float = 0.5, colour: Color = HAIRLINE, air: float = 2) -> None:
        """Keep line weight, colour and air in points."""
        self.weight, self.colour, self.air = weight, colour, air

    def height(self, width: float) -> float:
        """Air above and below."""
        return 2 * self.air

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw across the whole width."""
        canvas.setLineWidth(self.weight)
        canvas.setStrokeColor(self.colour)
        canvas.line(x, top - self.air, x + width, top - self.air)


class Text(Block):
    """A paragraph; it may continue on the next page, but no line stands alone."""

    may_break = True

    def __init__(self, words: Words, style: Style = BODY) -> None:
        """Keep words and style."""
        self.words, self.style = words, style
        self._broken: tuple[float, tuple[Line, ...]] | None = None

    def lines(self, width: float) -> tuple[Line, ...]:
        """The lines at this width, broken once."""
        if self._broken is None or self._broken[0] != width:
            self._broken = (width, break_lines(self.words, self.style, width))
        return self._broken[1]

    def height(self, width: float) -> float:
        """As many lines as it takes."""
        return len(self.lines(width)) * self.style.leading

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw line below line."""
        for number, line in enumerate(self.lines(width)):
            draw_line(canvas, line, x, top - number * self.style.leading, width)

    def _part(self, width: float, lines: tuple[Line, ...]) -> "Text":
        part = Text("", self.style)
        part._broken = (width, lines)
        return part

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Cut between lines, at least two on either side."""
        lines = self.lines(width)
        count = min(int(room // self.style.leading), len(lines) - _TOGETHER)
        if count < _TOGETHER:
            return None
        first = self._part(width, lines[:count])
        first.bookmark = self.bookmark
        return first, self._part(width, lines[count:])


class Stack(Block):
    """Blocks below each other that stay on one page."""

    def __init__(self, *blocks: Block) -> None:
        """Keep the blocks from top to bottom."""
        self.blocks = blocks

    def height(self, width: float) -> float:
        """All heights together."""
        return sum(block.height(width) for block in self.blocks)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw from top to bottom."""
        for block in self.blocks:
            block.draw(canvas, x, top, width)
            top -= block.height(width)


@dataclass(frozen=True, slots=True)
class Frame:
    """How a box looks: padding in points, border and ground."""

    padding: float = 6
    border: Color | None = HAIRLINE
    ground: Color | None = None


class Box(Block):
    """A framed block that stays on one page."""

    def __init__(self, inside: Block, frame: Frame | None = None) -> None:
        """Keep the content and the look."""
        self.inside, self.frame = inside, frame or Frame()
        self.at_least = 0.0

    def height(self, width: float) -> float:
        """The content and its padding."""
        padding = self.frame.padding
        return self.inside.height(width - 2 * padding) + 2 * padding

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw ground and border, then the content."""
        frame, height = self.frame, max(self.height(width), self.at_least)
        canvas.setLineWidth(0.5)
        if frame.ground:
            canvas.setFillColor(frame.ground)
        if frame.border:
            canvas.setStrokeColor(frame.border)
        stroke, fill = int(frame.border is not None), int(frame.ground is not None)
        canvas.rect(x, top - height, width, height, stroke=stroke, fill=fill)
        inner = width - 2 * frame.padding
        self.inside.draw(canvas, x + frame.padding, top - frame.padding, inner)


class Columns(Block):
    """Blocks side by side, top-aligned, that stay on one page; boxes become equally high."""

    def __init__(self, *blocks: Block, shares: Sequence[float], gap: float = 12) -> None:
        """Keep one block per column; `shares` are relative widths, `gap` is points."""
        self.blocks, self.shares, self.gap = blocks, shares, gap

    def _widths(self, width: float) -> list[float]:
        free = width - self.gap * (len(self.blocks) - 1)
        return [free * share / sum(self.shares) for share in self.shares]

    def height(self, width: float) -> float:
        """The highest column."""
        pairs = zip(self.blocks, self._widths(width), strict=True)
        return max(block.height(column) for block, column in pairs)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw from left to right."""
        widths = self._widths(width)
        lefts = accumulate((column + self.gap for column in widths[:-1]), initial=x)
        height = self.height(width)
        for block, left, column in zip(self.blocks, lefts, widths, strict=True):
            if isinstance(block, Box):
                block.at_least = height
            block.draw(canvas, left, top, column)
