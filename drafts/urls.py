"""Addresses of the texts."""

from django.urls import path

from drafts.views import articles, comparisons, editions, imports, instruments, renditions, texts, versions

app_name = "drafts"

# /instruments/…
urlpatterns = [
    path("", instruments.instruments, name="instruments"),
    path("<slug:slug>/", instruments.instrument, name="instrument"),
    path("<slug:slug>/articles/<str:label>/", articles.article, name="article"),
    path("<slug:slug>/articles/<str:label>/edit/", texts.edit, name="edit"),
    path("<slug:slug>/articles/<str:label>/edit/preview/", texts.preview, name="preview"),
    path("<slug:slug>/articles/<str:label>/edit/draft/", texts.draft, name="draft"),
    path("<slug:slug>/articles/<str:label>/history/", versions.history, name="history"),
    path("<slug:slug>/articles/<str:label>/history/<int:number>/", versions.version, name="version"),
    path("<slug:slug>/articles/<str:label>/history/<int:number>/restore/", versions.restore, name="restore"),
    path("<slug:slug>/articles/<str:label>/compare/<int:older>/<int:newer>/", versions.compare, name="compare"),
    path("<slug:slug>/compare/<str:older>/<str:newer>/", comparisons.compare_editions, name="compare_editions"),
    path("<slug:slug>/editions/", editions.editions, name="editions"),
    path("<slug:slug>/editions/<str:edition>/", editions.edition, name="edition"),
    path("<slug:slug>/import/", imports.import_file, name="import"),
    path("<slug:slug>/exports/", renditions.exports, name="exports"),
    path("<slug:slug>/exports/<int:rendition>/", renditions.rendition, name="rendition"),
    path("<slug:slug>/exports/<int:rendition>/file/", renditions.rendition_file, name="rendition_file"),
]
