"""The step that tells customers of one external id apart. If it fails, an update loses callbacks or calls."""

from typing import Any

import pytest
import sqlalchemy
from alembic import command
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from occ_server.migrations.runner import _config, migrate, sync_url

BEFORE = "0003"
ROW = {"status": "received", "received_at": 7, "organisation_id": "o", "service_id": "s", "attempts": 2}


def insert(connection: Connection, table: str, **values: Any) -> None:
    names, places = ", ".join(values), ", ".join(f":{name}" for name in values)
    connection.execute(sqlalchemy.text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)


def fill(connection: Connection) -> None:
    insert(connection, "organisations", id="o", name="센터", time_zone="Asia/Seoul")
    switches = dict.fromkeys(("callback_enabled", "sms_enabled", "cti_enabled", "auto_ticket"), True)
    insert(
        connection, "services", id="s", organisation_id="o", name="몰", service_level_seconds=20, **switches
    )
    person = {"username": "ann", "name": "이상담", "password_hash": "x", "created_at": 1}
    insert(connection, "people", id="p", organisation_id="o", **person)
    for number in range(3):
        insert(
            connection,
            "callbacks",
            id=f"c{number}",
            external_id=f"call-{number}" if number else None,
            phone=f"0101111000{number}",
            message="환불\n부탁",
            seq=number + 5,
            **ROW,
        )
    attempt = {"organisation_id": "o", "agent_id": "p", "started_at": 1, "state": "ended", "lease_until": 2}
    insert(connection, "call_attempts", id="a", callback_id="c1", **attempt)


def rows(engine: Engine, table: str) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        found = connection.execute(sqlalchemy.text(f"SELECT * FROM {table} ORDER BY id"))
        return [dict(row._mapping) for row in found]


def kept(after: list[dict[str, Any]], before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what later rows have of the columns there were."""
    return [{name: row[name] for name in was} for row, was in zip(after, before, strict=True)]


def test_an_update_keeps_every_callback_and_lets_an_id_be_used_again(empty_url: str) -> None:
    engine = sqlalchemy.create_engine(sync_url(empty_url))
    with engine.connect() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
        fill(connection)
        connection.commit()
    before, attempts = rows(engine, "callbacks"), rows(engine, "call_attempts")
    migrate(empty_url)
    after = rows(engine, "callbacks")
    assert kept(after, before) == before
    assert kept(rows(engine, "call_attempts"), attempts) == attempts
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            assert connection.execute(sqlalchemy.text("PRAGMA foreign_key_check")).all() == []
        insert(connection, "callbacks", id="c8", external_id="call-1", phone="01022220002", seq=9, **ROW)
        connection.commit()
        with pytest.raises(IntegrityError):
            insert(connection, "callbacks", id="c9", external_id="call-1", phone="01011110001", seq=9, **ROW)
    engine.dispose()
