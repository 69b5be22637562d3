"""Django's admin with its usual options: the quickest portal that one could have without writing any."""

from django.contrib.admin import AdminSite, ModelAdmin
from simple_history.admin import SimpleHistoryAdmin

from consultations.models import Comment
from tests.benchmarks.peers.models import Sheet, Slip

site = AdminSite(name="peers")


class SheetAdmin(SimpleHistoryAdmin):
    """The history page lists a hundred versions, as ours does."""

    history_list_per_page = 100


class CommentAdmin(ModelAdmin):
    """The columns, the filters and the page size of the portal's table."""

    list_display = ("number", "article", "clause_label", "delegation", "kind", "state", "submitted_at")
    list_filter = ("state", "kind", "article", "delegation__organisation")
    list_select_related = ("article", "delegation__organisation", "delegation__round")
    list_per_page = 50
    ordering = ("article__position", "clause_order", "number")


site.register(Sheet, SheetAdmin)
site.register(Slip, ModelAdmin)
site.register(Comment, CommentAdmin)
