"""Byte-level writers for files that Pillow will not write: 16-bit RGB, headers that lie, cycles, bombs."""

from __future__ import annotations

import struct
import zlib

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """Length, kind, body, CRC."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, depth: int, colour: int, scanlines: bytes, extra: bytes = b"") -> bytes:
    """A PNG of the given header around scanlines that already carry their filter bytes."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        PNG_SIGNATURE
        + png_chunk(b"IHDR", header)
        + extra
        + png_chunk(b"IDAT", zlib.compress(scanlines, 9))
        + png_chunk(b"IEND", b"")
    )


def jpeg_segments(data: bytes) -> list[tuple[int, bytes]]:
    """(marker, the segment with everything up to the next marker that is not a restart or stuffing)."""
    out = []
    position = 2
    while position < len(data) - 1:
        marker = data[position + 1]
        if marker == 0xD9:
            out.append((marker, data[position : position + 2]))
            break
        end = position + 2 + struct.unpack(">H", data[position + 2 : position + 4])[0]
        if marker == 0xDA:
            while not (data[end] == 0xFF and data[end + 1] != 0 and not 0xD0 <= data[end + 1] <= 0xD7):
                end += 1
        out.append((marker, data[position:end]))
        position = end
    return out


def jpeg_with_size(data: bytes, width: int, height: int) -> bytes:
    """The same JPEG with another size in its frame header."""
    out = b"\xff\xd8"
    for marker, segment in jpeg_segments(data):
        if marker in (0xC0, 0xC1, 0xC2):
            segment = segment[:5] + struct.pack(">HH", height, width) + segment[9:]
        out += segment
    return out


def jpeg_scan_bomb(data: bytes, times: int) -> bytes:
    """The last scan of a progressive JPEG, with its tables, repeated."""
    segments = jpeg_segments(data)
    scans = [i for i, (marker, _) in enumerate(segments) if marker == 0xDA]
    last = b"".join(segment for _, segment in segments[scans[-2] + 1 : scans[-1] + 1])
    head = b"".join(segment for _, segment in segments[: scans[-1] + 1])
    return b"\xff\xd8" + head + last * times + b"\xff\xd9"


def gif_header(width: int, height: int, frame: tuple[int, int]) -> bytes:
    """Logical screen, two colours, and one frame of the given size whose data is a single pixel."""
    screen = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\x00\x00\x00\xff\xff\xff"
    return screen + b"," + struct.pack("<HHHHB", 0, 0, *frame, 0) + b"\x02\x02\x44\x01\x00;"


def webp_claiming(width: int, height: int) -> bytes:
    """A lossless WebP of a few bytes whose header claims a large canvas; its codes describe one flat colour."""
    bits = (width - 1) | (height - 1) << 14
    payload = b"\x2f" + struct.pack("<I", bits) + b"\x88\x88\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    chunk = b"VP8L" + struct.pack("<I", len(payload)) + payload
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def tiff(side: int, next_directory: int) -> bytes:
    """A grey TIFF, header + pixels + one directory at a known place; the caller says what follows it."""
    pixels = bytes(range(side * side))
    directory = 8 + len(pixels)
    tags = [
        (256, 3, 1, side), (257, 3, 1, side), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1),
        (273, 4, 1, 8), (277, 3, 1, 1), (278, 3, 1, side), (279, 4, 1, len(pixels)),
    ]
    body = struct.pack("<H", len(tags))
    for tag, kind, count, value in tags:
        body += struct.pack("<HHII", tag, kind, count, value)
    following = directory if next_directory < 0 else next_directory
    return struct.pack("<2sHI", b"II", 42, directory) + pixels + body + struct.pack("<I", following)


def bmp(width: int, height: int, pixels: bytes) -> bytes:
    """A 24-bit BMP with whatever size is claimed."""
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, len(pixels), 2835, 2835, 0, 0)
    return b"BM" + struct.pack("<IHHI", 14 + len(header) + len(pixels), 0, 0, 14 + len(header)) + header + pixels
