"""An entry of the feed knows the number it had before, so that sums can follow a feed that never rests."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; entries of before get theirs with their next change."""
    op.add_column("feed", sa.Column("prior", sa.BigInteger(), nullable=True))
