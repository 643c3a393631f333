"""What texting stands on: categories, templates and their versions, images, sender numbers, carriers.

Who may send texts by their role holds the keys of texting from now on; nothing is to be seen there yet.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; each only names those before it."""
    _categories()
    _templates()
    _template_versions()
    _images()
    _image_contents()
    _sender_numbers()
    _links()
    _grant()


def _grant() -> None:
    """Give every member of a service with texting the keys that their role gives."""
    person = sa.table("people", *map(sa.column, ("id", "disabled_at")))
    member = sa.table("memberships", *map(sa.column, ("person_id", "service_id", "role")))
    service = sa.table("services", *map(sa.column, ("id", "sms_enabled")))
    granted = sa.table("key_grants", *map(sa.column, ("person_id", "key", "granted_seq")))
    of_service = sa.literal("s:").concat(member.c.service_id)
    own = of_service.concat(":messages:").concat(member.c.person_id)
    anybody, supervisor = sa.true(), member.c.role == "supervisor"
    for key, who in (
        (of_service.concat(":sms"), anybody),
        (own, anybody),
        (of_service.concat(":messages"), supervisor),
    ):
        members = (
            sa.select(member.c.person_id, key, sa.literal(0))
            .select_from(member)
            .join(person, person.c.id == member.c.person_id)
            .join(service, service.c.id == member.c.service_id)
            .where(service.c.sms_enabled, person.c.disabled_at.is_(None), who)
        )
        op.execute(sa.insert(granted).from_select(["person_id", "key", "granted_seq"], members))


def _categories() -> None:
    op.create_table(
        "sms_categories",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("parent_id", sa.String(36), nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_sms_categories_organisation_id"
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["sms_categories.id"], name="fk_sms_categories_parent_id"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_sms_categories_service_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sms_categories"),
    )
    op.create_index(
        "ix_sms_categories_service_id_parent_id_position",
        "sms_categories",
        ["service_id", "parent_id", "position"],
    )


def _templates() -> None:
    op.create_table(
        "sms_templates",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("category_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("editable", sa.Boolean(), nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("description", sa.String(400), nullable=False),
        sa.Column("sender", sa.String(20), nullable=True),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("image_ids", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", sa.String(36), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(["category_id"], ["sms_categories.id"], name="fk_sms_templates_category_id"),
        sa.ForeignKeyConstraint(["changed_by"], ["people.id"], name="fk_sms_templates_changed_by"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_sms_templates_organisation_id"
        ),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_sms_templates_service_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sms_templates"),
    )
    op.create_index("ix_sms_templates_category_id_position", "sms_templates", ["category_id", "position"])
    op.create_index(
        "ix_sms_templates_service_id_category_id_position",
        "sms_templates",
        ["service_id", "category_id", "position"],
    )


def _template_versions() -> None:
    op.create_table(
        "sms_template_versions",
        sa.Column("template_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("description", sa.String(400), nullable=False),
        sa.Column("sender", sa.String(20), nullable=True),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("image_ids", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["people.id"], name="fk_sms_template_versions_changed_by"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_sms_template_versions_organisation_id"
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["sms_templates.id"], name="fk_sms_template_versions_template_id"
        ),
        sa.PrimaryKeyConstraint("template_id", "version", name="pk_sms_template_versions"),
    )


def _images() -> None:
    op.create_table(
        "sms_images",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(36), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name="fk_sms_images_created_by"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_sms_images_organisation_id"
        ),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_sms_images_service_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sms_images"),
    )
    op.create_index("ix_sms_images_organisation_id_sha256", "sms_images", ["organisation_id", "sha256"])
    op.create_index("ix_sms_images_service_id_created_at", "sms_images", ["service_id", "created_at"])
    unkept = sa.text("kept_at IS NULL")
    op.create_index(
        "ix_sms_images_unkept", "sms_images", ["created_at"], sqlite_where=unkept, postgresql_where=unkept
    )


def _image_contents() -> None:
    op.create_table(
        "sms_image_contents",
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_sms_image_contents_organisation_id"
        ),
        sa.PrimaryKeyConstraint("organisation_id", "sha256", name="pk_sms_image_contents"),
    )


def _sender_numbers() -> None:
    op.create_table(
        "sms_sender_numbers",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("usable", sa.Boolean(), nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_sms_sender_numbers_organisation_id"
        ),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_sms_sender_numbers_service_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sms_sender_numbers"),
    )
    op.create_index("uq_sms_sender_numbers_phone", "sms_sender_numbers", ["service_id", "phone"], unique=True)


def _links() -> None:
    op.create_table(
        "sms_links",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("carrier", sa.String(32), nullable=True),
        sa.Column("url", sa.String(400), nullable=True),
        sa.Column("app_key", sa.String(200), nullable=True),
        sa.Column("secret", sa.String(400), nullable=True),
        sa.Column("webhook_secret", sa.String(400), nullable=True),
        sa.Column("hook", sa.String(64), nullable=True),
        sa.Column("trouble", sa.String(32), nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.Column("tried_at", sa.BigInteger(), nullable=True),
        sa.Column("held", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("held_since", sa.BigInteger(), nullable=True),
        sa.Column("polled_until", sa.BigInteger(), nullable=True),
        sa.Column("senders_synced_at", sa.BigInteger(), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(["id"], ["services.id"], name="fk_sms_links_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_sms_links_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sms_links"),
    )
    op.create_index("uq_sms_links_hook", "sms_links", ["hook"], unique=True)
