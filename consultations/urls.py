"""Addresses of rounds, comments and organisations."""

from django.urls import path

from consultations.views import (
    answering,
    arranging,
    comments,
    conclusions,
    convening,
    delegation,
    documents,
    exports,
    joint,
    letters,
    mandates,
    organisations,
    outbox,
    people,
    registrations,
    returning,
    rounds,
    stories,
    supporters,
    tables,
    worktable,
    writing,
)

app_name = "consultations"

# /organisations/
_organisations = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/new/", supporters.organisation_new, name="organisation_new"),
    path("organisations/<str:code>/", organisations.organisation, name="organisation"),
    path("organisations/<str:code>/mandate/<slug:slug>/<str:edition>/", mandates.mandate, name="set_baseline"),
]

# /rounds/<round>/
_rounds = [
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", convening.round_new, name="round_new"),
    path("rounds/<slug:slug>/", rounds.round, name="round"),
    path("rounds/<slug:slug>/change/", convening.round_change, name="round_change"),
    path("rounds/<slug:slug>/window/", convening.round_window, name="round_window"),
    path("rounds/<slug:slug>/guests/", arranging.round_guests, name="round_guests"),
    path("rounds/<slug:slug>/programme/", arranging.round_programme, name="round_programme"),
    path("rounds/<slug:slug>/documents/", arranging.round_documents, name="round_documents"),
    path("rounds/<slug:slug>/deadlines/", arranging.round_deadlines, name="round_deadlines"),
    path("rounds/<slug:slug>/unschedule/", convening.round_unschedule, name="round_unschedule"),
    path("rounds/<slug:slug>/open/", rounds.open_round, name="open_round"),
    path("rounds/<slug:slug>/close/", rounds.close_round, name="close_round"),
    path("rounds/<slug:slug>/exports/", exports.round_exports, name="round_exports"),
]

# /rounds/<round>/comments/<comment>/
_comments = [
    path("rounds/<slug:slug>/comments/", comments.comments, name="comments"),
    path("rounds/<slug:slug>/comments/new/", writing.comment_new, name="comment_new"),
    path("rounds/<slug:slug>/comments/submit/", delegation.comments_submit, name="comments_submit"),
    path("rounds/<slug:slug>/comments/<int:comment>/remark/", delegation.comment_remark, name="comment_remark"),
    path("rounds/<slug:slug>/comments/<int:comment>/replace/", delegation.comment_replace, name="comment_replace"),
    path("rounds/<slug:slug>/comments/table/", tables.comments_table, name="comments_table"),
    path("rounds/<slug:slug>/comments/import/", tables.comments_import, name="comments_import"),
    path("rounds/<slug:slug>/comments/edited/", returning.bring_back_file, name="returned"),
    path("rounds/<slug:slug>/comments/preview/", writing.comment_preview, name="comment_preview"),
    path("rounds/<slug:slug>/comments/<int:comment>/", comments.comment, name="comment"),
    path("rounds/<slug:slug>/comments/<int:comment>/edit/", writing.comment_edit, name="comment_edit"),
    path("rounds/<slug:slug>/comments/<int:comment>/draft/", writing.comment_draft, name="comment_draft"),
    path("rounds/<slug:slug>/comments/<int:comment>/submit/", writing.comment_submit, name="comment_submit"),
    path("rounds/<slug:slug>/comments/<int:comment>/withdraw/", writing.comment_withdraw, name="comment_withdraw"),
    path("rounds/<slug:slug>/comments/<int:comment>/joint/", joint.comment_joint, name="comment_joint"),
    path("rounds/<slug:slug>/comments/<int:comment>/stance/", joint.comment_stance, name="comment_stance"),
    path("rounds/<slug:slug>/public/", joint.public_comments, name="public_comments"),
    path("rounds/<slug:slug>/comments/<int:comment>/dispose/", answering.comment_dispose, name="comment_dispose"),
]

# /rounds/<round>/worktable/
_answers = [
    path("rounds/<slug:slug>/worktable/", worktable.worktable_page, name="worktable"),
    path("rounds/<slug:slug>/worktable/act/", worktable.worktable_act, name="worktable_act"),
    path("rounds/<slug:slug>/worktable/publish/", worktable.publish_answers, name="publish_answers"),
    path("rounds/<slug:slug>/positions/", worktable.positions, name="positions"),
    path("rounds/<slug:slug>/comments/<int:comment>/reply/", worktable.comment_reply, name="comment_reply"),
]

# /rounds/<round>/conclusions/ and statements/
_conclusions = [
    path("rounds/<slug:slug>/conclusions/", conclusions.conclusions, name="conclusions"),
    path("rounds/<slug:slug>/conclusions/new/", conclusions.conclusion_new, name="conclusion_new"),
    path("rounds/<slug:slug>/conclusions/issue/", conclusions.conclusions_issue, name="conclusions_issue"),
    path("rounds/<slug:slug>/conclusions/<int:conclusion>/", conclusions.conclusion_edit, name="conclusion_edit"),
    path("rounds/<slug:slug>/conclusions/<int:conclusion>/act/", conclusions.conclusion_act, name="conclusion_act"),
    path("rounds/<slug:slug>/conclusions/issued/<int:issue>/", conclusions.conclusions_file, name="conclusions_file"),
    path("rounds/<slug:slug>/statements/", conclusions.statements, name="statements"),
    path("rounds/<slug:slug>/statements/new/", conclusions.statement_new, name="statement_new"),
]

# /rounds/<round>/register/, and every document under its symbol: /documents/MLA/PC/2/L.1/
_documents = [
    path("rounds/<slug:slug>/register/", documents.register, name="register"),
    path("rounds/<slug:slug>/register/new/", documents.document_new, name="document_new"),
    path("rounds/<slug:slug>/register/bundle/", documents.register_bundle, name="register_bundle"),
    path("documents/", documents.documents, name="documents"),
    path("documents/<path:symbol>/act/", documents.document_act, name="document_act"),
    path(
        "documents/<path:symbol>/<slug:language>.<slug:format>",
        documents.conference_document_file,
        name="conference_document_file",
    ),
    path("documents/<path:symbol>/", documents.conference_document, name="conference_document"),
]

# /account/letters/ is everybody's own, /outbox/ the secretariat's
_letters = [
    path("account/letters/", letters.letters, name="letters"),
    path("account/letters/<int:letter>/", letters.letter, name="letter"),
    path("outbox/", outbox.outbox, name="letters_outbox"),
    path("outbox/all/<str:act>/", outbox.act_on_all, name="letters_act"),
    path("outbox/<int:letter>/", outbox.letter, name="letter_in_outbox"),
    path("outbox/<int:letter>/edit/", outbox.edit, name="letter_edit"),
    path("outbox/<int:letter>/<str:act>/", outbox.act_on_one, name="letter_act"),
]

# supporters/ is everybody's; the notes are the Core Group's
_supporters = [
    path("supporters/", supporters.supporters, name="supporters"),
    path("organisations/<str:code>/edit/", supporters.organisation_edit, name="organisation_edit"),
    path("organisations/<str:code>/support/", supporters.organisation_support, name="organisation_support"),
    path("organisations/<str:code>/support/<int:support>/", supporters.organisation_note, name="organisation_note"),
]

# people of an organisation, the page of a letter of invitation, and who comes to a round
_participants = [
    path("organisations/<str:code>/people/", people.organisation_people, name="organisation_people"),
    path(
        "organisations/<str:code>/people/invitations/<int:invitation>/",
        people.organisation_invitation,
        name="organisation_invitation",
    ),
    path(
        "organisations/<str:code>/people/<int:membership>/end/",
        people.organisation_membership,
        name="organisation_membership",
    ),
    path("invitations/<str:secret>/", people.invitation, name="invitation"),
    path("rounds/<slug:slug>/registrations/", registrations.registrations, name="registrations"),
    path("rounds/<slug:slug>/registrations/table/", registrations.registrations_table, name="registrations_table"),
    path("rounds/<slug:slug>/registrations/new/<str:code>/", registrations.registration_new, name="registration_new"),
    path(
        "rounds/<slug:slug>/registrations/<int:registration>/",
        registrations.registration_act,
        name="registration_act",
    ),
]

# below the page of a clause, which the drafts show
_stories = [
    path("instruments/<slug:slug>/clauses/<str:clause>/document/", stories.clause_document, name="clause_document"),
]

urlpatterns = _organisations + _rounds + _comments + _answers + _conclusions
urlpatterns += _documents + _letters + _supporters + _participants + _stories
