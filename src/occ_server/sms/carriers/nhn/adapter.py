"""The adapter: one service's account with NHN, as ``carriers.protocol`` asks for it."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from occ_contract.recipients import same_recipient
from occ_contract.sms import TextType
from occ_server.sms.carriers.nhn.answers import answer_of, refusal_of
from occ_server.sms.carriers.nhn.link import NhnLink, Refusal
from occ_server.sms.carriers.nhn.rows import found_of, outcome_of, word
from occ_server.sms.carriers.nhn.times import to_korea
from occ_server.sms.carriers.nhn.uploads import Uploads
from occ_server.sms.carriers.protocol import Answer, Found, Handover, Outcome, Sender
from occ_server.sms.carriers.results import EXPIRED_FILE_CODE

RESULT_TYPES = ("SMS", "LMS", "MMS")
LONGEST_WINDOW = timedelta(hours=23)  # of the result updates: a day at most
LONGEST_LIST = timedelta(days=30)  # of a list: a month at most
SKEW = timedelta(minutes=10)  # their clock beside ours
_USER_LIMIT = 100


class NhnCarrier:
    """Hands over, looks up, reports; see ``Carrier`` for what each method promises."""

    def __init__(self, link: NhnLink) -> None:
        self._link = link
        self._uploads = Uploads(link)

    async def hand_over(self, text: Handover) -> Answer:
        """Hand a text over.

        :raises NotTaken: certainly nothing was taken.
        :raises Unclear: it may have been.
        """
        try:
            return await self._hand_over(text)
        except Refusal as refusal:
            # A file that ran out early is the one refusal we can mend: nothing was taken.
            if refusal.code != EXPIRED_FILE_CODE or not self._uploads.forget(text.pictures):
                return refusal_of(text, refusal)
        try:
            return await self._hand_over(text)
        except Refusal as refusal:
            return refusal_of(text, refusal)

    async def look_up(self, key: str, since: datetime) -> Sequence[Found]:
        """Return what NHN's lists have under our key; they lag.

        :raises NotTaken: a list could not be read.
        """
        now = self._link.clock.now()
        start = since - SKEW
        parameters = {
            "senderGroupingKey": key,
            "startRequestDate": to_korea(start),
            "endRequestDate": to_korea(min(now + SKEW, start + LONGEST_LIST)),
        }
        found: dict[str, Found] = {}
        for path in ("/sender/sms", "/sender/mms"):
            async for rows in self._link.pages(path, parameters):
                known = (found_of(row, key, now) for row in rows)
                found |= {one.id: one for one in known if one is not None}
        return tuple(found.values())

    async def outcomes(self, start: datetime, end: datetime) -> AsyncIterator[Sequence[Outcome]]:
        """Yield the results that changed in [start, end), a page at a time.

        :raises NotTaken: a page could not be read; those before it were.
        """
        while start < end:
            stop = min(end, start + LONGEST_WINDOW)
            window = {"startUpdateDate": to_korea(start), "endUpdateDate": to_korea(stop)}
            for kind in RESULT_TYPES:
                asked = {**window, "messageType": kind}
                async for rows in self._link.pages("/message-results", asked, "resultUpdateList"):
                    now = self._link.clock.now()
                    known = [outcome_of(row, now) for row in rows]
                    yield [one for one in known if one is not None]
            start = stop

    async def senders(self) -> Sequence[Sender]:
        """Return every sender number of the account.

        :raises NotTaken: the list could not be read.
        """
        found: dict[str, Sender] = {}
        async for rows in self._link.pages("/sendNos", {}):
            for row in rows:
                phone, blocked = word(row.get("sendNo")).replace("-", ""), row.get("blockYn") != "N"
                if phone.isascii() and phone.isdigit() and len(phone) <= 20:
                    found[phone] = Sender(phone, row.get("useYn") == "Y" and not blocked, blocked)
        return tuple(found.values())

    async def close(self) -> None:
        """Close the connections."""
        await self._link.close()

    async def _hand_over(self, text: Handover) -> Answer:
        body: dict[str, Any] = {
            "body": text.body,
            "sendNo": text.sender,
            "senderGroupingKey": text.key,
            "recipientList": [
                # Without 82, which is its default.
                {"recipientNo": same_recipient(one.phone), "recipientGroupingKey": one.id}
                for one in text.addressees
            ],
            "userId": text.agent[:_USER_LIMIT],
        }
        if text.type is TextType.SMS:
            return answer_of(text, await self._link.post("/sender/sms", body))
        body["title"] = text.subject
        if text.pictures:
            body["attachFileIdList"] = await self._uploads.ids(text.pictures, text.agent)
        return answer_of(text, await self._link.post("/sender/mms", body))
