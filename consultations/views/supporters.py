"""Who supports the initiative: the public list with its growth, and the notes, which the Core Group alone has."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from consultations import supporting
from consultations.alphabet import name_in, sort_key
from consultations.models import Organisation, Support
from consultations.participant_forms import OrganisationForm, SupportForm
from consultations.participant_permissions import support_for
from consultations.permissions import organisation_for
from consultations.uploaded import TYPES, Uploaded, UploadRefused, read_uploaded
from drafts.permissions import is_core, is_secretariat
from mla_portal.access import person_for, public
from mla_portal.attachments import attached

_LANGUAGES = ("en", "fr", "es")


@public
def supporters(request: HttpRequest) -> HttpResponse:
    """The States, each with the day of its note, and how many they were after each year. Open to everybody: it names
    no person and no file.
    """
    language = request.GET.get("language", "en")
    if language not in _LANGUAGES:
        language = "en"
    found = list(Organisation.objects.supporters())
    found.sort(key=lambda each: sort_key(each, language))
    named = [(name_in(each, language), each.supports_since) for each in found]
    steps = supporting.growth([each.supports_since for each in found if each.supports_since])
    page = {"named": named, "steps": steps, "language": language, "languages": _LANGUAGES, "total": len(found)}
    return render(request, "consultations/supporters.html", page)


@organisation_for(may=is_secretariat, refusal="Only the secretariat records Notes verbales.")
def organisation_support(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """What was recorded of this State, and the form that records another note."""
    form = SupportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            note = _note(given["note"]) if given["note"] else None
            supporting.record_support(
                organisation=organisation,
                since=given["since"],
                person=request.user,
                note=note,
                remark=given["remark"],
            )
        except (supporting.CannotSupport, UploadRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The support of {organisation} is recorded.")
            return redirect(organisation)
    page = {"organisation": organisation, "supports": Support.objects.from_organisation(organisation), "form": form}
    return render(request, "consultations/organisation_support.html", page)


def _note(file: Any) -> Uploaded | None:
    return read_uploaded(file, file.name, settings.NOTE_BYTES) if file else None


@support_for(may=is_core, refusal="Only the Core Group and the secretariat read the notes.")
def organisation_note(request: HttpRequest, support: Support, organisation: Organisation) -> HttpResponseBase:
    """The note as it was sent, always an attachment: no browser shows or runs it."""
    if not support.note:
        raise Http404
    name = f"{organisation.code}-{support.since}.{support.note_type}"
    return attached(support.note, name, TYPES[support.note_type])


@person_for(may=is_secretariat, refusal="Only the secretariat enters organisations.")
def organisation_new(request: HttpRequest, person: Any) -> HttpResponse:
    return _form_page(request, None)


@organisation_for(may=is_secretariat, refusal="Only the secretariat changes organisations.")
def organisation_edit(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    return _form_page(request, organisation)


def _form_page(request: HttpRequest, organisation: Organisation | None) -> HttpResponse:
    form = OrganisationForm(request.POST or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        messages.success(request, f"{saved} is saved.")
        return redirect(saved)
    return render(request, "consultations/organisation_form.html", {"organisation": organisation, "form": form})
