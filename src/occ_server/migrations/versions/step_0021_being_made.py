"""A request's hand-overs that are being made are found by themselves, however many others are unclear."""

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

LATE_INDEXES = {
    "ix_sms_handovers_being_made": (
        "sms_handovers (request_id) WHERE answered_at IS NULL AND unclear_at IS NULL"
    )
}


def upgrade() -> None:
    """Change nothing else."""
