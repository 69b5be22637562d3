"""`python -m tests.benchmarks [name …]`: a throw-away portal, then a line for each comparison."""

import argparse
import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ("MLA_CHROMIUM", "MLA_TEST_DATA")  # what a developer says of the machine, not of the portal
DESCRIPTION = "Ours beside alternatives on the same machine, in turns; medians. The ratio is ours by theirs."


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench", description=DESCRIPTION)
    parser.add_argument("names", nargs="*", help="which: redlines, likeness, pages, … searching, exports (all)")
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL of its own (SQLite)")
    parser.add_argument("--comments", type=int, default=300, help="comments in the compilation that is set (300)")
    return parser.parse_args()


def surround(folder: Path, on_postgresql: bool) -> None:
    """The environment that the settings read: as in service, but nothing of this person's portal is touched."""
    for name in [name for name in os.environ if name.startswith("MLA_") and name not in KEPT]:
        del os.environ[name]
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    os.environ["MLA_VAR"] = str(folder)
    os.environ["MLA_FONT_DIR"] = str(ROOT / "var" / "fonts")
    os.environ["MLA_SECRET_KEY"] = "the benchmarks' own key, which signs nothing that anybody keeps"
    os.environ["MLA_STATICFILES"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    (folder / "static").mkdir()
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'benchmark.sqlite3'}"
    if on_postgresql:
        os.environ["DATABASE_URL"] = postgresql()


def postgresql() -> str:
    """A server as the tests start it, but one that writes to the disk what it acknowledges."""
    surroundings = dict(os.environ)
    os.environ["TEST_DB"] = "sqlite"  # the module starts a server for the tests otherwise, as soon as it is imported
    from tests import pg

    os.environ.clear()
    os.environ.update(surroundings)
    pg.SETTINGS[:] = [setting for setting in pg.SETTINGS if not setting.endswith("=off")]
    return pg.start_postgresql()


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        surround(Path(folder), options.postgresql)
        import django

        django.setup()
        from tests.benchmarks.running import run

        run(options.names, options.comments)


if __name__ == "__main__":
    main()
