"""Two reports on the comments on an edition: what was answered to each, and what one delegation has said.

A file goes from hand to hand, and nobody knows who reads it last. So both are made as the compilation is: of what was
submitted, with published answers alone, whoever asks for them, and with the numbers that editions have printed. What
the Core Group has recorded and not published yet stands on its worktable and in no file.
"""

from collections.abc import Iterable
from dataclasses import replace

from consultations import compiling
from consultations.alphabet import name_in
from consultations.models import Comment, Disposition, Organisation
from consultations.relabelled import now_of
from consultations.translated import decision_in
from consultations.wording import extract, place_of
from drafts.consolidating import Entry
from drafts.models import EditionText
from drafts.models.editions import Issue
from drafts.orders import CannotExport, Order
from drafts.rendering import build, tree
from drafts.rendering.documents import name_of, printed_label
from drafts.rendering.tree import Counts, Document, Remark, Section
from drafts.rendering.words import word
from drafts.text import numbering


def disposition_report(order: Order) -> Document:
    """Each comment with its answer, place by place in the order of the text, the text itself left out; before them how
    many answers of each kind there are, in all and for each article. Late and joint ones as in the compilation.
    """
    text = compiling.text_of(order)
    comments = compiling.submitted_on(order, text.language)
    language = text.language
    title = word("dispositions", language).format(name_of(text))
    manner = compiling.Manner("dispositions", title, language, carried=carried_by(comments), now=now_of(comments, None))
    placed = compiling.placed_in(comments, manner)

    def article(entry: Entry, place: build.Place) -> Section:
        blocks = {block.id: block for block in entry.blocks}
        remarks = []
        for comment, sponsor in placed.get(("article", entry.article.pk), []):
            remark = manner.entry(comment, sponsor, compiling.clause_in(text, comment, blocks))
            cited = numbering.citation(comment.clause_label, language) if comment.clause_label else ""
            where = "" if sponsor else ", ".join(filter(None, (cited, manner.now.get(comment.pk, ""))))
            remarks.append(replace(remark, clause_label=where))
        heading = build.clean_section("", entry.heading, []).heading
        return Section("comments", place.level, printed_label(entry), heading, place.anchor, remarks=tuple(remarks))

    sections = compiling.framed(text, comments, manner, placed, article)
    paired = tuple(_in_short(_all_answered(section, language)) for section in with_comments_alone(sections))
    document = compiling.document_of(text, order, comments, paired, manner)
    return replace(document, counts=_counts(comments, language))


def delegation_report(order: Order) -> Document:
    """What the organisation `order.organisation` (a code) has written or co-sponsors, below the words that it is about,
    with the answers; articles on which it said nothing are left out, and so is what others said. A joint comment
    stands once. Raises CannotExport where there is no such organisation.
    """
    organisation = Organisation.objects.with_code(order.organisation).first()
    if organisation is None:
        raise CannotExport(f"There is no organisation “{order.organisation}”.")
    text = compiling.text_of(order)
    comments = compiling.submitted_on(order, text.language, organisation.code)
    title = word("delegation", text.language).format(name_in(organisation, text.language), name_of(text))
    manner = compiling.Manner(
        "delegation",
        title,
        text.language,
        entries=False,
        carried=carried_by(comments),
        now=now_of(comments, None),
    )
    volume = with_comments_alone(compiling.volume_of(text, comments, manner))
    sections = tuple(_all_answered(section, text.language) for section in volume)
    document = compiling.document_of(text, order, comments, sections, manner)
    return replace(document, statistics="", organisations=(), counts=_counts(comments, text.language))


def with_comments_alone(sections: Iterable[Section]) -> tuple[Section, ...]:
    """The sections that have comments, and the divisions that these stand in."""
    kept: list[Section] = []
    level = 0  # of the section before, from behind: what stands in it
    for section in reversed(list(sections)):
        said = section.remarks or any(clause.remarks for clause in section.clauses)
        if said or (section.kind == "division" and section.level < level):
            kept.append(section)
            level = section.level
    return tuple(reversed(kept))


def carried_by(comments: Iterable[Comment]) -> dict[int, Issue]:
    """Primary key of an answer -> the first edition that prints the version which carries it out, or a later one of the
    same text. An answer whose version no edition has printed yet has none. Two queries.
    """
    answers = [answer for comment in comments for answer in comment.dispositions.all() if answer.version_id]
    versions = Disposition.objects.among(answers).versions_named()
    pins = list(EditionText.objects.of_articles({article for article, _, _ in versions.values()}).as_issued())
    found = {}
    for pk, (article, language, number) in versions.items():
        since = (issue for issue in pins if (issue.article, issue.language) == (article, language))
        if first := next((issue for issue in since if issue.number >= number), None):
            found[pk] = first
    return found


def _answered(remarks: Iterable[Remark], language: str) -> tuple[Remark, ...]:
    """The same, and where a comment has no answer the words that say so."""
    none = tree.Disposition(word("unanswered", language))
    return tuple(
        remark if remark.is_cross_entry else replace(remark, disposition=remark.disposition or none)
        for remark in remarks
    )


def _all_answered(section: Section, language: str) -> Section:
    clauses = tuple(replace(clause, remarks=_answered(clause.remarks, language)) for clause in section.clauses)
    return replace(section, clauses=clauses, remarks=_answered(section.remarks, language))


def _in_short(section: Section) -> Section:
    """Of what is proposed the change alone: the text is not beside it."""
    remarks = (replace(remark, proposed=tuple(extract(list(remark.proposed)))) for remark in section.remarks)
    return replace(section, remarks=tuple(remarks))


def _counts(comments: list[Comment], language: str) -> Counts:
    """A row for each article in the order of the text, a column for each decision that was taken."""
    decisions = [kind for kind in Disposition.Decision if any(_decision(each) == kind for each in comments)]
    columns = [decision_in(Disposition(decision=kind), language) for kind in decisions]
    heads = [word("provision", language), word("comments_counted", language), *columns, word("unanswered", language)]

    def numbers(counted: list[Comment]) -> list[str]:
        found = [_decision(comment) for comment in counted]
        return [str(len(counted)), *(str(found.count(kind) or "") for kind in [*decisions, ""])]

    places: dict[tuple[int | None, int | None], list[Comment]] = {}
    for comment in comments:
        places.setdefault((comment.article_id, comment.division_id), []).append(comment)
    rows = [(_article_of(group[0], language), *numbers(group)) for group in places.values()]
    return Counts(tuple(heads), (*rows, (word("total", language), *numbers(comments))))


def _decision(comment: Comment) -> str:
    answers = list(comment.dispositions.all())
    return answers[-1].decision if answers else ""


def _article_of(comment: Comment, language: str) -> str:
    return place_of(comment, language).partition(",")[0] if comment.article_id else place_of(comment, language)
