"""Treaty words in templates: clauses, redlines, numbers. The HTML itself is made in `drafts.rendering.screen`."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from drafts.rendering import screen
from drafts.rendering.changes import Redline, html_of_changes
from drafts.text import numbering
from drafts.text.grammar import Block
from drafts.text.redline import Row, Segment, diff_words

register = template.Library()


@register.simple_tag
def clause_words(block: Block | None, opened: int = 0) -> SafeString:
    """The words of a clause, or "" for none. `opened`: how many brackets the clauses before it have left open."""
    if block is None:
        return mark_safe("")
    lead = "[" if block.lead else ""
    return mark_safe(screen.wording(lead + block.text, opened))


@register.filter
def treaty_words(text: str | None) -> SafeString:
    """Words in the drafting syntax: a proposed wording, a heading, a quotation."""
    return mark_safe(screen.wording(text or ""))


@register.simple_tag
def redline(segments: Sequence[Segment]) -> SafeString:
    """Segments as `ins` and `del`, with words for the ear."""
    return mark_safe(screen.redlined(segments))


@register.simple_tag
def redline_between(old: str, new: str) -> SafeString:
    """The change from one wording in the drafting syntax to another."""
    return mark_safe(screen.redlined(diff_words(old, new)))


@register.simple_tag
def wording_change(wording: Any, with_notes: bool = False) -> SafeString:
    """One wording of a clause against the one before, as `drafts.travaux` knows it."""
    change = Redline(
        margin=False,
        prefix=f"v{wording.version.pk}-",
        with_notes=with_notes,
        language=wording.version.language,
        opened=list(wording.opened),
    )
    return mark_safe(html_of_changes([wording.row], change))


@register.simple_tag
def changes_in_article(rows: Sequence[Row], language: str = "en", prefix: str = "p-") -> SafeString:
    """An article with a change in it, in a narrow column; what does not change is gathered where it is far away."""
    return mark_safe(html_of_changes(rows, Redline(margin=False, prefix=prefix, language=language)))


@register.filter
def number(label: str | None) -> SafeString:
    """A printed number, with its Latin suffix in italics: of a clause ("4 bis.") or of an article ("12 bis")."""
    return mark_safe(screen.label_html(label or ""))


@register.filter
def named(name: object) -> SafeString:
    """The name of an article, its Latin suffix in italics: "Article 12 bis"."""
    return mark_safe(screen.named(str(name)))


@register.filter
def cited(path: str | None, language: str = "en") -> str:
    """A path as running text cites it: "paragraph 3 (b)"."""
    return numbering.citation(path, language) if path else ""


@register.simple_tag
def place_of(block: Block, blocks: Sequence[Block], language: str = "en") -> str:
    """Where a clause stands among the clauses of its article: "paragraph 3 (b)", "chapeau", "recital 4"."""
    return numbering.citation(numbering.paths(blocks, language).get(block.id, ""), language)


@register.filter
def level(block: Any) -> int:
    """The class number of a clause's indent: a numbered clause hangs one step further than its number."""
    return min(block.depth + (1 if block.kind == "para" and block.scheme else 0), 6)


@register.filter
def with_counts(rows: Any, counts: dict[str, int]) -> SafeString:
    """The clauses of an article page, each with how many comments there are on it."""
    return rows.with_counts(counts)
