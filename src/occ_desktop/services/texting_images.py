"""Pictures of long texts: any picture becomes a JPEG as carriers take it; downloaded ones are kept in memory.

Opening and shrinking happens in a thread. Nothing of where and with what a picture was taken goes along.
"""

import asyncio
import io
import warnings
from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
from occ_contract.sms import IMAGE_BYTES, IMAGE_NAME_LIMIT, IMAGE_SIDE, SmsImage
from occ_desktop.domain.failures import FileFailure, Refused
from occ_desktop.services.recipient_sheet import NOT_READABLE
from occ_desktop.services.workplace import Workplace

if TYPE_CHECKING:
    from PIL import Image

LARGEST_FILE = 40 * 1024 * 1024  # bytes; nobody's photograph is larger
MOST_PIXELS = 60_000_000  # beyond that it is a bomb, or a map
_KEPT_BYTES = 24 * 1024 * 1024
_QUALITIES = (88, 80, 72, 64, 56, 48, 40)
_SUFFIX = ".jpg"
_ORIENTATION, _TURNED = 0x0112, range(2, 9)
_FORMS = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")  # of cameras and screens; others have traps


class ImageChange(StrEnum):
    """What was done to a picture so that it can be sent."""

    CONVERTED = "converted"  # it was no JPEG
    SHRUNK = "shrunk"  # it has fewer pixels
    COMPRESSED = "compressed"  # it had too many bytes
    STRIPPED = "stripped"  # place, time and camera were taken out


@dataclass(frozen=True)
class PreparedImage:
    """A picture that can be sent: ``width`` × ``height`` pixels; what it was before, and what was changed."""

    name: str
    jpeg: bytes
    width: int
    height: int
    changes: frozenset[ImageChange]
    bytes_before: int
    width_before: int
    height_before: int


def prepare(raw: bytes, name: str) -> PreparedImage:
    """Return a picture as it can be sent. Blocking; for a thread.

    :raises Refused: ``image_not_jpeg`` (no picture that can be read), ``image_too_large`` (limit, bytes).
    """
    from PIL import Image

    if len(raw) > LARGEST_FILE:
        raise Refused(ErrorCode.IMAGE_TOO_LARGE, limit=LARGEST_FILE, bytes=len(raw))
    changes: set[ImageChange] = set()
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(raw), formats=_FORMS) as opened:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            before = opened.size
            if before[0] * before[1] > MOST_PIXELS:
                raise Refused(ErrorCode.IMAGE_NOT_JPEG)
            if opened.format != "JPEG":
                changes.add(ImageChange.CONVERTED)
            elif opened.getexif():
                changes.add(ImageChange.STRIPPED)
            picture = _on_white(_upright(opened))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, Warning) as error:
        raise Refused(ErrorCode.IMAGE_NOT_JPEG) from error
    if max(picture.size) > IMAGE_SIDE:
        picture.thumbnail((IMAGE_SIDE, IMAGE_SIDE), Image.Resampling.LANCZOS)
        changes.add(ImageChange.SHRUNK)
    if len(raw) > IMAGE_BYTES and ImageChange.CONVERTED not in changes:
        changes.add(ImageChange.COMPRESSED)
    jpeg = raw if not changes and picture.size == before and _is_plain(raw) else _squeezed(picture)
    return PreparedImage(
        _jpeg_name(name), jpeg, *picture.size, frozenset(changes), len(raw), before[0], before[1]
    )


def _upright(picture: "Image.Image") -> "Image.Image":
    """Return it turned as its EXIF says. The rest of that is not looked at: cameras write it as they like."""
    from PIL import ImageOps

    orientation = picture.getexif().get(_ORIENTATION)
    if orientation not in _TURNED:
        return picture
    bare = picture.copy()
    bare.info = {name: said for name, said in picture.info.items() if name == "transparency"}
    bare.getexif()[_ORIENTATION] = orientation
    return ImageOps.exif_transpose(bare)


def _on_white(picture: "Image.Image") -> "Image.Image":
    """Return it in the colours a JPEG has; what was transparent is white."""
    from PIL import Image

    if picture.mode == "RGB":
        return picture.copy()
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        ground = Image.new("RGB", clear.size, "white")
        ground.paste(clear, mask=clear.getchannel("A"))
        return ground
    if picture.mode.startswith("I;16"):  # a scanner's grey: converted as it is, all but black is white
        picture = picture.point(lambda grey: grey * (1 / 256)).convert("L")
    return picture.convert("RGB")


def _is_plain(raw: bytes) -> bool:
    """Tell whether a JPEG can go as it is: in the three colours, with nothing told besides."""
    from PIL import Image

    with Image.open(io.BytesIO(raw)) as opened:
        return opened.mode == "RGB" and not set(opened.info) & {"exif", "comment", "xmp", "photoshop", "mp"}


def _squeezed(picture: "Image.Image") -> bytes:
    from PIL import Image

    while True:
        for quality in _QUALITIES:
            out = io.BytesIO()
            picture.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= IMAGE_BYTES:
                return out.getvalue()
        smaller = (max(1, picture.width * 3 // 4), max(1, picture.height * 3 // 4))
        picture.thumbnail(smaller, Image.Resampling.LANCZOS)


def _jpeg_name(name: str) -> str:
    stem = Path(name).name.rpartition(".")[0] or Path(name).name or "image"
    return stem[: IMAGE_NAME_LIMIT - len(_SUFFIX)] + _SUFFIX


class TextingImages:
    """Pictures from a file to the server, and back to the screen."""

    def __init__(self, workplace: Workplace) -> None:
        self._place = workplace
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        workplace.when_left(self._kept.clear)

    async def open(self, path: Path) -> PreparedImage:
        """Return the picture of a file as it can be sent.

        :raises FileFailure: the file cannot be read; :raises Refused: see `prepare`.
        """
        try:
            raw = await asyncio.to_thread(_read, path)
        except OSError as error:
            raise FileFailure(NOT_READABLE) from error
        return await self.prepare(raw, path.name)

    async def prepare(self, raw: bytes, name: str) -> PreparedImage:
        """Return a picture (dropped, pasted) as it can be sent. :raises Refused: see `prepare` above."""
        return await asyncio.to_thread(prepare, raw, name)

    async def upload(self, service_id: str, image: PreparedImage) -> SmsImage:
        """Hand a picture to the server. :raises Refused, Unreachable: it is not there; try again."""
        texting = self._place.online().texting
        taken = await texting.upload_image(service_id, image.name, image.jpeg, key=new_id())
        self._keep(taken.id, image.jpeg)
        return taken

    async def jpeg(self, image_id: str) -> bytes:
        """Return the bytes of a picture, from memory or the server.

        :raises Unreachable: offline and not in memory; :raises Refused: ``not_found``.
        """
        if (known := self._kept.get(image_id)) is not None:
            self._kept.move_to_end(image_id)
            return known
        jpeg = await self._place.online().texting.image(image_id)
        self._keep(image_id, jpeg)
        return jpeg

    def _keep(self, image_id: str, jpeg: bytes) -> None:
        self._kept[image_id] = jpeg
        self._kept.move_to_end(image_id)
        while sum(map(len, self._kept.values())) > _KEPT_BYTES:
            self._kept.popitem(last=False)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)
