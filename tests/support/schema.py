"""The complete schema as the code has it: what migrations must lead to."""

from sqlalchemy import MetaData

from occ_server.kit.columns import metadata
from occ_server.topics import TOPICS


def complete_metadata() -> MetaData:
    """Return the metadata with the tables of every topic."""
    assert TOPICS, "importing the topics loads their tables"
    return metadata
