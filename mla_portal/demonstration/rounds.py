"""What the demonstration's rounds have besides their comments: a programme, windows by class, answers in between."""

from datetime import date, timedelta
from typing import Any

from consultations.arranging import add_to_programme
from consultations.convening import Ends, move_window
from consultations.disposing import dispose_comment, reply_to
from consultations.models import Comment, Disposition, Organisation, Round


def lay_out_programme(round: Round, row: dict[str, Any]) -> None:
    for day, words in row.get("programme", []):
        add_to_programme(round=round, day=date.fromisoformat(day), words=words)


def give_windows(round: Round, row: dict[str, Any], secretariat: Any) -> None:
    """Civil society writes some days longer, for a reason that everybody reads."""
    longer = row.get("window_of_civil_society")
    if longer is None or round.own_window is None:
        return
    own = round.own_window
    move_window(
        round=round,
        ends=Ends(own.opens_at, own.closes_at + timedelta(days=longer["days_later"])),
        reason=longer["reason"],
        person=secretariat,
        participants=Organisation.Kind.CIVIL_SOCIETY,
    )


def leave_an_answer_unpublished(comment: Comment, editor: Any) -> None:
    """Recorded for the Core Group's eyes; the worktable offers to publish it."""
    reason = "[Demonstration] The form asks for this already; a word on the procedure will be added."
    dispose_comment(comment=comment, decision=Disposition.Decision.PARTLY, reason=reason, author=editor, publish=False)


def let_a_delegation_reply(comment: Comment, delegate: Any) -> None:
    answer = comment.dispositions.published().latest("decided_at")
    words = "[Demonstration] We thank the Core Group; the words meet our concern."
    reply_to(disposition=answer, author=delegate, is_content=True, words=words)
