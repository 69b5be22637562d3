"""Every address of the portal. Instruments and rounds read as sentences below their own names."""

from django.contrib import admin
from django.urls import include, path

from drafts.views.verification import verify
from mla_portal import health
from mla_portal.home import home
from mla_portal.searching.views import search

urlpatterns = [
    path("", home, name="home"),
    path("search/", search, name="search"),
    path("verify/", verify, name="verify"),
    path("instruments/", include("drafts.urls")),
    path("", include("consultations.urls")),
    path("healthz", health.process, name="healthz"),
    path("readyz", health.services, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
