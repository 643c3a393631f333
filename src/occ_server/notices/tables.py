"""Rows of notices; who is told stands in the feed, under the notice's one key."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from occ_contract.notices import NoticeKind
from occ_server.kit.columns import Id, Json, UtcTime, Word, id_column, metadata, seq_column

notices = Table(
    "notices",
    metadata,
    id_column(),
    Column("organisation_id", Id, ForeignKey("organisations.id"), nullable=False),
    Column("service_id", Id, ForeignKey("services.id"), nullable=False),
    Column("kind", Word(NoticeKind), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("count", Integer, nullable=False, server_default="1"),
    Column("subject", String(20), nullable=False),  # what it is about: callback, …
    Column("subject_ids", Json, nullable=False),
    Column("actor_id", Id),
    Column("actor_name", String(200)),
    Column("params", Json, nullable=False),  # what the sentence needs besides, by the kind
    seq_column(),
    Index(None, "organisation_id", "created_at"),
    Index(None, "created_at"),
)
