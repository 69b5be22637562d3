"""Comment tables taken in and given out, row by row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from consultations import wording
from consultations.commenting import CannotComment, Target, begin_comment, submit_comment
from consultations.models import Comment, Delegation, Disposition, Round
from consultations.models.comments import CommentQuerySet
from consultations.tables.places import Labels, Place, PlaceFinder, plain
from consultations.tables.shapes import ISO, Row, Table
from consultations.tables.writing import write_table
from drafts.consolidating import divisions_of
from drafts.models import Article, Division, Edition, EditionText
from drafts.models.instruments import LANGUAGES
from drafts.text import numbering

TAKEN, WARNED, REFUSED = "taken", "warned", "refused"

_KINDS = {
    "ge": Comment.Kind.GENERAL,
    "general": Comment.Kind.GENERAL,
    "te": Comment.Kind.SUBSTANCE,
    "technical": Comment.Kind.SUBSTANCE,
    "substantive": Comment.Kind.SUBSTANCE,
    "substance": Comment.Kind.SUBSTANCE,
    "ed": Comment.Kind.DRAFTING,
    "editorial": Comment.Kind.DRAFTING,
    "drafting": Comment.Kind.DRAFTING,
    "tr": Comment.Kind.TRANSLATION,
    "translation": Comment.Kind.TRANSLATION,
    "question": Comment.Kind.GENERAL,
    "information": Comment.Kind.GENERAL,
}
_ISO_KINDS = {
    Comment.Kind.SUBSTANCE: "te",
    Comment.Kind.DRAFTING: "ed",
    Comment.Kind.TRANSLATION: "translation",
}
_OPERATIONS = {
    "mod": Comment.Operation.CHANGE,
    "sup": Comment.Operation.DELETE,
    "noc": Comment.Operation.KEEP,
    **{name: operation for operation in Comment.Operation for name in (operation.value, operation.label.casefold())},
    "none named": Comment.Operation.NONE,
}

_SAID_AS_PROPOSAL = {
    str(operation.label).casefold()
    for operation in (Comment.Operation.DELETE, Comment.Operation.KEEP, Comment.Operation.QUESTION)
}


@dataclass(frozen=True)
class Outcome:
    """What became of one row: taken, warned (taken, with something to look at) or refused, and why."""

    row: Row
    what: str
    why: tuple[str, ...] = ()
    comment: Comment | None = None


@dataclass
class Report:
    """`warnings` are about the file as a whole; `is_undone` where one refused row undid all."""

    outcomes: list[Outcome] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    is_undone: bool = False

    def count(self, *what: str) -> int:
        return sum(outcome.what in what for outcome in self.outcomes)

    @property
    def taken(self) -> int:
        return 0 if self.is_undone else self.count(TAKEN, WARNED)

    def sentences(self) -> list[str]:
        """Every warning and refusal, with the row that it is about."""
        told = [f"Row {outcome.row.number}: {why}" for outcome in self.outcomes for why in outcome.why]
        return [*self.warnings, *told]


class _Undone(Exception):
    """Leaves the transaction without a trace."""


def import_comments(
    *,
    table: Table,
    round: Round,
    delegation: Delegation,
    person: Any,
    edition: Edition | None = None,
    language: str = "",
    submit: bool = False,
    on_paper: bool = False,
    all_or_nothing: bool = False,
) -> Report:
    """Take the rows of a table in as the delegation's comments: drafts, or with `submit` handed in one by one under the
    rules of the window. `on_paper` as in begin_comment. A row that is there already is refused, so that a file that is
    sent twice does no harm.

    The rows are on the round's own edition, or on `edition`, another document of the round. With `all_or_nothing` one
    refused row undoes all. Raises CannotComment where the round has no edition, or the person may not write for the
    delegation.
    """
    edition = edition or round.edition
    if edition is None:
        raise CannotComment("The round has no edition under discussion, so comments cannot be tied to its words.")
    report = Report(warnings=list(table.warnings))
    taking = _Taking(round, edition, delegation, person, language, submit, on_paper)
    try:
        with transaction.atomic():
            for row in table.rows:
                report.outcomes.append(taking.take(row))
            if all_or_nothing and report.count(REFUSED):
                raise _Undone
    except _Undone:
        report.is_undone = True
        report.outcomes = [replace(outcome, comment=None) for outcome in report.outcomes]
    return report


class _Taking:
    """One import under way: the directories of the edition and what the delegation has said already."""

    def __init__(
        self,
        round: Round,
        edition: Edition,
        delegation: Delegation,
        person: Any,
        language: str,
        submit: bool,
        on_paper: bool,
    ) -> None:
        self.round, self.edition, self.delegation, self.person = round, edition, delegation, person
        self.language = language or edition.instrument.original_language
        self.submit, self.on_paper = submit, on_paper
        self.others = {document.label for document in round.documents} - {edition.label}
        self.pins: dict[str, dict[int, EditionText]] = {}
        self.finders: dict[str, PlaceFinder] = {}
        self.divisions: dict[str, dict[str, Division]] = {}
        said = Comment.objects.standing().filter(delegation=delegation)
        keys = said.values_list("edition_id", "article_id", "division_id", "clause_id", "reasoning", "proposed")
        self.said: set[tuple[Any, ...]] = set(keys)

    def take(self, row: Row) -> Outcome:
        row = _with_said_operation(row)
        if row.document in self.others:
            return Outcome(row, REFUSED, (f"it is on {row.document}; bring the rows on that document in on it.",))
        warnings: list[str] = []
        code = self.delegation.organisation.code
        author = row.author.partition("-")[0].strip().upper()
        if author not in ("", "**", code.upper(), self.delegation.organisation.name.upper()):
            warnings.append(
                f"the table says “{row.author}”; it is taken as a comment of {self.delegation.organisation}."
            )
        language = self._language(row, warnings)
        place = self._finder(language).find(row.article, row.clause)
        division = self._divisions(language).get(plain(row.article)) if place.problem else None
        if division is not None:
            place = Place(left=row.clause, problem=f"{row.article} is commented on as a whole" if row.clause else "")
        reasoning = row.reasoning
        if place.problem:
            warnings.append(f"{place.problem}; the comment is kept one step above, and says so.")
            reasoning = f"({place.left}) {reasoning}".strip()
        article = self.pins[language][place.article].article if place.article else None
        target = replace(self._target(row, article, place.clause, language, warnings), division=division)
        where = (article and article.pk, division and division.pk, place.clause or None)
        key = (self.edition.pk, *where, reasoning.strip(), row.proposed)
        if key in self.said:
            return Outcome(row, REFUSED, ("the same comment is there already.",))
        try:
            with transaction.atomic():  # a row that comes too late leaves no draft behind
                comment = self._begin(row, target, reasoning, language, warnings)
                if self.submit:
                    comment = submit_comment(comment=comment, person=self.person, on_paper=self.on_paper)
        except CannotComment as refusal:
            return Outcome(row, REFUSED, (*warnings, str(refusal)))
        self.said.add(key)
        return Outcome(row, WARNED if warnings else TAKEN, tuple(warnings), comment)

    def _begin(self, row: Row, target: Target, reasoning: str, language: str, warnings: list[str]) -> Comment:
        return begin_comment(
            round=self.round,
            delegation=self.delegation,
            author=self.person,
            target=target,
            kind=_kind(row, warnings),
            operation=_operation(row, warnings),
            reasoning=reasoning,
            proposed=row.proposed,
            language=language,
            edition=self.edition,
            on_paper=self.on_paper,
        )

    def _language(self, row: Row, warnings: list[str]) -> str:
        wanted = row.language.casefold()
        names = {name.casefold(): code for code, name in LANGUAGES} | {code: code for code, _ in LANGUAGES}
        found = names.get(wanted, self.language)
        if wanted and wanted not in names:
            warnings.append(f"there is no language “{row.language}”.")
        if not self._pins(found):
            warnings.append(f"the edition has no text in {dict(LANGUAGES)[found]}; the comment is on the original.")
            found = self.edition.instrument.original_language
            self._pins(found)
        return found

    def _pins(self, language: str) -> dict[int, EditionText]:
        if language not in self.pins:
            pinned = EditionText.objects.in_editions([self.edition.pk], language).select_related("article__instrument")
            self.pins[language] = {pin.article_id: pin for pin in pinned}
        return self.pins[language]

    def _finder(self, language: str) -> PlaceFinder:
        if language not in self.finders:
            self.finders[language] = PlaceFinder(_labels(pin) for pin in self._pins(language).values())
        return self.finders[language]

    def _divisions(self, language: str) -> dict[str, Division]:
        """Parts and chapters by what people call them."""
        if language not in self.divisions:
            lines = divisions_of(self.edition, language)
            self.divisions[language] = {plain(line.name): line.division for line in lines}
        return self.divisions[language]

    def _target(self, row: Row, article: Article | None, clause: str, language: str, warnings: list[str]) -> Target:
        if article is None or not clause or not row.quote:
            return Target(article, clause)
        span = wording.locate(wording.clause_text(self.pins[language][article.pk].version, clause), row.quote)
        if span is None:
            warnings.append(f"the words “{row.quote[:60]}” are not in the clause; the comment is on the whole of it.")
            return Target(article, clause)
        return Target(article, clause, *span)


def _labels(pin: EditionText) -> Labels:
    name = wording.spoken(pin.article, pin.label)
    return Labels(pin.article_id, name, _cell(pin.article, pin.label), numbering.paths(pin.version.clauses()))


def _with_said_operation(row: Row) -> Row:
    """The form of eight columns has no column for it: who wants words deleted or kept writes so as proposed change."""
    said = row.proposed.casefold().strip(" .")
    if not row.operation and said in _SAID_AS_PROPOSAL:
        return replace(row, operation=said, proposed="")
    return row


def _kind(row: Row, warnings: list[str]) -> str:
    said = row.kind.casefold().strip(" .")
    if not said:
        warnings.append("no type is given; it is taken as substantive.")
        return Comment.Kind.SUBSTANCE
    found = _KINDS.get(said) or _KINDS.get(said.partition("/")[0].partition(" ")[0].strip())
    if found is None:
        warnings.append(f"“{row.kind}” is no type of comment; it is taken as substantive.")
    return found or Comment.Kind.SUBSTANCE


def _operation(row: Row, warnings: list[str]) -> str:
    found = _OPERATIONS.get(row.operation.casefold())
    if found is None:
        warnings.append(f"“{row.operation}” is no operation; none is named.")
    return found or Comment.Operation.NONE


# --- out ---------------------------------------------------------------------------------------------------------


def exported_table(comments: CommentQuerySet, person: Any, *, shape: str, format: str, title: str) -> tuple[bytes, int]:
    """The comments as a file, in the order of the text, with the answers that this person may know; and how many they
    are. Raises TooLongForExcel.
    """
    if shape == ISO:  # a form that has no column for the state has no rows that were taken back
        comments = comments.standing()
    found = list(comments.for_reading().in_order_of_the_text())
    return write_table(table_rows(with_answers(found, person), shape), shape, format, title), len(found)


def with_answers(comments: Sequence[Comment], person: Any) -> Sequence[Comment]:
    """The same comments, each with `answer`: the latest that this person may know, or None. One query."""
    known = Disposition.objects.known_to(person).to_comments(comments)
    latest = {disposition.comment_id: disposition for disposition in known}
    for comment in comments:
        comment.answer = latest.get(comment.pk)  # type: ignore[attr-defined]
    return comments


def table_rows(comments: Iterable[Comment], shape: str) -> list[Sequence[str]]:
    """The comments as rows of a shape. They carry `answer`, the answer that the reader may know (None: none)."""
    return [_iso_row(comment) if shape == ISO else _own_row(comment) for comment in comments]


def _iso_row(comment: Comment) -> Sequence[str]:
    decision, answer = _answer(comment)
    proposed = comment.proposed or (comment.get_operation_display() if comment.operation else "")
    return (
        comment.reference,
        "",
        _article(comment),
        comment.clause_label if comment.article_id else "",
        _ISO_KINDS.get(Comment.Kind(comment.kind), "ge"),
        comment.reasoning,
        proposed,
        ". ".join(filter(None, [decision, answer])),
    )


def _own_row(comment: Comment) -> Sequence[str]:
    decision, answer = _answer(comment)
    return (
        comment.reference,
        comment.organisation.name,
        comment.edition.label if comment.edition else "",
        _article(comment),
        comment.clause_label if comment.article_id else "",
        comment.language,
        comment.get_kind_display(),
        comment.get_operation_display() if comment.operation else "",
        comment.quote,
        comment.proposed,
        comment.reasoning,
        comment.get_state_display(),
        comment.submitted_at.isoformat(timespec="seconds") if comment.submitted_at else "",
        "late" if comment.is_late else "",
        decision,
        answer,
    )


def _article(comment: Comment) -> str:
    if comment.article is None:
        return comment.clause_label if comment.division_id else ""
    label = comment.printed_label
    return _cell(comment.article, comment.article.label if label is None else label)


def _cell(article: Article, label: str) -> str:
    """What stands in the column of the article: "12 bis", "Preamble", "Annex A"."""
    return label if article.kind == Article.Kind.ARTICLE else f"{article.get_kind_display()} {label}".strip()


def _answer(comment: Comment) -> tuple[str, str]:
    answer: Disposition | None = getattr(comment, "answer", None)
    return (str(answer.get_decision_display()), answer.reason) if answer else ("", "")
