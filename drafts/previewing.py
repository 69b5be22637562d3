"""What an editor's typing will read like, and what it changes, before anything is saved."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from drafts.amending import Proposal
from drafts.text import freezing, grammar, identity, numbering
from drafts.text.freezing import Held
from drafts.text.grammar import Notice
from drafts.text.redline import Row, Segment, diff_words, redline


@dataclass(frozen=True)
class Located:
    """A notice and the clause it is about, as running text cites it ("paragraph 2"), "" for the article as a whole."""

    notice: Notice
    place: str

    @property
    def is_warning(self) -> bool:
        return self.notice.severity != "info"


@dataclass(frozen=True)
class Preview:
    """`against` is the version that the redline is against: the one that the typing began from, or the last issued."""

    against: Any
    heading: list[Segment]
    rows: list[Row]
    notices: list[Located]

    @property
    def changes(self) -> int:
        heading = any(sign != "=" for sign, _ in self.heading)
        return int(heading) + sum(row.kind != "same" or row.relevelled for row in self.rows)

    @property
    def warnings(self) -> list[Located]:
        return [located for located in self.notices if located.is_warning]

    @property
    def hints(self) -> list[Located]:
        return [located for located in self.notices if not located.is_warning]


def preview_of(base: Any, proposal: Proposal, frozen: Set[str] = frozenset(), against: Any = None) -> Preview:
    """Parse what was typed as a save would, and compare it with `against`, else with its base. Never refuses anything.
    `frozen`: the clauses whose numbers an edition has printed."""
    before = base.clauses()
    blocks, notices = grammar.parse(proposal.source, base.language)
    identity.carry_ids(before, blocks)
    numbering.number(blocks, base.language)
    places = numbering.paths(blocks, base.language)
    at_line = {block.line: numbering.citation(places[block.id], base.language) for block in blocks}
    held = freezing.hold_numbers(before, blocks, frozen, base.language) if frozen else Held(blocks, [], [])
    notices += [Notice(0, 0, "info", "frozen", told) for told in held.told]
    notices += [Notice(0, 0, "warning", "frozen", warning) for warning in held.warnings]
    against = against or base
    return Preview(
        against,
        diff_words(against.heading, grammar.canonical(proposal.heading)),
        redline(before if against is base else against.clauses(), held.blocks),
        [Located(notice, at_line.get(notice.line, "")) for notice in notices],
    )
