"""Runs the benchmarks that were asked for and prints their lines as they come."""

import os
import sys
import time
from collections.abc import Callable, Iterator

from django.core.management import call_command
from django.db import connection

from tests.benchmarks import comments, exports, likeness, pages, quality, redlines, saving, searching
from tests.benchmarks.measuring import Figure, Line
from tests.benchmarks.stage import Stage

BENCHMARKS: dict[str, Callable[[Stage], Iterator[Line | Figure]]] = {
    "redlines": redlines.lines,
    "likeness": likeness.lines,
    "quality": quality.lines,
    "pages": pages.lines,
    "saving": saving.lines,
    "comments": comments.lines,
    "searching": searching.lines,
    "exports": exports.lines,
}


def run(names: list[str], comments_to_print: int) -> None:
    """Each benchmark in `names`, all where there are none. An unknown name ends the program with a sentence."""
    if unknown := [name for name in names if name not in BENCHMARKS]:
        sys.exit(f"There is no benchmark “{unknown[0]}”: there are {', '.join(BENCHMARKS)}.")
    call_command("migrate", verbosity=0)
    call_command("migrate", verbosity=0, run_syncdb=True)  # the alternatives have no migrations, but refer to people
    call_command("createcachetable", verbosity=0)
    began = time.monotonic()
    stage = Stage(comments_to_print)
    print(f"{connection.vendor}; medians of turns; ratio: ours by theirs", flush=True)
    for name in names or BENCHMARKS:
        for line in BENCHMARKS[name](stage):
            print(line, flush=True)
        _tell_of_the_load()
    print(f"{time.monotonic() - began:.0f} seconds in all, setting up included", file=sys.stderr)


def _tell_of_the_load() -> None:
    """On a machine that others use, what takes longer is also interrupted more often: ratios grow with the load."""
    load, processors = os.getloadavg()[0], os.cpu_count() or 1
    if load > processors:
        print(
            f"(a load of {load:.1f} on {processors} processors: others are at work, and ratios are rough)", flush=True
        )
