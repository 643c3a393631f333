"""Which account a text was handed over with, and accounts that were replaced while texts were under way."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, empty: what is under way now is the service's first account's."""
    op.add_column("sms_links", sa.Column("account_id", sa.String(36), nullable=True))
    op.add_column("sms_handovers", sa.Column("account_id", sa.String(36), nullable=True))
    op.create_table(
        "sms_former_accounts",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("carrier", sa.String(32), nullable=False),
        sa.Column("url", sa.String(400), nullable=True),
        sa.Column("app_key", sa.String(200), nullable=True),
        sa.Column("secret", sa.String(400), nullable=True),
        sa.Column("replaced_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_sms_former_accounts_organisation_id"
        ),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_sms_former_accounts_service_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sms_former_accounts"),
    )
    op.create_index("ix_sms_former_accounts_replaced_at", "sms_former_accounts", ["replaced_at"])
