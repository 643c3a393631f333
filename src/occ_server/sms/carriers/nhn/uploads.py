"""Images at NHN: uploaded before a text refers to them, known by a file id for seven days."""

import asyncio
import base64
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import PurePath

from occ_contract.sms import IMAGE_NAME_LIMIT, CarrierTrouble
from occ_server.sms.carriers.nhn.link import NhnLink, Refusal
from occ_server.sms.carriers.protocol import NotTaken, Picture, Unclear
from occ_server.sms.carriers.results import IMAGE_TOO_LARGE_CODE, SYSTEM_ERROR_CODE

KEPT = timedelta(days=6)  # a day less than the seven they have


class Uploads:
    """The file ids of one account by the hash of the picture. Nothing it does sends a text."""

    def __init__(self, link: NhnLink) -> None:
        self._link = link
        self._known: dict[str, tuple[int, datetime]] = {}
        self._turn = asyncio.Lock()  # two texts with one picture upload it once

    async def ids(self, pictures: Sequence[Picture], agent: str) -> list[int]:
        """Return the file ids of these pictures, in their order.

        :raises NotTaken: one could not be uploaded; ``alone`` where it may be the picture's fault.
        :raises Refusal: one was refused.
        """
        async with self._turn:
            return [await self._id(picture, agent) for picture in pictures]

    def forget(self, pictures: Sequence[Picture]) -> bool:
        """Have these uploaded again; tell whether any was known."""
        known = [picture.sha256 for picture in pictures if picture.sha256 in self._known]
        for sha256 in known:
            del self._known[sha256]
        return bool(known)

    async def _id(self, picture: Picture, agent: str) -> int:
        now = self._link.clock.now()
        known = self._known.get(picture.sha256)
        if known is not None and now - known[1] < KEPT:
            return known[0]
        body = {
            "fileName": _file_name(picture.name),
            "fileBody": base64.b64encode(picture.content).decode(),
            "createUser": agent[:100],
        }
        try:
            answer = (await self._link.post("/attachfile/binaryUpload", body)).get("data")
        except Unclear as unclear:  # an upload too many harms nobody
            raise NotTaken(CarrierTrouble.DOWN, str(unclear), alone=True) from unclear
        except Refusal as refusal:
            if refusal.code == SYSTEM_ERROR_CODE:
                raise NotTaken(CarrierTrouble.DOWN, refusal.code, alone=True) from refusal
            if refusal.code.startswith("HTTP"):
                raise Refusal(IMAGE_TOO_LARGE_CODE, {}) from refusal
            raise
        file_id = answer.get("fileId") if isinstance(answer, dict) else None
        if not isinstance(file_id, int):
            raise NotTaken(CarrierTrouble.DOWN, "an upload without an id", alone=True)
        self._forget_old(now)
        self._known[picture.sha256] = (file_id, now)
        return file_id

    def _forget_old(self, now: datetime) -> None:
        for sha256 in [sha256 for sha256, (_, at) in self._known.items() if now - at >= KEPT]:
            del self._known[sha256]


def _file_name(name: str) -> str:
    """Return a name with the extension and within the length NHN takes."""
    stem, suffix = PurePath(name).stem or "image", PurePath(name).suffix.lower()
    suffix = suffix if suffix in {".jpg", ".jpeg"} else ".jpg"
    return stem[: IMAGE_NAME_LIMIT - len(suffix)] + suffix
