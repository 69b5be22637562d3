"""The house rules that a machine can check: direction of imports, sizes, names, and who writes the record."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pg import ROOT
from tests.source import PACKAGES, imports_of, name_of, our_python, python_files, tree_of

LINES_OF_A_MODULE = 400
LINES_OF_A_TEMPLATE = 150
LINES_OF_A_FUNCTION = 50
MODULES_WITHOUT_A_SUBJECT = {"services", "utils", "helpers", "common", "misc"}
# The record's guards hear of a save or a deletion in order to refuse it. Nothing of ours acts on a signal.
GUARDS = {"mla_portal/versioning.py", "mla_portal/accounts/models.py"}


def lines_of(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_imports_run_one_way_and_the_text_core_is_plain_python():
    contracts = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([contracts, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "module", ["drafts.text.grammar", "drafts.text.redline", "drafts.text.merge", "drafts.rendering.tree"]
)
def test_the_text_core_loads_without_django(module):
    """In a process of its own, because this one has loaded Django long ago."""
    program = f"import sys, {module}; print(sorted(name for name in sys.modules if name.split('.')[0] == 'django'))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_modules_are_short_enough_to_read():
    assert [f"{name_of(path)}: {lines_of(path)}" for path in our_python() if lines_of(path) > LINES_OF_A_MODULE] == []


def test_templates_are_short_enough_to_read():
    templates = sorted((ROOT / "templates").rglob("*.html"))
    assert [f"{name_of(path)}: {lines_of(path)}" for path in templates if lines_of(path) > LINES_OF_A_TEMPLATE] == []


def test_functions_are_short_enough_to_read():
    long = []
    for path in our_python():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LINES_OF_A_FUNCTION:
                    long.append(f"{name_of(path)}: {node.name}, {length}")
    assert long == []


def test_modules_are_named_after_a_subject():
    assert [name_of(path) for path in our_python() if path.stem in MODULES_WITHOUT_A_SUBJECT] == []


def test_our_own_logic_uses_no_signals():
    listening = []
    for path in python_files(*PACKAGES):
        modules = [
            name
            for name in imports_of(tree_of(path))
            if "signals" in name.split(".") or name.startswith("django.dispatch")
        ]
        if modules and name_of(path) not in GUARDS:
            listening.append(f"{name_of(path)}: {', '.join(modules)}")
    assert listening == []


def test_no_model_overrides_save():
    """A form's `save` is its interface; a model's is a hiding place."""
    models = [path for path in python_files(*PACKAGES) if {"models", "versioning"} & set(path.with_suffix("").parts)]
    overrides = [
        f"{name_of(path)}:{node.lineno}"
        for path in models
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and node.name in ("save", "save_base")
    ]
    assert overrides == []


def test_views_leave_filtering_to_querysets():
    filtering = []
    for path in python_files("drafts/views", "consultations/views"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Attribute) and node.attr in ("filter", "exclude"):
                filtering.append(f"{name_of(path)}:{node.lineno}")
    assert filtering == []


def test_templates_carry_no_style_of_their_own():
    """The content security policy would refuse it, and the look has one home."""
    templates = sorted((ROOT / "templates").rglob("*.html"))
    assert [name_of(path) for path in templates if " style=" in path.read_text() or "<style" in path.read_text()] == []
