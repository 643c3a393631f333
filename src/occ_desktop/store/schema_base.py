"""What every table of the cache is made with: the metadata, whole numbers, the small kinds of rows."""

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text, text

metadata = MetaData()


def whole(name: str) -> Column[int]:
    """Return a column for a whole number, 0 where nothing is said."""
    return Column(name, Integer, nullable=False, server_default=text("0"))


def entity(name: str, *extra: Column[int] | Column[str] | Column[bytes] | Index) -> Table:
    """Return the table of a small kind of rows the feed carries."""
    return Table(
        name,
        metadata,
        Column("id", Text, primary_key=True),
        whole("seq"),
        whole("keyset"),
        Column("body", LargeBinary, nullable=False),
        Index(f"ix_{name}_keyset", "keyset"),
        *extra,
    )
