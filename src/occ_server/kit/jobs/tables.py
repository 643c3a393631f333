"""The one table of due work. A job that is done is deleted, so it stays as small as what is left to do."""

from sqlalchemy import Column, Integer, String, Table

from occ_server.kit.belonging import of_no_organisation
from occ_server.kit.columns import Id, Json, UtcTime, id_column, metadata, partial_index

WAITING = "token IS NULL AND failed_at IS NULL"

jobs = Table(
    "jobs",
    metadata,
    id_column(),  # of recurring work and of owners: their name, so that there is one row each
    Column("kind", String(64), nullable=False),
    Column("key", String(200)),  # the same work: one of them waits, one of them runs
    Column("organisation_id", Id),
    Column("payload", Json, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("due_at", UtcTime),  # when it should have been done; none for an owner's seat
    Column("ready_at", UtcTime, nullable=False),  # when it may be taken: due, paused, or its lease over
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("token", Id),  # of the lease: whoever ends the job must still hold it
    Column("holder", String(100)),  # the process that has the lease, for people to read
    Column("failed_at", UtcTime),  # set aside
    Column("error", String(100)),  # the kind of the last failure
    Column("error_text", String(300)),  # where it happened; never what a customer said
    partial_index(
        "ix_jobs_ready",
        "kind",
        "ready_at",
        "id",
        where="failed_at IS NULL",
    ),
    partial_index(
        "uq_jobs_waiting",
        "kind",
        "key",
        unique=True,
        where=WAITING,
    ),
    partial_index(
        "ix_jobs_running",
        "kind",
        "key",
        where="token IS NOT NULL",
    ),
    partial_index(
        "ix_jobs_failed",
        "failed_at",
        where="failed_at IS NOT NULL",
    ),
    info=of_no_organisation("the runner does the work of all, and no request reads it"),
)
