"""Clauses and wordings as HTML for print: one function for each run of words."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape as _escape

from drafts.rendering.markup import Run, runs, said
from drafts.rendering.tree import Clause
from drafts.text import scope
from drafts.text.blocks import TOMBSTONE
from drafts.text.redline import Segment

DEEPEST = 5  # steps of indentation and heading levels that the stylesheet knows


def wording_html(segments: Sequence[Segment]) -> str:
    """One wording as inline HTML; well formed whatever the segments cut through."""
    return "".join(_run(run) for run in runs(segments))


def _run(run: Run) -> str:
    if run.kind == "text":
        text = _escape(run.text)
        return _signed(run, f"<i>{text}</i>" if run.italic else text)
    if run.kind == "bracket":
        return _signed(run, f"<b>{run.text}</b>")
    inside = "".join(_run(each) for each in run.runs)
    if run.kind == "attribution":
        return f'<span class="by">{inside}</span>'
    if run.kind == "under":
        return f'<span class="under">{_signed(run, _escape(scope.label_of(said(run))))}</span>'
    if run.kind == "note":
        return f'<span class="note">{_signed(run, "{")}{inside}{_signed(run, "}")}</span>'
    if run.sign == "-":
        # At the foot of the page a deleted footnote would look as if it were still there.
        return f'<span class="gone">{_signed(run, "{")}{inside}{_signed(run, "}")}</span>'
    return f'<span class="fn{" new" if run.sign == "+" else ""}">{inside}</span>'


def _signed(run: Run, inside: str) -> str:
    if run.sign == "+":
        return f"<ins>{inside}</ins>"
    return f"<del>{inside}</del>" if run.sign == "-" else inside


def changed(change: str) -> str:
    """The classes of what a redline changed."""
    return f" changed {change}" if change else ""


def clause_html(clause: Clause) -> str:
    """A clause as a paragraph, its label hanging."""
    kind = "tombstone" if clause.segments == (("=", TOMBSTONE),) else clause.kind
    note = f'<span class="was">{_escape(clause.note)}</span> ' if clause.note else ""
    return (
        f'<p class="clause {kind} in-{min(clause.indent, DEEPEST)}{changed(clause.change)}">'
        f"{_label(clause)}{note}{wording_html(clause.segments)}</p>"
    )


def _label(clause: Clause) -> str:
    if not (clause.label or clause.lead):
        return ""
    label = (f"<b>{_escape(clause.lead)}</b>" if clause.lead else "") + _escape(clause.label)
    if clause.change in ("inserted", "deleted"):
        sign = "ins" if clause.change == "inserted" else "del"
        label = f"<{sign}>{label}</{sign}>"
    return f'<span class="no">{label} </span>'


def named(label: str, title: str, between: str = ". ") -> str:
    """A number and a title in one line, or what there is of the two."""
    return f"{label}{between}{title}" if label and title else label or title
