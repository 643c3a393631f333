"""Another language amid a text: if these fail, choosing one throws away what was about to be sent."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.frame import Place
from support.catalogue import Catalogue
from support.relay import relay
from support.server_thread import ServerThread
from support.waiting import until
from views.conftest import LogIn
from views.renewed_desk import Desk
from views.sms_sending import asking, question, texting_centre


@pytest.fixture
async def catalogue(server: ServerThread) -> Catalogue:
    _texts, made = server.run(texting_centre)
    return made


@pytest.fixture
async def desk(
    server: ServerThread, catalogue: Catalogue, log_in: LogIn, tasks: TaskOwner
) -> AsyncIterator[Desk]:
    made = Desk(await log_in("ann"), tasks)
    yield made
    made.close()


async def written(desk: Desk) -> Any:
    """Return the sending room once one can write there."""
    room = desk.room(Place.SMS_SENDING)
    await until(lambda: room.presenter.writing.text.sender and room.view.form.isEnabled())
    return room


async def test_text_template_recipients_and_time_stay(
    server: ServerThread, catalogue: Catalogue, desk: Desk, tmp_path: Path
) -> None:
    template = server.run(lambda _centre: catalogue.template("출고 안내", body="출고됩니다."))
    file = tmp_path / "명단.csv"
    file.write_text("이름,전화번호\n박고객,01011112222\n김고객,02-12\n", encoding="utf-8")
    room = await written(desk)
    await until(lambda: room.presenter.catalogue.template(template["id"]))
    room.presenter.choose_template(template["id"])
    await until(lambda: room.view.form.text.body == "출고됩니다.")
    room.view.form.text._field.setPlainText("출고됩니다. 감사합니다.")
    room.view.form.recipients.field.setPlainText("01033334444")
    room.presenter.importing.read(file)
    await until(lambda: room.presenter.writing.to.count == 2)
    before = room.presenter.writing.text
    desk.renew()
    again = await written(desk)
    assert again is not room
    await until(lambda: again.view.form.text.body == before.body)
    assert again.presenter.writing.text == before
    assert again.presenter.writing.to.count == 2
    rejects = again.view.form.recipients.rejects
    await until(lambda: [one.reject.value for one in rejects.rows] == ["02-12"])
    await until(lambda: again.presenter.template is not None)
    assert again.presenter.template.id == template["id"]


async def test_a_text_about_a_callback_stays_about_it(server: ServerThread, desk: Desk) -> None:
    callback = server.run(lambda centre: centre.given(centre.ann, name="박고객"))
    listed = desk.room(Place.CALLBACK_LIST)
    await until(lambda: listed.model.total == 1)
    listed.texting.send("01012345678", server.centre.service, callback)
    room = await written(desk)
    await until(lambda: room.presenter.writing.subject == callback)
    room.view.form.text._field.setPlainText("곧 전화드리겠습니다.")
    desk.renew()
    again = await written(desk)
    await until(lambda: again.presenter.writing.subject == callback)
    await until(lambda: again.view.form.text.body == "곧 전화드리겠습니다.")
    await until(lambda: "박고객" in again.view.about._title.text())


async def test_a_text_just_sent_can_still_be_taken_back(desk: Desk) -> None:
    room = await written(desk)
    room.view.form.text._field.setPlainText("안녕하세요")
    room.view.form.recipients.field.setPlainText("01033334444")
    room.view.side.send.click()
    (await question()).default_button.click()
    await until(lambda: asking() is None)
    await until(lambda: room.view.outcome.recallable)
    desk.renew()
    again = await written(desk)
    await until(lambda: again.view.outcome.recallable)
    again.view.outcome.recall.click()
    await until(lambda: again.view.form.text.body == "안녕하세요")


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_text_that_is_on_its_way_meanwhile_is_not_offered_for_sending_again(
    server: ServerThread, catalogue: Catalogue, log_in: LogIn, tasks: TaskOwner, at_once: bool
) -> None:
    with relay(server.url) as wire:
        desk = Desk(await log_in("ann", wire.url), tasks)
        room = await written(desk)
        room.view.form.text._field.setPlainText("안녕하세요")
        room.view.form.recipients.field.setPlainText("01033334444")
        room.view.side.send.click()
        dialog = await question()
        wire.holds = b"POST /v1/sms/requests "
        dialog.default_button.click()
        await until(lambda: wire.held)
        desk.renew()
        again = desk.room(Place.SMS_SENDING)
        if at_once:
            wire.let_go()  # the answer may be there before this window looks
        else:
            await until(lambda: again.view.side.send.busy, why="for the answer to be waited for here")
            wire.let_go()
            await until(lambda: "Sent" in again.view.outcome.said and again.view.outcome.recallable)
        writing = again.presenter.writing
        await until(lambda: writing.loaded and again.presenter._resuming is None and not writing.text.body)
        await until(lambda: not again.view.side.send.busy)
        assert (again.view.form.text.body, writing.to.count) == ("", 0)
        desk.close()
