"""The words of the reports on comments: of the disposition report, of the comments of one delegation and of a clause's
story. `drafts.rendering.words` hands them out with its own."""

ENGLISH = {
    "dispositions": "Disposition report on {}",
    "delegation": "Comments of {} on {}",
    "legend_proposed": "In proposed wordings, words to be added are {inserted}, words to be taken out are {deleted}.",
    "summary": "Summary",
    "provision": "Provision",
    "comments_counted": "Comments",
    "unanswered": "No answer yet",
    "total": "In all",
    "after_window": "Late",
    "nothing_said": "No comment on this text is to be reported.",
}
FRENCH = {
    "dispositions": "Rapport sur la suite donnée aux observations sur {}",
    "delegation": "Observations de {} sur {}",
    "legend_proposed": "Dans les libellés proposés, les mots à ajouter sont {inserted}, "
    "les mots à supprimer sont {deleted}.",
    "summary": "Récapitulatif",
    "provision": "Disposition",
    "comments_counted": "Observations",
    "unanswered": "Sans réponse à ce jour",
    "total": "Total",
    "after_window": "Hors délai",
    "nothing_said": "Aucune observation sur ce texte n’est à signaler.",
}
SPANISH = {
    "dispositions": "Informe sobre el curso dado a las observaciones sobre {}",
    "delegation": "Observaciones de {} sobre {}",
    "legend_proposed": "En los textos propuestos, las palabras que se añaden van {inserted}, "
    "las que se suprimen van {deleted}.",
    "summary": "Resumen",
    "provision": "Disposición",
    "comments_counted": "Observaciones",
    "unanswered": "Sin respuesta por ahora",
    "total": "Total",
    "after_window": "Fuera de plazo",
    "nothing_said": "No hay observaciones que reseñar sobre este texto.",
}
