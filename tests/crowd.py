"""Several people at once: each in a thread with a database connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

Outcome = TypeVar("Outcome")
PATIENCE = 60  # seconds: a thread that has died leaves the others at the barrier for ever


def at_once(acts: Sequence[Callable[[], Outcome]]) -> list[Outcome]:
    """Run every act in a thread of its own, all from the same instant; what they return, in the order given.

    The first exception of any of them is raised here, after all have ended.
    """
    start = Barrier(len(acts))

    def one(act: Callable[[], Outcome]) -> Outcome:
        try:
            start.wait(PATIENCE)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as crowd:
        running = [crowd.submit(one, act) for act in acts]
    return [each.result() for each in running]
