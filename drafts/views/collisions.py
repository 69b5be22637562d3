"""The page of a collision: what both started from, theirs, yours, one choice a clause. The editor's view shows it."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from drafts.amending import Collision
from drafts.models import Article
from drafts.rendering import screen
from drafts.rendering.changes import Redline, html_of_changes, is_quiet
from drafts.settling import Answer, Question, questions_of
from drafts.text.redline import diff_words, redline
from drafts.views.choices import language_query
from drafts.views.typed import Typed


def collision_page(
    request: HttpRequest,
    article: Article,
    collision: Collision,
    typed: Typed,
    answers: Sequence[Answer | None] = (),
) -> HttpResponse:
    """Everything that was typed is in the form; nothing has been written. 409: the text has moved on."""
    questions = questions_of(collision)
    given = list(answers) or [None] * len(questions)
    assert collision.merged is not None
    rows = redline(collision.current.clauses(), collision.merged.blocks)
    asked = {question.clause for question in questions}
    merged = [row for row in rows if not is_quiet(row) and not asked.intersection(_ids(row))]
    context = {
        "article": article,
        "instrument": article.instrument,
        "query": language_query(article.instrument, collision.current.language),
        "collision": collision,
        "typed": typed,
        "language": collision.current.language,
        "questions": [
            _columns(place, question, answer)
            for place, (question, answer) in enumerate(zip(questions, given, strict=True))
        ],
        "unanswered": sum(answer is None for answer in given) if answers else 0,
        "merged": mark_safe(html_of_changes(merged, Redline(margin=False, language=collision.current.language))),
        "merged_count": len(merged),
    }
    return render(request, "drafts/collision.html", context, status=409)


def _ids(row: Any) -> set[str]:
    return {block.id for block in (*row.olds, *row.news)}


def _columns(place: int, question: Question, answer: Answer | None) -> dict[str, Any]:
    """A question with its three columns as HTML and what was answered so far."""
    plain = question.kind == "order"
    return {
        "number": place,
        "question": question,
        "base": _words(None, question.base, plain),
        "theirs": _words(question.base, question.theirs, plain),
        "yours": _words(question.base, question.yours, plain),
        "side": answer.side if answer else "",
        "own": answer.own if answer and answer.own else question.suggestion,
        "may_write": question.kind != "order",
        "rows": 18 if question.kind == "whole" else 3,
    }


def _words(before: str | None, text: str | None, plain: bool) -> SafeString:
    if text is None:
        return mark_safe('<span class="quiet">not there</span>')
    if plain or before is None:
        return mark_safe(screen.wording(text).replace("\n", "<br>"))
    return mark_safe(screen.redlined(diff_words(before, text)).replace("\n", "<br>"))
