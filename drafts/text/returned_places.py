"""Which paragraph of an edited copy continues which clause of the file that we gave out.

A bookmark is believed where the words under it are like the clause's; where they are not, or bookmarks are lost, the
clauses are aligned by their words as any two versions are. What neither settles is left open rather than guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from drafts.text.blocks import Block, Kind
from drafts.text.identity import align, unmoved
from drafts.text.redline import diff_words
from drafts.text.resemblance import LIKE, likeness
from drafts.text.returned import Passage
from drafts.text.word_package import UnreadableFile

_MOST_COMPARED = 250_000  # pairs of paragraphs; a treaty of which a third was rewritten has a tenth of that
_STRANGE = "So little of the edition is left in this file that its paragraphs cannot be told apart."

# What Word changes by itself while people type: quotation marks, dashes and hyphens, one character for one.
_TYPED = str.maketrans(
    {**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛′´`", "'"), **dict.fromkeys("‐‑‒–—―−", "-")}
)


def folded(text: str) -> str:
    """The wording with what Word changes by itself made alike; as long as the wording itself."""
    return text.translate(_TYPED)


def restored(was: str, now: str) -> str:
    """The new wording, with what Word alone has changed in the words that stay set back as it was."""
    if folded(was) == folded(now):
        return was
    out, old, new = [], 0, 0
    for sign, words in diff_words(folded(was), folded(now)):
        if sign == "=":
            out.append(was[old : old + len(words)])
        elif sign == "+":
            out.append(now[new : new + len(words)])
        old += len(words) if sign != "+" else 0
        new += len(words) if sign != "-" else 0
    return "".join(out)


@dataclass
class Places:
    """What was found, by the paragraphs' places in their lists. `now_of` continues a clause, `in_place` are the old
    ones that kept their order; `joined` old ones that went into the paragraph of another; `doubtful` are pairs that are
    too unlike to be sure of."""

    now_of: dict[int, int] = field(default_factory=dict)
    in_place: set[int] = field(default_factory=set)
    joined: set[int] = field(default_factory=set)
    doubtful: dict[int, int] = field(default_factory=dict)

    @property
    def was_of(self) -> dict[int, int]:
        return {now: was for was, now in self.now_of.items()}


def placed(was: Sequence[Passage], now: Sequence[Passage]) -> Places:
    """Align the paragraphs of both files. Raises UnreadableFile where too few of them are known again."""
    names = [_name(passage) for passage in was]
    firm = _by_marks(names, was, now)
    _check_bounds(was, now, firm)
    found = _aligned(was, now, firm)
    weak = {old: new for old, new in _alone(names, now, firm).items() if _are_free(found, old, new)}
    if weak:
        firm |= weak
        found = _aligned(was, now, firm)
    for old, new in list(found.now_of.items()):
        if firm.get(old) != new and likeness(folded(was[old].text), folded(now[new].text)) < LIKE:
            found.doubtful[old] = found.now_of.pop(old)
            found.in_place.discard(old)
    return found


def placed_headings(was: Sequence[Passage], now: Sequence[Passage]) -> Places:
    """Which heading is which: by its bookmark, else by its words, else by its number. A heading is never taken for
    another because it is like it."""
    found = Places()
    taken: set[int] = set()
    for known in (_name, lambda one: folded(" ".join(one.text.split())), lambda one: folded(one.text.split("\n")[0])):
        news = _once(known, [one if place not in taken else None for place, one in enumerate(now)])
        olds = _once(known, [one if place not in found.now_of else None for place, one in enumerate(was)])
        for said in olds.keys() & news.keys():
            found.now_of[olds[said]] = news[said]
            taken.add(news[said])
    found.in_place = {old for old, _ in unmoved(found.now_of.items())}
    return found


def _once(known: Callable[[Passage], str], passages: Sequence[Passage | None]) -> dict[str, int]:
    """Where each stands that is known by something that no other is known by."""
    said = [known(one) if one else "" for one in passages]
    times = Counter(said)
    return {words: place for place, words in enumerate(said) if words and times[words] == 1}


def _name(passage: Passage) -> str:
    """The bookmark around a paragraph of our own file."""
    return next(iter(passage.marks), "")


def _by_marks(names: Sequence[str], was: Sequence[Passage], now: Sequence[Passage]) -> dict[int, int]:
    """Bookmarks whose words are like those that stood there; of several paragraphs under one bookmark, and of several
    bookmarks over one paragraph, the likest."""
    covering: dict[str, list[int]] = {}
    for place, passage in enumerate(now):
        for name in passage.marks:
            covering.setdefault(name, []).append(place)
    candidates = []
    for old, name in enumerate(names):
        for new in covering.get(name, ()) if name else ():
            like = likeness(folded(was[old].text), folded(now[new].text))
            if like >= LIKE and _are_kin(was[old], now[new]):
                candidates.append((-like, -now[new].marks[name], old, new))
    firm: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, old, new in sorted(candidates):
        if old not in firm and new not in taken:
            firm[old] = new
            taken.add(new)
    return firm


def _alone(names: Sequence[str], now: Sequence[Passage], firm: dict[int, int]) -> dict[int, int]:
    """Paragraphs that have one bookmark, which nothing else has: a clause that was rewritten from its first word."""
    covered = Counter(name for passage in now for name in passage.marks)
    places = {name: old for old, name in enumerate(names) if name and covered[name] == 1 and old not in firm}
    found = {}
    for new, passage in enumerate(now):
        if len(passage.marks) == 1 and (old := places.get(_name(passage))) is not None:
            letters = len("".join(passage.text.split()))
            if 2 * passage.marks[_name(passage)] >= letters:
                found[old] = new
    return found


def _are_free(found: Places, old: int, new: int) -> bool:
    return old not in found.now_of and old not in found.joined and new not in found.was_of


def _are_kin(was: Passage, now: Passage) -> bool:
    return (was.role == "option") == (now.role == "option")


def _check_bounds(was: Sequence[Passage], now: Sequence[Passage], firm: dict[int, int]) -> None:
    known = {folded(passage.text) for passage in was}
    olds = len(was) - len(firm)
    news = sum(folded(passage.text) not in known for passage in now)
    if olds * news > _MOST_COMPARED:
        raise UnreadableFile(_STRANGE)


def _aligned(was: Sequence[Passage], now: Sequence[Passage], firm: dict[int, int]) -> Places:
    by_new = {new: str(old) for old, new in firm.items()}
    olds = [_block(passage, str(place) if place in firm else "") for place, passage in enumerate(was)]
    news = [_block(passage, by_new.get(place, "")) for place, passage in enumerate(now)]
    alignment = align(olds, news)
    found = Places(joined=set(alignment.merges))
    for row in alignment.rows:
        if row.old is not None and row.new is not None:
            found.now_of[row.old] = row.new
            if row.kind in ("same", "edit"):
                found.in_place.add(row.old)
    return found


def _block(passage: Passage, identity: str) -> Block:
    kind: Kind = "option" if passage.role == "option" else "para"
    return Block(folded(passage.text), kind, passage.depth or 0, label=passage.label, id=identity)
