"""The keys people hold and held: what a pull backfills and purges is read from here."""

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table

from occ_server.kit.belonging import of_no_organisation
from occ_server.kit.columns import Id, metadata

KEY_LENGTH = 100

key_grants = Table(
    "key_grants",
    metadata,
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("key", String(KEY_LENGTH), primary_key=True),
    Column("granted_seq", BigInteger, nullable=False),
    Column("revoked_seq", BigInteger),  # null while held
    info=of_no_organisation("keys are handles: what they open is read within an organisation"),
)
