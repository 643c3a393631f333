"""Walls have accounts of their own: a token that ends by being revoked, and the services they show."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create their two tables."""
    op.create_table(
        "devices",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_devices_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_devices"),
        sa.UniqueConstraint("hash", name="uq_devices_hash"),
    )
    op.create_index("ix_devices_organisation_id_name", "devices", ["organisation_id", "name"])
    op.create_table(
        "device_services",
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name="fk_device_services_device_id"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_device_services_service_id"),
        sa.PrimaryKeyConstraint("device_id", "service_id", name="pk_device_services"),
    )
