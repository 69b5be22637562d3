"""What changed between two versions of an article: clauses first, then words.

Exact by construction: kept and deleted words are the old text to the character, kept and inserted words the
new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from drafts.text.blocks import PARAGRAPH_MARK, Block
from drafts.text.identity import Alignment, align
from drafts.text.words import common_end, common_start, lex, pieces, word_spans

Sign = Literal["=", "-", "+"]
Segment = tuple[Sign, str]
RowKind = Literal["same", "edit", "move", "move_edit", "insert", "delete", "split", "merge"]

_CONTEXT = 80


@dataclass(slots=True)
class Row:
    """One line of a redline, in reading order.

    `olds` and `news` hold one clause each, or several where a clause was split or several were merged; then
    `segments` run over the joined text with `PARAGRAPH_MARK` between clauses. `renumbered_from` is the former
    number where it differs.
    """

    kind: RowKind
    olds: list[Block]
    news: list[Block]
    segments: list[Segment]
    renumbered_from: str = ""
    relevelled: bool = False


def old_text(segments: Sequence[Segment]) -> str:
    """The text before the change."""
    return "".join(text for sign, text in segments if sign != "+")


def new_text(segments: Sequence[Segment]) -> str:
    """The text after the change."""
    return "".join(text for sign, text in segments if sign != "-")


@dataclass(slots=True)
class _Segments:
    """Segments under construction; within a change all deletions come before all insertions."""

    done: list[Segment] = field(default_factory=list)
    kept: str = ""
    removed: str = ""
    added: str = ""

    def keep(self, text: str) -> None:
        if not text:
            return
        if self.removed or self.added:
            self._flush()
        self.kept += text

    def change(self, removed: str, added: str) -> None:
        self.removed += removed
        self.added += added

    def gap(self, old: str, new: str) -> None:
        """What stands between words that stay; white space shared at either side remains outside the change."""
        if old == new:
            self.keep(old)
            return
        start = _shared_space(old, new, common_start(old, new), from_start=True)
        end = _shared_space(old[start:], new[start:], common_end(old[start:], new[start:]), from_start=False)
        self.keep(old[:start])
        self.change(old[start : len(old) - end], new[start : len(new) - end])
        self.keep(old[len(old) - end :])

    def _flush(self) -> None:
        if self.kept:
            self.done.append(("=", self.kept))
        if self.removed:
            self.done.append(("-", self.removed))
        if self.added:
            self.done.append(("+", self.added))
        self.kept = self.removed = self.added = ""

    def finish(self) -> list[Segment]:
        self._flush()
        return self.done


def _shared_space(old: str, new: str, shared: int, from_start: bool) -> int:
    """How much of the `shared` characters at one side is white space."""
    if from_start:
        return shared - len(old[:shared].lstrip())
    return shared - len(old[len(old) - shared :].rstrip())


def _prefix_length(old: str, new: str) -> int:
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old.startswith(new[:middle]):
            low = middle
        else:
            high = middle - 1
    return low


def _suffix_length(old: str, new: str, limit: int) -> int:
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if old.endswith(new[len(new) - middle :]):
            low = middle
        else:
            high = middle - 1
    return low


def _untouched(old: str, new: str) -> tuple[int, int]:
    """Lengths of a shared beginning and end that need not be cut into words: at white space, outside {…},
    some context left.
    """
    start = _prefix_length(old, new)
    end = _suffix_length(old, new, min(len(old), len(new)) - start)
    head = tail = 0
    if start > 2 * _CONTEXT:
        head = max(old.rfind(" ", 0, start - _CONTEXT), 0)
        brace = old.rfind("{", 0, head)
        if brace >= 0 and old.find("}", brace, head) < 0:
            head = max(old.rfind(" ", 0, brace), 0)
    if end > 2 * _CONTEXT:
        cut = old.find(" ", len(old) - end + _CONTEXT)
        closing, opening = old.find("}", cut), old.find("{", cut)
        if cut >= 0 and (closing < 0 or 0 <= opening < closing):
            tail = len(old) - cut
    return head, tail


def diff_words(old: str, new: str) -> list[Segment]:
    """The change from `old` to `new` as segments; never empty texts, no cut inside a word, deletions before
    insertions.
    """
    if old == new:
        return [("=", old)] if old else []
    if not old or not new:
        return [("-", old)] if old else [("+", new)]
    head, tail = _untouched(old, new)
    old_gaps, old_words = lex(old[head : len(old) - tail])
    new_gaps, new_words = lex(new[head : len(new) - tail])
    out = _Segments()
    out.keep(old[:head])
    removed, added = old_gaps[0], new_gaps[0]
    for same, old_start, old_end, new_start, new_end in word_spans(old_words, new_words):
        if not same:
            removed += pieces(old_gaps, old_words, old_start, old_end)
            added += pieces(new_gaps, new_words, new_start, new_end)
            continue
        out.gap(removed, added)
        if old_gaps[old_start + 1 : old_end] == new_gaps[new_start + 1 : new_end]:
            out.keep(pieces(old_gaps, old_words, old_start, old_end - 1) + old_words[old_end - 1])
        else:
            for place in range(old_end - old_start - 1):
                out.keep(old_words[old_start + place])
                out.gap(old_gaps[old_start + 1 + place], new_gaps[new_start + 1 + place])
            out.keep(old_words[old_end - 1])
        removed, added = old_gaps[old_end], new_gaps[new_end]
    out.gap(removed, added)
    out.keep(old[len(old) - tail :])
    return out.finish()


@dataclass(frozen=True, slots=True)
class _Group:
    """Clauses that are shown in one row: one that was split, or several that were merged."""

    kind: Literal["split", "merge"]
    olds: tuple[int, ...]
    news: tuple[int, ...]


def _contiguous(places: Sequence[int]) -> bool:
    return places[-1] - places[0] == len(places) - 1


def _groups(alignment: Alignment) -> tuple[dict[int, _Group], dict[int, _Group]]:
    """Groups by the old and by the new clauses that belong to them; parts between which another clause stands
    are shown apart.
    """
    new_of = {row.old: row.new for row in alignment.rows if row.old is not None and row.new is not None}
    old_of = {new: old for old, new in new_of.items()}
    by_old: dict[int, _Group] = {}
    by_new: dict[int, _Group] = {}
    for old in dict.fromkeys(alignment.splits.values()):
        news = sorted([new_of[old], *(new for new, source in alignment.splits.items() if source == old)])
        if _contiguous(news) and new_of[old] not in alignment.merges.values():
            by_old[old] = group = _Group("split", (old,), tuple(news))
            by_new.update(dict.fromkeys(news, group))
    for new in dict.fromkeys(alignment.merges.values()):
        olds = sorted([old_of[new], *(old for old, target in alignment.merges.items() if target == new)])
        if new not in by_new:
            by_new[new] = group = _Group("merge", tuple(olds), (new,))
            by_old.update(dict.fromkeys(olds, group))
    return by_old, by_new


def _group_row(group: _Group, old: Sequence[Block], new: Sequence[Block]) -> Row:
    olds, news = [old[place] for place in group.olds], [new[place] for place in group.news]
    joined_old = PARAGRAPH_MARK.join(block.text for block in olds)
    joined_new = PARAGRAPH_MARK.join(block.text for block in news)
    return Row(group.kind, olds, news, diff_words(joined_old, joined_new))


def _pair_row(kind: RowKind, was: Block, now: Block) -> Row:
    unchanged = kind in ("same", "move")
    segments: list[Segment] = ([("=", now.text)] if now.text else []) if unchanged else diff_words(was.text, now.text)
    renumbered_from = was.label if was.label != now.label else ""
    relevelled = was.depth != now.depth or was.scheme != now.scheme
    return Row(kind, [was], [now], segments, renumbered_from, relevelled)


def redline(old: Sequence[Block], new: Sequence[Block]) -> list[Row]:
    """Rows in reading order; every old and every new clause stands in exactly one of them.

    Clauses that carry the same id are the same clause; the others are aligned by their words. Numbers are
    never compared.
    """
    alignment = align(old, new)
    by_old, by_new = _groups(alignment)
    rows: list[Row] = []
    shown: set[_Group] = set()
    for pairing in alignment.rows:
        if pairing.new is None:
            assert pairing.old is not None
            if pairing.old not in by_old:  # a merged clause is shown where the clause it went into stands
                was = old[pairing.old]
                rows.append(Row("delete", [was], [], [("-", was.text)] if was.text else []))
            continue
        group = by_new.get(pairing.new)
        if group is not None:
            if group not in shown:
                shown.add(group)
                rows.append(_group_row(group, old, new))
        elif pairing.old is None:
            now = new[pairing.new]
            rows.append(Row("insert", [], [now], [("+", now.text)] if now.text else []))
        else:
            rows.append(_pair_row(pairing.kind, old[pairing.old], new[pairing.new]))
    return rows
