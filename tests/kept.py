"""What is expensive to make in the database, made once a session and put back for each test that wants it.

The rows lie in tables beside the portal's own, which neither a rollback nor a flush between tests touches.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import count

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction

_numbers = count()


class Kept:
    """The rows that `make` adds to an empty database. Made where no test has a transaction open; the database is empty
    again afterwards."""

    def __init__(self, make: Callable[[], object]) -> None:
        there_before = {model for model in _models() if model._default_manager.exists()}
        make()
        self.tables: list[tuple[type[models.Model], str]] = []
        with connection.cursor() as cursor:
            for model in _models():
                if model not in there_before and model._default_manager.exists():
                    name = f"kept_{next(_numbers)}"
                    cursor.execute(f"CREATE TABLE {name} AS SELECT * FROM {_quoted([model._meta.db_table])}")
                    self.tables.append((model, name))
        call_command("flush", interactive=False, verbosity=0)

    def put_back(self) -> None:
        """All rows at once, so that those that refer to each other may come in any order; then the counters of primary
        keys, which go on where they stood."""
        with transaction.atomic(), connection.cursor() as cursor:
            for model, name in self.tables:
                fields = [field for field in model._meta.local_concrete_fields if not field.generated]
                columns = _quoted(str(field.column) for field in fields)
                table = _quoted([model._meta.db_table])
                cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {name}")
            for statement in connection.ops.sequence_reset_sql(no_style(), [model for model, _ in self.tables]):
                cursor.execute(statement)


def _models() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(map(connection.ops.quote_name, names))
