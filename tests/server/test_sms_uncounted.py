"""Handing over while PostgreSQL has counted no table: if it fails, a young centre's texts slow each other.

A plan made without counts takes an organisation for a handful of rows, and reads all it has for each slice.
"""

from typing import Any

import pytest
from sqlalchemy import event

from support.centre import Centre
from support.texting import texting

TO = 400
BY_ORGANISATION = ("ix_sms_messages_organisation_id", "ix_sms_messages_service_id", "Seq Scan")


@pytest.fixture(params=["postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def test_what_is_handed_over_is_found_by_its_ids_before_any_table_was_counted(centre: Centre) -> None:
    texts = await texting(centre)
    to = [{"phone": f"0101111{n:04d}", "values": {"번호": str(n)}} for n in range(TO)]
    await texts.sent(body="번호 ##번호##", to=to)
    run: dict[str, Any] = {}

    def note(_conn: Any, _cursor: Any, statement: str, values: Any, context: Any, _many: bool) -> None:
        if "sms_messages" in statement or "sms_handovers" in statement:
            run[statement] = values[0] if isinstance(values, list) else values

    engine = texts.database._writer.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    await texts.settle(0)
    event.remove(engine, "before_cursor_execute", note)
    assert len(texts.ledger.calls) == TO
    assert len(run) >= 5
    async with texts.database.write() as uow:
        conn = await uow.conn.execution_options(across_organisations="a test looks at plans")
        for statement, values in run.items():
            plan = "\n".join((await conn.exec_driver_sql(f"EXPLAIN {statement}", values)).scalars())
            assert not [name for name in BY_ORGANISATION if name in plan], plan
