"""Tables of organisations, services, people, and who is and was a member of what."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from occ_contract.people import Role
from occ_server.kit.columns import Id, Json, UtcTime, Word, id_column, metadata, seq_column

organisations = Table(
    "organisations",
    metadata,
    id_column(),
    Column("name", String(100), nullable=False, unique=True),
    Column("time_zone", String(64), nullable=False),  # IANA name; its calendar days are the business days
)

services = Table(
    "services",
    metadata,
    id_column(),
    Column("organisation_id", Id, ForeignKey("organisations.id"), nullable=False),
    Column("name", String(100), nullable=False),
    Column("callback_enabled", Boolean, nullable=False),
    Column("sms_enabled", Boolean, nullable=False),
    Column("cti_enabled", Boolean, nullable=False),
    Column("auto_ticket", Boolean, nullable=False),
    Column("service_level_seconds", Integer, nullable=False),
    seq_column(),
    UniqueConstraint("organisation_id", "name"),
)

routes = Table(
    "routes",
    metadata,
    Column("service_id", Id, ForeignKey("services.id"), primary_key=True),
    Column("code", String(50), primary_key=True),
    Column("label", String(100), nullable=False),
)

people = Table(
    "people",
    metadata,
    id_column(),
    Column("organisation_id", Id, ForeignKey("organisations.id"), nullable=False),
    Column("username", String(100), nullable=False, unique=True),  # as people.names.username_key stores it
    Column("name", String(100), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("disabled_at", UtcTime),
    Column("created_at", UtcTime, nullable=False),
    seq_column(),
    Index("ix_people_organisation_id", "organisation_id"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("service_id", Id, ForeignKey("services.id"), primary_key=True),
    Column("role", Word(Role), nullable=False),
    Column("granted", Json, nullable=False),  # permissions granted beyond the role's own
    Index("ix_memberships_service_id", "service_id"),
)

# Who left a service keeps their name there, in lists, history, figures and downloads; it gives them no right.
former_memberships = Table(
    "former_memberships",
    metadata,
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("service_id", Id, ForeignKey("services.id"), primary_key=True),
    Column("ended_at", UtcTime),  # null: before this was written down
    Index("ix_former_memberships_service_id", "service_id"),
)
