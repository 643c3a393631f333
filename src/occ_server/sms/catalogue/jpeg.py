"""Reads a JPEG's own structure: how large it says it is, and the picture without what was put beside it.

Nothing is decoded here, so a small file that claims a giant picture costs nothing. What stays are the picture
and what its colours need; dropped are EXIF and XMP (which hold the place), IPTC, comments, previews, and all
that stands behind the picture's end. It knows no limit of ours but those of patience.
"""

import struct
from dataclasses import dataclass

MOST_SCANS = 100  # a progressive picture has about ten; thousands keep a decoder busy for minutes

_START, _END = b"\xff\xd8", 0xD9
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, _COMMENT, _EXIF = 0xDA, 0xFE, 0xE1
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length
_ORIENTATION = 0x0112


class NotJpeg(ValueError):
    """It is no whole JPEG, or none that a phone could be shown."""


@dataclass(frozen=True)
class Jpeg:
    """A picture: its sides in pixels as its header says, its bare bytes, and how it must be turned.

    ``orientation`` is that of EXIF: 1 is upright.
    """

    width: int
    height: int
    content: bytes
    orientation: int


def read_jpeg(content: bytes) -> Jpeg:
    """Return what stands in a JPEG file.

    :raises NotJpeg: it is none, it is cut off, or it has more frames or scans than one picture needs.
    """
    if not content.startswith(_START):
        raise NotJpeg("it does not begin like one")
    kept = [_START]
    sides: tuple[int, int] | None = None
    orientation, scans, at = 1, 0, 2
    while True:
        at, marker = _marker(content, at)
        if marker == _END:
            break
        if marker in _ALONE:
            kept.append(bytes((0xFF, marker)))
            continue
        segment, payload, at = _segment(content, at, marker)
        if marker == _EXIF and payload.startswith(b"Exif\0\0"):
            orientation = _orientation(payload[6:])
        if marker in _FRAMES:
            if sides is not None or len(payload) < 5:
                raise NotJpeg("not one frame")
            height, width = struct.unpack(">HH", payload[1:5])
            sides = width, height
        if _is_kept(marker, payload):
            kept.append(segment)
        if marker == _SCAN:
            scans += 1
            end = _scan_end(content, at)
            kept.append(content[at:end])
            at = end
    if sides is None or not all(sides) or not 0 < scans <= MOST_SCANS:
        raise NotJpeg("no picture in it")
    kept.append(bytes((0xFF, _END)))
    return Jpeg(*sides, b"".join(kept), orientation)


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """Return the place behind the marker that stands at ``at``, and the marker."""
    if content[at : at + 1] != b"\xff":
        raise NotJpeg("no marker where one must be")
    while content[at : at + 1] == b"\xff":
        at += 1
    if at >= len(content):
        raise NotJpeg("cut off")
    return at + 1, content[at]


def _segment(content: bytes, at: int, marker: int) -> tuple[bytes, bytes, int]:
    """Return a segment as it is written, what it says, and the place behind it."""
    length = int.from_bytes(content[at : at + 2], "big")
    end = at + length
    if length < 2 or end > len(content):
        raise NotJpeg("cut off")
    return bytes((0xFF, marker)) + content[at:end], content[at + 2 : end], end


def _scan_end(content: bytes, at: int) -> int:
    """Return the place of the marker that ends the picture data which begins at ``at``."""
    while (at := content.find(b"\xff", at)) >= 0:
        following = content[at + 1 : at + 2]
        if not following:
            break
        if following == b"\0" or following[0] in range(0xD0, 0xD8):
            at += 2
        elif following == b"\xff":
            at += 1
        else:
            return at
    raise NotJpeg("cut off")


def _is_kept(marker: int, payload: bytes) -> bool:
    """Tell whether a segment is the picture's: not one of applications, but for what colours need."""
    if marker == _COMMENT:
        return False
    if marker not in range(0xE0, 0xF0):
        return True
    beginnings = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
    return marker in beginnings and payload.startswith(beginnings[marker])


def _orientation(tiff: bytes) -> int:
    """Return how EXIF says the picture must be turned; 1 (upright) where it says nothing sensible."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        if order is None:
            return 1
        (directory,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, directory)
        for number in range(count):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, directory + 2 + 12 * number)
            if (tag, kind) == (_ORIENTATION, 3):
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1
