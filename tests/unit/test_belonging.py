"""Which statements name their organisation. One that slips through shows a centre another's customers."""

import pytest
from sqlalchemy import (
    ClauseElement,
    and_,
    bindparam,
    column,
    delete,
    exists,
    func,
    insert,
    lateral,
    literal_column,
    or_,
    select,
    table,
    text,
    true,
    update,
    values,
)
from sqlalchemy.dialects import postgresql

from occ_server.audit.tables import audit_entries
from occ_server.auth.tables import access_tokens, sessions
from occ_server.callbacks.tables import attempts, batch_rows, batches, callbacks
from occ_server.kit.belonging import belongs, unbound
from occ_server.kit.columns import metadata
from occ_server.people.tables import memberships, organisations, people, routes, services
from occ_server.topics import TOPICS

ORG = "019e0000-0000-7000-8000-000000000001"
c = callbacks.c
OWN = c.organisation_id == ORG
other = callbacks.alias("other")
members = select(memberships.c.person_id)
lines_by = select(attempts.c.agent_id)
lines_of = select(attempts.c.callback_id)
chosen = select(people.c.organisation_id).where(people.c.id == c.assignee_id)
counted = select(func.count()).select_from(attempts)
latest = select(attempts.c.organisation_id).where(attempts.c.callback_id == c.id)
person = postgresql.insert(people).values(id="x", organisation_id=ORG)

UNBOUND: dict[str, tuple[ClauseElement, set[str]]] = {
    "the whole table": (select(callbacks), {"callbacks"}),
    "an alias": (select(other).where(other.c.id == "x"), {"callbacks"}),
    "single columns": (select(c.phone, c.name).where(c.id.in_(["x"])), {"callbacks"}),
    "all columns": (select(*c).where(c.id.in_(["x"])), {"callbacks"}),
    "columns by name": (select(*(c[n] for n in ("phone", "note"))).where(c.id == "x"), {"callbacks"}),
    "asked of the table": (callbacks.select().where(c.id == "x"), {"callbacks"}),
    "built beforehand": (select(callbacks).where(c.id == bindparam("i")), {"callbacks"}),
    "a text": (text("SELECT * FROM callbacks"), {"callbacks"}),
    "a text within": (select(text("phone FROM callbacks")), {"callbacks"}),
    "a literal within": (select(literal_column("(SELECT max(phone) FROM callbacks)")), {"callbacks"}),
    "a text with columns": (text("SELECT phone FROM callbacks").columns(column("phone")), {"callbacks"}),
    "a table by its name": (select(column("phone")).select_from(table("callbacks")), {"callbacks"}),
    "a label": (select(c.phone.label("p")), {"callbacks"}),
    "a figure": (select(func.count()).select_from(callbacks), {"callbacks"}),
    "what an update returns": (update(callbacks).values(note="x").returning(c.phone), {"callbacks"}),
    "an update by id": (update(callbacks).where(c.id == "x").values(note="x"), {"callbacks"}),
    "a deletion": (delete(callbacks).where(c.id == "x"), {"callbacks"}),
    "the trail": (select(audit_entries), {"audit_entries"}),
    "a table of a table's": (select(routes.c.label), {"routes"}),
    "its parent's id alone": (select(routes.c.label).where(routes.c.service_id == "x"), {"routes"}),
    "two": (select(batch_rows, batches), {"assignment_batch_rows", "assignment_batches"}),
    "the organisations": (select(organisations.c.name), {"organisations"}),
    "compared with itself": (select(c.phone).where(c.organisation_id == c.organisation_id), {"callbacks"}),
    "compared with nothing": (select(c.phone).where(c.organisation_id.is_(None)), {"callbacks"}),
    "not equal": (select(c.phone).where(c.organisation_id != ORG), {"callbacks"}),
    "another column": (select(c.phone).where(c.service_id == ORG), {"callbacks"}),
    "another's organisation": (
        select(c.phone, people.c.name).where(people.c.organisation_id == ORG),
        {"callbacks"},
    ),
    "behind an or": (select(c.phone).where(or_(OWN, c.id == "x")), {"callbacks"}),
    "in the columns": (select(c.phone, OWN), {"callbacks"}),
    "in the order": (select(c.phone).order_by(OWN), {"callbacks"}),
    "the left of an outer join": (
        select(c.phone).outerjoin_from(callbacks, people, and_(OWN, people.c.id == c.assignee_id)),
        {"callbacks", "people"},
    ),
    "a full join": (
        select(c.phone).select_from(
            callbacks.outerjoin(people, OWN & (people.c.id == c.assignee_id), full=True)
        ),
        {"callbacks", "people"},
    ),
    "joined by what is no key": (
        select(attempts.c.phone).join(callbacks, c.phone == attempts.c.phone).where(OWN),
        {"call_attempts"},
    ),
    "one of two aliases": (
        select(other.c.phone).where(OWN, other.c.phone == c.phone),
        {"callbacks"},
    ),
    "a subquery": (select(select(c.phone).where(c.id == "x").subquery().c.phone), {"callbacks"}),
    "a common table": (select(select(c.phone).cte("found").c.phone), {"callbacks"}),
    "a common table beside": (
        select(true()).add_cte(update(callbacks).where(c.id == "x").values(note="").cte("done")),
        {"callbacks"},
    ),
    "one half of a union": (select(c.phone).where(OWN).union(select(other.c.phone)), {"callbacks"}),
    "a figure beside": (
        select(c.phone, counted.scalar_subquery()).where(OWN),
        {"call_attempts"},
    ),
    "a condition's own table": (
        select(c.phone).where(OWN, exists().where(attempts.c.phone == c.phone)),
        {"call_attempts"},
    ),
    "a list from anywhere": (select(c.phone).where(OWN, c.phone.in_(select(other.c.phone))), {"callbacks"}),
    "each by the other": (select(c.phone).where(c.id.in_(lines_of)), {"call_attempts"}),
    "each by the other's organisation": (
        select(c.phone).where(c.organisation_id == chosen.scalar_subquery()),
        {"people"},
    ),
    "each by the other, sideways": (
        select(c.phone).join(found := lateral(latest), c.organisation_id == found.c.organisation_id),
        {"callbacks", "call_attempts"},
    ),
    "by way of a table of nobody's": (
        select(people.c.name).join(sessions, sessions.c.person_id == people.c.id).where(sessions.c.id == "x"),
        {"people"},
    ),
    "an insert": (insert(callbacks).values(phone="010"), {"callbacks"}),
    "an insert from elsewhere": (
        insert(callbacks).from_select(
            ["organisation_id", "phone"], select(other.c.organisation_id, other.c.phone)
        ),
        {"callbacks"},
    ),
    "an insert over another's row": (
        person.on_conflict_do_update(index_elements=["id"], set_={"name": "x"}),
        {"people"},
    ),
}

BOUND: dict[str, ClauseElement] = {
    "named": select(callbacks).where(OWN),
    "named when it runs": select(callbacks).where(c.organisation_id == bindparam("organisation")),
    "one of several": select(callbacks).where(c.organisation_id.in_([ORG])),
    "named from the other side": select(callbacks).where(bindparam("organisation") == c.organisation_id),
    "in an and": select(callbacks).where(and_(c.id == "x", and_(OWN, c.phone == "010"))),
    "an alias": select(other).where(other.c.organisation_id == ORG),
    "joined by organisation": select(c.phone, other.c.phone)
    .join(other, and_(other.c.organisation_id == c.organisation_id, other.c.phone == c.phone))
    .where(OWN),
    "joined by a key": select(c.phone, people.c.name).join(people, people.c.id == c.assignee_id).where(OWN),
    "its parent": select(routes).join(services).where(services.c.organisation_id == ORG),
    "a chain of keys": select(memberships)
    .join(people, people.c.id == memberships.c.person_id)
    .join(organisations, organisations.c.id == people.c.organisation_id)
    .where(organisations.c.id == ORG),
    "the right of an outer join": select(c.phone, people.c.name)
    .outerjoin(people, people.c.id == c.assignee_id)
    .where(OWN),
    "a subquery": select(select(c.phone).where(OWN).subquery().c.phone),
    "joined to a subquery": select(attempts.c.phone).join(
        mine := select(c.id).where(OWN).subquery(), mine.c.id == attempts.c.callback_id
    ),
    "correlated": select(c.phone, counted.where(attempts.c.callback_id == c.id).scalar_subquery()).where(OWN),
    "that it exists": select(c.phone).where(OWN, exists().where(attempts.c.callback_id == c.id)),
    "of its own list": select(c.phone).where(c.id.in_(lines_of.where(attempts.c.organisation_id == ORG))),
    "members of its own": select(people.c.name).where(
        people.c.organisation_id == ORG, people.c.id.in_(members)
    ),
    "members of this or that": select(people.c.name).where(
        people.c.organisation_id == ORG, or_(people.c.id.in_(members), people.c.id.not_in(lines_by))
    ),
    "given rows": update(callbacks)
    .where(c.id == (given := values(column("i", c.id.type), name="given").data([("x",)])).c.i, OWN)
    .values(note=given.c.i),
    "an update": update(callbacks).where(OWN, c.id == "x").values(note="x").returning(callbacks),
    "an insert": insert(callbacks).values(organisation_id=ORG),
    "inserts": insert(callbacks).values([{"organisation_id": ORG}, {"organisation_id": ORG}]),
    "an insert over its own row": person.on_conflict_do_update(
        index_elements=["id"],
        set_={"name": "x"},
        where=people.c.organisation_id == person.excluded.organisation_id,
    ),
    "tables of nobody's": select(sessions).join(access_tokens),
    "nothing": select(true()),
}


@pytest.mark.parametrize("way", UNBOUND)
def test_a_statement_without_its_organisation_is_found_however_it_is_written(way: str) -> None:
    statement, tables = UNBOUND[way]
    assert unbound(statement, metadata) == tables


@pytest.mark.parametrize("way", BOUND)
def test_a_statement_that_names_its_organisation_passes(way: str) -> None:
    assert unbound(BOUND[way], metadata) == set()


def test_an_insert_may_get_its_organisation_when_it_runs() -> None:
    assert unbound(insert(callbacks), metadata, ["phone", "organisation_id"]) == set()
    assert unbound(insert(callbacks), metadata, ["phone"]) == {"callbacks"}


def test_each_table_is_an_organisations_or_says_why_not() -> None:
    """A table added without a thought belongs; one that is nobody's was called so, or leads to nobody."""
    assert TOPICS
    free = {name for name, its in metadata.tables.items() if not belongs(its)}
    assert free == {
        *("access_tokens", "refresh_tokens", "sessions", "known_devices"),  # what is shown says whose it is
        *("login_tries", "login_ceilings"),  # names tried, of whomever
        *("feed", "key_grants", "feed_marks", "receipts"),  # handles and numbers
        *("jobs", "server_state", "cti_links"),  # of the house
    }
