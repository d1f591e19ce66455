"""Text on paper: styles, line breaking, paragraphs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, Self

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from procure.pdf.faces import BOLD, ITALIC, REGULAR, SEMIBOLD, word_width

MM: Final = 72 / 25.4
INK: Final = HexColor("#16181d")
MUTED: Final = HexColor("#565c66")
HAIRLINE: Final = HexColor("#aab0b8")


class Align(Enum):
    """Where lines stand between the margins."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks: face, size and line distance in points, colour, alignment."""

    face: str = REGULAR
    size: float = 8.6
    leading: float = 10.8
    align: Align = Align.LEFT
    colour: Color = INK

    def but(self, **changes: object) -> Self:
        """The same style with some changes."""
        return replace(self, **changes)  # type: ignore[arg-type]


BODY: Final = Style()
STRONG: Final = Style(face=SEMIBOLD)
SMALL: Final = Style(size=7.4, leading=9.2)
FINE: Final = Style(size=6.6, leading=8, colour=MUTED)
HEADING: Final = Style(face=BOLD, size=8.8, leading=12)
TITLE: Final = Style(face=BOLD, size=13, leading=16, align=Align.CENTRE)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words in its own face."""

    text: str
    face: str


Words = str | Sequence[Run]


def strong(text: str) -> Run:
    """Words that stand out."""
    return Run(text, SEMIBOLD)


def italic(text: str) -> Run:
    """Words set in italics."""
    return Run(text, ITALIC)


def plain(text: str) -> Run:
    """Words in the regular face, beside others that stand out."""
    return Run(text, REGULAR)


@dataclass(frozen=True, slots=True)
class Line:
    """One broken line: runs with their faces, its width in points, and its style."""

    runs: tuple[Run, ...]
    width: float
    style: Style


def _tokens(words: Words, face: str) -> Iterator[tuple[str, str]]:
    runs = (Run(words, face),) if isinstance(words, str) else words
    for run in runs:
        for number, part in enumerate(run.text.expandtabs(1).splitlines() or [""]):
            if number:
                yield "\n", run.face
            for word in part.replace(" ", " \0").split("\0"):
                if word:
                    yield word, run.face


def _pieces(word: str, face: str, size: float, room: float) -> Iterator[str]:
    """Cut a word that is wider than the column, such as a long address without spaces."""
    piece = ""
    for character in word:
        if piece and word_width(piece + character, face) * size > room:
            yield piece
            piece = ""
        piece += character
    yield piece


class _Breaker:
    """Fills lines with words from left to right."""

    def __init__(self, style: Style, room: float) -> None:
        self.style, self.room = style, room
        self.lines: list[Line] = []
        self.runs: list[Run] = []
        self.width = 0.0

    def end_line(self) -> None:
        if self.runs:
            last = self.runs[-1]
            trimmed = last.text.rstrip(" ")
            self.width -= word_width(last.text, last.face) * self.style.size
            self.width += word_width(trimmed, last.face) * self.style.size
            self.runs[-1] = Run(trimmed, last.face)
        self.lines.append(Line(tuple(self.runs), self.width, self.style))
        self.runs, self.width = [], 0.0

    def add(self, word: str, face: str) -> None:
        size = self.style.size
        bare = word_width(word.rstrip(" "), face) * size
        if self.runs and self.width + bare > self.room:
            self.end_line()
        if bare > self.room:
            *full, word = _pieces(word, face, size, self.room)
            for piece in full:
                self.append(piece, face)
                self.end_line()
        self.append(word, face)

    def append(self, word: str, face: str) -> None:
        if self.runs and self.runs[-1].face == face:
            word_before = self.runs.pop().text
            self.runs.append(Run(word_before + word, face))
        else:
            self.runs.append(Run(word, face))
        self.width += word_width(word, face) * self.style.size


def break_lines(words: Words, style: Style, room: float) -> tuple[Line, ...]:
    """Break words into lines no wider than `room` points; a newline starts a new line."""
    breaker = _Breaker(style, room)
    for word, face in _tokens(words, style.face):
        if word == "\n":
            breaker.end_line()
        else:
            breaker.add(word, face)
    breaker.end_line()
    return tuple(breaker.lines)


def draw_line(canvas: Canvas, line: Line, x: float, top: float, room: float) -> None:
    """Draw one broken line with its upper edge at `top`, aligned within `room` points."""
    style = line.style
    x += (room - line.width) * style.align.value
    baseline = top - (style.leading - style.size) / 2 - style.size * 0.78
    text = canvas.beginText(x, baseline)
    text.setFillColor(style.colour)
    for run in line.runs:
        text.setFont(run.face, style.size, style.leading)
        text.textOut(run.text)
    canvas.drawText(text)
