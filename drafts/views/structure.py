"""The shape of a working text: its outline, and the acts on the whole instrument."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from drafts.models import Act, Article, Division, Instrument
from drafts.permissions import instrument_for, is_core, is_negotiated, may_edit_text
from drafts.reshaping import Authorship, CannotReshape
from drafts.shaping_forms import FORMS, ShapingForm
from drafts.structure import Outline

SHOWN = 12  # acts below the outline; the history has them all
REFUSAL = "Only editors of the Core Group change the shape of a text under negotiation."


@instrument_for(may=is_core & is_negotiated, refusal="The shape of the working text is the Core Group's.")
def structure(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Divisions and articles in order, what can be done with each, and what was done last."""
    context = {
        "instrument": instrument,
        "lines": Outline(instrument).lines,
        "acts": Act.objects.of(instrument).newest_first()[:SHOWN],
        "may_edit": may_edit_text.test(request.user, instrument),
    }
    return render(request, "drafts/structure.html", context)


@instrument_for(may=may_edit_text, refusal=REFUSAL)
def reshape(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """One act, ?act=split-article&article=12 or &division=7: GET asks, POST does it and says what was done."""
    outline = Outline(instrument)
    form = _form(request, outline)
    if request.method == "POST" and form.is_valid():
        try:
            told = form.perform(Authorship(request.user, form.cleaned_data["reason"]))
        except CannotReshape as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, told)
            return redirect("drafts:structure", instrument.slug)
    context = {"instrument": instrument, "form": form, "act": request.GET["act"]}
    return render(request, "drafts/reshape.html", context, status=400 if form.errors else 200)


def _form(request: HttpRequest, outline: Outline) -> ShapingForm:
    kind = FORMS.get(request.GET.get("act", ""))
    subject = _subject(request, outline)
    wanted = {"article": Article, "division": Division}.get(kind.about if kind else "")
    if kind is None or (wanted and not isinstance(subject, wanted)):
        raise Http404("There is no such act.")
    return kind(request.POST or None, outline=outline, subject=subject)


def _subject(request: HttpRequest, outline: Outline) -> Article | Division | None:
    slug, division = request.GET.get("article"), request.GET.get("division")
    if division:
        return next((found for found in outline.divisions if str(found.pk) == division), None)
    lines = [line for line in outline.lines if line.article is not None and line.can_change]
    return next((line.article for line in lines if line.article and line.article.slug == slug), None)
