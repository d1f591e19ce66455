"""A4 papers from blocks: page breaks, running heads, footers, bookmarks, metadata, watermark."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from procure.pdf.blocks import Block
from procure.pdf.faces import BOLD
from procure.pdf.text import FINE, HAIRLINE, MM, Align, break_lines, draw_line

PAGE: Final = (210 * MM, 297 * MM)
SIDE: Final = 18 * MM
TOP: Final = 11 * MM
BOTTOM: Final = 17 * MM
WIDTH: Final = PAGE[0] - 2 * SIDE
# What must fit below a heading of something that may continue on the next page.
_BEGINNING: Final = 60
_RUNNING_HEAD: Final = 9 * MM
_WATERMARK: Final = HexColor("#ebedf0")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What surrounds the blocks of a paper.

    `drawn_at` is the moment written into the file, aware of its time zone; the same input gives
    the same bytes. `check` says in the footer where anyone may check the paper; `watermark` is
    printed across every page of a practice paper.
    """

    title: str
    author: str
    subject: str
    number: str
    drawn_at: datetime
    check: str = ""
    watermark: str = ""


@dataclass(frozen=True, slots=True)
class _Placed:
    block: Block
    top: float


def write(sheet: Sheet, blocks: Sequence[Block]) -> bytes:
    """Lay the blocks out on A4 pages and give back the file."""
    pages = _paginate(blocks)
    target = BytesIO()
    canvas = _canvas(sheet, target)
    for number, page in enumerate(pages, start=1):
        _draw_around(canvas, sheet, number, len(pages))
        for placed in page:
            _bookmark(canvas, placed)
            placed.block.draw(canvas, SIDE, placed.top, WIDTH)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _canvas(sheet: Sheet, target: BytesIO) -> Canvas:
    canvas = Canvas(
        target,
        pagesize=PAGE,
        pageCompression=1,
        invariant=1,
        lang="id-ID",
        pdfVersion=(1, 7),
    )
    canvas.setTitle(f"{sheet.title} {sheet.number}".strip())
    canvas.setAuthor(sheet.author)
    canvas.setSubject(sheet.subject)
    canvas.setCreator("Tenong")
    canvas.setProducer("Tenong")
    stamp = _pdf_moment(sheet.drawn_at)
    canvas.setDateFormatter(lambda *_: stamp)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def _pdf_moment(moment: datetime) -> str:
    zone = moment.strftime("%z") or "+0000"
    return f"D:{moment:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"


def _paginate(blocks: Sequence[Block]) -> list[list[_Placed]]:
    pages: list[list[_Placed]] = [[]]
    top = PAGE[1] - TOP
    waiting = list(blocks)
    while waiting:
        block = waiting.pop(0)
        room = top - BOTTOM
        if _needed(block, waiting) <= room:
            pages[-1].append(_Placed(block, top))
            top -= block.height(WIDTH)
            continue
        parts = block.split(WIDTH, room)
        if parts:
            pages[-1].append(_Placed(parts[0], top))
            waiting.insert(0, parts[1])
        elif not pages[-1]:
            pages[-1].append(_Placed(block, top))
        else:
            waiting.insert(0, block)
        pages.append([])
        top = PAGE[1] - TOP - _RUNNING_HEAD
    return [page for page in pages if page]


def _needed(block: Block, following: Sequence[Block]) -> float:
    """Height of a block, and of what must not be torn from it."""
    height = block.height(WIDTH)
    if block.keeps_with_next and following:
        needed = _needed(following[0], following[1:])
        return height + (min(needed, _BEGINNING) if following[0].may_break else needed)
    return height


def _bookmark(canvas: Canvas, placed: _Placed) -> None:
    name = placed.block.bookmark
    if name:
        key = f"{canvas.getPageNumber()}-{name}"
        canvas.bookmarkHorizontal(key, 0, placed.top)
        canvas.addOutlineEntry(name, key, level=0)


def _draw_around(canvas: Canvas, sheet: Sheet, number: int, count: int) -> None:
    if sheet.watermark:
        _draw_watermark(canvas, sheet.watermark)
    if number > 1:
        head = f"{sheet.title}   Nomor {sheet.number}"
        _write(canvas, head, PAGE[1] - TOP, Align.LEFT)
        canvas.setLineWidth(0.5)
        canvas.setStrokeColor(HAIRLINE)
        canvas.line(SIDE, PAGE[1] - TOP - 12, SIDE + WIDTH, PAGE[1] - TOP - 12)
    edge = BOTTOM - 8
    canvas.setLineWidth(0.5)
    canvas.setStrokeColor(HAIRLINE)
    canvas.line(SIDE, edge, SIDE + WIDTH, edge)
    _write(canvas, f"{sheet.title}   {sheet.number}", edge - 3, Align.LEFT)
    _write(canvas, f"Halaman {number} dari {count}", edge - 3, Align.RIGHT)
    if sheet.check:
        _write(canvas, sheet.check, edge - 12, Align.LEFT)
    if sheet.watermark:
        _write(canvas, f"{sheet.watermark} \N{EN DASH} tidak mengikat", edge - 12, Align.RIGHT)


def _write(canvas: Canvas, words: str, top: float, align: Align) -> None:
    style = FINE.but(align=align)
    draw_line(canvas, break_lines(words, style, WIDTH)[0], SIDE, top, WIDTH)


def _draw_watermark(canvas: Canvas, words: str) -> None:
    canvas.saveState()
    canvas.translate(PAGE[0] / 2, PAGE[1] / 2)
    canvas.rotate(52)
    canvas.setFillColor(_WATERMARK)
    canvas.setFont(BOLD, 118)
    canvas.drawCentredString(0, -40, words)
    canvas.restoreState()
