"""Comment tables: a round's comments as a file, and a file as comments."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control

from consultations import listing
from consultations.commenting import CannotComment
from consultations.models import Comment, Delegation, Round
from consultations.permissions import may_import_comments, round_for
from consultations.table_forms import TableForm
from consultations.tables.reading import read_table
from consultations.tables.shapes import COLUMNS, PORTAL, UnreadableTable
from consultations.tables.writing import TYPES, TooLongForExcel
from consultations.tabling import Report, exported_table, import_comments
from drafts.consolidating import languages_of
from drafts.models.instruments import LANGUAGE_OWN_NAMES


@round_for()
def comments_table(request: HttpRequest, round: Round) -> HttpResponse:
    """The comments that this person may see, filtered as the page is, as csv, xlsx or docx; always an attachment."""
    person: Any = request.user
    filters = listing.filter_form(round, request.GET).filters()
    format, shape = request.GET.get("format", "csv"), request.GET.get("shape", PORTAL)
    format, shape = (format if format in TYPES else "csv"), (shape if shape in COLUMNS else PORTAL)
    comments = Comment.objects.visible_to(person).in_round(round).matching(**filters)
    try:
        content, _ = exported_table(comments, person, shape=shape, format=format, title=f"Comments, {round}")
    except TooLongForExcel as refusal:
        messages.warning(request, str(refusal))
        return redirect("consultations:comments", slug=round.slug)
    response = HttpResponse(content, content_type=TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="{round.slug}-comments.{format}"'
    patch_cache_control(response, private=True, no_store=True)
    return response


@round_for(may=may_import_comments, refusal="Tables are brought in by delegations of the round and the secretariat.")
def comments_import(request: HttpRequest, round: Round) -> HttpResponse:
    """Take a table in. A delegation's rows become its drafts, which nobody else sees; what the secretariat brings in is
    recorded as submitted on the delegation's behalf.
    """
    person: Any = request.user
    records = person.is_secretariat
    taking_part = Delegation.objects.in_round(round)
    form = TableForm(
        request.POST or None,
        request.FILES or None,
        delegations=list(taking_part if records else taking_part.of(person)),
        documents=round.documents,
        languages=[(code, LANGUAGE_OWN_NAMES[code]) for code in _languages(round)],
    )
    report: Report | None = None
    if request.method == "POST" and form.is_valid():
        report = _taken(round, form, person, records)
    status = 422 if request.method == "POST" and (report is None or not report.taken) else 200
    shown = {"round": round, "form": form, "report": report, "records": records}
    return render(request, "consultations/comments_import.html", shown, status=status)


def _languages(round: Round) -> list[str]:
    """Those of every document: which of them the one at hand has, the import says row by row."""
    found = [code for edition in round.documents for code in languages_of(edition.instrument, edition)]
    return list(dict.fromkeys(found)) or ["en"]


def _taken(round: Round, form: TableForm, person: Any, records: bool) -> Report | None:
    said = form.cleaned_data
    try:
        return import_comments(
            table=read_table(said["file"].read()),
            round=round,
            delegation=said["delegation"],
            person=person,
            edition=said["edition"],
            language=said["language"],
            submit=records,
            on_paper=records,
            all_or_nothing=said["all_or_nothing"],
        )
    except (UnreadableTable, CannotComment) as refusal:
        form.add_error("file", str(refusal))
        return None
