"""The portal's addresses, and those of the alternatives."""

from django.urls import include, path

from tests.benchmarks.peers import views
from tests.benchmarks.peers.admin import site

urlpatterns = [
    path("", include("mla_portal.urls")),
    path("peers/admin/", site.urls),
    path("peers/instruments/<slug:slug>/", views.instrument, name="peer_instrument"),
    path("peers/compare/<int:older>/<int:newer>/", views.compare, name="peer_compare"),
    path("peers/editions/<int:edition>/working/", views.compare_whole, name="peer_compare_whole"),
    path("peers/insert/", views.insert, name="peer_insert"),
]
