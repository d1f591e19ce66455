"""Tables that continue on the next page under a repeated head; pairs, totals, numbered terms."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from procure.pdf.blocks import Block
from procure.pdf.faces import BOLD, SEMIBOLD
from procure.pdf.text import (
    BODY,
    HAIRLINE,
    INK,
    SMALL,
    Align,
    Line,
    Style,
    Words,
    break_lines,
    draw_line,
)

HEAD_GROUND: Final = HexColor("#eceff3")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: paragraphs below each other, each in its own style."""

    paragraphs: tuple[tuple[Words, Style], ...]


Content = Words | Cell


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, its relative width, and the style of plain cells."""

    head: str
    share: float
    style: Style = BODY


@dataclass(frozen=True, slots=True)
class Look:
    """Lines and air of a table; points."""

    inner: Color | None = HAIRLINE
    outer: Color | None = INK
    head_ground: Color = HEAD_GROUND
    beside: float = 4
    above: float = 2.6


RULED: Final = Look()
BARE: Final = Look(inner=None, outer=None, beside=0, above=0.6)

# A row taller than this may be cut, if at least so much of it stays above; points.
_TALL: Final = 200
_WORTHWHILE: Final = 60
_Row = tuple[tuple[Line, ...], ...]


class Table(Block):
    """Rows under a head that is repeated on each page; only very tall rows are cut."""

    may_break = True

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Content]],
        look: Look = RULED,
    ) -> None:
        """Keep columns and rows; a table whose heads are all empty has no head."""
        self.columns, self.rows, self.look = columns, rows, look
        self._laid: tuple[float, list[_Row]] | None = None

    def _widths(self, width: float) -> list[float]:
        total = sum(column.share for column in self.columns)
        return [width * column.share / total for column in self.columns]

    def _cell(self, content: Content, column: Column, width: float) -> tuple[Line, ...]:
        room = width - 2 * self.look.beside
        if isinstance(content, Cell):
            broken = (break_lines(words, style, room) for words, style in content.paragraphs)
            return tuple(line for lines in broken for line in lines)
        return break_lines(content, column.style, room)

    def _lay(self, row: Sequence[Content], width: float) -> _Row:
        cells = zip(row, self.columns, self._widths(width), strict=True)
        return tuple(self._cell(content, column, room) for content, column, room in cells)

    def _head(self, width: float) -> _Row | None:
        if not any(column.head for column in self.columns):
            return None
        heads = [Cell(((column.head, _head_style(column.style)),)) for column in self.columns]
        return self._lay(heads, width)

    def _body(self, width: float) -> list[_Row]:
        if self._laid is None or self._laid[0] != width:
            self._laid = (width, [self._lay(row, width) for row in self.rows])
        return self._laid[1]

    def _row_height(self, row: _Row | None) -> float:
        if row is None:
            return 0
        return max(sum(line.style.leading for line in cell) for cell in row) + 2 * self.look.above

    def height(self, width: float) -> float:
        """Head and all rows."""
        rows = self._body(width)
        return self._row_height(self._head(width)) + sum(map(self._row_height, rows))

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the head, the rows, then the lines over them."""
        widths = self._widths(width)
        head = self._head(width)
        edges = [top]
        if head is not None:
            height = self._row_height(head)
            canvas.setFillColor(self.look.head_ground)
            canvas.rect(x, top - height, width, height, stroke=0, fill=1)
        for row in ([head] if head is not None else []) + self._body(width):
            self._draw_row(canvas, row, x, edges[-1], widths)
            edges.append(edges[-1] - self._row_height(row))
        self._draw_lines(canvas, edges, list(accumulate(widths, initial=x)))

    def _draw_row(
        self, canvas: Canvas, row: _Row, x: float, top: float, widths: Sequence[float]
    ) -> None:
        for cell, width in zip(row, widths, strict=True):
            y = top - self.look.above
            for line in cell:
                draw_line(canvas, line, x + self.look.beside, y, width - 2 * self.look.beside)
                y -= line.style.leading
            x += width

    def _draw_lines(self, canvas: Canvas, ys: Sequence[float], xs: Sequence[float]) -> None:
        if self.look.inner:
            canvas.setStrokeColor(self.look.inner)
            canvas.setLineWidth(0.4)
            across = [(xs[0], y, xs[-1], y) for y in ys[1:-1]]
            down = [(x, ys[0], x, ys[-1]) for x in xs[1:-1]]
            canvas.lines(across + down)
        if self.look.outer:
            canvas.setStrokeColor(self.look.outer)
            canvas.setLineWidth(0.7)
            canvas.rect(xs[0], ys[-1], xs[-1] - xs[0], ys[0] - ys[-1])

    def _with(self, width: float, rows: list[_Row]) -> "Table":
        part = Table(self.columns, (), self.look)
        part._laid = (width, rows)
        part.keeps_with_next = self.keeps_with_next
        return part

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Cut between rows; a very tall row is cut between its lines."""
        rows = self._body(width)
        left = room - self._row_height(self._head(width))
        count = 0
        while count < len(rows) and self._row_height(rows[count]) <= left:
            left -= self._row_height(rows[count])
            count += 1
        if count < len(rows) and self._row_height(rows[count]) > _TALL and left > _WORTHWHILE:
            upper, lower = self._cut_row(rows[count], left - 2 * self.look.above)
            return self._parts(width, [*rows[:count], upper], [lower, *rows[count + 1 :]])
        # Where only what follows does not fit, the last row goes along with it.
        count = min(count, len(rows) - 1)
        return self._parts(width, rows[:count], rows[count:]) if count > 0 else None

    def _cut_row(self, row: _Row, room: float) -> tuple[_Row, _Row]:
        cuts = [_lines_within(cell, room) for cell in row]
        upper = tuple(cell[:cut] for cell, cut in zip(row, cuts, strict=True))
        lower = tuple(cell[cut:] for cell, cut in zip(row, cuts, strict=True))
        return upper, lower

    def _parts(self, width: float, upper: list[_Row], lower: list[_Row]) -> "tuple[Table, Table]":
        first, rest = self._with(width, upper), self._with(width, lower)
        first.bookmark = self.bookmark
        return first, rest


def _lines_within(cell: Sequence[Line], room: float) -> int:
    heights = accumulate(line.style.leading for line in cell)
    return sum(1 for height in heights if height <= room)


def _head_style(style: Style) -> Style:
    align = Align.CENTRE if style.align is Align.LEFT else style.align
    return SMALL.but(face=BOLD, align=align)


def lines_table(columns: Sequence[Column], rows: Sequence[Sequence[Content]]) -> Table:
    """The ruled table of goods, prices or checks, with a repeated head."""
    return Table(columns, rows, RULED)


def pairs(
    rows: Sequence[tuple[str, Words]], *, label_share: float = 0.3, style: Style = BODY
) -> Table:
    """Label, colon, value: the head block of Indonesian letters."""
    columns = (
        Column("", label_share, style),
        Column("", 0.022, style),
        Column("", 1 - label_share - 0.022, style),
    )
    return Table(columns, [(label, ":", value) for label, value in rows], BARE)


def totals(rows: Sequence[tuple[str, str]], *, amount_share: float = 0.4) -> Table:
    """Sums under a table; the last row is the one that counts."""
    plain, last = BODY, Style(face=BOLD, size=9.4, leading=11.6)
    right = Align.RIGHT
    body: list[tuple[Content, Content]] = []
    for number, (label, amount) in enumerate(rows, start=1):
        style = last if number == len(rows) else plain
        body.append((Cell(((label, style),)), Cell(((amount, style.but(align=right)),))))
    look = Look(inner=HAIRLINE, outer=HAIRLINE)
    columns = (Column("", 1 - amount_share, plain), Column("", amount_share, plain))
    return Table(columns, body, look)


def terms(sentences: Sequence[Words], style: Style = SMALL) -> Table:
    """Numbered sentences with a hanging indent; they may continue on the next page."""
    number = style.but(face=SEMIBOLD)
    columns = (Column("", 0.026, number), Column("", 0.974, style))
    rows = [(f"{number}.", sentence) for number, sentence in enumerate(sentences, start=1)]
    return Table(columns, rows, BARE)
