"""The whole gate in one function."""

import os
from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO

from procure.files.gate import papers, photos, sheets
from procure.files.gate.accepted import ENDINGS, Accepted
from procure.files.gate.kinds import Kind, kind_of
from procure.files.gate.limits import MIB, Limits
from procure.files.gate.names import cleaned
from procure.files.gate.refusals import (
    ArchiveRefused,
    DrawingRefused,
    EmptyFile,
    FileRefused,
    HeicRefused,
    NotAPaper,
    NotAPhoto,
    NotASheet,
    OfficeRefused,
    OldOfficeRefused,
    ProgramRefused,
    TooLarge,
    VideoRefused,
    WebPageRefused,
)
from procure.files.purposes import Purpose

NEVER: dict[Kind, type[FileRefused]] = {
    Kind.EMPTY: EmptyFile,
    Kind.PROGRAM: ProgramRefused,
    Kind.ARCHIVE: ArchiveRefused,
    Kind.OLD_OFFICE: OldOfficeRefused,
    Kind.VIDEO: VideoRefused,
    Kind.SVG: DrawingRefused,
    Kind.WEB_PAGE: WebPageRefused,
}
"""Kinds that nobody may send, and why."""

PICTURES = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP})


def weigh(file: BinaryIO, purpose: Purpose, limits: Limits) -> int:
    """Return how many bytes there are, before any of them is read. Raises EmptyFile or TooLarge."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    _check_size(size, limits.largest(purpose))
    if not size:
        raise EmptyFile
    return size


def admit(file: BinaryIO, name: str, purpose: Purpose, limits: Limits) -> Accepted:
    """Let a file in, written anew and under a clean name, or refuse it with what to do.

    Raises a FileRefused.
    """
    size = weigh(file, purpose, limits)
    kind = kind_of(file)
    if kind in NEVER:
        raise NEVER[kind]
    label = cleaned(name)
    if purpose == Purpose.SHEET:
        found = _sheet(kind)(file, limits)
    elif kind == Kind.PDF and purpose != Purpose.PHOTO:
        _check_size(size, limits.pdf_bytes)
        found = papers.rewrite(file, limits)
    else:
        other = NotAPhoto if purpose == Purpose.PHOTO else OfficeRefused
        if kind == Kind.ZIP:
            sheets.refuse_archive(file, limits, other)
        _check_picture(kind, purpose)
        _check_size(size, limits.photo_bytes)
        found = photos.redraw(file, limits)
    return replace(found, name=cleaned(label, ENDINGS[found.media_type]))


def _check_size(size: int, most: int) -> None:
    if size > most:
        raise TooLarge(megabytes=most // MIB)


def _check_picture(kind: Kind, purpose: Purpose) -> None:
    if kind in PICTURES or (kind == Kind.HEIC and photos.reads_heic()):
        return
    if kind == Kind.HEIC:
        raise HeicRefused
    raise NotAPhoto if purpose == Purpose.PHOTO else NotAPaper


def _sheet(kind: Kind) -> Callable[[BinaryIO, Limits], Accepted]:
    if kind == Kind.ZIP:
        return sheets.repack
    if kind == Kind.OTHER:
        return lambda file, _limits: sheets.read_text(file)
    raise NotASheet
