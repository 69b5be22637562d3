"""What a compilation says of comments and answers, in the languages that it is printed in; English elsewhere.

A table and not Django's catalogues: the portal's pages are in English, and these few words are printed in the language
of the text, whatever the language of who orders the file.
"""

from consultations.models import Comment, Disposition

_KINDS = {
    "fr": {
        Comment.Kind.GENERAL: "Observation générale",
        Comment.Kind.SUBSTANCE: "Observation de fond",
        Comment.Kind.DRAFTING: "Observation rédactionnelle",
        Comment.Kind.TRANSLATION: "Traduction",
        Comment.Kind.QUESTION: "Question",
        Comment.Kind.INFORMATION: "Information",
    },
    "es": {
        Comment.Kind.GENERAL: "Observación general",
        Comment.Kind.SUBSTANCE: "Observación de fondo",
        Comment.Kind.DRAFTING: "Observación de redacción",
        Comment.Kind.TRANSLATION: "Traducción",
        Comment.Kind.QUESTION: "Pregunta",
        Comment.Kind.INFORMATION: "Información",
    },
}
_DECISIONS = {
    "fr": {
        Disposition.Decision.ACCEPTED: "Acceptée",
        Disposition.Decision.PARTLY: "Acceptée en partie",
        Disposition.Decision.REFUSED: "Non retenue",
        Disposition.Decision.NOTED: "Notée",
        Disposition.Decision.DEFERRED: "Reportée",
    },
    "es": {
        Disposition.Decision.ACCEPTED: "Aceptada",
        Disposition.Decision.PARTLY: "Aceptada en parte",
        Disposition.Decision.REFUSED: "No aceptada",
        Disposition.Decision.NOTED: "Anotada",
        Disposition.Decision.DEFERRED: "Aplazada",
    },
}
_WHOLE = {"fr": "L’ensemble du texte", "es": "El texto en su conjunto"}


def kind_in(comment: Comment, language: str) -> str:
    """The type of a comment."""
    return _KINDS.get(language, {}).get(Comment.Kind(comment.kind)) or str(comment.get_kind_display())


def decision_in(answer: Disposition, language: str) -> str:
    """The decision of an answer."""
    found = _DECISIONS.get(language, {}).get(Disposition.Decision(answer.decision))
    return found or str(answer.get_decision_display())


def whole_in(language: str) -> str:
    """The whole text, as a place."""
    return _WHOLE.get(language, "The whole text")
