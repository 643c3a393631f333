"""Texting from a desk against the real server: both sides mean the same by what they say."""

import io
from collections.abc import Awaitable, Callable

import pytest
from PIL import Image
from sqlalchemy import Connection, delete

from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
from occ_contract.sms import (
    MessageStage,
    MessageStatus,
    NewSmsCategory,
    NewSmsRequest,
    NewSmsTemplate,
    Recipient,
    SmsTemplateChange,
    TextType,
)
from occ_contract.sync import Entity
from occ_desktop.domain.failures import Refused
from occ_desktop.domain.message_filters import MessageFilter, MessageSort
from occ_desktop.store import binding, messages, texting
from occ_desktop.store.entities import TABLES
from occ_desktop.store.schema_texting import message_search
from support.centre import Centre
from support.texting import SENDER, Texting
from support.texting import texting as texts_through_a_ledger
from sync.machines import Machine

Seat = Callable[[str], Awaitable[Machine]]


def a_text(centre: Centre, *phones: str, **fields: object) -> NewSmsRequest:
    wanted = {"type": TextType.SMS, "sender": SENDER, "body": "안녕하세요"} | fields
    recipients = tuple(Recipient(phone=phone) for phone in phones)
    return NewSmsRequest(service_id=centre.service, recipients=recipients, **wanted)  # type: ignore[arg-type]


async def listed(machine: Machine) -> tuple[messages.MessageRow, ...]:
    """Return the history as this desk shows it."""
    return await machine.cache.read(messages.page, MessageFilter(), MessageSort(), 0, 100)


@pytest.fixture
async def texts(centre: Centre) -> Texting:
    return await texts_through_a_ledger(centre)


async def test_what_a_supervisor_keeps_is_on_the_agents_desk_and_goes_from_it(
    centre: Centre, texts: Texting, sit: Seat
) -> None:
    boss, ann = await sit("boss"), await sit("ann")
    api = boss.link.api.texting
    first = await api.create_category(NewSmsCategory(service_id=centre.service, name="배송"), key=new_id())
    below = NewSmsCategory(service_id=centre.service, name="출고 안내", parent_id=first.id)
    second = await api.create_category(below, key=new_id())
    pixels = io.BytesIO()
    Image.new("RGB", (8, 8)).save(pixels, "JPEG")
    image = await api.upload_image(centre.service, "a.jpg", pixels.getvalue(), key=new_id())
    wanted = NewSmsTemplate(
        category_id=second.id,
        type=TextType.MMS,
        name="출고 예정",
        subject="출고",
        body="##이름## 고객님",
        sender=SENDER,
        image_ids=(image.id,),
    )
    made = await api.create_template(wanted, key=new_id())
    await ann.settle()
    assert [one.name for one in await ann.cache.read(texting.categories)] == ["배송", "출고 안내"]
    assert [one.body for one in await ann.cache.read(texting.templates)] == ["##이름## 고객님"]
    assert await ann.link.api.texting.image(image.id) == pixels.getvalue()
    with pytest.raises(Refused) as refused:
        await ann.link.api.texting.delete_templates((made.id,), key=new_id())
    assert refused.value.code is ErrorCode.FORBIDDEN
    await api.change_template(made.id, SmsTemplateChange(base=made.version, name="출고"), key=new_id())
    await ann.settle()
    assert [one.name for one in await ann.cache.read(texting.templates)] == ["출고"]
    await api.delete_templates((made.id,), key=new_id())
    await ann.settle()
    assert await ann.cache.read(texting.templates) == ()


async def test_a_text_is_in_the_history_of_who_sent_it_and_of_the_supervisor_and_nobody_elses(
    centre: Centre, texts: Texting, sit: Seat
) -> None:
    ann, ben, boss = await sit("ann"), await sit("ben"), await sit("boss")
    api, key, asked = ann.link.api.texting, new_id(), a_text(centre, "01012345678", "01087654321")
    shown = await api.preview(asked, key=new_id())
    assert (shown.count, shown.bytes) == (2, 10)
    sent = await api.send(asked, key=key)
    assert await api.send(asked, key=key) == sent
    await texts.settle(1)
    for one in sent.messages:
        await texts.report(texts.outcome(one.id))
    for machine in (ann, ben, boss):
        await machine.settle()
    for machine in (ann, boss):
        rows = await listed(machine)
        assert {row.message.recipient for row in rows} == {"01012345678", "01087654321"}
        assert {row.message.status for row in rows} == {MessageStatus.DONE}
        assert {row.message.body for row in rows} == {"안녕하세요"}
    assert await listed(ben) == ()
    assert sorted(texts.ledger.counts.values()) == [1, 1]


def _from_before_texting(conn: Connection) -> None:
    """Make of the file what version 5 had: the feed passed the rows of texting by."""
    for table in (*(table for kind, table in TABLES.items() if kind.startswith("sms_")), message_search):
        conn.execute(delete(table))
    binding.remember(conn, schema="5")


async def test_an_update_fetches_the_texts_it_learns_of_and_no_callback_again(
    centre: Centre, texts: Texting, sit: Seat
) -> None:
    waiting = await centre.given(centre.ann)
    ann = await sit("ann")
    await ann.link.api.texting.send(a_text(centre, "01012345678"), key=new_id())
    await texts.settle(1)
    await ann.settle()
    await ann.cache.write(_from_before_texting)
    await ann.restart()
    assert await listed(ann) == ()
    assert set(await ann.rows()) == {waiting}
    ann.changes.clear()
    await ann.settle()
    assert len(await listed(ann)) == 1
    assert not any(change.everything or change.touches(Entity.CALLBACK) for change in ann.changes)


async def test_a_single_text_is_recalled_and_never_goes_out(
    centre: Centre, texts: Texting, sit: Seat
) -> None:
    ann = await sit("ann")
    api = ann.link.api.texting
    sent = await api.send(a_text(centre, "01012345678"), key=new_id())
    recalled = await api.cancel_message(sent.messages[0].id, key=new_id())
    assert recalled.cancelled == (sent.messages[0].id,)
    await texts.settle(60)
    await ann.settle()
    (row,) = await listed(ann)
    assert (row.message.status, row.message.stage) == (MessageStatus.CANCELLED, MessageStage.ENDED)
    assert not texts.ledger.calls


async def test_who_cannot_be_sent_to_is_named_and_nothing_is_sent(
    centre: Centre, texts: Texting, sit: Seat
) -> None:
    ann = await sit("ann")
    with pytest.raises(Refused) as refused:
        await ann.link.api.texting.send(a_text(centre, "01012345678", "0101234"), key=new_id())
    assert refused.value.code is ErrorCode.RECIPIENTS_INVALID
    assert [one["phone"] for one in refused.value.params["recipients"]] == ["0101234"]
    await texts.settle(60)
    assert not texts.ledger.calls
