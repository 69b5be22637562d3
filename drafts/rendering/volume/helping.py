"""Setting a section; and a second process that sets half of them where there are many.

    python -m drafts.rendering.volume.helping        jobs as JSON on its standard input

A process of its own and no pool: WeasyPrint keeps objects of C libraries that no fork carries over, and a helper that
dies leaves nothing behind but work, which the first process then does itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from drafts.rendering.pdf import VARIANT, setting
from drafts.rendering.volume.fragments import Fragment
from drafts.rendering.volume.store import Store

ROOT = Path(__file__).resolve().parent.parent.parent.parent
WORTH_A_HELPER = 150_000  # characters of HTML, some four seconds: a helper needs one to begin
PATIENCE = 600  # seconds


@dataclass(frozen=True, slots=True)
class Job:
    """A unit to be set, and the key that it is kept under."""

    key: str
    page: str


def set_section(page: str, line_numbers: bool, fonts: Path) -> Fragment:
    """One unit, set and frozen."""
    from drafts.rendering.volume.engine import freeze

    with setting(page, line_numbers, fonts) as (document, missing):
        return freeze(document, VARIANT, missing)


@contextmanager
def shared(jobs: Sequence[Job], store: Store, line_numbers: bool, fonts: Path) -> Iterator[list[Job]]:
    """The jobs that the caller does itself; the others are done by a helper meanwhile, and kept. Where the helper
    fails, they are still to be done."""
    size = sum(len(job.page) for job in jobs)
    if size < WORTH_A_HELPER or len(jobs) < 2 or (os.cpu_count() or 1) < 2:
        yield list(jobs)
        return
    mine, theirs = _halves(jobs)
    told = {
        "folder": str(store.folder),
        "fonts": str(fonts),
        "line_numbers": line_numbers,
        "jobs": [asdict(job) for job in theirs],
    }
    command = [sys.executable, "-m", "drafts.rendering.volume.helping"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT) as helper:
        try:
            assert helper.stdin is not None
            with suppress(BrokenPipeError):
                helper.stdin.write(json.dumps(told).encode())
                helper.stdin.close()
            yield mine
            with suppress(subprocess.TimeoutExpired):
                helper.wait(PATIENCE)
        finally:
            helper.kill()


def _halves(jobs: Sequence[Job]) -> tuple[list[Job], list[Job]]:
    """The largest first, each to whom has less so far."""
    halves: tuple[list[Job], list[Job]] = ([], [])
    sizes = [0, 0]
    for job in sorted(jobs, key=lambda each: -len(each.page)):
        lighter = sizes.index(min(sizes))
        halves[lighter].append(job)
        sizes[lighter] += len(job.page)
    return halves


def main() -> None:
    told = json.load(sys.stdin)
    store, fonts = Store(Path(told["folder"])), Path(told["fonts"])
    for job in told["jobs"]:
        store.put(job["key"], set_section(job["page"], told["line_numbers"], fonts))


if __name__ == "__main__":
    main()
