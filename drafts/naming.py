"""What a part, a chapter, an article is called in the languages of treaties ("Chapitre premier", "Artículo 12 bis"),
and what the views of a text with disputed words are called."""

import re

from drafts.text.resolution import View

NAMES = {
    "en": {"part": "Part", "title": "Title", "chapter": "Chapter", "section": "Section", "article": "Article",
           "annex": "Annex", "preamble": "Preamble", "front": "Title", "testimonium": "Closing words"},
    "fr": {"part": "Partie", "title": "Titre", "chapter": "Chapitre", "section": "Section", "article": "Article",
           "annex": "Annexe", "preamble": "Préambule", "front": "Titre", "testimonium": "Formule finale"},
    "es": {"part": "Parte", "title": "Título", "chapter": "Capítulo", "section": "Sección", "article": "Artículo",
           "annex": "Anexo", "preamble": "Preámbulo", "front": "Título", "testimonium": "Fórmula final"},
}  # fmt: skip
# The first of a series is an ordinal word in French ("Article premier", "Chapitre premier", "Première partie"
# excepted).
FRENCH_FIRST = {"article": "1", "chapter": "I"}

UNITS = {"article": "article", "annex": "annex"}  # kinds of articles that are referred to by number
# How a text with disputed words can be read: what the view is called, and what is said of it.
VIEWS: dict[View, tuple[str, str]] = {
    "": ("As negotiated", "With brackets, options and the names of those who hold them."),
    "plain": ("Without names", "With brackets and options; nobody is named."),
    "keep": ("Disputed words kept", "Words in brackets are read as agreed; of several alternatives, the first."),
    "first": ("First alternatives only", "Of several alternatives, the first; other words in brackets are left out."),
    "drop": ("Disputed words left out", "No words that are in brackets or in options."),
}


def name_of_unit(kind: str, label: str, language: str = "en") -> str:
    """The printed name of a division or article: its kind in the language, and its label. English where a language is
    not known."""
    names = NAMES.get(language, NAMES["en"])
    shown = "premier" if language == "fr" and FRENCH_FIRST.get(kind) == label else label
    return f"{names[kind]} {shown}".strip()


SLUGS = {"front": "title", "preamble": "preamble", "testimonium": "closing-words"}


def slug_of_unit(kind: str, label: str) -> str:
    """How an address names an article: "12-bis", "annex-a", "preamble"."""
    if kind in SLUGS:
        return SLUGS[kind]
    slug = re.sub(r"[^\w.]+", "-", label).strip("-")
    if kind == "annex":
        return f"annex-{slug}" if slug else "annex"
    return slug
