"""Tables of sessions, tokens (only hashes are stored), tries to log in, known devices, API keys and walls."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from occ_server.kit.belonging import of_no_organisation
from occ_server.kit.columns import Id, Json, UtcTime, id_column, metadata

TokenHash = String(64)
_SECRET = of_no_organisation("what somebody shows says who they are, and only then whose")

sessions = Table(
    "sessions",
    metadata,
    id_column(),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("device", String(100), nullable=False),
    Column("address", String(64)),
    Column("kind", String(10), nullable=False, server_default="person"),  # nothing else: see ``devices``
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime),  # unless it is refreshed before; none: by nothing but an end
    Column("ended_at", UtcTime),
    Column("end_reason", String(20)),
    Index("ix_sessions_person_id", "person_id"),
    Index("ix_sessions_ended_at", "ended_at", "expires_at"),
    info=_SECRET,
)

access_tokens = Table(
    "access_tokens",
    metadata,
    Column("hash", TokenHash, primary_key=True),
    Column("session_id", Id, ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Index("ix_access_tokens_expires_at", "expires_at"),
    Index("ix_access_tokens_session_id", "session_id"),
    info=_SECRET,
)

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("hash", TokenHash, primary_key=True),
    Column("session_id", Id, ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
    Column("used_with", TokenHash),  # hash of the Idempotency-Key it was traded with
    Index("ix_refresh_tokens_expires_at", "expires_at"),
    Index("ix_refresh_tokens_session_id", "session_id"),
    info=_SECRET,
)

# Of any name ever typed and any place ever come from, so never the name or the place itself.
login_tries = Table(
    "login_tries",
    metadata,
    Column("username_hash", TokenHash, primary_key=True),
    Column("guesser_hash", TokenHash, primary_key=True),  # of a known device's token, or of a place
    Column("failed", Integer, nullable=False),
    Column("pending", Integer, nullable=False),  # counted, not yet answered
    Column("throttled", Integer, nullable=False),  # refused unchecked, not yet in the trail
    Column("last_at", UtcTime, nullable=False),
    Column("throttled_until", UtcTime),
    Column("known_at", UtcTime),  # the last right password
    Column("person_id", Id),
    Column("address", String(64)),  # of the last one refused unchecked
    Index("ix_login_tries_last_at", "last_at"),
    Index("ix_login_tries_throttled_until", "throttled_until"),
)

login_ceilings = Table(
    "login_ceilings",
    metadata,
    Column("username_hash", TokenHash, primary_key=True),
    Column("since", UtcTime, nullable=False),
    Column("failed", Integer, nullable=False),
    Index("ix_login_ceilings_since", "since"),
)

known_devices = Table(
    "known_devices",
    metadata,
    Column("hash", TokenHash, primary_key=True),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Index("ix_known_devices_person_id_seen_at", "person_id", "seen_at"),
    Index("ix_known_devices_seen_at", "seen_at"),
    info=_SECRET,
)

integration_keys = Table(
    "integration_keys",
    metadata,
    id_column(),
    Column("organisation_id", Id, ForeignKey("organisations.id"), nullable=False),
    Column("name", String(100), nullable=False),
    Column("hash", TokenHash, nullable=False, unique=True),
    Column("scopes", Json, nullable=False, server_default='["callbacks.intake"]'),
    Column("created_at", UtcTime, nullable=False),
    Column("revoked_at", UtcTime),
)

devices = Table(  # walls: not known_devices, which are people's machines
    "devices",
    metadata,
    id_column(),
    Column("organisation_id", Id, ForeignKey("organisations.id"), nullable=False),
    Column("name", String(100), nullable=False),
    Column("hash", TokenHash, nullable=False, unique=True),
    Column("created_at", UtcTime, nullable=False),
    Column("revoked_at", UtcTime),
    Index("ix_devices_organisation_id_name", "organisation_id", "name"),
)

device_services = Table(
    "device_services",
    metadata,
    Column("device_id", Id, ForeignKey("devices.id"), primary_key=True),
    Column("service_id", Id, ForeignKey("services.id"), primary_key=True),
)
