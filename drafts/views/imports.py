"""Bringing a file into the working text: choose it, see what it changes, answer its tracked changes, import it.

Nothing is stored before the last step. The file travels in the form from page to page and is read anew on each, so an
ended session loses nothing that cannot be sent again, and nothing is believed that an editor could not type.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from drafts.forms import FileForm
from drafts.importing import CannotImport
from drafts.models import Instrument
from drafts.permissions import asked_language, instrument_for, may_edit_text
from drafts.rendering.changes import Redline, html_of_changes
from drafts.reviewing import Review, import_reviewed, review_file
from drafts.text.reading_file import Change, SentFile, UnreadableFile, read_file, unpacked

ACCEPT, REFUSE = "accept", "refuse"
MOST_ASKED = 400  # more answers than that nobody gives one by one: with more changes all are answered alike


@dataclass(frozen=True)
class _Question:
    """A tracked change and the answer to it, "" as long as there is none."""

    change: Change
    answer: str


@dataclass
class _Sent:
    """What the form carried from page to page: the file, the answers, and everything else as it was typed."""

    file: SentFile
    language: str
    answers: dict[int, str]
    seen: str = ""
    reason: str = ""

    @property
    def refused(self) -> list[int]:
        return [number for number, answer in self.answers.items() if answer == REFUSE]

    @property
    def unanswered(self) -> int:
        return sum(not self.answers.get(change.number) for change in self.file.changes)


@instrument_for(may=may_edit_text, refusal="Files are brought in by the editors of the Core Group.")
def import_file(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """GET offers the form. POST with a file shows what it would change; POST from that page answers, or imports."""
    if request.method == "POST" and "carried" in request.POST:
        return _reviewed(request, instrument)
    form = FileForm(request.POST or None, request.FILES or None, instrument=instrument)
    if request.method == "POST" and form.is_valid():
        try:
            sent = _Sent(read_file(form.cleaned_data["file"].read()), form.cleaned_data["language"], {})
            return _page(request, instrument, sent)
        except (UnreadableFile, CannotImport) as refusal:
            form.add_error("file", str(refusal))
    context = {"instrument": instrument, "form": form}
    return render(request, "drafts/import.html", context, status=400 if form.errors else 200)


def _reviewed(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    try:
        return _answered(request, instrument, unpacked(request.POST["carried"]))
    except (UnreadableFile, CannotImport) as refusal:
        context = {"instrument": instrument, "form": FileForm(instrument=instrument), "refusal": str(refusal)}
        return render(request, "drafts/import.html", context, status=400)


def _answered(request: HttpRequest, instrument: Instrument, file: SentFile) -> HttpResponse:
    asked = request.POST
    language = asked_language(request, instrument)
    act = asked.get("act", "")
    answers = {change.number: _answer(asked, act, change) for change in file.changes}
    sent = _Sent(file, language, answers, asked.get("seen", ""), asked.get("reason", ""))
    if act != "import":
        return _page(request, instrument, sent)
    if sent.unanswered:
        return _page(request, instrument, sent, refusal=_still_open(sent))
    return _imported(request, instrument, sent)


def _answer(asked: Any, act: str, change: Change) -> str:
    if act in ("accept-all", "refuse-all"):
        return ACCEPT if act == "accept-all" else REFUSE
    answer = asked.get(f"change-{change.number}", "") or asked.get("all-changes", "")
    return answer if answer in (ACCEPT, REFUSE) else ""


def _still_open(sent: _Sent) -> str:
    count = sent.unanswered
    verb = "has" if count == 1 else "have"
    return f"{count} of {len(sent.file.changes)} tracked changes {verb} no answer yet; nothing was imported."


def _imported(request: HttpRequest, instrument: Instrument, sent: _Sent) -> HttpResponse:
    try:
        report = import_reviewed(
            instrument=instrument,
            language=sent.language,
            sent=sent.file,
            refused=sent.refused,
            seen=sent.seen,
            author=request.user,
            reason=sent.reason,
        )
    except CannotImport as refusal:
        return _page(request, instrument, sent, refusal=str(refusal))
    words = f"{report.versions} new version{'' if report.versions == 1 else 's'}"
    messages.success(request, f"The file is imported: {words}. Each is in the history of its article.")
    return redirect(f"{instrument.get_absolute_url()}?language={sent.language}")


def _page(request: HttpRequest, instrument: Instrument, sent: _Sent, refusal: str = "") -> HttpResponse:
    """What the file would change with the answers so far. A set of answers whose text is no instrument is shown too,
    with the sentence that says so, so that they can be changed."""
    review: Review | None = None
    try:
        review = review_file(instrument=instrument, language=sent.language, sent=sent.file, refused=sent.refused)
    except CannotImport as unreadable:
        if not sent.file.changes:
            raise
        refusal = refusal or str(unreadable)
    changes = sent.file.changes
    asked_alone = len(changes) <= MOST_ASKED
    alike = set(sent.answers.values())
    context = {
        "instrument": instrument,
        "sent": sent,
        "review": review,
        "articles": _articles(review, sent.language) if review else [],
        "questions": [_Question(change, sent.answers.get(change.number, "")) for change in changes]
        if asked_alone
        else [],
        "changes": len(changes),
        "all_alike": alike.pop() if not asked_alone and len(alike) == 1 else "",
        "refusal": refusal,
    }
    return render(request, "drafts/import_review.html", context, status=400 if refusal else 200)


def _articles(review: Review, language: str) -> list[dict[str, Any]]:
    articles = []
    for comparison in review.compared:
        redline = Redline(only_changed=True, prefix=f"{comparison.article.slug}-", language=language)
        words = mark_safe(html_of_changes(comparison.rows, redline))
        articles.append({"comparison": comparison, "words": words, "is_new": comparison.article.pk is None})
    return articles
