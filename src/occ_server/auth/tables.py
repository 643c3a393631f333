"""Tables of sessions, their tokens (only hashes are stored), failed log-ins and API keys."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from occ_server.kit.columns import Id, UtcTime, id_column, metadata

TokenHash = String(64)

sessions = Table(
    "sessions",
    metadata,
    id_column(),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("device", String(100), nullable=False),
    Column("address", String(64)),
    Column("created_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Column("end_reason", String(20)),
    Index("ix_sessions_person_id", "person_id"),
    Index("ix_sessions_ended_at", "ended_at"),
)

access_tokens = Table(
    "access_tokens",
    metadata,
    Column("hash", TokenHash, primary_key=True),
    Column("session_id", Id, ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Index("ix_access_tokens_expires_at", "expires_at"),
    Index("ix_access_tokens_session_id", "session_id"),
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
)

login_failures = Table(
    "login_failures",
    metadata,
    Column("username_hash", TokenHash, primary_key=True),  # of any name ever typed, so never the name itself
    Column("failed", Integer, nullable=False),
    Column("last_at", UtcTime, nullable=False),
    Column("locked_until", UtcTime),
)

integration_keys = Table(
    "integration_keys",
    metadata,
    id_column(),
    Column("organisation_id", Id, ForeignKey("organisations.id"), nullable=False),
    Column("name", String(100), nullable=False),
    Column("hash", TokenHash, nullable=False, unique=True),
    Column("created_at", UtcTime, nullable=False),
    Column("revoked_at", UtcTime),
)
