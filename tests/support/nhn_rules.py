"""What NHN's guide refuses, and how its lists are asked for: rules of the stand-in, without its state."""

import base64
import binascii
import io
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from PIL import Image, UnidentifiedImageError

KOREA = timezone(timedelta(hours=9))
FILES_LIVE = timedelta(days=7)
_SECONDS = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_SENT_FIELDS = {
    *("templateId", "body", "sendNo", "requestDate", "senderGroupingKey", "recipientList"),
    *("userId", "statsId", "originCode"),
}
_FIELDS = {"sms": _SENT_FIELDS | {"useConversion"}, "mms": _SENT_FIELDS | {"title", "attachFileIdList"}}
_RECIPIENT_FIELDS = {
    *("recipientNo", "countryCode", "internationalRecipientNo", "templateParameter"),
    "recipientGroupingKey",
}
_LIMITS = {"sendNo": 13, "senderGroupingKey": 100, "userId": 100, "templateId": 50}


class Refuse(Exception):
    def __init__(self, code: int, message: str = "refused") -> None:
        self.code, self.message = code, message


def check_send(
    way: str,
    body: dict[str, Any],
    senders: Mapping[str, tuple[str, str]],
    files: Mapping[int, tuple[int, datetime]],
    now: datetime,
) -> None:
    """Refuse a send the guide refuses; ``files``: sizes in bytes and when each was uploaded."""
    if body.keys() - _FIELDS[way] or any(len(body.get(n) or "") > most for n, most in _LIMITS.items()):
        raise Refuse(4)
    if "requestDate" in body:
        raise AssertionError("reservations are held by us")
    people = body.get("recipientList")
    if not isinstance(people, list) or not people:
        raise Refuse(-2001)
    if len(people) > 1000:
        raise Refuse(-2016)
    for one in people:
        if one.keys() - _RECIPIENT_FIELDS or len(one.get("recipientGroupingKey", "")) > 100:
            raise Refuse(4)
        if not one.get("recipientNo"):
            raise Refuse(-2018)
        if not re.fullmatch(r"\d{8,15}", one["recipientNo"]):
            raise Refuse(-2019)
    _check_text(body.get("body"), 255 if way == "sms" else 4000)
    if way == "mms":
        _check_text(body.get("title"), 120)
    used, blocked = senders.get(body.get("sendNo", ""), ("N", "N"))
    if blocked == "Y":
        raise Refuse(-2313)
    if used != "Y":
        raise Refuse(-2312)
    _check_files(body.get("attachFileIdList", []), files, now)


def _check_text(text: object, most: int) -> None:
    if not isinstance(text, str) or not text:
        raise Refuse(-2014)
    if len(text) > most:
        raise Refuse(-2015)
    try:
        text.encode("cp949")
    except UnicodeEncodeError as error:
        raise Refuse(-2023) from error


def _check_files(ids: list[int], files: Mapping[int, tuple[int, datetime]], now: datetime) -> None:
    if len(ids) > 3:
        raise Refuse(-2005)
    for one in ids:
        if one not in files or now - files[one][1] >= FILES_LIVE:
            raise Refuse(-2004)
    if len(ids) == 3 and sum(files[one][0] for one in ids) > 800 * 1024:
        raise Refuse(-2009)


def picture(body: dict[str, Any]) -> tuple[str, bytes]:
    """Return name and JPEG of an upload."""
    if body.keys() - {"fileName", "fileBody", "createUser"} or len(body.get("createUser", "")) > 100:
        raise Refuse(4)
    name = body.get("fileName", "")
    if len(name) > 45 or not name.lower().endswith((".jpg", ".jpeg")):
        raise Refuse(-2003)
    try:
        content = base64.b64decode(body.get("fileBody", ""), validate=True)
        with Image.open(io.BytesIO(content)) as image:
            fits = image.format == "JPEG" and max(image.size) <= 1000
    except (binascii.Error, UnidentifiedImageError) as error:
        raise Refuse(-2002) from error
    if not fits or len(content) > 300 * 1024:
        raise Refuse(-2002)
    return name, content


def page_of(query: dict[str, str], rows: list[dict[str, Any]]) -> dict[str, Any]:
    number, size = int(query.get("pageNum", 1)), int(query.get("pageSize", 15))
    if number < 1 or not 1 <= size <= 1000:
        raise Refuse(4)
    at = (number - 1) * size
    return {"pageNum": number, "pageSize": size, "totalCount": len(rows), "data": rows[at : at + size]}


def korean(moment: datetime) -> str:
    """Return a moment as the API writes it: Korean time, no zone."""
    return moment.astimezone(KOREA).strftime("%Y-%m-%d %H:%M:%S")


def window_of(
    query: dict[str, str], what: str, most: timedelta, *, required: bool
) -> tuple[datetime | None, datetime | None]:
    """Return the period a list was asked for, both ends included."""
    given = [query.get(f"{end}{what}Date", "") for end in ("start", "end")]
    if not required and given == ["", ""]:
        return None, None
    if not all(_SECONDS.fullmatch(one) for one in given):
        raise Refuse(4, "yyyy-MM-dd HH:mm:ss")
    start, end = (datetime.fromisoformat(one).replace(tzinfo=KOREA) for one in given)
    if not timedelta() <= end - start <= most:
        raise Refuse(-4000)
    return start, end
