"""The triggers that make the trail append-only. Entries go only by a purge that says so beforehand.

SQLite's ``INSERT OR REPLACE`` removes a row without firing its DELETE triggers, so an INSERT over a row that
is there is refused, also one that aims at a hidden ``rowid``. Who owns the database can drop all of this;
``occ-server audit verify`` is there to notice.
"""

from collections.abc import Mapping

_REFUSAL = "the audit trail is append-only"
_AUTHORISED = """SELECT 1 FROM audit_purges
    WHERE audit_purges.organisation_id = OLD.organisation_id AND audit_purges.number >= OLD.number"""


def _sqlite(table: str, verb: str, condition: str = "") -> str:
    when = f"WHEN {condition} " if condition else ""
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {when}"
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    )


def _is_there(table: str, *key: str) -> str:
    same = " AND ".join(f"there.{column} = NEW.{column}" for column in key)
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} AS there WHERE {where})"  # noqa: S608 - constants of this file
        for where in (same, "there.rowid = NEW.rowid")
    )


SQLITE_TRIGGERS: Mapping[str, tuple[str, ...]] = {
    "audit_entries": (
        _sqlite("audit_entries", "UPDATE"),
        _sqlite("audit_entries", "DELETE", f"NOT EXISTS ({_AUTHORISED})"),
        _sqlite("audit_entries", "INSERT", _is_there("audit_entries", "organisation_id", "number")),
    ),
    "audit_heads": (
        _sqlite(
            "audit_heads",
            "UPDATE",
            "NOT (NEW.organisation_id = OLD.organisation_id AND NEW.number > OLD.number)",
        ),
        _sqlite("audit_heads", "DELETE"),
        _sqlite("audit_heads", "INSERT", _is_there("audit_heads", "organisation_id")),
    ),
    "audit_purges": (
        _sqlite("audit_purges", "UPDATE"),
        _sqlite("audit_purges", "DELETE"),
        _sqlite("audit_purges", "INSERT", _is_there("audit_purges", "organisation_id", "number")),
    ),
}

POSTGRESQL_FUNCTIONS: tuple[str, ...] = (
    f"""CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$""",
    f"""CREATE OR REPLACE FUNCTION guard_audit_delete() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
    IF NOT EXISTS ({_AUTHORISED}) THEN RAISE EXCEPTION '{_REFUSAL}'; END IF;
    RETURN OLD;
    END $$""",
)
POSTGRESQL_TRIGGERS: Mapping[str, tuple[str, ...]] = {
    "audit_entries": (
        """CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR TRUNCATE ON audit_entries
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()""",
        """CREATE TRIGGER audit_entries_purge_only BEFORE DELETE ON audit_entries
        FOR EACH ROW EXECUTE FUNCTION guard_audit_delete()""",
    ),
    "audit_heads": (
        """CREATE TRIGGER audit_heads_stay BEFORE DELETE OR TRUNCATE ON audit_heads
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()""",
        """CREATE TRIGGER audit_heads_advance BEFORE UPDATE ON audit_heads FOR EACH ROW
        WHEN (NOT (NEW.organisation_id = OLD.organisation_id AND NEW.number > OLD.number))
        EXECUTE FUNCTION refuse_audit_change()""",
    ),
    "audit_purges": (
        """CREATE TRIGGER audit_purges_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_purges
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()""",
    ),
}
