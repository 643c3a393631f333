"""An external id used again by another customer is another request; what stood behind a number is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let the number tell two requests of one external id apart, and give remarks their column."""
    with op.batch_alter_table("callbacks") as callbacks:
        callbacks.add_column(sa.Column("phone_remark", sa.String(length=40), nullable=True))
        callbacks.drop_constraint("uq_callbacks_service_id_external_id", type_="unique")
        callbacks.create_unique_constraint(
            "uq_callbacks_service_id_external_id_phone", ["service_id", "external_id", "phone"]
        )
