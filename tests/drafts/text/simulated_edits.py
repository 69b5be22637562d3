"""Edits as delegations make them, with known truth: what every word and every clause comes from.

Words keep their origin while they are substituted, cut, bracketed, moved, split and merged; so a test can ask
whether the alignment found what really happened, not merely whether it found something.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from drafts.text.blocks import Block, canonical
from drafts.text.identity import align
from drafts.text.numbering import number
from drafts.text.words import lex
from tests.drafts.text.corpus import SENTENCES

INSERTIONS = (
    ", where appropriate,", " to the greatest extent possible", ", subject to its domestic law,", " without delay",
    " as soon as practicable", ", in accordance with international law,", " or residing in its territory", " not",
    ", including families and researchers,", " duly reasoned", " prompt and impartial",
)  # fmt: skip
SUBSTITUTIONS = {
    "shall": "may", "may": "shall", "domestic": "national", "measures": "steps", "person": "individual", "the": "any",
    "territory": "jurisdiction", "request": "application", "a": "the",
    "necessary": "required", "or": "and", "and": "or",
    "court": "tribunal", "Convention": "instrument", "including": "in particular", "State": "Government",
    "States": "Parties",
    "article": "provision", "offence": "crime", "appropriate": "necessary",
}  # fmt: skip
DELEGATIONS = (
    "Argentina",
    "Senegal",
    "Slovenia",
    "Mongolia",
    "Belgium",
    "Netherlands",
    "Cuba",
    "Sierra Leone",
    "Mexico",
)
WORD_EDITS = {
    "substitute": 30, "insert": 22, "cut": 18, "bracket": 14, "alternative": 6, "rewrite": 5, "add_sentence": 5,
}  # fmt: skip


@dataclass(slots=True)
class Word:
    """A word with the white space before it; `origin` is None for a word that the simulation wrote."""

    text: str
    origin: tuple[str, int] | None = None

    @property
    def bare(self) -> str:
        return self.text.strip()


def _spaced_words(text: str) -> list[str]:
    gaps, words = lex(text)
    return [gap + word for gap, word in zip(gaps, words, strict=False)]


def _new_words(text: str, leading_space: bool = False) -> list[Word]:
    words = [Word(part) for part in _spaced_words(text)]
    if leading_space and words:
        words[0].text = " " + words[0].text.lstrip()
    return words


@dataclass
class Simulation:
    """An article being edited. `origin_of` names the truth afterwards; ids of the result are true ids."""

    blocks: list[Block]
    seed: int
    inserted: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    split_off: dict[str, str] = field(default_factory=dict)
    merged_into: dict[str, str] = field(default_factory=dict)
    touched: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.original = {block.id: block for block in self.blocks}
        self.blocks = [replace(block) for block in self.blocks]
        self.words = {
            block.id: [Word(text, (block.id, place)) for place, text in enumerate(_spaced_words(block.text))]
            for block in self.blocks
        }

    def edit_words(self, edits: int, kinds: dict[str, int] | None = None) -> Simulation:
        kinds = kinds or WORD_EDITS
        ids = [
            block.id for block in self.blocks if block.text and block.kind != "option" and block.id not in self.inserted
        ]
        for _ in range(edits * 30):
            if not edits or not ids:
                break
            block_id = self.random.choice(ids)
            kind = self.random.choices(list(kinds), list(kinds.values()))[0]
            act: Callable[[list[Word]], bool] = getattr(self, "_" + kind)
            if act(self.words[block_id]):
                edits -= 1
                self.touched.setdefault(block_id, []).append(kind)
        return self

    def _substitutable(self, words: list[Word]) -> int | None:
        places = [place for place, word in enumerate(words) if word.bare in SUBSTITUTIONS and word.origin]
        return self.random.choice(places) if places else None

    def _substitute(self, words: list[Word]) -> bool:
        place = self._substitutable(words)
        if place is None:
            return False
        words[place : place + 1] = _new_words(SUBSTITUTIONS[words[place].bare], words[place].text.startswith(" "))
        return True

    def _insert(self, words: list[Word]) -> bool:
        if len(words) < 4:
            return False
        place = self.random.randrange(1, len(words))
        if words[place - 1].bare in "[(“" or not words[place].text.startswith(" "):
            return False
        phrase = self.random.choice(INSERTIONS)
        words[place:place] = _new_words(phrase[1:] if words[place - 1].bare == "," else phrase)
        return True

    def _cut(self, words: list[Word]) -> bool:
        length = self.random.choice([1, 1, 2, 3, 4, 6])
        if len(words) < length + 5:
            return False
        start = self.random.randrange(1, len(words) - length - 1)
        if any(word.bare in "[]" or word.bare.startswith("^{") for word in words[start : start + length]):
            return False
        del words[start : start + length]
        return True

    def _bracket(self, words: list[Word]) -> bool:
        length = self.random.choice([1, 1, 2, 4, 8])
        if len(words) < length + 2:
            return False
        start = self.random.randrange(0, len(words) - length)
        inside = words[start : start + length]
        if any(word.bare in "[]" for word in inside) or not (
            inside[0].bare[0].isalnum() and inside[-1].bare[0].isalnum()
        ):
            return False
        space = " " if inside[0].text.startswith(" ") else ""
        inside[0].text = inside[0].text.lstrip()
        closing = [Word("]")]
        if self.random.random() < 0.5:
            closing.append(Word("^{" + ", ".join(self.random.sample(DELEGATIONS, self.random.choice([1, 2, 3]))) + "}"))
        words[start : start + length] = [Word(space + "["), *inside, *closing]
        return True

    def _alternative(self, words: list[Word]) -> bool:
        """[shall]^{Cuba} [may]^{Mexico}"""
        place = self._substitutable(words)
        if place is None:
            return False
        word = words[place]
        space = " " if word.text.startswith(" ") else ""
        one, other = self.random.sample(DELEGATIONS, 2)
        instead = _new_words(SUBSTITUTIONS[word.bare])
        word.text = word.bare
        words[place : place + 1] = [
            Word(space + "["), word, Word("]"), Word(f"^{{{one}}}"),
            Word(" ["), *instead, Word("]"), Word(f"^{{{other}}}"),
        ]  # fmt: skip
        return True

    def _rewrite(self, words: list[Word]) -> bool:
        length = self.random.randint(8, 18)
        if len(words) < length + 4:
            return False
        start = self.random.randrange(0, len(words) - length)
        if any(word.bare in "[]" for word in words[start : start + length]):
            return False
        instead = _new_words(self.random.choice(SENTENCES), leading_space=start > 0)
        words[start : start + length] = instead[: length + self.random.randint(-4, 4)]
        return True

    def _add_sentence(self, words: list[Word]) -> bool:
        words += _new_words(self.random.choice(SENTENCES), leading_space=bool(words))
        return True

    def restructure(
        self, *, delete: int = 0, split: int = 0, merge: int = 0, move: int = 0, insert: int = 0
    ) -> Simulation:
        for count, act in (
            (delete, self._delete_clause), (split, self._split_clause), (merge, self._merge_clauses),
            (move, self._move_clause), (insert, self._insert_clause),
        ):  # fmt: skip
            for _ in range(count):
                act()
        return self

    def _numbered(self) -> list[Block]:
        return [block for block in self.blocks if block.id in self.original and block.kind == "para"]

    def _delete_clause(self) -> None:
        candidates = self._numbered()
        if len(candidates) < 3:
            return
        block = self.random.choice(candidates)
        self.blocks.remove(block)
        self.words.pop(block.id)
        self.deleted.add(block.id)

    def _seams(self, block: Block) -> list[int]:
        """Places after a full stop or semicolon that leave eight words or more on either side."""
        words = self.words[block.id]
        return [place + 1 for place in range(8, len(words) - 8) if words[place].bare in (".", ";")]

    def _split_clause(self) -> None:
        candidates = [
            block for block in self._numbered() if block.id not in self.split_off.values() and self._seams(block)
        ]
        if not candidates:
            return
        block = self.random.choice(candidates)
        seam = self.random.choice(self._seams(block))
        half = replace(block, id=f"half-{len(self.split_off)}", pin="", lead="")
        words = self.words[block.id]
        self.words[block.id], self.words[half.id] = words[:seam], words[seam:]
        self.blocks.insert(self.blocks.index(block) + 1, half)
        self.split_off[half.id] = block.id

    def _merge_clauses(self) -> None:
        gone = set(self.merged_into) | set(self.merged_into.values()) | set(self.split_off.values())
        pairs = [
            (one, other)
            for one, other in zip(self.blocks, self.blocks[1:], strict=False)
            if one.kind == other.kind == "para" and (one.depth, one.scheme) == (other.depth, other.scheme)
            and {one.id, other.id} <= self.original.keys() - gone
        ]  # fmt: skip
        if not pairs:
            return
        one, other = self.random.choice(pairs)
        words = self.words.pop(other.id)
        if words:
            words[0].text = " " + words[0].text.lstrip()
        self.words[one.id] += words
        self.blocks.remove(other)
        self.merged_into[other.id] = one.id

    def _move_clause(self) -> None:
        busy = set(self.split_off.values()) | set(self.merged_into.values()) | self.moved
        candidates = [block for block in self._numbered() if len(self.words[block.id]) > 6 and block.id not in busy]
        if len(candidates) < 3:
            return
        block = self.random.choice(candidates)
        here = self.blocks.index(block)
        rest = [other for other in self.blocks if other is not block]
        places = [
            place for place, other in enumerate(rest)
            if abs(place - here) >= 2 and (other.kind, other.depth, other.scheme) == ("para", block.depth, block.scheme)
        ]  # fmt: skip
        if places:
            rest.insert(self.random.choice(places), block)
            self.blocks = rest
            self.moved.add(block.id)

    def _insert_clause(self) -> None:
        place = self.random.randrange(len(self.blocks))
        beside = self.blocks[place]
        if beside.kind != "para":
            return
        block = replace(beside, id=f"new-{len(self.inserted)}", pin="", lead="")
        self.words[block.id] = _new_words(self.random.choice(SENTENCES))
        self.blocks.insert(place + 1, block)
        self.inserted.add(block.id)

    def result(self, *, with_ids: bool = False) -> list[Block]:
        """The edited article; `true_ids` tells what its clauses are when it carries no ids itself."""
        out = [
            replace(
                block,
                text=canonical("".join(word.text for word in self.words[block.id]))
                if self.words[block.id]
                else block.text,
                id=block.id if with_ids else "",
            )
            for block in self.blocks
        ]
        return number(out)

    def true_ids(self) -> list[str]:
        return [block.id for block in self.blocks]


def typical_round(blocks: Sequence[Block], seed: int) -> Simulation:
    """One drafting session: an edit for every 120 words and now and then a clause inserted, deleted, moved,
    split or merged.
    """
    chance = random.Random(seed)
    simulation = Simulation(list(blocks), seed)
    if len(blocks) > 6:
        simulation.restructure(
            insert=chance.random() < 0.5, delete=chance.random() < 0.3, move=chance.random() < 0.3,
            split=chance.random() < 0.2, merge=chance.random() < 0.15,
        )  # fmt: skip
    return simulation.edit_words(max(1, _word_count(blocks) // 120))


def heavy_round(blocks: Sequence[Block], seed: int) -> Simulation:
    """A text taken apart: an edit for every 40 words and several structural changes."""
    chance = random.Random(seed)
    simulation = Simulation(list(blocks), seed)
    if len(blocks) > 6:
        simulation.restructure(
            insert=chance.choice([0, 1, 2]), delete=chance.choice([0, 1, 2]), move=chance.choice([0, 1, 2]),
            split=chance.choice([0, 1]), merge=chance.choice([0, 1]),
        )  # fmt: skip
    return simulation.edit_words(max(2, _word_count(blocks) // 40))


def _word_count(blocks: Sequence[Block]) -> int:
    return sum(len(block.text.split()) for block in blocks)


def score(simulation: Simulation) -> Counter[str]:
    """What the alignment of an article whose ids are unknown got right.

    Where a clause was split or merged either half may carry the identity on, so long as the other is known to
    belong to it.
    """
    old, new, true = list(simulation.original.values()), simulation.result(), simulation.true_ids()
    alignment, tally = align(old, new), Counter[str]()
    believed = {row.new: old[row.old].id for row in alignment.rows if row.new is not None and row.old is not None}
    family = _families(simulation)
    for place, true_id in enumerate(true):
        found = believed.get(place)
        if true_id in simulation.original:
            tally["kept"] += 1
            tally["kept, right"] += found == true_id or found in family[true_id] or (
                found is None and old[alignment.splits[place]].id == true_id if place in alignment.splits else False
            )  # fmt: skip
            tally["kept, lost"] += found is None and place not in alignment.splits
            tally["kept, wrong"] += found is not None and found != true_id and found not in family[true_id]
        else:
            tally["new"] += 1
            tally["new, wrong"] += found is not None and found != simulation.split_off.get(true_id)
    kinds = {true[row.new]: row.kind for row in alignment.rows if row.new is not None}
    tally["moves"] = len(simulation.moved & kinds.keys())
    tally["moves, found"] = sum(kinds[i].startswith("move") for i in simulation.moved & kinds.keys())
    tally["moves, invented"] = sum(kind.startswith("move") and i not in simulation.moved for i, kind in kinds.items())
    _score_regrouping(simulation, old, alignment.splits, alignment.merges, believed, tally)
    return tally


def _families(simulation: Simulation) -> dict[str, set[str]]:
    """Ids that may stand for one another because their clauses were merged."""
    family: dict[str, set[str]] = {block_id: {block_id} for block_id in simulation.original}
    for gone, into in simulation.merged_into.items():
        family[gone].add(into)
        family[into].add(gone)
    return family


def _score_regrouping(
    simulation: Simulation, old: Sequence[Block], splits: dict[int, int], merges: dict[int, int],
    believed: dict[int, str], tally: Counter[str],
) -> None:  # fmt: skip
    true, ids = simulation.true_ids(), [block.id for block in old]
    for part, source in simulation.split_off.items():
        if source in simulation.deleted:
            continue
        tally["splits"] += 1
        halves = {true.index(part), true.index(source)} if source in true else set()
        tally["splits, found"] += any(
            half in splits
            and ids[splits[half]] == source
            and any(believed.get(rest) == source for rest in halves - {half})
            for half in halves
        )
    for gone, into in simulation.merged_into.items():
        tally["merges"] += 1
        target = true.index(into)
        tally["merges, found"] += any(
            merges.get(ids.index(one)) == target and believed.get(target) == other
            for one, other in ((gone, into), (into, gone))
        )
    true_pairs = set(simulation.merged_into.items()) | {(b, a) for a, b in simulation.merged_into.items()}
    for gone_place, target in merges.items():
        tally["merges, invented"] += not any(
            ids[gone_place] in pair and true[target] in (*pair, *_parts(simulation, pair)) for pair in true_pairs
        )
    for from_place in splits.values():
        tally["splits, invented"] += ids[from_place] not in simulation.split_off.values()


def _parts(simulation: Simulation, pair: tuple[str, str]) -> list[str]:
    return [part for part, source in simulation.split_off.items() if source in pair]
