"""Addresses of the texts."""

from django.urls import path

from drafts.views import (
    agreement,
    articles,
    clauses,
    comparisons,
    disputes,
    editions,
    histories,
    instruments,
    options,
    proofreading,
    renditions,
    restorations,
    structure,
    texts,
    versions,
)

app_name = "drafts"

# /instruments/…
urlpatterns = [
    path("", instruments.instruments, name="instruments"),
    path("<slug:slug>/", instruments.instrument, name="instrument"),
    path("<slug:slug>/history/", histories.instrument_history, name="instrument_history"),
    path("<slug:slug>/clauses/<str:clause>/", clauses.clause, name="clause"),
    path(
        "<slug:slug>/clauses/<str:clause>/compare/<int:older>/<int:newer>/",
        clauses.compare_wordings,
        name="compare_wordings",
    ),
    path("<slug:slug>/clauses/<str:clause>/restore/<int:version>/", restorations.clause, name="restore_clause"),
    path("<slug:slug>/editions/<str:edition>/restore/", restorations.edition, name="restore_edition"),
    path("<slug:slug>/proofreading/", proofreading.proofreading, name="proofreading"),
    path("<slug:slug>/articles/<str:label>/", articles.article, name="article"),
    path("<slug:slug>/disputed/", disputes.disputed, name="disputed"),
    path("<slug:slug>/disputed/reading/", disputes.hypothetical, name="hypothetical"),
    path("<slug:slug>/articles/<str:label>/resolve/", disputes.resolve, name="resolve"),
    path("<slug:slug>/articles/<str:label>/edit/", texts.edit, name="edit"),
    path("<slug:slug>/articles/<str:label>/edit/preview/", texts.preview, name="preview"),
    path("<slug:slug>/articles/<str:label>/edit/presence/", texts.presence, name="presence"),
    path("<slug:slug>/articles/<str:label>/edit/draft/", texts.draft, name="draft"),
    path("<slug:slug>/articles/<str:label>/history/", versions.history, name="history"),
    path("<slug:slug>/articles/<str:label>/history/<int:number>/", versions.version, name="version"),
    path("<slug:slug>/articles/<str:label>/history/<int:number>/restore/", versions.restore, name="restore"),
    path("<slug:slug>/articles/<str:label>/compare/<int:older>/<int:newer>/", versions.compare, name="compare"),
    path("<slug:slug>/compare/<str:older>/<str:newer>/", comparisons.compare_editions, name="compare_editions"),
    path("<slug:slug>/articles/<str:label>/agreement/", agreement.record, name="record_agreement"),
    path("<slug:slug>/agreement/", agreement.agreement, name="agreement"),
    path("<slug:slug>/options/", options.options, name="options"),
    path("<slug:slug>/options/compare/", options.compare_options, name="compare_options"),
    path("<slug:slug>/structure/", structure.structure, name="structure"),
    path("<slug:slug>/structure/change/", structure.reshape, name="reshape"),
    path("<slug:slug>/editions/", editions.editions, name="editions"),
    path("<slug:slug>/editions/<str:edition>/", editions.edition, name="edition"),
    path("<slug:slug>/exports/", renditions.exports, name="exports"),
    path("<slug:slug>/exports/<int:rendition>/", renditions.rendition, name="rendition"),
    path("<slug:slug>/exports/<int:rendition>/file/", renditions.rendition_file, name="rendition_file"),
]
