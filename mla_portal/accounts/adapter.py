"""How django-allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):
    """Nobody signs up: accounts are made by the secretariat's invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
