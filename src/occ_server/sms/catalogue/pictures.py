"""Believes a picture only once it was decoded: a JPEG, whole, within the limits of a text. Needs no database.

It takes tens of milliseconds of a processor: to be called in a thread of its own.
"""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from occ_contract.errors import ErrorCode
from occ_contract.sms import IMAGE_BYTES, IMAGE_SIDE
from occ_server.kit.problems import ApiError
from occ_server.sms.catalogue.jpeg import Jpeg, NotJpeg, read_jpeg

_QUALITIES = (92, 85, 75)


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept: upright, bare of what was put beside it; sides in pixels."""

    content: bytes
    sha256: str
    width: int
    height: int


def checked_picture(content: bytes) -> Picture:
    """Return the picture that is kept of a file that was sent.

    :raises ApiError: 422 ``image_not_jpeg``; ``image_too_large`` (limit, bytes); ``image_too_wide`` (limit,
        width, height).
    """
    if len(content) > IMAGE_BYTES:
        raise _too_large(len(content))
    try:
        found = read_jpeg(content)
    except NotJpeg as error:
        raise _not_jpeg() from error
    if max(found.width, found.height) > IMAGE_SIDE:
        raise ApiError(
            ErrorCode.IMAGE_TOO_WIDE, 422, limit=IMAGE_SIDE, width=found.width, height=found.height
        )
    kept, width, height = _decoded(found)
    return Picture(kept, hashlib.sha256(kept).hexdigest(), width, height)


def _decoded(found: Jpeg) -> tuple[bytes, int, int]:
    """Decode it once; one that lies on its side is turned, which takes writing it anew."""
    try:
        with Image.open(io.BytesIO(found.content), formats=("JPEG",)) as picture:
            picture.load()
            if picture.size != (found.width, found.height):
                raise _not_jpeg()
            if found.orientation == 1:
                return found.content, found.width, found.height
            return _turned(picture, found.orientation)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _not_jpeg() from error


def _turned(picture: Image.Image, orientation: int) -> tuple[bytes, int, int]:
    profile = picture.info.get("icc_profile")
    picture.getexif()[0x0112] = orientation
    upright = ImageOps.exif_transpose(picture)
    content = b""
    for quality in _QUALITIES:
        written = io.BytesIO()
        upright.save(written, "JPEG", quality=quality, optimize=True, icc_profile=profile, exif=b"")
        content = written.getvalue()
        if len(content) <= IMAGE_BYTES:
            return content, upright.width, upright.height
    raise _too_large(len(content))


def _not_jpeg() -> ApiError:
    return ApiError(ErrorCode.IMAGE_NOT_JPEG, 422)


def _too_large(length: int) -> ApiError:
    return ApiError(ErrorCode.IMAGE_TOO_LARGE, 422, limit=IMAGE_BYTES, bytes=length)
