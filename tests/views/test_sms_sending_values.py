"""If these fail, a template that names the customer can only be sent by way of a spreadsheet."""

from pathlib import Path
from typing import Any

from support.server_thread import ServerThread
from support.waiting import eventually, until
from views.sms_sending import Opener, OpenRoom, asking, kept
from views.sms_sending import opened as opened

BODY = "##고객명##님, 주문 ##주문번호## 출고"


def fill(desk: OpenRoom, name: str, value: str) -> None:
    desk.form.values.field(name).setText(value)


async def test_typed_recipients_get_the_text_with_the_values_that_were_filled_in(
    opened: Opener, tmp_path: Path
) -> None:
    desk = await opened()
    assert not desk.form.values.isVisible(), "nothing is asked for yet"
    desk.write(BODY)
    assert desk.form.values.isVisible()
    desk.address("01012345678")
    assert [one.name for one in desk.form.text.measure.missing] == ["고객명", "주문번호"]
    desk.press()
    assert asking() is None
    await until(desk.form.values.field("고객명").hasFocus)
    fill(desk, "고객명", "박미경")
    fill(desk, "주문번호", "A-7")
    assert not desk.form.text.measure.missing
    path = tmp_path / "명단.csv"
    path.write_text("고객명,주문번호,전화번호\n이하나,B-1,01099998888", encoding="utf-8")
    desk.room.presenter.importing.read(path)
    await until(lambda: desk.room.presenter.writing.to.count == 2)
    desk.room.presenter.keep()
    assert await eventually(lambda: _kept(desk))
    await desk.send()
    desk.settle(11)
    assert desk.texts.ledger.bodies == ["이하나님, 주문 B-1 출고", "박미경님, 주문 A-7 출고"]
    desk.write(BODY)
    assert desk.form.values.field("고객명").text() == "", "another text, other people"


async def _kept(desk: OpenRoom) -> bool:
    draft = await kept(desk.services)
    return draft is not None and draft.values == {"고객명": "박미경", "주문번호": "A-7"}


async def test_a_fixed_template_from_a_callback_has_its_customers_name(
    opened: Opener, server: ServerThread
) -> None:
    async def fixed(_texts: Any, catalogue: Any) -> None:
        await catalogue.template("부재 안내", body=BODY, editable=False, no_answer=True)

    server.run(lambda centre: centre.given(centre.ann, name="박미경", phone="010-4444-5555"))
    desk = await opened(prepare=fixed)
    row = await desk.services.search.next_in_line()
    assert row is not None
    (template,) = desk.room.view.tree.templates
    came = {"callback": row.id, "phone": row.callback.phone, "service": row.callback.service_id}
    desk.room.entered(came | {"template": template})
    await until(lambda: desk.written.template_id == template and desk.written.sender)
    assert desk.form.values.field("고객명").text() == "박미경"
    assert [one.name for one in desk.form.text.measure.missing] == ["주문번호"]
    await until(lambda: desk.form.first is desk.form.values.field("주문번호"))
    assert desk.form.values.field("주문번호").hasFocus(), "not in a text nobody may change"
    fill(desk, "주문번호", "A-7")
    desk.press()
    confirmed = await desk.answer()
    assert any("010-4444-5555" in value for _name, value, _strong in confirmed.lines()), "to whom it goes"
    await until(lambda: not desk.line.isHidden() and not desk.side.send.busy)
    desk.settle(11)
    assert desk.texts.ledger.bodies == ["박미경님, 주문 A-7 출고"]


async def test_tab_leads_from_the_text_over_the_values_to_the_recipients(opened: Opener) -> None:
    desk = await opened()
    desk.write(BODY)
    form = desk.form
    wanted = [form.values.field("고객명"), form.values.field("주문번호"), form.recipients.field]
    chain, widget = [], form.text._field.nextInFocusChain()
    while widget is not form.text._field:
        chain.append(widget)
        widget = widget.nextInFocusChain()
    places = [chain.index(one) for one in wanted]
    assert places == sorted(places)
