"""One article on the bench: contents, sheet, and what is said of the selected clause beside it."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from drafts.agreements import look_of, marks_of
from drafts.blame import present_words
from drafts.consolidating import Entry
from drafts.disputes import tally_of
from drafts.models import Article, Edition, EditionText
from drafts.permissions import article_for, is_core, may_edit_text, may_record_agreement
from drafts.readings import NoSuchChoice, NothingToRead, Reading, contents_of, reading_of
from drafts.rendering.changes import is_quiet
from drafts.rendering.margin import since_line
from drafts.rendering.sheet import Mark, Page, Row, html_of
from drafts.text.redline import redline
from drafts.text.variants import Tally
from drafts.views.choices import language_query, no_such_choice


@article_for()
def article(request: HttpRequest, article: Article) -> HttpResponse:
    """Without ?edition the working text for those who may read it, else the edition in discussion. ?clause selects."""
    try:
        reading = reading_of(article.instrument, request.user, request.GET)
    except NoSuchChoice as refusal:
        return no_such_choice(request, article.instrument, str(refusal))
    except NothingToRead as refusal:
        raise Http404(str(refusal)) from refusal
    entries, marks = reading.entries, marks_of(reading)
    place = next((place for place, entry in enumerate(entries) if entry.article.pk == article.pk), None)
    context = {
        "instrument": article.instrument,
        "article": article,
        "reading": reading,
        "contents": contents_of(reading, article, lambda entry: look_of(entry.blocks, marks)),
        "has_marks": bool(marks),
        "language_query": language_query(article.instrument, reading.language),
        "is_core": is_core.test(request.user),
    }
    if place is None:
        return render(request, "drafts/article_absent.html", context, status=404)
    entry = entries[place]
    sheet = reading.sheet(entry)
    chosen = next((row for row in sheet.rows if row.id == request.GET.get("clause")), None)
    may_edit = reading.edition is None and may_edit_text.test(request.user, article)
    blame = request.GET.get("blame") == "1"
    return render(
        request,
        "drafts/article.html",
        {
            **context,
            "entry": entry,
            "is_disputed": tally_of(entry.heading, entry.content.blocks) != Tally(),
            "heading": reading.heading(entry.heading),
            "division": _division(reading, entry),
            "previous": _neighbour(reading, place - 1),
            "next": _neighbour(reading, place + 1),
            "sheet": sheet,
            "rows": Rows(reading, entry, chosen, _actions(request, reading, entry, chosen, may_edit), marks, blame),
            "blame": blame,
            "blame_address": reading.query(blame="" if blame else "1", clause=chosen.id if chosen else "") or "?",
            "clause": next((block for block in entry.blocks if chosen and block.id == chosen.id), None),
            "place": chosen.place if chosen else "",
            "may_edit": may_edit,
        },
    )


class Rows:
    """The clauses, once the counts of comments are known: those come from a template tag of the consultations, which
    this app does not import."""

    def __init__(
        self,
        reading: Reading,
        entry: Entry,
        chosen: Row | None,
        actions: str,
        marks: Mapping[str, Mark],
        blame: bool,
    ) -> None:
        self.reading, self.entry, self.chosen, self.actions = reading, entry, chosen, actions
        self.marks, self.blame = marks, blame

    def with_counts(self, counts: dict[str, int]) -> SafeString:
        reading = self.reading
        earlier = reading.earlier
        query = reading.query(blame="1" if self.blame else "")
        page = Page(
            link=f"{query.replace('&', '&amp;')}&amp;" if query else "?",
            counts=counts,
            selected=self.chosen.id if self.chosen else "",
            actions=self.actions,
            changed=_changed_since(earlier, self.entry, reading.language),
            changed_since=f"Changed since {earlier.label}. " if earlier else "",
            below=_since(reading, self.entry) if self.blame else {},
            links=reading.following.links(self.entry),
            agreed=self.marks,
        )
        return mark_safe(html_of(reading.sheet(self.entry), page))


def _since(reading: Reading, entry: Entry) -> dict[str, str]:
    """Clause id -> since when it has had its present words, as HTML. Outside the Core Group: since which edition."""
    slugs = {"slug": reading.instrument.slug, "label": entry.article.slug}
    query = language_query(reading.instrument, reading.language)
    lines = {}
    for clause, since in present_words(entry.content, public_only=not reading.sees_working_text).items():
        address = reverse("drafts:version", kwargs={**slugs, "number": since.number}) + query
        address += f"{'&' if query else '?'}clause={clause}#{clause}"
        if reading.sees_working_text:
            day = f"{timezone.localtime(since.at):%-d %B %Y}"
            lines[clause] = since_line(address, since=day, person=since.person, reason=since.reason)
        else:
            lines[clause] = since_line(address, since=since.edition)
    return lines


def _changed_since(earlier: Edition | None, entry: Entry, language: str) -> frozenset[str]:
    """Ids of the clauses whose words differ from the edition before; all of them where the article was not in it."""
    if earlier is None:
        return frozenset()
    pinned = EditionText.objects.of_edition(earlier, language).of_article(entry.article).first()
    before = pinned.version.clauses() if pinned else []
    return frozenset(block.id for row in redline(before, entry.blocks) if not is_quiet(row) for block in row.news)


def _actions(request: HttpRequest, reading: Reading, entry: Entry, chosen: Row | None, may_edit: bool) -> str:
    if chosen is None:
        return ""
    context = {
        "article": entry.article,
        "instrument": reading.instrument,
        "row": chosen,
        "link": f"{reading.query(clause=chosen.id)}#{chosen.id}",
        "language_query": language_query(reading.instrument, reading.language),
        "may_edit": may_edit,
        "may_record": reading.edition is None and may_record_agreement.test(request.user, entry.article),
        "is_core": is_core.test(request.user),
    }
    return render_to_string("drafts/_actions.html", context, request)


def _neighbour(reading: Reading, place: int) -> dict[str, Any] | None:
    entries = reading.entries
    if not 0 <= place < len(entries):
        return None
    return {"entry": entries[place], "address": reading.address(entries[place].article)}


def _division(reading: Reading, entry: Entry) -> str:
    """The innermost division that the article stands in, in words."""
    name = ""
    if entry.article.division_id is None:
        return name
    for line in reading.text.lines:
        if isinstance(line, Entry):
            if line is entry:
                break
        else:
            name = f"{line.name}. {line.heading}" if line.heading else line.name
    return name
