"""A round's consolidated draft and the reports on its comments: ask for one, and see how far each is."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from consultations.forms import ExportForm
from consultations.models import Organisation, Round
from consultations.moments import occasion
from consultations.permissions import may_export_compilation, round_for
from drafts.consolidating import languages_of
from drafts.models import Edition, Rendition
from drafts.orders import CannotExport, Order
from drafts.requesting import request_rendition, revive_abandoned

_LISTED = 30


@round_for()
def round_exports(request: HttpRequest, round: Round) -> HttpResponse:
    """The form and the list; the list alone for the page's own polling."""
    edition = round.document_of(request.GET.get("document", ""))
    if edition is None:
        raise Http404("This round discussed no such edition, so there is nothing to export.")
    renditions = list(Rendition.objects.visible_to(request.user).for_round(round.slug)[:_LISTED])
    working = any(not rendition.is_finished for rendition in renditions)
    if working:
        revive_abandoned()
    shown = {"round": round, "renditions": renditions, "working": working}
    if request.headers.get("HX-Request"):
        return render(request, "consultations/_renditions.html", shown)
    may_compile = may_export_compilation.test(request.user, round)
    form = ExportForm(
        request.POST or None,
        earlier=Edition.objects.before(edition),
        languages=languages_of(edition.instrument, edition),
        may_compile=may_compile,
        organisations=Organisation.objects.reported_to(request.user, round, all_of_them=may_compile),
    )
    if request.method == "POST" and form.is_valid():
        try:
            request_rendition(order=_ordered(round, edition, form), person=request.user)
        except CannotExport as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The document is being made. The list of documents says when it is ready.")
            return redirect(request.get_full_path())
    refused = request.method == "POST"
    others = [document for document in round.documents if document != edition]
    page = {**shown, "form": form, "may_compile": may_compile, "edition": edition, "others": others}
    return render(request, "consultations/round_exports.html", page, status=422 if refused else 200)


def _ordered(round: Round, edition: Edition, form: ExportForm) -> Order:
    wanted = form.cleaned_data
    return Order(
        instrument=edition.instrument,
        edition=edition,
        variant=wanted["variant"],
        against=wanted.get("against"),
        language=wanted["language"],
        line_numbers=wanted["line_numbers"],
        format=wanted["format"] or Rendition.Format.PDF,
        occasion=occasion(round),
        round_slug=round.slug,
        beside=",".join(code for code in wanted.get("beside", []) if code != wanted["language"]),
        paper=wanted["paper"] or Rendition.Paper.A4,
        low_ink=wanted["low_ink"],
        organisation=wanted.get("organisation", "") if wanted["variant"] == Rendition.Variant.DELEGATION else "",
    )
