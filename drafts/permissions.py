"""Who may do what with a text: predicates, composed, and the gates built from them."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from rules import predicate

from drafts import old_numbers
from drafts.models import Act, Article, Clause, Edition, Instrument, Rendition, Text
from drafts.models.instruments import LANGUAGE_OWN_NAMES
from mla_portal.access import gate

WORKING = "working"  # how an address names the working text


@predicate
def is_editor(person: Any) -> bool:
    return bool(getattr(person, "is_editor", False))


@predicate
def is_secretariat(person: Any) -> bool:
    return bool(getattr(person, "is_secretariat", False))


@predicate
def is_negotiated(person: Any, subject: Instrument | Article | Edition | Clause) -> bool:
    return _instrument(subject).is_negotiated


@predicate
def knows_instrument(person: Any, subject: Instrument | Article | Edition) -> bool:
    """Core Group and secretariat know every instrument; others the reference instruments and those with an edition."""
    if getattr(person, "is_core", False):  # the same answer without a query
        return True
    return Instrument.objects.visible_to(person).filter(pk=_instrument(subject).pk).exists()


@predicate
def is_reference(person: Any, subject: Instrument | Article) -> bool:
    return not _instrument(subject).is_negotiated


@predicate
def asked_for_it(person: Any, rendition: Rendition) -> bool:
    """And it is not made for the Core Group alone: who has left it no longer takes what it asked for there."""
    return rendition.requested_by_id == person.pk and rendition.audience != Rendition.Audience.CORE


def _instrument(subject: Instrument | Article | Edition | Clause) -> Instrument:
    if isinstance(subject, Instrument):
        return subject
    return subject.article.instrument if isinstance(subject, Clause) else subject.instrument


@predicate
def knows_renumbering(person: Any, act: Act) -> bool:
    """The Core Group at once; others once an edition has the new numbers."""
    return may_read_working_text.test(person, act.instrument) or (
        knows_instrument.test(person, act.instrument) and old_numbers.is_public(act)
    )


is_core = is_editor | is_secretariat
may_read_working_text = is_core | is_reference  # between two editions a text is the Core Group's alone
may_edit_text = is_editor & is_negotiated
may_record_agreement = is_core & is_negotiated
may_publish = is_secretariat & is_negotiated
may_renumber = is_secretariat & is_negotiated
may_export = is_core | knows_instrument
may_read_rendition = is_core | asked_for_it


def load_instrument(request: HttpRequest, slug: str) -> Instrument:
    return get_object_or_404(Instrument, slug=slug)


def load_article(request: HttpRequest, slug: str, label: str) -> Article:
    """Those who read editions alone know an article by the label that the newest one printed, and none that no edition
    has printed."""
    found = Article.objects.select_related("instrument", "division").with_printed_label()
    article = get_object_or_404(found, instrument__slug=slug, slug=label)
    if not may_read_working_text.test(request.user, article):
        if article.printed_label is None:
            raise Http404
        article.label = article.printed_label
    return article


def asked_language(request: HttpRequest, instrument: Instrument) -> str:
    """The language of the address, else the original one; an unknown code is as if none were given."""
    asked = request.GET.get("language") or request.POST.get("language") or ""
    return asked if asked in LANGUAGE_OWN_NAMES else instrument.original_language


def versions_for(person: Any, article: Article, language: str) -> Any:
    """The versions that this person may read, the newest first: all to those who read the working text, to others those
    that an edition has made public."""
    found = Text.history.of_article(article, language)
    return found if may_read_working_text.test(person, article) else found.pinned()


def load_version(request: HttpRequest, slug: str, label: str, number: int) -> tuple[Any, Article]:
    article = load_article(request, slug, label)
    versions = versions_for(request.user, article, asked_language(request, article.instrument))
    return get_object_or_404(versions, number=number), article


def load_versions(request: HttpRequest, slug: str, label: str, older: int, newer: int) -> tuple[Any, Any, Article]:
    article = load_article(request, slug, label)
    versions = versions_for(request.user, article, asked_language(request, article.instrument))
    found = {version.number: version for version in versions.filter(number__in=[older, newer])}
    if older not in found or newer not in found:
        raise Http404
    return found[older], found[newer], article


def load_texts(
    request: HttpRequest, slug: str, older: str, newer: str
) -> tuple[Edition | None, Edition | None, Instrument]:
    """Two editions by their slugs; None for the working text, which is not found by those who may not read it."""
    instrument = load_instrument(request, slug)
    editions = {edition.slug: edition for edition in instrument.editions.all()}
    sees_working_text = may_read_working_text.test(request.user, instrument)
    for asked in (older, newer):
        if asked not in editions and not (asked == WORKING and sees_working_text):
            raise Http404
    return editions.get(older), editions.get(newer), instrument


@predicate
def knows_clause(person: Any, clause: Clause) -> bool:
    """Outside the Core Group: a clause that stands in an edition."""
    if may_read_working_text.test(person, clause.article):
        return True
    return Text.history.of_instrument(clause.article.instrument).pinned().holding(clause).exists()


def load_clause(request: HttpRequest, slug: str, clause: str) -> Clause:
    found = Clause.objects.with_instrument().named(clause)
    if found is None or found.article.instrument.slug != slug:
        raise Http404
    return found


def load_clause_version(request: HttpRequest, slug: str, clause: str, version: int) -> tuple[Any, Clause]:
    """A clause and one of the versions, of those that the person may read, in which it stands."""
    found = load_clause(request, slug, clause)
    holding = Text.history.of_instrument(found.article.instrument).holding(found)
    if not may_read_working_text.test(request.user, found.article):
        holding = holding.pinned()
    return get_object_or_404(holding.select_related("article__instrument", "history_user"), pk=version), found


def load_wordings(request: HttpRequest, slug: str, clause: str, older: int, newer: int) -> tuple[int, int, Clause]:
    """A clause, and the versions that two of its wordings began with: which of them may be read, its story says."""
    return older, newer, load_clause(request, slug, clause)


def load_edition(request: HttpRequest, slug: str, edition: str) -> Edition:
    return get_object_or_404(Edition.objects.select_related("instrument"), instrument__slug=slug, slug=edition)


def load_rendition(request: HttpRequest, slug: str, rendition: int) -> Rendition:
    found = Rendition.objects.select_related("instrument", "edition__instrument", "against")
    return get_object_or_404(found, instrument__slug=slug, pk=rendition)


def load_renumbering(request: HttpRequest, slug: str, act: int) -> Act:
    found = Act.objects.renumberings().select_related("instrument", "author")
    return get_object_or_404(found, instrument__slug=slug, pk=act)


instrument_for = gate(load_instrument, sees=knows_instrument)
article_for = gate(load_article, sees=knows_instrument)
edition_for = gate(load_edition, sees=knows_instrument)
version_for = gate(load_version, sees=knows_instrument)
versions_to_compare_for = gate(load_versions, sees=knows_instrument)
clause_for = gate(load_clause, sees=knows_clause)
wordings_for = gate(load_wordings, sees=knows_clause)
clause_version_for = gate(load_clause_version, sees=knows_clause)
texts_to_compare_for = gate(load_texts, sees=knows_instrument)
renumbering_for = gate(load_renumbering, sees=knows_renumbering)
rendition_for = gate(load_rendition, sees=may_read_rendition)
# Links between clauses speak of the working text: to others there is no such page, whatever the address names.
core_clause_for = gate(load_clause, sees=is_core)
core_instrument_for = gate(load_instrument, sees=is_core & is_negotiated)
