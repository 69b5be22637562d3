"""What the repository holds, for the tests that read its source."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pg import ROOT

PACKAGES = ("mla_portal", "drafts", "consultations")


def tracked_files() -> list[Path]:
    """What git knows of. Skips the test in an unpacked archive, which has no git to ask."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("no git here")
    if listed.returncode:
        pytest.skip("not a git checkout")
    files = (ROOT / name for name in listed.stdout.split("\0") if name)
    return [file for file in files if file.is_file()]


def python_files(*folders: str) -> list[Path]:
    """The Python source below `folders`, without the migrations, which Django writes."""
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [path for path in found if "migrations" not in path.parts]


def our_python() -> list[Path]:
    return [*python_files(*PACKAGES, "tests"), ROOT / "manage.py", ROOT / "dev"]


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports_of(tree: ast.Module) -> Iterator[str]:
    """The full names that a module imports: `from a import b` gives "a.b"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
