"""Who left a service keeps their name there, also those who left before this was written down.

Earlier, the row of somebody whose membership ended left the feed of their former colleagues: lists, history
and downloads showed nobody where they had worked. Whoever callbacks, calls or tickets of a service still name
is remembered now, and their row comes back under the key of that service's people.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *map(sa.column, columns))


_callbacks = _table("callbacks", "id", "service_id", "assignee_id", "assigner_id", "completed_by")
_attempts = _table("call_attempts", "callback_id", "agent_id")
_tickets = _table("tickets", "service_id", "created_by")
_people = _table("people", "id", "organisation_id", "seq")
_members = _table("memberships", "person_id", "service_id")
_former = _table("former_memberships", "person_id", "service_id")
_counters = _table("feed_counters", "organisation_id", "value")
_feed = _table("feed", "entity_id", "entity", "key", "seq", "gone")


def upgrade() -> None:
    """Create the table, remember who has left, and bring their names back."""
    op.create_table(
        "former_memberships",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_former_memberships_person_id"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_former_memberships_service_id"),
        sa.PrimaryKeyConstraint("person_id", "service_id", name="pk_former_memberships"),
    )
    op.create_index("ix_former_memberships_service_id", "former_memberships", ["service_id"])
    connection = op.get_bind()
    _remember(connection)
    left = sa.select(_people.c.organisation_id).join(_former, _former.c.person_id == _people.c.id).distinct()
    for organisation in connection.execute(left).scalars().all():
        _put_back(connection, organisation)


def _remember(connection: sa.Connection) -> None:
    """Write down who is named by a row of a service without being its member."""
    c = _callbacks.c
    called = sa.select(_attempts.c.agent_id, c.service_id).join(_callbacks, c.id == _attempts.c.callback_id)
    named = sa.union(
        *(sa.select(who, c.service_id) for who in (c.assignee_id, c.assigner_id, c.completed_by)),
        called,
        sa.select(_tickets.c.created_by, _tickets.c.service_id),
    ).subquery()
    person, service = named.c[0], named.c[1]
    member = sa.exists().where(_members.c.person_id == person, _members.c.service_id == service)
    connection.execute(
        sa.insert(_former).from_select(
            ["person_id", "service_id"], sa.select(person, service).where(person.is_not(None), ~member)
        )
    )


def _put_back(connection: sa.Connection, organisation: str) -> None:
    """Give these people the organisation's next number, under the keys they lost and those they kept."""
    seq = connection.execute(
        sa.update(_counters)
        .where(_counters.c.organisation_id == organisation)
        .values(value=_counters.c.value + 1)
        .returning(_counters.c.value)
    ).scalar_one_or_none()
    if seq is None:  # no change of this organisation was ever stamped
        seq = 1
        connection.execute(sa.insert(_counters).values(organisation_id=organisation, value=seq))
    of_it = _people.c.organisation_id == organisation
    lost = (
        sa.select(_former.c.person_id, sa.literal("s:") + _former.c.service_id + sa.literal(":people"))
        .join(_people, _people.c.id == _former.c.person_id)
        .where(of_it)
    )
    rows = [
        {"entity_id": person, "entity": "agent", "key": key, "seq": seq, "gone": False}
        for person, key in connection.execute(lost)
    ]
    for row in rows:
        stands = (_feed.c.entity_id == row["entity_id"], _feed.c.entity == "agent")
        connection.execute(sa.delete(_feed).where(*stands, _feed.c.key == row["key"]))
        connection.execute(sa.update(_feed).where(*stands, ~_feed.c.gone).values(seq=seq))
    connection.execute(sa.insert(_feed), rows)
    ids = sa.select(_former.c.person_id)
    connection.execute(sa.update(_people).where(of_it, _people.c.id.in_(ids)).values(seq=seq))
