"""Searching by any part of a phone number gets its index: ``migrate`` builds it after the steps."""

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing: the index is no part of the schema."""
