"""What an edited copy of our own file proposes, clause by clause, against the file that we gave out.

Both are read with the same reader, so whatever that reader does to words it does to both sides alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from drafts.text.grammar import looks_like_structure
from drafts.text.returned import Passage, Returned
from drafts.text.returned_places import Places, folded, placed, placed_headings, restored
from drafts.text.word_marks import clause_mark, is_clause_mark, marked_clause

Kind = Literal["change", "add", "delete", "remark", "heading", "before", "article", "gone", "title"]
_CLAUSES = ("clause", "option")


@dataclass(frozen=True, slots=True)
class Finding:
    """One proposal. `clause` is the clause that is changed, deleted or followed; "" for what is about the section,
    which `section` names by its bookmark ("" for the whole text).

    `before`: words before the first clause of the section; `article`: an article that comes after it; `gone`: the whole
    of it is gone; `heading`: `words` are its heading; `moved` says that the words stand in both places, old and new.
    """

    kind: Kind
    section: str
    clause: str = ""
    words: str = ""
    remarks: tuple[str, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Loose:
    """Words that have no sure place, and why; `remarks` are the comments on them."""

    words: str
    why: str
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class Comparison:
    """In the order of the text. `ignored` are words that are no proposal, and the reason."""

    findings: list[Finding] = field(default_factory=list)
    loose: list[Loose] = field(default_factory=list)
    ignored: list[Loose] = field(default_factory=list)


def compare(given: Returned, returned: Returned, homes: Mapping[str, str]) -> Comparison:
    """Every difference of `returned` from `given`, the file that we gave out. `homes` says of each clause by its
    identity in which section it stands, by the section's bookmark. Raises UnreadableFile where hardly a paragraph is
    known again.
    """
    found = Comparison()
    clauses = _Clauses(given, returned, homes, found)
    clauses.walk()
    clauses.deletions()
    clauses.tell()
    _around(given, returned, found)
    return found


def typed(passage: Passage) -> str:
    """A new paragraph as somebody would type it; words that would be taken for a number are marked as words."""
    if not passage.label and looks_like_structure(passage.text) and passage.role != "option":
        return f"¶ {passage.text}"
    return passage.line


@dataclass(slots=True)
class _Own:
    """What becomes of a clause that stays: its words, lines that follow it, what is said of it."""

    words: str
    lines: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    is_moved: bool = False


class _Clauses:
    """The clauses and headings of both files under comparison."""

    def __init__(self, given: Returned, returned: Returned, homes: Mapping[str, str], found: Comparison) -> None:
        self.given, self.returned, self.homes, self.found = given, returned, homes, found
        self.was = [passage for passage in given.passages if passage.role in _CLAUSES]
        self.now = [passage for passage in returned.passages if passage.role in _CLAUSES]
        self.places: Places = placed(self.was, self.now)
        self.was_of = self.places.was_of
        self.was_heads = [passage for passage in given.passages if passage.role == "heading"]
        self.now_heads = [passage for passage in returned.passages if passage.role == "heading"]
        self.heads: Places = placed_headings(self.was_heads, self.now_heads)
        self.stays = [place in self.places.in_place for place in range(len(self.was))]
        self.ends = self._ends()
        self.ids = [next(map(marked_clause, filter(is_clause_mark, one.marks)), "") for one in self.was]
        self.section_of = [homes.get(identity, "") for identity in self.ids]
        self._settle_doubts()
        self.headed = {name for passage in self.was_heads for name in passage.marks}
        self.own: dict[int, _Own] = {}
        self.order: dict[int, list[Finding]] = {}  # findings after an old clause, in the order of the old text
        self.section, self.followed = "", -1
        self.run: list[Passage] = []
        self.opens_article = False
        self.moved = {new for old, new in self.places.now_of.items() if old not in self.places.in_place}

    def _settle_doubts(self) -> None:
        """A pair that is in doubt is none where the new paragraph stands under another heading, or under a new one."""
        sections: list[str | None] = []
        here: str | None = ""
        heading = 0
        for passage in self.returned.passages:
            if passage.role == "heading":
                old = self.heads.was_of.get(heading)
                here = None if old is None else next(iter(self.was_heads[old].marks), "")
                heading += 1
            elif passage.role in _CLAUSES:
                sections.append(here)
        for old, new in list(self.places.doubtful.items()):
            if sections[new] != self.section_of[old]:
                del self.places.doubtful[old]

    def _ends(self) -> list[int]:
        """Of every old clause the place behind all that is below it."""
        depths = [passage.depth or 0 for passage in self.was]
        ends = []
        for place, depth in enumerate(depths):
            end = place + 1
            while end < len(depths) and depths[end] > depth:
                end += 1
            ends.append(end)
        return ends

    # ---- through the returned text

    def walk(self) -> None:
        clause = heading = 0
        for passage in self.returned.passages:
            if passage.role == "heading":
                self.met_heading(passage, heading)
                heading += 1
            elif passage.role in _CLAUSES:
                self.met_clause(passage, clause)
                clause += 1
        self.flush()

    def met_heading(self, passage: Passage, number: int) -> None:
        old = self.heads.was_of.get(number)
        if old is None:
            self.flush()
            self.run, self.opens_article = [passage], True
            return
        self.flush()
        self.section, self.followed = next(iter(self.was_heads[old].marks), ""), -1
        if old not in self.heads.in_place:
            self.loosen(passage, "This heading stands in another place than in the edition")
        self.compare_heading(self.was_heads[old], passage)

    def compare_heading(self, was: Passage, now: Passage) -> None:
        old, new = was.text.split("\n"), now.text.split("\n")
        name, heading = old[0], " ".join(old[1:])
        said = " ".join(new)
        if folded(said) == folded(" ".join(old)):
            if now.remarks:
                self.add_finding(Finding("remark", self.section, remarks=tuple(now.remarks)))
            return
        if not heading or not folded(said).startswith(f"{folded(name)} "):
            self.loosen(now, f"The number or the only words of the heading “{' '.join(old)}” are not as they were")
            return
        words = restored(heading, said[len(name) + 1 :].strip())
        self.add_finding(Finding("heading", self.section, words=words, remarks=tuple(now.remarks)))

    def met_clause(self, passage: Passage, number: int) -> None:
        old = self.was_of.get(number)
        if old is None or not self.stays[old]:
            if number in self.places.doubtful.values():
                self.loosen(passage, "This may be a clause of the edition rewritten, or a new one")
            else:
                self.run.append(passage)
            return
        self.flush()
        home = self.section_of[old]
        if home != self.section and home in self.headed:
            self.loosen(passage, "In the file this stands under the heading of another article")
        self.section, self.followed = home, old
        was = self.was[old]
        self.own[old] = _Own(restored(was.text, passage.text), remarks=list(passage.remarks))
        if was.text != passage.text and self.own[old].words == was.text:
            self.ignore(passage, "Only quotation marks or dashes differ, which Word changes by itself")
        if not was.counted and not passage.counted and was.label != passage.label:
            self.ignore(passage, f"The number was “{was.label}”; numbers are given by the portal")

    # ---- paragraphs that are new there

    def flush(self) -> None:
        run, self.run = self.run, []
        opens, self.opens_article = self.opens_article, False
        if not run:
            return
        if opens:
            self.new_article(run)
        elif not self.section:
            for passage in run:
                self.loosen(passage, "These words stand before the first article")
        elif self.followed < 0:
            self.add_finding(self.finding_of("before", "", run))
        else:
            for target, group in self.groups(run):
                self.place_group(target, group)

    def new_article(self, run: list[Passage]) -> None:
        words = "\n".join([run[0].text, *map(typed, run[1:])])
        remarks = tuple(remark for passage in run for remark in passage.remarks)
        self.add_finding(Finding("article", self.section, words=words, remarks=remarks))

    def groups(self, run: Sequence[Passage]) -> list[tuple[int | None, list[Passage]]]:
        """The new paragraphs by the clause that they come after: the last clause of the level that they stand at, if
        they come behind all that is below it. None where they stand between a clause and what is below it."""
        groups: list[tuple[int | None, list[Passage]]] = []
        level = self.was[self.followed].depth or 0
        for passage in run:
            depth = level if passage.depth is None else passage.depth
            target = self.target_at(depth) if not groups or depth < level else groups[-1][0]
            level = depth if not groups else min(level, depth)
            if groups and groups[-1][0] == target:
                groups[-1][1].append(passage)
            else:
                groups.append((target, [passage]))
        return groups

    def target_at(self, depth: int) -> int | None:
        target = self.followed
        if any(self.stays[place] for place in range(target + 1, self.ends[target])):
            return None
        while (self.was[target].depth or 0) > depth:
            above = self.above(target)
            if above is None or not self.stays[above] or any(self.stays[self.followed + 1 : self.ends[above]]):
                break
            target = above
        return target

    def above(self, place: int) -> int | None:
        """The clause that the one at `place` stands below."""
        depth = self.was[place].depth or 0
        for other in range(place - 1, -1, -1):
            if self.section_of[other] != self.section_of[place]:
                return None
            if (self.was[other].depth or 0) < depth:
                return other
        return None

    def place_group(self, target: int | None, group: list[Passage]) -> None:
        if target is None:
            own = self.own[self.followed]
            own.lines += map(typed, group)
            own.remarks += [remark for passage in group for remark in passage.remarks]
            own.is_moved |= self.are_moved(group)
            return
        self.order.setdefault(target, []).append(self.finding_of("add", self.ids[target], group))

    def finding_of(self, kind: Kind, clause: str, group: Sequence[Passage]) -> Finding:
        remarks = tuple(remark for passage in group for remark in passage.remarks)
        words = "\n".join(map(typed, group))
        return Finding(kind, self.section, clause, words, remarks, self.are_moved(group))

    def are_moved(self, group: Sequence[Passage]) -> bool:
        return any(self.now[new] is passage for new in self.moved for passage in group)

    # ---- what is gone, and what is told

    def deletions(self) -> None:
        """Clauses that are gone. A deletion takes all that is below a clause with it, so it is proposed where all of
        that is gone too; else the words are listed."""
        covered = 0
        for place, passage in enumerate(self.was):
            if self.stays[place] or place in self.places.doubtful or place < covered:
                continue
            below = range(place, self.ends[place])
            remarks = [remark for one in below for remark in self.returned.gone.get(clause_mark(self.ids[one]), ())]
            if any(self.stays[one] or one in self.places.doubtful for one in below):
                why = "These words are gone while what stands below them stays; no comment can say that"
                self.found.loose.append(Loose(passage.line, why, tuple(remarks)))
                continue
            covered = self.ends[place]
            moved = place in self.places.now_of
            home, identity = self.section_of[place], self.ids[place]
            self.order.setdefault(place, []).insert(
                0, Finding("delete", home, identity, remarks=tuple(remarks), moved=moved)
            )

    def tell(self) -> None:
        """All findings in the order of the text; an article of which nothing is left is one."""
        gone = self.gone_sections()
        told: list[Finding] = [one for one in self.found.findings if not one.section]
        by_section: dict[str, list[Finding]] = {}
        for one in self.found.findings:
            if one.section:
                by_section.setdefault(one.section, []).append(one)
        sections = list(dict.fromkeys([next(iter(one.marks), "") for one in self.was_heads] + self.section_of))
        for section in sections:
            if section in gone:
                remarks = [said for one in gone[section] for said in one.remarks]
                told.append(Finding("gone", section, remarks=tuple(remarks)))
                told += [one for one in by_section.get(section, []) if one.kind == "article"]
                continue
            late = [one for one in by_section.get(section, []) if one.kind == "article"]
            told += [one for one in by_section.get(section, []) if one.kind != "article"]
            for place in range(len(self.was)):
                if self.section_of[place] == section:
                    told += self.of_clause(place)
            told += late
        self.found.findings = told

    def of_clause(self, place: int) -> list[Finding]:
        found = list(self.order.get(place, []))
        own = self.own.get(place)
        if own is None:
            return found
        was = self.was[place].text
        if own.words != was and self.was[place].role == "option":
            self.found.loose.append(Loose(own.words, f"The line “{was}” was changed, which is no clause"))
            own.words = was
        remarks, clause, section = tuple(own.remarks), self.ids[place], self.section_of[place]
        if own.words != was or own.lines:
            words = "\n".join([own.words, *own.lines])
            return [Finding("change", section, clause, words, remarks, own.is_moved), *found]
        return [Finding("remark", section, clause, remarks=remarks), *found] if remarks else found

    def gone_sections(self) -> dict[str, list[Finding]]:
        """Sections whose heading and clauses are all gone, and the deletions that one of the whole stands for."""
        gone: dict[str, list[Finding]] = {}
        for number, passage in enumerate(self.was_heads):
            if number in self.heads.now_of:
                continue
            section = next(iter(passage.marks), "")
            places = [place for place, home in enumerate(self.section_of) if home == section]
            if section and places and not any(self.stays[one] or one in self.places.doubtful for one in places):
                gone[section] = [one for place in places for one in self.order.get(place, [])]
            else:
                self.found.loose.append(Loose(passage.text, "This heading is gone while the words under it stay"))
        return gone

    def add_finding(self, finding: Finding) -> None:
        self.found.findings.append(finding)

    def loosen(self, passage: Passage, why: str) -> None:
        self.found.loose.append(Loose(passage.line, why, tuple(passage.remarks)))
        passage.remarks = []

    def ignore(self, passage: Passage, why: str) -> None:
        self.found.ignored.append(Loose(passage.line, why))


def _around(given: Returned, returned: Returned, found: Comparison) -> None:
    """Title, the lines below it, and our own lines on the cover."""
    was, now = (_of_role(one, "title") for one in (given, returned))
    words = " ".join(one.text.replace("\n", " ") for one in now)
    stood = " ".join(one.text.replace("\n", " ") for one in was)
    remarks = tuple(
        said for one in returned.passages if one.role in ("title", "front", "cover") for said in one.remarks
    )
    general = Finding("remark", "", remarks=remarks)
    if folded(words) != folded(stood):
        general = replace(general, kind="title", words=restored(stood, words)) if words else general
        if not words:
            found.loose.append(Loose(stood, "The title is gone"))
    if general.words or remarks:
        found.findings.insert(0, general)
    fronts = [[folded(one.text) for one in _of_role(each, "front")] for each in (given, returned)]
    known = {folded(one.text) for one in _of_role(given, "cover")}
    if fronts[0] != fronts[1]:
        left = "\n".join(one.text for one in _of_role(returned, "front")) or "—"
        found.loose.append(Loose(left, "The lines below the title are not as they were"))
    for one in _of_role(returned, "cover"):
        if folded(one.text) not in known:
            found.ignored.append(Loose(one.text, "The portal's own lines about the document are no part of the text"))


def _of_role(returned: Returned, role: str) -> list[Passage]:
    return [passage for passage in returned.passages if passage.role == role]
