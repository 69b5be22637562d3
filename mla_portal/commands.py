"""What the management commands share: one JSON object out, one clear sentence on the error stream and exit 1
otherwise."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from mla_portal.accounts.models import User


def say(stdout: Any, **result: Any) -> None:
    """Print the result as one line of JSON."""
    stdout.write(json.dumps(result, ensure_ascii=False, default=str))


def fail(sentence: str) -> NoReturn:
    """End the command with exit status 1. Not CommandError: its prefix and colours are not part of the sentence."""
    sys.stderr.write(f"{sentence}\n")
    raise SystemExit(1)


def account(email: str) -> User:
    """The person in whose name the command acts; the portal's own account where no address is given."""
    if not email:
        return User.objects.system()
    found = User.objects.active().filter(email__iexact=email).first()
    return found or fail(f"No active account has the address {email}.")


def content_of(file: Path) -> bytes:
    """What stands in a file, as bytes."""
    try:
        return file.read_bytes()
    except OSError as problem:
        fail(f"{file}: cannot be read ({problem.strerror}).")


def decoded(file: Path) -> str:
    """The text of a UTF-8 file, with or without a byte order mark."""
    try:
        return content_of(file).decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = problem.object[: problem.start].count(b"\n") + 1
        fail(f"{file}, line {line}: this is not UTF-8 text; save the file as UTF-8 and try again.")
