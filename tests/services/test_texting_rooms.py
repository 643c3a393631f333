"""Templates, the history and its pictures, as rooms ask for them, from a real cache."""

from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from occ_contract.errors import ErrorCode
from occ_contract.sms import (
    CarrierTrouble,
    MessageStatus,
    NewSmsCategory,
    SenderNumber,
    SmsCancelled,
    SmsCategory,
    SmsLink,
    SmsTemplate,
    TextType,
)
from occ_contract.sync import Entity
from occ_desktop.domain.failures import Refused, Unreachable
from occ_desktop.domain.message_filters import MessageFilter, MessageSort
from occ_desktop.domain.sync_status import SyncState, SyncStatus
from occ_desktop.services.texting_history import MessagePages
from occ_desktop.store import feed
from services.texting_desk import TextingDesk, at_desk, problem
from store.builders import ME, START, change
from store.message_builders import messages


def category(name: str, parent: str | None = None, **values: Any) -> SmsCategory:
    return SmsCategory(
        **{"id": name, "service_id": "s", "name": name, "enabled": True, "parent_id": parent} | values
    )


def template(name: str, under: str, **values: Any) -> SmsTemplate:
    fields = {"id": name, "service_id": "s", "category_id": under, "type": TextType.SMS, "enabled": True}
    rest = {"editable": True, "name": name, "description": "", "sender": None, "subject": "", "body": name}
    return SmsTemplate(**fields | rest | values)


ROWS = {
    Entity.SMS_CATEGORY: (
        category("안내", position=1),
        category("결제", position=0, enabled=False),
        category("배송", "안내"),
        category("환불", "결제"),
        category("비었음", "안내", position=1),
    ),
    Entity.SMS_TEMPLATE: (
        template("도착", "배송", position=1),
        template("출발", "배송", position=0),
        template("꺼짐", "배송", position=2, enabled=False),
        template("환불 완료", "환불"),
        template("남의 것", "배송", service_id="other"),
    ),
    Entity.SMS_SENDER: (
        SenderNumber(id="1", service_id="s", phone="15880001", usable=True),
        SenderNumber(id="2", service_id="s", phone="15880000", usable=False, blocked=True),
    ),
    Entity.SMS_LINK: (
        SmsLink(id="s", service_id="s", carrier="nhn", trouble=CarrierTrouble.QUOTA, since=START, held=3),
    ),
}


async def filled(desk: TextingDesk) -> TextingDesk:
    rows = [change(row, entity=entity) for entity, several in ROWS.items() for row in several]
    rows += [change(row, entity=Entity.SMS_MESSAGE) for row in messages(40)]
    await desk.cache.write(feed.apply_rows, rows, ME)
    return desk


async def test_a_category_that_is_off_hides_the_enabled_templates_below_it(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as desk:
        templates = (await filled(desk)).texting.templates
        tree = await templates.tree("s")
        assert [(one.category.name, one.count) for one in tree] == [("결제", 1), ("안내", 3)]
        chosen = await templates.selectable("s")
        assert [(one.category.name, one.children[0].category.name) for one in chosen] == [("안내", "배송")]
        assert [t.name for t in chosen[0].children[0].templates] == ["출발", "도착"]
        assert [one.phone for one in await templates.senders("s")] == ["15880001"]


async def test_trouble_of_a_carrier_is_known_before_one_writes(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as desk:
        link = (await filled(desk)).texting.link
        state = await link.state("s")
        assert state is not None
        assert (state.trouble, state.held) == (CarrierTrouble.QUOTA, 3)
        assert await link.state("other") is None


async def test_a_table_reads_the_history_page_by_page(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as desk:
        history = (await filled(desk)).texting.history
        pages = MessagePages(history, MessageFilter(), MessageSort())
        assert await pages.count() == 40
        first, second = await pages.page(0, 10), await pages.page(10, 10)
        assert [row.id for row in (*first, *second)] == [m.id for m in reversed(messages(40))][:20]
        assert await pages.position(second[0].id) == 10
        assert [row.id for row in await pages.by_ids([first[3].id])] == [first[3].id]
        failed = MessageFilter(statuses=(MessageStatus.FAILED,))
        assert (await history.count_by_status(MessageFilter())).get(MessageStatus.FAILED, 0) == (
            await history.count(failed)
        )


async def test_offline_templates_and_history_are_read_and_changing_says_why_not(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as desk:
        texting = (await filled(desk)).texting
        desk.place._on_status(SyncStatus(SyncState.OFFLINE))
        assert len(await texting.templates.tree("s")) == 2
        row = messages(1)[0]
        assert await texting.history.detail(row.id) == row
        new = NewSmsCategory(service_id="s", name="x")
        for work in (
            texting.templates.create_category(new),
            texting.history.cancel(row.id),
            texting.images.jpeg("i"),
        ):
            with pytest.raises(Unreachable) as offline:
                await work
            assert not offline.value.sent


async def test_cancelling_tells_what_was_handed_over_before(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as desk:
        answer = SmsCancelled(cancelled=("a",), too_late=("b",))
        desk.answer = lambda _request: httpx.Response(200, content=msgspec.json.encode(answer))
        assert await desk.texting.history.cancel_request("r") == answer
        assert desk.asked[0].url.path == "/v1/sms/requests/r/cancel"
        desk.answer = lambda _request: problem(ErrorCode.TOO_LATE, 409)
        with pytest.raises(Refused):
            await desk.texting.history.cancel("a")


async def test_a_picture_is_fetched_once(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as desk:
        jpeg = {"content-type": "image/jpeg"}
        desk.answer = lambda _request: httpx.Response(200, content=b"\xff\xd8", headers=jpeg)
        assert await desk.texting.images.jpeg("i") == b"\xff\xd8"
        assert await desk.texting.images.jpeg("i") == b"\xff\xd8"
        assert len(desk.asked) == 1
