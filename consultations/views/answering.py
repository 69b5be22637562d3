"""The Core Group's answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from consultations import disposing, wording
from consultations.forms import DispositionForm
from consultations.models import Comment
from consultations.permissions import comment_for, may_dispose

_OFFERED = 20  # versions that may carry a decision out; older ones belong to older comments


def versions_of(comment: Comment) -> list[Any]:
    """The article's latest versions in the comment's language."""
    if comment.version is None:
        return []
    return list(comment.version.instance.history.order_by("-number")[:_OFFERED])


@require_POST
@comment_for(may=may_dispose, refusal="Only the Core Group answers comments.")
def comment_dispose(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Append an answer; what is missing is asked for on a page of its own that keeps what was typed."""
    form = DispositionForm(request.POST, versions=versions_of(comment))
    if form.is_valid():
        try:
            disposing.dispose_comment(
                comment=comment,
                decision=form.cleaned_data["decision"],
                reason=form.cleaned_data["reason"],
                author=request.user,
                version=form.chosen_version,
                publish=form.cleaned_data["publish"],
            )
        except disposing.CannotDispose as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The answer to {comment.reference} is recorded.")
            return redirect(comment)
    shown = {"comment": comment, "round": comment.round, "place": wording.place_of(comment), "form": form}
    return render(request, "consultations/comment_dispose.html", shown)
