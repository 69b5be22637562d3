"""The few words that the exports add to a text, in the languages the portal drafts in."""

from __future__ import annotations

from drafts.rendering import report_words
from drafts.rendering.tree import Disposition

_ENGLISH = {
    "contents": "Contents",
    "distribution": "Distr.: {}",
    "original": "Original: {}",
    "reading": "How to read this text",
    "legend_brackets": "Words in {bracket} have not been agreed; raised names tell who holds them.",
    "legend_redline": "Words that were inserted are {inserted}, words that were deleted are {deleted}. "
    "A bar in the margin marks every changed paragraph. Numbers are not compared; "
    "a number that has changed is named.",
    "legend_against": "Changes are shown against {}.",
    "bracket": "[square brackets]",
    "inserted": "underlined",
    "deleted": "struck through",
    "legend_lines": "Line numbers begin again on each page.",
    "formerly": "formerly {}",
    "moved": "moved",
    "moved_from": "moved from {}",
    "split": "split from {}",
    "merged": "merged from {}",
    "and": "and",
    "proposed": "Proposed wording",
    "answer": "Reply of the Core Group",
    "carried": "carried out in {}",
    "comments_on": "Comments on {}",
    "comments": "Comments",
    "organisations": "Who has commented",
    "statistics": "{comments} comments by {organisations} organisations on {places} provisions.",
    "general_comments": "General comments",
    "addendum": "Addendum: comments received after the window",
    "see": "See {}.",
    "behalf": "on behalf of {}",
    "except": ", except {}",
    "with": "with {}",
    "supported": "Supported by {}",
    "opposed": "Opposed by {}",
    "compilation": "Compilation of comments on {}",
    "states": "States",
    "international": "International organisations",
    "civil_society": "Civil society",
    "networks": "Practitioners’ networks",
    "secretariat": "Secretariat",
}
_FRENCH = {
    "contents": "Table des matières",
    "distribution": "Distr. : {}",
    "original": "Original : {}",
    "reading": "Comment lire ce texte",
    "legend_brackets": "Les mots entre {bracket} ne font pas l’objet d’un accord ; "
    "les noms en exposant indiquent qui les défend.",
    "legend_redline": "Les mots ajoutés sont {inserted}, les mots supprimés sont {deleted}. "
    "Un trait dans la marge signale chaque paragraphe modifié. Les numéros ne sont pas comparés ; "
    "un numéro qui a changé est indiqué.",
    "legend_against": "Les modifications sont indiquées par rapport à {}.",
    "bracket": "[crochets]",
    "inserted": "soulignés",
    "deleted": "biffés",
    "legend_lines": "La numérotation des lignes recommence à chaque page.",
    "formerly": "ancien {}",
    "moved": "déplacé",
    "moved_from": "déplacé de {}",
    "split": "séparé de {}",
    "merged": "réunion de {}",
    "and": "et",
    "proposed": "Libellé proposé",
    "answer": "Réponse du Groupe restreint",
    "carried": "repris dans {}",
    "comments_on": "Observations sur {}",
    "comments": "Observations",
    "organisations": "Auteurs des observations",
    "statistics": "{comments} observations de {organisations} auteurs sur {places} dispositions.",
    "general_comments": "Observations générales",
    "addendum": "Additif : observations reçues après le délai",
    "see": "Voir {}.",
    "behalf": "au nom de {}",
    "except": ", à l’exception de {}",
    "with": "avec {}",
    "supported": "Appuyée par {}",
    "opposed": "Contestée par {}",
    "compilation": "Recueil des observations sur {}",
    "states": "États",
    "international": "Organisations internationales",
    "civil_society": "Société civile",
    "networks": "Réseaux de praticiens",
    "secretariat": "Secrétariat",
}
_SPANISH = {
    "contents": "Índice",
    "distribution": "Distr.: {}",
    "original": "Original: {}",
    "reading": "Cómo leer este texto",
    "legend_brackets": "Las palabras entre {bracket} no han sido convenidas; "
    "los nombres volados indican quién las sostiene.",
    "legend_redline": "Las palabras añadidas van {inserted}, las suprimidas van {deleted}. "
    "Una línea en el margen señala cada párrafo modificado. Los números no se comparan; "
    "se indica el número que ha cambiado.",
    "legend_against": "Los cambios se muestran respecto de {}.",
    "bracket": "[corchetes]",
    "inserted": "subrayadas",
    "deleted": "tachadas",
    "legend_lines": "La numeración de las líneas vuelve a empezar en cada página.",
    "formerly": "antes {}",
    "moved": "trasladado",
    "moved_from": "trasladado de {}",
    "split": "separado de {}",
    "merged": "fusión de {}",
    "and": "y",
    "proposed": "Texto propuesto",
    "answer": "Respuesta del Grupo Básico",
    "carried": "incorporado en {}",
    "comments_on": "Observaciones sobre {}",
    "comments": "Observaciones",
    "organisations": "Autores de las observaciones",
    "statistics": "{comments} observaciones de {organisations} autores sobre {places} disposiciones.",
    "general_comments": "Observaciones generales",
    "addendum": "Adición: observaciones recibidas fuera de plazo",
    "see": "Véase {}.",
    "behalf": "en nombre de {}",
    "except": ", salvo {}",
    "with": "con {}",
    "supported": "Con el apoyo de {}",
    "opposed": "Con la oposición de {}",
    "compilation": "Recopilación de observaciones sobre {}",
    "states": "Estados",
    "international": "Organizaciones internacionales",
    "civil_society": "Sociedad civil",
    "networks": "Redes de profesionales",
    "secretariat": "Secretaría",
}
_LANGUAGES = {
    "en": _ENGLISH | report_words.ENGLISH,
    "fr": _FRENCH | report_words.FRENCH,
    "es": _SPANISH | report_words.SPANISH,
}


def word(key: str, language: str) -> str:
    """The word or pattern `key` in `language`; in English where the portal has no words for that language."""
    return _LANGUAGES.get(language[:2], _LANGUAGES["en"])[key]


def answered(disposition: Disposition, language: str) -> str:
    """The answer to a remark in one line: decision, reason, and what carries it out in brackets."""
    said = ". ".join(part.rstrip(".") for part in (disposition.decision, disposition.reason) if part)
    carried = word("carried", language).format(disposition.carried_by) if disposition.carried_by else ""
    return f"{said} ({carried})." if carried else f"{said}."
