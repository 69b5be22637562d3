"""The *travaux préparatoires* of one clause: every wording it has had, the editions it stood in, what was split off it
or merged into it, the steps of its agreement, its renumberings.

The story is told in moments, each with its instant and the template that shows it. Other apps add moments of theirs,
such as comments, without this one knowing of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from drafts.models import AgreementStep, Article, Clause, EditionText, Instrument, Relabelling, Text
from drafts.models.instruments import LANGUAGES
from drafts.permissions import may_read_working_text
from drafts.text import numbering
from drafts.text.brackets import opened_before
from drafts.text.grammar import Block
from drafts.text.identity import align, unmoved
from drafts.text.redline import Row, redline


@dataclass(frozen=True)
class Moment:
    """Something that happened to the clause. `template` shows it with the moment as `moment`."""

    at: datetime
    template: str


@dataclass(frozen=True)
class Relative:
    """Another clause of the same descent, and where it stood ("paragraph 3")."""

    id: str
    place: str


@dataclass(frozen=True)
class Wording(Moment):
    """The clause as one version has it, against the wording before. `block` is None where it was taken out.

    `opened`: how many brackets the clauses before it leave open, in the wording before and in this one. `merged`: what
    went into it here; `into`: what it went into itself.
    """

    version: Any
    block: Block | None
    before: "Wording | None"
    place: str
    row: Row
    opened: tuple[int, int]
    came_from: Article | None = None
    merged: tuple[Relative, ...] = ()
    into: Relative | None = None

    @property
    def what(self) -> str:
        """What happened, in one or two words."""
        if self.block is None:
            return "Merged into another clause" if self.into else "Taken out"
        if self.before is None:
            return "First wording"
        if self.before.block is None:
            return "Back in the text"
        if self.came_from:
            return "Moved to another article"
        words = {"edit": "Amended", "move": "Moved", "move_edit": "Moved and amended"}
        return words.get(self.row.kind, "Set at another level")


@dataclass(frozen=True)
class Offshoot(Moment):
    """Another clause was split off this one."""

    version: Any
    relative: Relative


@dataclass(frozen=True)
class Stand(Moment):
    """An edition was issued in which the clause stands."""

    pin: EditionText
    place: str


@dataclass(frozen=True)
class Agreed(Moment):
    step: AgreementStep


@dataclass(frozen=True)
class Renumbered(Moment):
    line: Relabelling


@dataclass(frozen=True)
class _Standing:
    """A version with its clauses and the place of the one that is followed (-1 for nowhere)."""

    version: Any
    blocks: list[Block]
    place: int

    @property
    def block(self) -> Block | None:
        return self.blocks[self.place] if self.place >= 0 else None

    @property
    def opened(self) -> int:
        """How many brackets are open where the clause's words begin."""
        return opened_before(self.blocks)[self.place] + bool(self.block and self.block.lead)

    def path(self, clause_id: str = "") -> str:
        found = numbering.paths(self.blocks, self.version.language)
        wanted = clause_id or (self.block.id if self.block else "")
        return numbering.citation(found.get(wanted, ""), self.version.language)


class Story:
    """One clause as one person may read it, in one language: outside the Core Group only what editions made public, and
    of agreement and renumbering what was so when the last edition with the clause was issued. At most nine queries.
    """

    def __init__(self, clause: Clause, instrument: Instrument, person: Any, language: str) -> None:
        self.clause, self.instrument = clause, instrument
        self.sees_working_text = may_read_working_text.test(person, instrument)
        places = set(self._visible().holding(clause).order_by().values_list("article", "language"))
        self._articles = {article for article, _ in places}
        order = [instrument.original_language, *(code for code, _ in LANGUAGES)]
        self.languages = sorted({code for _, code in places}, key=order.index)
        self.language = language if language in self.languages or not self.languages else self.languages[0]

    def _visible(self) -> Any:
        versions = Text.history.of_instrument(self.instrument)
        return versions if self.sees_working_text else versions.pinned()

    @cached_property
    def _standings(self) -> list[_Standing]:
        """Versions of every article in which the clause has stood, the oldest first."""
        versions = self._visible().in_articles(self._articles, self.language)
        printed = {} if self.sees_working_text else self._printed_labels()
        standings = []
        for version in versions:
            version.article.label = printed.get(version.article_id, version.article.label)
            blocks = version.clauses()
            place = next((n for n, block in enumerate(blocks) if block.id == self.clause.pk), -1)
            standings.append(_Standing(version, blocks, place))
        return standings

    def _printed_labels(self) -> dict[int, str]:
        """The numbers by which readers of editions know the articles."""
        articles = Article.objects.filter(pk__in=self._articles).with_printed_label()
        return {article.pk: article.printed_label or "" for article in articles}

    @cached_property
    def wordings(self) -> list[Wording]:
        """Only versions in which its words, its level or its place changed, the oldest first."""
        found: list[Wording] = []
        latest: dict[int, _Standing] = {}
        last: _Standing | None = None
        for standing in self._standings:
            before = latest.get(standing.version.article_id)
            latest[standing.version.article_id] = standing
            if standing.block is None and not (before and before.block and before is last):
                continue
            if standing.block is None and self._stands_elsewhere(standing):
                continue
            wording = _wording(standing, last, before, found[-1] if found else None)
            if wording is not None:
                found.append(wording)
            last = standing
        return found

    def _stands_elsewhere(self, gone: _Standing) -> bool:
        """Whether the act that took it out of one article has put it into another."""
        act = gone.version.act_id
        return act is not None and any(other.block and other.version.act_id == act for other in self._standings)

    def knows(self, version: int | None) -> bool:
        """Whether the reader may know of this version (a primary key)."""
        return any(standing.version.pk == version for standing in self._standings)

    def wording(self, version: int) -> Wording | None:
        """The wording that began with this version (a primary key)."""
        return next((wording for wording in self.wordings if wording.version.pk == version and wording.block), None)

    @cached_property
    def stands(self) -> list[Stand]:
        """The editions in which it stands, with number and article there."""
        by_version = {standing.version.pk: standing for standing in self._standings if standing.block}
        pins = EditionText.objects.of_versions(by_version)
        return [
            Stand(pin.edition.issued_at, "drafts/_moment_edition.html", pin, by_version[pin.version_id].path())
            for pin in pins
        ]

    @cached_property
    def ancestor(self) -> Relative | None:
        """What it was split off, where the reader may know of that."""
        if not self.clause.ancestor_id:
            return None
        return self._relative(self.clause.ancestor_id)

    def _relative(self, clause_id: str) -> Relative | None:
        for standing in reversed(self._standings):
            if any(block.id == clause_id for block in standing.blocks):
                return Relative(clause_id, standing.path(clause_id))
        return None

    def _offshoots(self) -> Iterable[Offshoot]:
        known = set(self.clause.offshoots.values_list("pk", flat=True))
        for standing in self._standings if known else ():
            for clause_id in known.intersection(block.id for block in standing.blocks):
                known.remove(clause_id)
                relative = Relative(clause_id, standing.path(clause_id))
                at = standing.version.history_date
                yield Offshoot(at, "drafts/_moment_offshoot.html", standing.version, relative)

    def _horizon(self) -> datetime | None:
        """Outside the Core Group: when the last edition with the clause was issued. None: no bound."""
        return None if self.sees_working_text else max(stand.at for stand in self.stands)

    def moments(self) -> list[Moment]:
        """The whole story, the oldest first. An edition follows what it froze."""
        horizon = self._horizon()
        steps = AgreementStep.objects.on_clause(self.clause.pk).until(horizon)
        lines = Relabelling.objects.of_clause(self.clause.pk).until(horizon).in_language(self.language)
        told: list[Moment] = [
            *self.wordings,
            *self._offshoots(),
            *(Renumbered(line.act.at, "drafts/_moment_renumbered.html", line) for line in lines),
            *(Agreed(step.at, "drafts/_moment_agreed.html", step) for step in steps),
            *self.stands,
        ]
        return in_order_of_time(told)


def in_order_of_time(moments: Iterable[Moment]) -> list[Moment]:
    """The oldest first; what happened at the same instant keeps its order."""
    return sorted(moments, key=lambda moment: moment.at)


def _wording(
    standing: _Standing, last: _Standing | None, before: _Standing | None, former: Wording | None
) -> Wording | None:
    """What the version did to the clause; None where it left it alone."""
    block, was = standing.block, last.block if last else None
    moved_article = bool(last and block and was and last.version.article_id != standing.version.article_id)
    moved = bool(before and before is last and block and was and _moved(before, standing))
    if block and was and not moved and not moved_article and _look(block) == _look(was):
        return None
    if block and not was and former and former.before:
        was = former.before.block  # it comes back: what it says now against what it said when it went
    rows = redline([was or block], [block]) if block else redline([was] if was else [], [])
    if moved or moved_article:
        rows[0].kind = "move" if rows[0].kind == "same" else "move_edit"
    opened = standing.opened if block else 0
    merged, into = _merges(before, standing) if before is not None else ((), None)
    return Wording(
        standing.version.history_date,
        "drafts/_moment_wording.html",
        standing.version,
        block,
        former,
        standing.path() if block else "",
        rows[0],
        (last.opened if last and last.block else opened, opened),
        last.version.article if last and moved_article else None,
        merged,
        into,
    )


def _look(block: Block) -> tuple[str, int, str, str, str]:
    """What a reader would call the wording: a new number or "bis" alone is none."""
    return block.kind, block.depth, block.scheme, block.lead, block.text


def _moved(before: _Standing, after: _Standing) -> bool:
    """Whether it stands elsewhere among the clauses that stayed."""
    places = {block.id: place for place, block in enumerate(after.blocks)}
    pairs = [(old, places[block.id]) for old, block in enumerate(before.blocks) if block.id in places]
    return (before.place, after.place) not in unmoved(pairs)


def _merges(before: _Standing, after: _Standing) -> tuple[tuple[Relative, ...], Relative | None]:
    """Which clauses went into this one, and which this one went into. Only where a clause has gone."""
    staying = {block.id for block in after.blocks}
    if all(block.id in staying for block in before.blocks):
        return (), None
    merges = align(before.blocks, after.blocks).merges
    clause_id = (after.block or before.block).id  # type: ignore[union-attr]  # it stands in one of the two
    merged = [
        Relative(before.blocks[old].id, before.path(before.blocks[old].id))
        for old, new in merges.items()
        if after.blocks[new].id == clause_id
    ]
    went = next((after.blocks[new].id for old, new in merges.items() if before.blocks[old].id == clause_id), None)
    return tuple(merged), Relative(went, after.path(went)) if went else None
