"""Searching by any part of a phone number gets its index on PostgreSQL, where ``pg_trgm`` can be had."""

from alembic import op

from occ_server.migrations.trigrams import ensure_trigrams

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the indexes, or leave the search without them."""
    ensure_trigrams(op.get_bind())
