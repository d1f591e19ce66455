"""Whether a PNG holds as many rows as its head says; its reader would leave the rest black."""

import os
import struct
import zlib
from typing import BinaryIO

SIGNATURE = 8
CHUNK_HEAD = 8
CHECKSUM = 4
PIECE = 64 * 1024
MOST_UNPACKED = 1024 * 1024
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Colour type of the head: how many values a pixel has."""
BITS = 8


def is_whole(file: BinaryIO) -> bool:
    """Return whether the rows are all there; a picture woven of passes is not counted.

    Raises struct.error, KeyError or zlib.error for what is no PNG.
    """
    file.seek(SIGNATURE + CHUNK_HEAD)
    width, height, depth, colour, _packing, _filter, woven = struct.unpack(
        ">IIBBBBB", file.read(13)
    )
    if woven:
        return True
    needed: int = height * (1 + -(-width * CHANNELS[colour] * depth // BITS))
    unpacker = zlib.decompressobj()
    file.seek(SIGNATURE)
    while needed > 0 and len(head := file.read(CHUNK_HEAD)) == CHUNK_HEAD:
        size, kind = struct.unpack(">I4s", head)
        if kind == b"IDAT":
            needed -= _unpacked(file, size, unpacker)
            size = 0
        file.seek(size + CHECKSUM, os.SEEK_CUR)
    return needed <= 0


def _unpacked(file: BinaryIO, size: int, unpacker: "zlib._Decompress") -> int:
    """Return how many bytes a chunk unpacks to, without keeping them."""
    there = 0
    while size > 0 and (packed := file.read(min(size, PIECE))):
        size -= len(packed)
        while packed:
            there += len(unpacker.decompress(packed, MOST_UNPACKED))
            packed = unpacker.unconsumed_tail
    return there
