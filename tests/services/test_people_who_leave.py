"""If these fail, what somebody did who left is nobody's work: in lists, conditions and figures."""

from occ_contract.people import Role
from occ_desktop.services.directory import Directory
from occ_desktop.ui.person_choices import person_choices
from services.conftest import Client
from support.centre import Centre
from support.server_thread import ServerThread
from support.waiting import eventually, until
from support.world import PHONE


def _offered(directory: Directory, *services: str) -> list[str]:
    """Return the assignees a list of these services offers to search for."""
    former = directory.former(services)
    return [choice.label for choice in person_choices(directory.assignees(services), former)]


async def test_who_leaves_keeps_the_name_and_is_no_candidate_any_more(
    server: ServerThread, client: Client
) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    services = await client.log_in("boss")
    directory, ann, service = services.directory, server.centre.ann.id, server.centre.service
    assert directory.takes(ann) == {service}
    assert not directory.former()
    server.run(lambda c: c.world.revoke(ann, service))
    await until(lambda: not directory.takes(ann))
    assert directory.name(ann) == directory.names()[ann] == "이상담"
    assert ann not in {agent.id for agent in directory.agents()}
    assert [agent.id for agent in directory.former((service,))] == [ann]
    assert await services.search.outstanding() == {(ann, service): 1}
    row = await services.search.row(callback)
    assert row is not None
    assert row.callback.assignee_id == ann


async def test_former_people_are_offered_to_search_for_after_those_who_are_there(
    server: ServerThread, client: Client
) -> None:
    async def another_service(centre: Centre) -> str:
        other: str = await centre.world.service("샘플카드")
        await centre.world.grant(centre.boss.id, other, Role.SUPERVISOR)
        await centre.world.grant(centre.ann.id, other, Role.AGENT, PHONE)
        await centre.world.revoke(centre.ann.id, centre.service)
        await centre.world.disable(centre.ben.id)
        return other

    other, here = server.run(another_service), server.centre.service
    directory = (await client.log_in("boss")).directory
    await eventually(lambda: _all_in(directory))
    assert _offered(directory, here)[-2:] == ["박상담 (left)", "이상담 (left)"]
    assert "이상담" in _offered(directory, here, other), "at work in one of them, offered once"
    assert "이상담 (left)" not in _offered(directory, here, other)
    assert _offered(directory, other)[0] == "이상담", "who has a telephone there comes first"


async def _all_in(directory: Directory) -> bool:
    return len(directory.former()) == 2
