"""A migration operation that makes the database itself refuse changes to rows of the record.

The querysets already refuse; the trigger is for everybody who goes round them: a shell, a script, a later
mistake.
"""

from typing import Any

from django.db import migrations

POSTGRESQL = """
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '{table} is append-only';
END $$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS {table}_append_only ON {table};
CREATE TRIGGER {table}_append_only BEFORE {events} ON {table}
    FOR EACH ROW {when} EXECUTE FUNCTION {function}();
"""
# SQLite: no trigger on DELETE, because that is how Django empties tables between tests; the protected foreign keys and
# the querysets stand there alone.
SQLITE = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} {when}
BEGIN
    SELECT RAISE(ABORT, '{table} is append-only');
END
"""


def never_deleted(table: str) -> migrations.RunPython:
    """For a table whose `append_only` speaks of NEW and so can watch updates alone: the same refusal for deletions.
    PostgreSQL only, as above.
    """

    def forwards(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_never_deleted BEFORE DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
            )

    def backwards(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_never_deleted ON {table}")

    return migrations.RunPython(forwards, backwards)


def append_only(table: str, *, unless: str = "", events: str = "UPDATE OR DELETE") -> migrations.RunPython:
    """The operation for one table. `unless`: an SQL condition on OLD and, with `events="UPDATE"`, NEW under
    which a row may still change, such as a comment that is a draft.

    Repeat it after every change of the table's columns: SQLite makes the table anew then and forgets its triggers.
    """
    when = f"WHEN (NOT ({unless}))" if unless else ""

    def forwards(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(POSTGRESQL.format(table=table, function=f"{table}_refuse", events=events, when=when))
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only")
            schema_editor.execute(SQLITE.format(table=table, when=when))

    def backwards(apps: Any, schema_editor: Any) -> None:
        on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {table}_append_only{on_table}")

    return migrations.RunPython(forwards, backwards)
