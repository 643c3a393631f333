"""Bringing a server to the new entrance. If it fails, an update logs all out or keeps a session for ever."""

from typing import Any

import sqlalchemy
from alembic import command

from occ_server.migrations.runner import _config, migrate, sync_url

DAY, HOUR = 24 * 3600 * 1_000_000, 3600 * 1_000_000
LOGGED_IN = 1_000 * DAY


def insert(connection: sqlalchemy.Connection, table: str, **values: Any) -> None:
    columns = ", ".join(values)
    given = ", ".join(f":{name}" for name in values)
    connection.execute(sqlalchemy.text(f"INSERT INTO {table} ({columns}) VALUES ({given})"), values)


def test_open_sessions_expire_twelve_hours_after_their_last_refresh_and_keys_stay_for_intake(
    empty_url: str,
) -> None:
    engine = sqlalchemy.create_engine(sync_url(empty_url))
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        insert(connection, "organisations", id="o", name="Centre", time_zone="Asia/Seoul")
        person = {"username": "kim", "name": "Kim", "password_hash": "", "created_at": 0}
        insert(connection, "people", id="p", organisation_id="o", **person)
        for session, ended in (("refreshed", None), ("bare", None), ("ended", LOGGED_IN)):
            times = {"created_at": LOGGED_IN, "ended_at": ended}
            insert(connection, "sessions", id=session, person_id="p", device="", **times)
        for n, refreshed in enumerate((0, 5 * HOUR)):
            expires = LOGGED_IN + refreshed + 30 * DAY
            insert(connection, "refresh_tokens", hash=str(n), session_id="refreshed", expires_at=expires)
        insert(connection, "login_failures", username_hash="x", failed=5, last_at=0)
        insert(
            connection, "integration_keys", id="k", organisation_id="o", name="ivr", hash="h", created_at=0
        )
    assert migrate(empty_url).is_current
    with engine.begin() as connection:
        rows = connection.execute(sqlalchemy.text("SELECT id, kind, expires_at FROM sessions")).all()
        scopes = connection.execute(sqlalchemy.text("SELECT scopes FROM integration_keys")).scalar_one()
    engine.dispose()
    assert {row.id: row.expires_at for row in rows} == {
        "refreshed": LOGGED_IN + 17 * HOUR,
        "bare": LOGGED_IN + 12 * HOUR,
        "ended": None,
    }
    assert {row.kind for row in rows} == {"person"}
    assert scopes == '["callbacks.intake"]'
