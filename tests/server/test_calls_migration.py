"""Calls that run while a centre is updated: if these fail, they are cut off, or their desks show nothing."""

from typing import Any

import sqlalchemy

from occ_server.migrations.runner import migrate
from support.migrating import at_ease, at_step

ANN, BEN, AMY, ORGANISATION, SERVICE = "ann", "ben", "amy", "o", "s"


class Rows:
    """Inserts rows of an old schema, with something in each column that needs it."""

    def __init__(self, connection: sqlalchemy.Connection) -> None:
        self._connection = connection
        self._look = sqlalchemy.inspect(connection)

    def put(self, table: str, **given: Any) -> None:
        needed: dict[str, Any] = {}
        for column in self._look.get_columns(table):
            if not column["nullable"] and column["default"] is None:
                kind = str(column["type"])
                needed[column["name"]] = False if "BOOL" in kind else 0 if "INT" in kind else ""
        values = needed | given
        marks = ", ".join(f":{name}" for name in values)
        statement = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})"
        self._connection.execute(sqlalchemy.text(statement), values)


def fill(rows: Rows) -> None:
    """Put three agents in calls: one that runs, one whose claim ended, and one that is over."""
    rows.put("organisations", id=ORGANISATION, name="o", time_zone="UTC")
    rows.put("services", id=SERVICE, organisation_id=ORGANISATION, name="s")
    for place, person in enumerate((ANN, BEN, AMY)):
        callback, call = f"callback of {person}", f"call of {person}"
        ours = {"organisation_id": ORGANISATION}
        names = {"name": person, "username": person}
        rows.put("people", id=person, **ours, **names)
        customer = {"phone": f"010{place}", "name": f"customer {place}", "status": "assigned"}
        rows.put("callbacks", id=callback, service_id=SERVICE, **ours, **customer)
        times = {"started_at": 100 + place, "answered_at": 150, "ended_at": None if person == ANN else 200}
        stands = {"state": "talking" if person == ANN else "ended", "call_id": f"pbx {place}"}
        whose = {"callback_id": callback, "agent_id": person}
        rows.put("call_attempts", id=call, **whose, **ours, **times, **stands)
        line = {"extension": f"100{place}", "state": "work" if person == AMY else "talking"}
        rows.put("cti_lines", person_id=person, attempt_id=None if person == AMY else call, **ours, **line)


def test_calls_that_run_are_taken_over_with_what_a_desk_shows_of_them(empty_url: str) -> None:
    at_step(empty_url, "0012")
    with at_ease(empty_url) as connection:
        fill(Rows(connection))
    migrate(empty_url)
    with at_ease(empty_url) as connection:
        found = connection.execute(sqlalchemy.text("SELECT * FROM calls ORDER BY id")).mappings().all()
        query = sqlalchemy.text("SELECT person_id, call_id FROM cti_lines ORDER BY person_id")
        lines = connection.execute(query).all()
    names = ("id", "agent_id", "extension", "phone", "for_kind", "for_id", "name", "state", "pbx_call_id")
    assert [tuple(row[name] for name in names) for row in found] == [
        (
            *(f"call of {who}", who, f"100{n}", f"010{n}", "callback", f"callback of {who}"),
            *(f"customer {n}", "talking", f"pbx {n}"),
        )
        for n, who in enumerate((ANN, BEN))
    ]
    # The PBX dialled them already; the claim of the second had ended.
    assert [(row["ordered_at"], row["given_up_at"], row["ended_at"]) for row in found] == [
        (100, None, None),
        (101, 200, None),
    ]
    assert [tuple(line) for line in lines] == [(AMY, None), (ANN, f"call of {ANN}"), (BEN, f"call of {BEN}")]
