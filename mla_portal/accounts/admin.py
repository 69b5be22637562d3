"""People, for those who run the portal. There is no delete: accounts are deactivated."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from mla_portal.accounts.models import User


@admin.register(User)
class PersonAdmin(UserAdmin):
    list_display = ["email", "name", "duty", "is_active"]
    list_filter = ["duty", "is_active"]
    search_fields = ["email", "name"]
    ordering = ["name"]
    filter_horizontal = ()
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        ("What they may do", {"fields": ["duty", "is_active", "is_staff", "is_superuser"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "duty", "usable_password", "password1", "password2"]})]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
