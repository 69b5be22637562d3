"""What the suite runs on, and what everybody installs."""

import json
import os
import re
import tomllib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.psycopg_any import is_psycopg3
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.pg import ON_SQLITE, ROOT
from tests.source import name_of, tracked_files

LOCKS = ("requirements.txt", "requirements-dev.txt")
# Pieces, so that this file does not name what it forbids.
INDEX_HOSTS = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "extra-index" + "-url",
)
HOMES = re.compile(r"(?<![\w.])/(?:home|Users|root)/[A-Za-z.]")


@cache
def locked(name: str) -> dict[str, tuple[str, list[str]]]:
    """A lock file as {distribution: (version, hashes)}."""
    entries = (ROOT / name).read_text().replace("\\\n", " ").splitlines()
    parsed: dict[str, tuple[str, list[str]]] = {}
    for entry in filter(None, map(str.strip, entries)):
        stated, *hashes = re.split(r"\s+--hash=", entry)
        requirement = Requirement(stated)
        parsed[canonicalize_name(requirement.name)] = (str(requirement.specifier), hashes)
    return parsed


def wanted(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(requirement).name) for requirement in requirements}


@cache
def pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.mark.django_db
def test_the_suite_runs_on_the_database_that_it_says():
    assert connection.vendor == ("sqlite" if ON_SQLITE else "postgresql")
    assert os.environ.get("TEST_DB", "") in ("", "sqlite", "postgresql")


@pytest.mark.django_db
@pytest.mark.skipif(not ON_SQLITE, reason="the journal and its settings are SQLite's own")
def test_sqlite_is_set_as_in_service():
    with connection.cursor() as cursor:
        answers = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert answers == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_psycopg_3_is_absent():
    """Django would take it instead of psycopg2 without asking."""
    assert not is_psycopg3
    assert find_spec("psycopg") is None


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_distribution_has_one_version_and_hashes(name):
    loose = [
        distribution
        for distribution, (version, hashes) in locked(name).items()
        if not version.startswith("==") or not hashes or not all(each.startswith("sha256:") for each in hashes)
    ]
    assert loose == []


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_name_no_address(name):
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert "index" + "-url" not in text


def test_the_locks_cover_pyproject():
    portal = wanted(pyproject()["project"]["dependencies"])
    development = wanted(pyproject()["dependency-groups"]["dev"])
    assert portal - set(locked("requirements.txt")) == set()
    assert (portal | development) - set(locked("requirements-dev.txt")) == set()


def test_a_distribution_has_one_version_in_both_locks():
    """`./dev test` installs the second file alone, and trusts it to hold the first."""
    portal, both = locked("requirements.txt"), locked("requirements-dev.txt")
    assert [name for name, entry in portal.items() if both.get(name) != entry] == []


def test_each_dependency_has_its_reason_beside_it():
    listed = (ROOT / "pyproject.toml").read_text().partition("[tool.")[0]
    entries = [line for line in listed.splitlines() if line.startswith('  "')]
    named = pyproject()["project"]["dependencies"] + pyproject()["dependency-groups"]["dev"]
    assert [entry for entry in entries if "  # " not in entry] == []
    assert len(entries) == len(named)


def test_no_tracked_file_names_this_machine_or_an_index():
    places = {str(Path.home()), str(ROOT)} - {"/", "/root"}
    found = []
    for path in tracked_files():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        named = [word for word in (*INDEX_HOSTS, *places) if word in text] + HOMES.findall(text)
        if named:
            found.append(f"{name_of(path)}: {', '.join(named)}")
    assert found == []


def test_the_readme_gives_both_commands():
    readme = (ROOT / "README.md").read_text()
    assert "./dev run" in readme
    assert "./dev test" in readme


@pytest.mark.django_db
def test_migrations_are_up_to_date():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_static_files_collect_under_hashed_names(settings, tmp_path):
    """The storage of the service, which refuses a stylesheet that points at a file that is not there."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "mla_portal.storage.StaticStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    hashed = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    ours = [str(path.relative_to(ROOT / "static")) for path in (ROOT / "static").rglob("*.css")]
    assert ours
    assert [name for name in ours if not (tmp_path / hashed[name]).exists()] == []
