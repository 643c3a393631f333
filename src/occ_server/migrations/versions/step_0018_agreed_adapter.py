"""The installation's adapter is written down by name; where softphones dial, no row says so."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the name, unknown for a link of before: the next process that names an adapter says it."""
    op.add_column("cti_links", sa.Column("adapter", sa.String(20), nullable=True))
    op.execute("DELETE FROM cti_links WHERE name = 'softphone'")
