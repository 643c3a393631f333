"""The main job, end to end: a request comes in, is told, spread, called, completed and counted."""

from support.journey import SUPERVISOR, Centre, until


async def test_a_request_reaches_the_screen_of_who_may_see_it(sample: Centre) -> None:
    await sample.person("boss", SUPERVISOR, "김관리")
    boss = await sample.seat("boss")
    callback = await sample.intake(name="박미경", message="배송지 변경하고 싶어요")
    rows = boss.client.shell.host.currentWidget().model
    await until(lambda: rows.rowCount() == 1)
    assert callback
