"""Sections that were set, kept in a folder under the hash of what they show. Losing one costs time and nothing else."""

from __future__ import annotations

import hashlib
import os
import pickle
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any


class Store:
    """Files in `folder`; at most `limit` bytes, those read last kept longest. Two processes may write the same one at
    once: each writes beside and renames, and both have the same bytes."""

    def __init__(self, folder: Path, limit: int = 2_000_000_000) -> None:
        self.folder, self.limit = folder, limit

    def get(self, key: str) -> Any:
        """None where it was never kept, or cannot be read any more."""
        path = self._path(key)
        try:
            found = pickle.loads(path.read_bytes())
            os.utime(path)
        except FileNotFoundError:
            return None
        except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError):
            with suppress(OSError):
                path.unlink(missing_ok=True)  # cut short by a full disk, or of an older version of the portal
            return None
        return found

    def put(self, key: str, value: Any) -> None:
        """A disk that is full, or that may not be written, keeps nothing: the document is made all the same."""
        path = self._path(key)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
            Path(file.name).replace(path)

    def sweep(self) -> int:
        """Drop what was read longest ago, down to the limit, and what a killed process left half written; how many."""
        files = [(path.stat(), path) for path in self.folder.glob("*/*") if path.is_file()]
        files.sort(key=lambda each: -each[0].st_mtime)
        total, dropped = 0, 0
        for state, path in files:
            total += state.st_size
            is_left = path.name.startswith("tmp") and time.time() - state.st_mtime > 3600
            if total > self.limit or is_left:
                path.unlink(missing_ok=True)
                dropped += 1
        return dropped

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key


def key_of(parts: Iterable[str]) -> str:
    """SHA-256 over the parts and where each ends."""
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        digest.update(f"{len(encoded)}:".encode() + encoded)
    return digest.hexdigest()
