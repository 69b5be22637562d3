"""What an editor's typing will read like, and what it changes, before anything is saved."""

from collections.abc import Set
from dataclasses import dataclass, replace
from typing import Any

from drafts.amending import Proposal
from drafts.models import Article, Text
from drafts.scoping import option_sets
from drafts.text import freezing, grammar, identity, numbering, scope
from drafts.text.freezing import Held
from drafts.text.grammar import Block, Notice
from drafts.text.proofreading import Proof, proof_of, typing_slips
from drafts.text.proofreading.dangling import cited_articles, labels_of, unread
from drafts.text.redline import Row, Segment, diff_words, redline
from drafts.text.targets import Directory, article_labels

_FIRST = ["error", "warning", "info"]


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


def preview_of(
    article: Article, base: Any, proposal: Proposal, frozen: Set[str] = frozenset(), against: Any = None
) -> Preview:
    """Parse what was typed as a save would, compare it with `against`, else with its base, and proofread it. Never
    refuses anything. `frozen`: the clauses whose numbers an edition has printed.

    At most three queries, whatever was typed: the numbers of the articles, the clauses of those that it cites, and the
    options of scope where it names any.
    """
    before = base.clauses()
    blocks, notices = grammar.parse(proposal.source, base.language)
    split_off = identity.carry_ids(before, blocks).ancestors.keys()
    numbering.number(blocks, base.language)
    places = numbering.paths(blocks, base.language)
    at_line = {block.line: numbering.citation(places[block.id], base.language) for block in blocks}
    held = freezing.hold_numbers(before, blocks, frozen, base.language, split_off) if frozen else Held(blocks, [], [])
    notices += [Notice(0, 0, "info", "frozen", told) for told in held.told]
    notices += [Notice(0, 0, "warning", "frozen", warning) for warning in held.warnings]
    if any(scope.marked(blocks)):
        notices += scope.notices(blocks, option_sets(article.instrument))
    notices += _slips(article, blocks, proposal, base.language)
    notices.sort(key=lambda notice: (_FIRST.index(notice.severity), notice.line, notice.column))
    against = against or base
    return Preview(
        against,
        diff_words(against.heading, grammar.canonical(proposal.heading)),
        redline(before if against is base else against.clauses(), held.blocks),
        [Located(notice, at_line.get(notice.line, "")) for notice in notices],
    )


def _slips(article: Article, blocks: list[Block], proposal: Proposal, language: str) -> list[Notice]:
    """What the article's proof says against it, located in the lines as they were typed."""
    proof = proof_of(blocks, slug=article.slug, kind=article.kind, label=article.label, language=language)
    lines = proposal.source.split("\n")
    by_id = {block.id: block for block in blocks}
    found: list[Notice] = []
    for finding in typing_slips(proof, _directory(article, proof)):
        line = by_id[finding.clause_id].line
        notice = Notice(line, finding.start + 1, finding.severity, finding.kind, finding.message)
        column = grammar.typed_column(lines[line - 1], notice, blocks) if line <= len(lines) else 1
        found.append(replace(notice, column=column))
    return found


def _directory(article: Article, proof: Proof) -> Directory:
    """The numbered places of the instrument; the paragraphs of another article only where the typing cites them."""
    rows = article.instrument.articles.standing().filter(kind=Article.Kind.ARTICLE).values_list("slug", "label")
    labels = {slug: unread(slug, label) for slug, label in rows}
    cited = cited_articles(proof.blocks, proof.language) - {article.label}
    if cited:
        texts = Text.objects.of(article.instrument).in_language(proof.language).filter(article__label__in=cited)
        for text in texts.select_related("article"):
            found = text.article
            labels[found.slug] = article_labels(found.slug, found.label, text.clauses(), heading=text.heading)
    labels[article.slug] = labels_of(proof)
    return Directory(list(labels.values()), proof.language)
