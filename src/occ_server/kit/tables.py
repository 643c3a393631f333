"""The kit's own table: receipts of commands."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table

from occ_server.kit.columns import Id, UtcTime, metadata

receipts = Table(
    "receipts",
    metadata,
    Column("actor_id", Id, primary_key=True),
    Column("key", Id, primary_key=True),
    Column("request_hash", String(64), nullable=False),  # sha256 of method, path and body
    Column("status", Integer, nullable=False),  # 0 while the command runs in its own transaction
    Column("result", LargeBinary, nullable=False),  # what the work returned, as JSON; names no customer
    Column("created_at", UtcTime, nullable=False),
    Index("ix_receipts_created_at", "created_at"),
)
