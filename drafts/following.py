"""Where the cross-references of a text lead, in the reading that a person has of it."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.utils.html import escape

from drafts.consolidating import Entry
from drafts.naming import UNITS
from drafts.rendering.linking import Link
from drafts.text.references import Pointer
from drafts.text.targets import ArticleLabels, Directory, Places, is_deleted_article


class Following:
    """The links of a text: its entries with the numbers of their clauses, and the address of each article.

    tells: whether a reference that points at nothing says so, which the working text does and an edition does not.
    is_whole: false for a translation that may lack articles; of those nothing is said.
    """

    def __init__(
        self,
        entries: Sequence[tuple[Entry, Places]],
        language: str,
        addresses: Mapping[Any, str],
        *,
        tells: bool,
        is_whole: bool,
    ) -> None:
        self.entries, self.language, self.tells, self.is_whole = entries, language, tells, is_whole
        self.addresses = {key: escape(address) for key, address in addresses.items()}

    @cached_property
    def directory(self) -> Directory:
        articles = [
            ArticleLabels(
                entry.article.pk,
                entry.label,
                places,
                UNITS.get(entry.article.kind, ""),
                is_deleted_article(entry.heading, (block["text"] for block in entry.content.blocks)),
            )
            for entry, places in self.entries
        ]
        return Directory(articles, self.language)

    def links(self, entry: Entry) -> Callable[[str, Pointer], Link | None]:
        """For the words of one article: clause and pointer to link, None for words that stay plain."""

        def follow(clause: str, pointer: Pointer) -> Link | None:
            target = self.directory.point(pointer, entry.article.pk, clause)
            if target.problem and self.tells and (self.is_whole or target.article is not None):
                return Link(problem=f"points at nothing: {target.problem}")
            if target.article is None or (target.problem and not target.clause):
                return None
            address = self.addresses[target.article]
            if not target.clause:
                return Link(address)
            return Link(f"{address}{'&amp;' if '?' in address else '?'}clause={target.clause}#{target.clause}")

        return follow
