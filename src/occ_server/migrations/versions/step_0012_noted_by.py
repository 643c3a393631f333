"""A note keeps who wrote it: whoever would have overwritten it is told whose it is."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; whose a note of before was is not known."""
    op.add_column("callbacks", sa.Column("noted_by", sa.String(length=36), nullable=True))
