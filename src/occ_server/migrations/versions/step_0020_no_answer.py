"""One template of a service is what it writes to customers nobody reached."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; no template is one yet."""
    op.add_column(
        "sms_templates",
        sa.Column("no_answer", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
