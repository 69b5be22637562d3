"""Organisations in the order in which a volume lists them: by their names in its language."""

from dataclasses import dataclass

from django.utils.translation import get_language

from consultations.collation import order_key
from consultations.models import Organisation

KINDS = list(Organisation.Kind)  # States first, then the others


def name_in(organisation: Organisation, language: str) -> str:
    """The name in French or Spanish where it is known, else the English one."""
    return {"fr": organisation.name_fr, "es": organisation.name_es}.get(language) or organisation.name


def sort_key(organisation: Organisation, language: str) -> tuple[int, str, str, str]:
    """States before other organisations, each by name as its language sorts; so "États-Unis" stands between "Estonie"
    and "Finlande".
    """
    return (
        KINDS.index(Organisation.Kind(organisation.kind)),
        *order_key(name_in(organisation, language), language),
    )


@dataclass(frozen=True)
class Spoken:
    """An organisation in a letter: its name in the language in which the letter is being written."""

    organisation: Organisation

    def __str__(self) -> str:
        return name_in(self.organisation, get_language() or "en")
