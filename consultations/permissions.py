"""Who may do what in a round: predicates, composed, and the gates built from them."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from rules import predicate

from consultations.models import (
    Comment,
    Conclusion,
    ConclusionsIssue,
    ConferenceDocument,
    Delegation,
    DocumentFile,
    Membership,
    Organisation,
    Position,
    Round,
)
from consultations.models.rounds import kinds_of
from drafts.models import Edition
from drafts.permissions import is_core, is_editor, is_secretariat
from mla_portal.access import gate


@predicate
def knows_round(person: Any, round: Round) -> bool:
    if person.is_core:  # the same answer without a query
        return True
    return Round.objects.visible_to(person).filter(pk=round.pk).exists()


@predicate
def takes_part(person: Any, round: Round) -> bool:
    """Belongs to a delegation of the round, in whatever role."""
    return Delegation.objects.of(person).filter(round=round).exists()


@predicate
def belongs_to_its_delegation(person: Any, comment: Comment) -> bool:
    return Membership.objects.current().filter(person=person, organisation=comment.organisation).exists()


@predicate
def knows_comment(person: Any, comment: Comment) -> bool:
    """The rule is `visible_to`'s. One's own comments, which is what people hand in at the last minute, are asked for
    first: that question takes a third of the time."""
    if person.is_authenticated and belongs_to_its_delegation.test(person, comment):
        return True
    return Comment.objects.visible_to(person).filter(pk=comment.pk).exists()


@predicate
def is_asked_to_join(person: Any, comment: Comment) -> bool:
    """Leads a delegation that is invited to co-sponsor it, or has joined: the one exception to who reads drafts."""
    return Position.objects.asking(person).filter(pk=comment.pk).exists()


@predicate
def comments_are_published(person: Any, round: Round) -> bool:
    return round.has_published_comments()


@predicate
def leads_its_delegation(person: Any, comment: Comment) -> bool:
    leads = Membership.objects.current().filter(person=person, role=Membership.Role.FOCAL_POINT)
    return leads.filter(organisation=comment.organisation).exists()


@predicate
def is_draft(person: Any, comment: Comment) -> bool:
    return comment.state == Comment.State.DRAFT


@predicate
def is_submitted(person: Any, comment: Comment) -> bool:
    return comment.state == Comment.State.SUBMITTED


@predicate
def comments_are_disclosed(person: Any, round: Round) -> bool:
    return round.has_disclosed_comments()


@predicate
def leads_organisation(person: Any, organisation: Organisation) -> bool:
    return Membership.objects.current().led_by(person).at(organisation).exists()


@predicate
def chairs_round(person: Any, round: Round) -> bool:
    return bool(person.is_active and round.chair_id == person.pk)


@predicate
def leads_another_delegation(person: Any, comment: Comment) -> bool:
    """Focal point of a delegation of the round that has not submitted this comment itself."""
    return Delegation.objects.led_by(person).filter(round=comment.round_id).exclude(pk=comment.delegation_id).exists()


@predicate
def round_is_running(person: Any, comment: Comment) -> bool:
    return comment.round.is_open()


@predicate
def may_read_document(person: Any, document: ConferenceDocument) -> bool:
    return ConferenceDocument.objects.visible_to(person).filter(pk=document.pk).exists()


may_convene = is_secretariat
may_issue = is_secretariat
may_take_stance = is_submitted & round_is_running & leads_another_delegation
may_make_joint = belongs_to_its_delegation & is_draft
may_conclude = chairs_round | is_secretariat
may_read_draft_conclusions = chairs_round | is_core
may_draft_comment = takes_part
may_import_comments = takes_part | is_secretariat
may_edit_comment = belongs_to_its_delegation & is_draft
may_submit_comment = leads_its_delegation & is_draft
may_remark_on_comment = belongs_to_its_delegation
may_replace_comment = leads_its_delegation & is_submitted
may_withdraw_comment = leads_its_delegation & is_submitted
may_dispose = is_editor
may_dispose_in_round = is_editor
may_set_baseline = leads_organisation
may_export_compilation = is_core | (takes_part & comments_are_disclosed)


def load_round(request: HttpRequest, slug: str) -> Round:
    """With the window as this person has it."""
    return get_object_or_404(Round.objects.for_reading(), slug=slug).seen_by(_kinds(request.user))


def _kinds(person: Any) -> frozenset[str]:
    return kinds_of(person) if person.is_authenticated and not person.is_core else frozenset()


def load_comment(request: HttpRequest, slug: str, comment: int) -> Comment:
    found = Comment.objects.with_printed_label().select_related(
        "round__edition__instrument",
        "round__instrument",
        "delegation__organisation",
        "edition__instrument",
        "division",
        "article__instrument",
        "version",
        "clause",
        "author",
    )
    comment_found: Comment = get_object_or_404(found, round__slug=slug, pk=comment)
    comment_found.round.seen_by([comment_found.organisation.kind])
    return comment_found


def load_conclusion(request: HttpRequest, slug: str, conclusion: int) -> tuple[Conclusion, Round]:
    found = get_object_or_404(Conclusion.objects.select_related("round"), round__slug=slug, pk=conclusion)
    return found, load_round(request, slug)


def load_conclusions_issue(request: HttpRequest, slug: str, issue: int) -> tuple[ConclusionsIssue, Round]:
    return get_object_or_404(ConclusionsIssue, round__slug=slug, pk=issue), load_round(request, slug)


def load_document(request: HttpRequest, symbol: str) -> ConferenceDocument:
    found: ConferenceDocument = get_object_or_404(ConferenceDocument.objects.for_register(), symbol__iexact=symbol)
    return found


def load_document_file(
    request: HttpRequest, symbol: str, language: str, format: str
) -> tuple[DocumentFile, ConferenceDocument]:
    found = DocumentFile.objects.named(language, format)
    file = get_object_or_404(found, document__symbol__iexact=symbol)
    return file, file.document


def load_organisation(request: HttpRequest, code: str) -> Organisation:
    return get_object_or_404(Organisation, code__iexact=code)


def load_mandate(request: HttpRequest, code: str, slug: str, edition: str) -> tuple[Edition, Organisation]:
    """An edition of an instrument, and the organisation whose mandate is to rest on it."""
    found = Edition.objects.select_related("instrument")
    return get_object_or_404(found, instrument__slug=slug, slug=edition), load_organisation(request, code)


round_for = gate(load_round, sees=knows_round)
round_of_chair_for = gate(load_round, sees=chairs_round)
conclusion_for = gate(load_conclusion, sees=may_read_draft_conclusions)
conclusions_issue_for = gate(load_conclusions_issue, sees=knows_round)
comment_for = gate(load_comment, sees=knows_comment)
joint_for = gate(load_comment, sees=knows_comment | is_asked_to_join)
public_round_for = gate(load_round, sees=comments_are_published)
document_for = gate(load_document, sees=may_read_document)
document_file_for = gate(load_document_file, sees=may_read_document)
organisation_for = gate(load_organisation)
mandate_for = gate(load_mandate)
