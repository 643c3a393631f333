"""The database refuses what names no organisation. Without that, one forgotten condition is a leak."""

import ast
import inspect
import sys
from collections.abc import Awaitable, Callable
from datetime import date
from types import ModuleType

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.people import Role
from occ_contract.statistics import Period
from occ_server.callbacks import customer, intake, outstanding, rows
from occ_server.callbacks.intake import Taken
from occ_server.callbacks.rows import load_body
from occ_server.callbacks.tables import callbacks
from occ_server.kit.db import Database
from occ_server.kit.organisation_guard import NoOrganisationError, across_organisations
from occ_server.people.actor import PersonActor
from occ_server.stats import service as stats
from occ_server.visibility.scopes import Standing
from support.centre import Centre

Reading = Callable[[AsyncConnection, ModuleType, Centre, str], Awaitable[object]]


async def test_what_names_no_organisation_never_reaches_the_database(database: Database) -> None:
    everybody = select(callbacks.c.phone)
    for _ in range(2):  # known or not
        async with database.read() as conn:
            with pytest.raises(NoOrganisationError, match="callbacks"):
                await conn.execute(everybody)
    for statement in ("SELECT phone FROM callbacks", "DELETE FROM callbacks"):
        async with database.ask() as conn:
            with pytest.raises(NoOrganisationError):
                await conn.execute(text(statement))
            with pytest.raises(NoOrganisationError):
                await conn.exec_driver_sql(statement)
    with pytest.raises(NoOrganisationError):
        async with database.write() as uow:
            await uow.conn.execute(callbacks.update().values(note="x"))


async def test_a_reason_lets_this_statement_through_and_no_other_that_looks_alike(database: Database) -> None:
    everybody = select(callbacks.c.phone)
    async with database.read() as conn:
        assert (await conn.execute(across_organisations(everybody, "a test"))).all() == []
        with pytest.raises(NoOrganisationError):
            await conn.execute(everybody)
        assert (await conn.execute(across_organisations(everybody, "a test"))).all() == []
    with pytest.raises(ValueError, match="why"):
        across_organisations(everybody, " ")


async def test_the_many_that_are_named_when_they_run_pass(database: Database, centre: Centre) -> None:
    made = [await centre.received() for _ in range(2)]
    async with database.read() as conn:
        assert len(await rows.load_rows(conn, centre.world.organisation_id, made, lock=False)) == 2


class _Unbinding(ast.NodeTransformer):
    """Takes the organisation out of every condition."""

    def __init__(self) -> None:
        self.taken = 0

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        kept = [
            a
            for a in node.args
            if not (isinstance(a, ast.Compare) and "organisation_id ==" in ast.unparse(a))
        ]
        self.taken += len(node.args) - len(kept)
        node.args = kept
        return node


def unbound(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return a real module as it would be had somebody forgotten the organisation."""
    forgetful = _Unbinding()
    tree = ast.fix_missing_locations(forgetful.visit(ast.parse(inspect.getsource(module))))
    assert forgetful.taken
    mutant = ModuleType(f"{module.__name__}_unbound")
    monkeypatch.setitem(sys.modules, mutant.__name__, mutant)
    exec(compile(tree, str(module.__file__), "exec"), vars(mutant))
    return mutant


async def _figures(conn: AsyncConnection, module: ModuleType, centre: Centre, _callback: str) -> object:
    boss = centre.boss.someone
    standing = Standing(centre.service, Role.SUPERVISOR, frozenset())
    person = PersonActor(
        *(boss.id, boss.organisation_id, "", "Asia/Seoul", boss.username, boss.name, "s"), (standing,)
    )
    day = date(2026, 3, 2)
    return await module.figures(conn, person, module.StatsQuery(first=day, last=day, by=Period.DAY))


async def _history(conn: AsyncConnection, module: ModuleType, centre: Centre, callback: str) -> object:
    body = await load_body(conn, centre.world.organisation_id, callback)
    return await module.history(conn, centre.world.organisation_id, body)


REAL: dict[str, tuple[ModuleType, Reading]] = {
    "bodies": (rows, lambda conn, m, at, one: m.load_bodies(conn, at.world.organisation_id, [one])),
    "customer": (customer, _history),
    "outstanding": (
        outstanding,
        lambda conn, m, at, _: m.outstanding_of(conn, at.world.organisation_id, [at.ann.id]),
    ),
    "intake": (
        intake,
        lambda conn, m, at, one: m.intake_answer(conn, at.world.organisation_id, Taken(one, True)),
    ),
    "figures": (stats, _figures),
}


@pytest.mark.parametrize("topic", REAL)
async def test_a_real_reading_that_forgets_its_organisation_is_refused(
    topic: str, centre: Centre, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, read = REAL[topic]
    callback = await centre.received()
    async with database.read() as conn:
        await read(conn, module, centre, callback)
        with pytest.raises(NoOrganisationError, match=r"callbacks|tickets"):
            await read(conn, unbound(module, monkeypatch), centre, callback)
