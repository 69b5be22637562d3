"""Joint comments, support and opposition; and what a public round has published, for people without an account."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from consultations import joining, listing, wording
from consultations.joint_forms import GroupForm, InviteForm, StanceForm
from consultations.models import Comment, Organisation, Round
from consultations.permissions import (
    comment_for,
    joint_for,
    leads_its_delegation,
    may_make_joint,
    may_take_stance,
    public_round_for,
)
from consultations.standing import Standing, stances_of
from consultations.subjects import subject_of

_PAGE = 50


@joint_for()
def comment_joint(request: HttpRequest, comment: Comment) -> HttpResponse:
    """For the drafting delegation: the group, who of it is left out, who is invited. For a delegation that is invited:
    the draft, read-only, and joining or declining. Whoever has nothing to do here is sent to the comment.
    """
    standing = stances_of(comment)
    if may_make_joint.test(request.user, comment):
        return _made_joint(request, comment, standing)
    partners = [one for one in Organisation.objects.led_by(request.user) if one in _partners(standing)]
    if not partners:
        return redirect(comment)
    if request.method == "POST":
        return _answered(request, comment, partners)
    return render(
        request,
        "consultations/joint_answer.html",
        {
            **_about(comment),
            "standing": standing,
            "partners": [(one, one in standing.sponsors) for one in partners],
            "words_read": joining.words_of(comment),
        },
    )


@comment_for(may=may_take_stance, refusal="Focal points of the round's other delegations support or oppose a comment.")
def comment_stance(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Support or oppose a submitted comment, or take that back."""
    standing = stances_of(comment)
    mine = Organisation.objects.led_by(request.user).taking_part_in(comment.round)
    mine = mine.without([comment.organisation, *standing.sponsors])
    held = [position for position in (*standing.supports, *standing.opposes) if position.organisation in mine]
    if request.method == "POST" and request.POST.get("act") == "take_back":
        organisation = _chosen(request, [position.organisation for position in held])
        _do(request, "It is taken back; the record keeps it.", joining.stand_back, comment, organisation=organisation)
        return redirect(comment)
    form = StanceForm(request.POST or None, organisations=mine)
    if request.method == "POST" and form.is_valid():
        try:
            joining.take_stance(comment=comment, person=request.user, **form.cleaned_data)
        except joining.CannotJoin as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is on the record.")
            return redirect(comment)
    shown = {**_about(comment), "form": form, "held": held, "has_delegation": mine.exists()}
    return render(request, "consultations/comment_stance.html", shown)


@login_not_required
@public_round_for()
def public_comments(request: HttpRequest, round: Round) -> HttpResponse:
    """What a public round has published, for everybody; it does not exist before. The one page of comments that needs
    no account, and it asks the same queryset as every other, with whoever is there.
    """
    published = Comment.objects.visible_to(request.user).submitted().in_round(round).in_order_of_the_text()
    page = Paginator(published.values("pk"), _PAGE).get_page(request.GET.get("page"))
    shown = Comment.objects.among(page.object_list).for_table().with_their_clause().with_positions()
    lines = listing.lines_of(list(shown.in_order_of_the_text()), None)
    found = [(line, wording.proposal(line.comment), stances_of(line.comment)) for line in lines]
    return render(request, "consultations/public_comments.html", {"round": round, "page": page, "found": found})


def _made_joint(request: HttpRequest, comment: Comment, standing: Standing) -> HttpResponse:
    act = request.POST.get("act", "")
    group = GroupForm(request.POST if act == "group" else None, comment=comment, excepted=standing.excepted)
    invite = InviteForm(request.POST if act == "invite" else None, comment=comment)
    if act == "group" and group.is_valid():
        said = group.cleaned_data
        if _tried(group, joining.speak_for_group, request, comment, group=said["group"], excepted=said["excepted"]):
            messages.success(request, "It is kept in the draft.")
            return redirect(request.path)
    if act == "invite" and invite.is_valid():
        wanted = invite.cleaned_data["organisations"]
        if not wanted:
            invite.add_error("organisations", "Choose whom to invite.")
        elif _tried(invite, joining.invite_sponsors, request, comment, organisations=wanted):
            messages.success(request, "They are invited, by letter too.")
            return redirect(request.path)
    if act == "take_back":
        organisation = _chosen(request, _partners(standing))
        said_so = f"{organisation} is no longer invited."
        _do(request, said_so, joining.take_back_invitation, comment, organisation=organisation)
        return redirect(request.path)
    return render(
        request,
        "consultations/comment_joint.html",
        {
            **_about(comment),
            "standing": standing,
            "partners": [(one, one in standing.sponsors) for one in _partners(standing)],
            "group": group,
            "invite": invite,
            "may_invite": leads_its_delegation.test(request.user, comment),
        },
    )


def _answered(request: HttpRequest, comment: Comment, partners: list[Organisation]) -> HttpResponse:
    organisation, act = _chosen(request, partners), request.POST.get("act")
    if act == "join":
        done = f"{organisation} is a co-sponsor now."
        _do(
            request,
            done,
            joining.join,
            comment,
            organisation=organisation,
            words_read=request.POST.get("words_read", ""),
        )
        return redirect(request.path)
    done = f"{organisation} stands back."
    words = request.POST.get("words", "")[:5000]
    _do(request, done, joining.stand_back, comment, organisation=organisation, words=words)
    return redirect("consultations:round", slug=comment.round.slug)


def _partners(standing: Standing) -> list[Organisation]:
    return [*standing.sponsors, *standing.invited]


def _about(comment: Comment) -> dict[str, Any]:
    return {
        "comment": comment,
        "round": comment.round,
        "place": wording.place_of(comment),
        "subject": subject_of(comment),
        "proposal": wording.proposal(comment),
    }


def _chosen(request: HttpRequest, organisations: list[Organisation]) -> Organisation:
    """The one of these that the form names by its code."""
    named = request.POST.get("organisation", "")
    found = next((one for one in organisations if one.code == named), None)
    if found is None:
        raise Http404
    return found


def _do(request: HttpRequest, done: str, act: Callable[..., object], comment: Comment, **said: Any) -> None:
    """The act, and in words on the next page what came of it."""
    try:
        act(comment=comment, person=request.user, **said)
    except joining.CannotJoin as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)


def _tried(form: Any, act: Callable[..., object], request: HttpRequest, comment: Comment, **said: Any) -> bool:
    """The same for a form that keeps what was typed where the act is refused."""
    try:
        act(comment=comment, person=request.user, **said)
    except joining.CannotJoin as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
