"""Clauses and wordings as plain text."""

from __future__ import annotations

from drafts.rendering.tree import Clause, Segments

MARGIN = "    "


def wording_text(segments: Segments) -> str:
    """A wording in the drafting syntax, changes as [-deleted-] and {+inserted+}."""
    shown = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    return "".join(shown[sign].format(text) for sign, text in segments)


def clause_text(clause: Clause) -> str:
    """A clause in one line, its number set in."""
    if clause.kind == "end":
        return "End of options"
    label = f"{clause.lead}{clause.label}"
    if clause.change in ("inserted", "deleted") and label:
        label = wording_text((("+" if clause.change == "inserted" else "-", label),))
    note = f"({clause.note})" if clause.note else ""
    words = wording_text(clause.segments)
    if clause.kind == "option":
        return f"{label} ({words}):" if words else f"{label}:"
    return MARGIN * clause.indent + " ".join(part for part in (label, note, words) if part)
