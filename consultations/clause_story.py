"""A clause's travaux préparatoires as a document: what its page tells to one class of readers, in order of time.

The same rules are asked as on the page, of a reader of that class in the place of a person (`drafts.audience`). A story
for the Core Group has the working text and answers that wait to be published, and says on its cover that it is for the
Core Group alone; one for a delegation has what editions have printed and the comments that this delegation may read
today, its own sealed ones with them, and names the delegation; one for everybody what everybody may read.
"""

from dataclasses import replace

from consultations.alphabet import name_in
from consultations.models import Comment, Organisation
from consultations.translated import decision_in, kind_in
from consultations.travaux import Answered, Said, with_comments
from consultations.wording import proposal
from drafts.audience import Reader
from drafts.models import Rendition
from drafts.moment_sections import place_of, section_of, told
from drafts.naming import name_of_unit
from drafts.orders import CannotExport, Order
from drafts.rendering.documents import Occasion, cover_of, worded
from drafts.rendering.tree import Cover, Document, Remark, Section
from drafts.rendering.words import word
from drafts.text import brackets
from drafts.travaux import Moment, Story


def clause_story(order: Order) -> Document:
    """The document, in the language that was asked for or, where the clause has none such, its original one. Raises
    CannotExport where nothing that such a reader may read has the clause.
    """
    assert order.clause is not None  # check_order asks for one
    reader = Reader(order.audience, order.organisation)
    story = Story(order.clause, order.instrument, reader, order.language)
    if not any(wording.block for wording in story.wordings):
        raise CannotExport("No edition has this clause.")
    moments = with_comments(story, story.moments(), reader)
    sections = [_section(moment, story) for moment in moments]
    if story.ancestor:
        since = word("story_split_off", story.language).format(story.ancestor.place)
        sections[0] = replace(sections[0], note=f"{since} {sections[0].note}".strip())
    numbered = tuple(replace(section, anchor=f"moment-{number}") for number, section in enumerate(sections, 1))
    cover = _cover(order, story, moments[-1])
    return Document(cover, numbered, story.language, "story", date=moments[-1].at.date().isoformat())


def _cover(order: Order, story: Story, last: Moment) -> Cover:
    """Named and dated by the story: of an edition it is none, so it has no symbol and no checksum of one."""
    language = story.language
    edition = None if story.sees_working_text else story.stands[-1].pin.edition
    text = replace(order, edition=edition, language=language).text(edition)
    cover = cover_of(text, Occasion(order.occasion))
    return replace(
        cover,
        symbol="",
        fingerprint="",
        below_title=(),
        subtitle=word("story", language).format(place_of(story)),
        dateline=worded(last.at),
        distribution=_whose(order, language) or cover.distribution,
    )


def _whose(order: Order, language: str) -> str:
    if order.audience == Rendition.Audience.CORE:
        return word("story_for_core", language)
    organisation = Organisation.objects.with_code(order.organisation).first() if order.organisation else None
    return word("story_for_delegation", language).format(name_in(organisation, language)) if organisation else ""


def _section(moment: Moment, story: Story) -> Section:
    if isinstance(moment, Said):
        return _said(moment, story.language)
    if isinstance(moment, Answered):
        return _answered(moment, story.language)
    return section_of(moment, story)


def _said(moment: Said, language: str) -> Section:
    comment = moment.line.comment
    name = name_in(comment.organisation, language)
    quoted = [word("story_on", language).format(brackets.plain(comment.quote))] if comment.quote else []
    remark = Remark(
        organisation="",  # the heading names it
        kind=kind_in(comment, language),
        reasoning="\n".join([*quoted, comment.reasoning]),
        proposed=tuple(proposal(comment, comment.version)),
        reference=comment.round.title,
    )
    what = word("story_comment", language).format(name, comment.reference)
    gone = word("story_withdrawn", language) if comment.state == Comment.State.WITHDRAWN else ""
    return told(moment, language, what, gone, remarks=(remark,))


def _answered(moment: Answered, language: str) -> Section:
    answer, version = moment.disposition, moment.version
    decision = decision_in(answer, language)
    notes = []
    if version:
        article = name_of_unit(version.article.kind, version.article.label, language)
        notes.append(word("story_carried", language).format(version.number, article))
    if answer.published_at is None:
        notes.append(word("story_unpublished", language))
    what = word("story_answer", language).format(moment.comment.reference, decision)
    remark = Remark(organisation="", kind="", reasoning=answer.reason)
    return told(moment, language, what, " ".join(notes), remarks=(remark,))
