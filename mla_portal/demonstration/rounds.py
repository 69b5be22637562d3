"""What the demonstration's rounds have besides their comments: a programme, windows by class, answers in between."""

from datetime import date, datetime, timedelta
from typing import Any

from consultations.arranging import Deadlines, add_document, add_to_programme, divisions_discussed, set_deadlines
from consultations.commenting import Target, begin_comment, submit_comment
from consultations.convening import Ends, move_window
from consultations.disposing import dispose_comment, reply_to
from consultations.models import Comment, Delegation, Disposition, Organisation, Round
from drafts.models import Edition, EditionText


def lay_out_programme(round: Round, row: dict[str, Any]) -> None:
    for day, words in row.get("programme", []):
        add_to_programme(round=round, day=date.fromisoformat(day), words=words)


def lay_down_deadlines(round: Round, row: dict[str, Any]) -> None:
    """Registration ends some days before a round that asked for it; late comments are taken for some days."""
    closing, registration = round.last_closing(), row.get("registration_closes_at")
    late = closing + timedelta(days=row["late_days"]) if closing and "late_days" in row else None
    if late or registration:
        ends = datetime.fromisoformat(registration) if registration else None
        set_deadlines(round=round, deadlines=Deadlines(late, ends))


def put_the_rules_beside(round: Round, delegate: Any) -> None:
    """The draft rules of procedure are discussed at the conference too; a chapter of the convention is commented on as
    a whole, and one rule."""
    rules = Edition.objects.get(instrument__slug="rules", slug="rules-1")
    add_document(round=round, edition=rules)
    for _, line in divisions_discussed(round)[:3]:
        day = round.starts_on + timedelta(days=line.division.position)
        add_to_programme(round=round, day=day, words=line.title, division=line.division)
    delegation = Delegation.objects.of(delegate).get(round=round)
    by: dict[str, Any] = {"round": round, "delegation": delegation, "author": delegate}
    _, chapter = divisions_discussed(round)[1]
    words = "[Demonstration] The articles of this part should follow the order in which a request is dealt with."
    on_part = begin_comment(reasoning=words, target=Target(division=chapter.division), kind=Comment.Kind.GENERAL, **by)
    rule = EditionText.objects.select_related("article").get(edition=rules, article__slug="1", language="en")
    words = "[Demonstration] Smaller delegations have nobody to spare for the bureau."
    on_rule = begin_comment(reasoning=words, target=Target(rule.article), edition=rules, **by)
    for comment in (on_part, on_rule):
        submit_comment(comment=comment, person=delegate)


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
