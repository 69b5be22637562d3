"""What was found in an edited copy as the comments that say it: place, operation, wording, reasons, its look."""

from dataclasses import dataclass
from functools import cached_property

from consultations import proposing
from consultations.commenting import Target
from consultations.models import Comment
from drafts.consolidating import Consolidated, DivisionLine, Entry
from drafts.rendering.tree import Document
from drafts.text import numbering
from drafts.text.merge_words import merge_text, settled
from drafts.text.redline import Segment
from drafts.text.returned_changes import Finding
from drafts.text.word_marks import section_mark

# Where nobody wrote a comment beside a change, the draft says where it came from and no more: reasons are the
# delegation's own.
_SAID = {
    "en": {
        "came": "Proposed in the edited Word file of this text.",
        "moved": "In the edited file these words stand in another place.",
        "before": "In the edited file these words stand before the first paragraph.",
        "article": "In the edited file these words stand after this article.",
        "gone": "In the edited file the whole of this article is gone.",
        "heading": "Proposed heading: “{}”.",
        "title": "Proposed title: “{}”.",
    },
    "fr": {
        "came": "Proposé dans le fichier Word modifié de ce texte.",
        "moved": "Dans le fichier modifié, ces mots figurent à un autre endroit.",
        "before": "Dans le fichier modifié, ces mots figurent avant le premier paragraphe.",
        "article": "Dans le fichier modifié, ces mots figurent après cet article.",
        "gone": "Dans le fichier modifié, cet article ne figure plus.",
        "heading": "Titre proposé : « {} ».",
        "title": "Titre proposé : « {} ».",
    },
    "es": {
        "came": "Propuesto en el archivo de Word modificado de este texto.",
        "moved": "En el archivo modificado, estas palabras figuran en otro lugar.",
        "before": "En el archivo modificado, estas palabras figuran antes del primer párrafo.",
        "article": "En el archivo modificado, estas palabras figuran después de este artículo.",
        "gone": "En el archivo modificado, este artículo ya no figura.",
        "heading": "Título propuesto: «{}».",
        "title": "Título propuesto: «{}».",
    },
}
_ADD, _CHANGE, _DELETE, _NONE = (
    Comment.Operation.ADD.value,
    Comment.Operation.CHANGE.value,
    Comment.Operation.DELETE.value,
    Comment.Operation.NONE.value,
)


@dataclass(frozen=True)
class Draft:
    """A comment that is not written yet. `place` is what people call the place it is about; `segments` show it
    against the text; `below` are the clauses that a deletion takes with it."""

    target: Target
    operation: str
    proposed: str
    reasoning: str
    place: str
    segments: tuple[Segment, ...] = ()
    below: tuple[str, ...] = ()

    @property
    def called(self) -> str:
        """What is proposed, in a word."""
        if self.operation == _ADD and self.target.clause_id:
            return "Add after it"
        if self.operation:
            return str(Comment.Operation(self.operation).label)
        return "Heading" if self.segments else "Comment"


class Drafting:
    """Findings as drafts, for one text and the document that was given out of it."""

    def __init__(self, text: Consolidated, document: Document) -> None:
        self.text = text
        self.words = _SAID.get(text.language, _SAID["en"])
        self.given = {
            clause.id: "".join(said for _, said in clause.segments)
            for section in document.sections
            for clause in section.clauses
        }
        self.entries: dict[str, Entry] = {}
        self.divisions: dict[str, DivisionLine] = {}
        for line in text.lines:
            if isinstance(line, DivisionLine):
                self.divisions[section_mark(f"division-{line.division.pk}")] = line
            else:
                self.entries[section_mark(f"{line.article.kind}-{line.article.slug}")] = line

    @cached_property
    def homes(self) -> dict[str, Entry]:
        return {block.id: entry for entry in self.text.entries for block in entry.blocks}

    def draft(self, found: Finding) -> Draft:
        """The comment that says what was found."""
        if found.clause:
            return self._on_clause(found, self.homes[found.clause])
        entry, division = self.entries.get(found.section), self.divisions.get(found.section)
        target = Target(entry.article if entry else None, division=division.division if division else None)
        place = entry.name if entry else division.title if division else "The whole text"
        reasoning = self._reasoning(found)
        if found.kind in ("before", "article"):
            return Draft(target, _ADD, found.words, reasoning, place, (("+", found.words),))
        if found.kind == "gone" and entry:
            lines = tuple(f"{block.label} {block.text}".strip() for block in entry.blocks)
            return Draft(target, _DELETE, "", reasoning, place, (("-", entry.heading),) if entry.heading else (), lines)
        stood = entry.heading if entry else division.heading if division else self.text.title
        segments = tuple(proposing.proposed_redline(_CHANGE, stood, found.words)) if found.words else ()
        return Draft(target, _NONE, "", reasoning, place, segments)

    def _on_clause(self, found: Finding, entry: Entry) -> Draft:
        blocks = entry.blocks
        at = next(place for place, block in enumerate(blocks) if block.id == found.clause)
        stands = blocks[at].text
        path = numbering.paths(blocks, self.text.language)[found.clause]
        place = f"{entry.name}, {numbering.citation(path, self.text.language)}"
        target, reasoning = Target(entry.article, found.clause), self._reasoning(found)
        if found.kind == "remark":
            return Draft(target, _NONE, "", reasoning, place)
        if found.kind == "delete":
            lines = blocks[at + 1 : proposing.end_of(blocks, at)]
            below = tuple(f"{block.label} {block.text}".strip() for block in lines)
            return Draft(target, _DELETE, "", reasoning, place, (("-", stands),), below)
        if found.kind == "add":
            if proposing.effect(_ADD, stands, found.words) == _ADD:
                return Draft(target, _ADD, found.words, reasoning, place, (("+", found.words),))
            words = f"{stands}\n{found.words}"  # such an addition would be taken for a change of the clause
        else:
            words = self._with_what_the_file_lacks(found, stands)
        return Draft(
            target, _CHANGE, words, reasoning, place, tuple(proposing.proposed_redline(_CHANGE, stands, words))
        )

    def _with_what_the_file_lacks(self, found: Finding, stands: str) -> str:
        """The secretariat's notes are in the text and not in the file; they stay where they are."""
        given = self.given.get(found.clause, stands)
        first, _, rest = found.words.partition("\n")
        merged = first if given == stands else settled(merge_text(given, stands, first), "theirs")
        return f"{merged}\n{rest}" if rest else merged

    def _reasoning(self, found: Finding) -> str:
        said = [remark.strip() for remark in found.remarks if remark.strip()]
        facts = []
        if found.kind in ("heading", "title"):
            facts.append(self.words[found.kind].format(found.words))
        elif found.kind in ("before", "article", "gone"):
            facts.append(self.words[found.kind])
        elif found.moved:
            facts.append(self.words["moved"])
        if not said and not (facts and found.kind not in ("heading", "title")):
            facts.append(self.words["came"])
        return "\n\n".join([" ".join(facts), *said] if facts else said)
