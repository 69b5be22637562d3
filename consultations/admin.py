"""Organisations and who speaks for them, for those who run the portal."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from consultations.models import Membership, Organisation


class Undeletable:
    """The record names these rows: they are ended or renamed, never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MembershipInline(Undeletable, admin.TabularInline):
    model = Membership
    extra = 1
    autocomplete_fields = ["person"]


@admin.register(Organisation)
class OrganisationAdmin(Undeletable, admin.ModelAdmin):
    list_display = ["name", "code", "kind", "core_group_since", "core_group_until"]
    list_filter = ["kind"]
    search_fields = ["name", "code"]
    inlines = [MembershipInline]
