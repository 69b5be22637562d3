"""Who may open what: every address of the portal × every kind of person, asserted whole.

The state of the conference: one edition, a working text that is ahead of it, an open round, a submitted
comment and a draft of Chile's delegation, a file that the editor asked for. The delegate and the expert are
Chile's, the observer is of a civil-society organisation in the same round, the outsider has an account and
belongs to nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from consultations.models import Round
from drafts.models import Article, Edition, Instrument
from mla_portal.accounts.models import User
from tests.access_stage import (
    file,
    of_conclusions,
    of_documents,
    of_letters,
    of_participants,
    of_renumbering,
    past_of,
    renumbered,
    revise,
    takes,
)
from tests.cast import clause_id, comment_by

OTHER_NAMES = {"a draft": "consultations:comment", "an invitation": "consultations:invitation"}
PEOPLE = ["anonymous", "outsider", "observer", "expert", "delegate", "editor", "secretariat"]
IN = "in"  # sent to the sign-in page, and back afterwards

# address name -> method, and the answer to each of PEOPLE
TABLE: dict[str, tuple[str, list[int | str]]] = {
    # everybody
    "healthz": ("GET", [200, 200, 200, 200, 200, 200, 200]),
    "readyz": ("GET", [200, 200, 200, 200, 200, 200, 200]),
    "verify": ("GET", [200, 200, 200, 200, 200, 200, 200]),
    # everybody who is signed in: what has been issued
    "home": ("GET", [IN, 200, 200, 200, 200, 200, 200]),
    "search": ("GET", [IN, 200, 200, 200, 200, 200, 200]),
    "drafts:instruments": ("GET", [IN, 200, 200, 200, 200, 200, 200]),
    "drafts:instrument": ("GET", [IN, 200, 200, 200, 200, 200, 200]),
    "drafts:article": ("GET", [IN, 200, 200, 200, 200, 200, 200]),
    "drafts:instrument_history": ("GET", [IN, 200, 200, 200, 200, 200, 200]),
    "drafts:clause": ("GET", [IN, 200, 200, 200, 200, 200, 200]),
    "drafts:compare_wordings": ("GET", [IN, 404, 404, 404, 404, 200, 200]),
    "drafts:history": ("GET", [IN, 200, 200, 200, 200, 200, 200]),
    "drafts:proofreading": ("GET", [IN, 200, 200, 200, 200, 200, 200]),
    "drafts:editions": ("GET", [IN, 200, 200, 200, 200, 200, 200]),
    "drafts:edition": ("GET", [IN, 200, 200, 200, 200, 200, 200]),
    "drafts:agreement": ("GET", [IN, 200, 200, 200, 200, 200, 200]),
    "drafts:options": ("GET", [IN, 200, 200, 200, 200, 200, 200]),
    "drafts:compare_options": ("GET", [IN, 404, 404, 404, 404, 404, 404]),  # nothing has been laid down
    "drafts:exports": ("GET", [IN, 200, 200, 200, 200, 200, 200]),
    "drafts:disputed": ("GET", [IN, 200, 200, 200, 200, 200, 200]),
    "drafts:hypothetical": ("POST", [IN, 200, 200, 200, 200, 200, 200]),
    "consultations:organisations": ("GET", [IN, 200, 200, 200, 200, 200, 200]),
    "consultations:organisation": ("GET", [IN, 200, 200, 200, 200, 200, 200]),
    "consultations:rounds": ("GET", [IN, 200, 200, 200, 200, 200, 200]),
    "drafts:sources": ("GET", [IN, 200, 200, 200, 200, 200, 200]),
    # asks for the clause's story as a file; what it is made of depends on who asks: test_clause_story
    "consultations:clause_document": ("POST", [IN, 302, 302, 302, 302, 302, 302]),
    # the Core Group: links between clauses of the working text
    "drafts:kin": ("GET", [IN, 404, 404, 404, 404, 200, 200]),
    "drafts:discrepancies": ("GET", [IN, 404, 404, 404, 404, 200, 200]),
    # the Core Group: versions that no edition pins, and the file that its editor asked for
    "drafts:version": ("GET", [IN, 404, 404, 404, 404, 200, 200]),
    "drafts:compare": ("GET", [IN, 404, 404, 404, 404, 200, 200]),
    "drafts:compare_editions": ("GET", [IN, 404, 404, 404, 404, 200, 200]),
    "drafts:concordance": ("GET", [IN, 404, 404, 404, 404, 200, 200]),
    "drafts:concordance_file": ("GET", [IN, 404, 404, 404, 404, 200, 200]),
    "drafts:rendition": ("GET", [IN, 404, 404, 404, 404, 200, 200]),
    "drafts:rendition_file": ("GET", [IN, 404, 404, 404, 404, 200, 200]),
    "drafts:rendition_cancel": ("POST", [IN, 404, 404, 404, 404, 302, 302]),
    # the editors; 409 is the answer to an autosave that says nothing, and to a passage that is not there
    "drafts:edit": ("GET", [IN, 403, 403, 403, 403, 200, 403]),
    "drafts:resolve": ("GET", [IN, 403, 403, 403, 403, 409, 403]),
    "drafts:preview": ("POST", [IN, 403, 403, 403, 403, 200, 403]),
    "drafts:draft": ("POST", [IN, 403, 403, 403, 403, 409, 403]),
    "drafts:presence": ("POST", [IN, 403, 403, 403, 403, 200, 403]),
    "drafts:restore": ("GET", [IN, 403, 403, 403, 403, 200, 403]),
    "drafts:restore_clause": ("GET", [IN, 403, 403, 403, 403, 200, 403]),
    "drafts:restore_edition": ("GET", [IN, 403, 403, 403, 403, 200, 403]),
    "drafts:record_agreement": ("GET", [IN, 403, 403, 403, 403, 200, 200]),
    "drafts:structure": ("GET", [IN, 403, 403, 403, 403, 200, 200]),
    "drafts:reshape": ("GET", [IN, 403, 403, 403, 403, 404, 403]),  # without an act there is nothing to ask
    "drafts:import": ("GET", [IN, 403, 403, 403, 403, 200, 403]),
    "consultations:comment_dispose": ("POST", [IN, 404, 404, 403, 403, 200, 403]),
    # Chile's focal point alone says on which edition Chile's mandate rests
    "consultations:set_baseline": ("POST", [IN, 403, 403, 403, 302, 403, 403]),
    # the participants of the round
    "consultations:round": ("GET", [IN, 404, 200, 200, 200, 200, 200]),
    "consultations:round_exports": ("GET", [IN, 404, 200, 200, 200, 200, 200]),
    "consultations:comments": ("GET", [IN, 404, 200, 200, 200, 200, 200]),
    "consultations:comments_table": ("GET", [IN, 404, 200, 200, 200, 200, 200]),
    "consultations:comments_import": ("GET", [IN, 404, 200, 200, 200, 403, 200]),
    "consultations:returned": ("GET", [IN, 404, 200, 200, 200, 403, 403]),
    "consultations:worktable": ("GET", [IN, 404, 403, 403, 403, 200, 200]),
    "consultations:worktable_act": ("POST", [IN, 404, 403, 403, 403, 302, 403]),
    "consultations:publish_answers": ("GET", [IN, 404, 403, 403, 403, 200, 403]),
    "consultations:positions": ("GET", [IN, 404, 404, 404, 404, 404, 404]),  # the chair's alone
    "consultations:comments_submit": ("GET", [IN, 404, 200, 200, 200, 403, 403]),
    "consultations:comment_remark": ("POST", [IN, 404, 404, 302, 302, 403, 403]),
    "consultations:comment_replace": ("POST", [IN, 404, 404, 403, 302, 403, 403]),
    "consultations:comment_reply": ("POST", [IN, 404, 404, 403, 302, 403, 403]),
    "consultations:comment_new": ("GET", [IN, 404, 200, 200, 200, 403, 403]),
    "consultations:comment_preview": ("POST", [IN, 404, 200, 200, 200, 403, 403]),
    "consultations:conclusions": ("GET", [IN, 404, 200, 200, 200, 200, 200]),
    "consultations:conclusions_file": ("GET", [IN, 404, 200, 200, 200, 200, 200]),
    "consultations:statements": ("GET", [IN, 404, 200, 200, 200, 200, 200]),
    # documents that were issued: this one is for the delegations
    "consultations:documents": ("GET", [200, 200, 200, 200, 200, 200, 200]),
    "consultations:register": ("GET", [IN, 404, 200, 200, 200, 200, 200]),
    "consultations:conference_document": ("GET", [404, 404, 200, 200, 200, 200, 200]),
    "consultations:conference_document_file": ("GET", [404, 404, 200, 200, 200, 200, 200]),
    "consultations:register_bundle": ("POST", [IN, 404, 302, 302, 302, 302, 302]),
    "consultations:document_new": ("GET", [IN, 404, 403, 403, 403, 403, 200]),
    "consultations:document_act": ("POST", [IN, 404, 403, 403, 403, 403, 302]),
    # the secretariat, and of conclusions the chair, who is none of these
    "consultations:conclusion_new": ("GET", [IN, 404, 403, 403, 403, 403, 200]),
    "consultations:conclusions_issue": ("POST", [IN, 404, 403, 403, 403, 403, 302]),
    "consultations:conclusion_edit": ("GET", [IN, 404, 404, 404, 404, 403, 200]),
    "consultations:conclusion_act": ("POST", [IN, 404, 404, 404, 404, 403, 302]),
    "consultations:statement_new": ("GET", [IN, 404, 403, 403, 403, 403, 200]),
    # participants: everybody may know who supports the initiative; an invitation is its addressee's, by its link
    "consultations:supporters": ("GET", [200, 200, 200, 200, 200, 200, 200]),
    "consultations:invitation": ("GET", [404, 404, 404, 404, 404, 404, 404]),  # a guess
    "an invitation": ("GET", [200, 200, 200, 200, 200, 200, 200]),
    # Chile's people: its focal point's and the secretariat's
    "consultations:organisation_people": ("GET", [IN, 403, 403, 403, 200, 403, 200]),
    "consultations:organisation_invitation": ("POST", [IN, 403, 403, 403, 302, 403, 302]),
    "consultations:organisation_membership": ("POST", [IN, 403, 403, 403, 302, 403, 302]),
    # registrations: the expert's own, of Chile; the others of the round do not know it
    "consultations:registrations": ("GET", [IN, 404, 200, 200, 200, 403, 200]),
    "consultations:registration_new": ("GET", [IN, 404, 403, 200, 200, 403, 200]),
    "consultations:registration_act": ("GET", [IN, 404, 404, 302, 200, 404, 200]),
    "consultations:registrations_table": ("GET", [IN, 404, 403, 403, 403, 403, 200]),
    # Notes verbales: the secretariat records, the Core Group reads
    "consultations:organisation_new": ("GET", [IN, 403, 403, 403, 403, 403, 200]),
    "consultations:organisation_edit": ("GET", [IN, 403, 403, 403, 403, 403, 200]),
    "consultations:organisation_support": ("GET", [IN, 403, 403, 403, 403, 403, 200]),
    "consultations:organisation_note": ("GET", [IN, 403, 403, 403, 403, 200, 200]),
    # letters: everybody's own choice and own letters (this one is the delegate's), the secretariat's outbox
    "consultations:letters": ("GET", [IN, 200, 200, 200, 200, 200, 200]),
    "consultations:letter": ("GET", [IN, 404, 404, 404, 200, 404, 404]),
    "consultations:letters_outbox": ("GET", [IN, 403, 403, 403, 403, 403, 200]),
    "consultations:letters_act": ("GET", [IN, 404, 404, 404, 404, 404, 200]),
    "consultations:letter_in_outbox": ("GET", [IN, 404, 404, 404, 404, 404, 200]),
    "consultations:letter_edit": ("POST", [IN, 404, 404, 404, 404, 404, 200]),
    "consultations:letter_act": ("POST", [IN, 404, 404, 404, 404, 404, 302]),
    # the secretariat
    "drafts:renumbering": ("GET", [IN, 403, 403, 403, 403, 403, 200]),
    "consultations:round_new": ("GET", [IN, 403, 403, 403, 403, 403, 200]),
    "consultations:round_change": ("GET", [IN, 404, 403, 403, 403, 403, 200]),
    "consultations:round_window": ("GET", [IN, 404, 403, 403, 403, 403, 200]),
    "consultations:round_guests": ("GET", [IN, 404, 403, 403, 403, 403, 200]),
    "consultations:round_documents": ("GET", [IN, 404, 403, 403, 403, 403, 200]),
    "consultations:round_deadlines": ("GET", [IN, 404, 403, 403, 403, 403, 200]),
    "consultations:round_programme": ("GET", [IN, 404, 403, 403, 403, 403, 200]),
    "consultations:round_unschedule": ("POST", [IN, 404, 403, 403, 403, 403, 302]),
    "consultations:open_round": ("GET", [IN, 404, 403, 403, 403, 403, 200]),
    "consultations:close_round": ("GET", [IN, 404, 403, 403, 403, 403, 200]),
    # Chile's submitted comment: sealed for the other delegations; only the focal point takes it back
    "consultations:comment": ("GET", [IN, 404, 404, 200, 200, 200, 200]),
    "consultations:comment_stance": ("GET", [IN, 404, 404, 403, 403, 403, 403]),  # nobody leads another that reads it
    "consultations:public_comments": ("GET", [404, 404, 404, 404, 404, 404, 404]),  # the round is no public one
    "consultations:comment_withdraw": ("GET", [IN, 404, 404, 403, 200, 403, 403]),
    # Chile's draft: known to nobody else, not even the Core Group
    "a draft": ("GET", [IN, 404, 404, 200, 200, 404, 404]),
    "consultations:comment_joint": ("GET", [IN, 404, 404, 200, 200, 404, 404]),
    "consultations:comment_edit": ("GET", [IN, 404, 404, 200, 200, 404, 404]),
    "consultations:comment_draft": ("POST", [IN, 404, 404, 409, 409, 404, 404]),
    "consultations:comment_submit": ("POST", [IN, 404, 404, 403, 302, 404, 404]),
}


_OF_SUBMITTED = ("withdraw", "dispose", "stance", "reply", "remark", "replace")


@dataclass
class Scene:
    people: dict[str, User | None]
    arguments: dict[str, dict[str, object]]


@pytest.fixture
def scene(
    convention: Instrument,
    article: Article,
    edition: Edition,
    conference: Round,
    outsider: User,
    observer: User,
    expert: User,
    delegate: User,
    editor: User,
    secretariat: User,
) -> Scene:
    revise(article, editor)
    draft, submitted = comment_by(expert, conference), comment_by(delegate, conference, submit=True)
    rendition = file(edition, editor)
    instrument: dict[str, object] = {"slug": convention.slug}
    of_article = {**instrument, "label": article.slug}
    of_round: dict[str, object] = {"slug": conference.slug}
    arguments: dict[str, dict[str, object]] = {
        "drafts:kin": {**instrument, "clause": clause_id(article)},
        **{f"drafts:{name}": instrument for name in ("instrument", "proofreading", "editions", "exports")},
        "drafts:edition": {**instrument, "edition": edition.slug},
        "drafts:compare_editions": {**instrument, "older": edition.slug, "newer": "working"},
        "drafts:version": {**of_article, "number": 2},
        "drafts:restore": {**of_article, "number": 1},
        "drafts:compare": {**of_article, "older": 1, "newer": 2},
        "drafts:rendition": {**instrument, "rendition": rendition.pk},
        "drafts:rendition_file": {**instrument, "rendition": rendition.pk},
        "drafts:rendition_cancel": {**instrument, "rendition": rendition.pk},
        "consultations:organisation": {"code": "cl"},
        "consultations:clause_document": {**instrument, "clause": clause_id(article)},
    }
    for name in TABLE:  # the others of the texts need an article's address, or the instrument's alone
        if name.startswith("drafts:") and name != "drafts:instruments":
            arguments.setdefault(name, of_article if takes(name, of_article) else instrument)
        if name.startswith("consultations:") and takes(name, of_round):  # likewise those of a round
            arguments.setdefault(name, of_round)
    arguments |= of_conclusions(conference, secretariat)
    of_draft, of_submitted = ({**of_round, "comment": comment.pk} for comment in (draft, submitted))
    arguments |= {f"consultations:comment_{name}": of_draft for name in ("edit", "draft", "submit", "joint")}
    arguments |= {f"consultations:comment_{name}": of_submitted for name in _OF_SUBMITTED}
    arguments |= {"consultations:comment": of_submitted, "a draft": of_draft, **past_of(article, edition)}
    arguments |= of_renumbering(renumbered(convention, secretariat))
    arguments |= of_letters(delegate, edition)
    arguments |= of_documents(conference, secretariat)
    arguments |= of_participants(conference, expert, secretariat)
    people = dict(zip(PEOPLE, [None, outsider, observer, expert, delegate, editor, secretariat], strict=True))
    return Scene(people, arguments)


def answer(scene: Scene, person: str, name: str, method: str) -> int | str:
    """One person's request; what it changes is undone, so that the order of the people makes no difference."""
    client = Client()
    user = scene.people[person]
    if user is not None:
        client.force_login(user)
    address = reverse(OTHER_NAMES.get(name, name), kwargs=scene.arguments.get(name))
    if name == "consultations:registration_act":
        address += "?act=confirmed"
    with transaction.atomic():
        response = client.generic(method, address)
        transaction.set_rollback(True)
    to_sign_in = response.status_code == 302 and response["Location"].startswith("/accounts/login/")
    return IN if to_sign_in else response.status_code


@pytest.mark.parametrize("name", TABLE)
def test_an_address_answers_each_person_as_the_table_says(scene: Scene, name: str) -> None:
    method, expected = TABLE[name]
    answers = {person: answer(scene, person, name, method) for person in PEOPLE}
    assert answers == dict(zip(PEOPLE, expected, strict=True))


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = ":".join(part for part in (namespace, entry.namespace) if part)
            yield from patterns(entry, inner)
        else:
            yield ":".join(part for part in (namespace, entry.name or "") if part), entry


OURS = [
    (name, entry)
    for name, entry in patterns(get_resolver())
    if entry.callback.__module__.split(".")[0] in ("mla_portal", "drafts", "consultations")
]


def test_every_address_of_ours_is_in_the_table() -> None:
    assert {name for name, _ in OURS} == set(TABLE) - set(OTHER_NAMES)


@pytest.mark.parametrize(("name", "entry"), OURS)
def test_every_view_of_ours_has_a_gate(name: str, entry: URLPattern) -> None:
    assert hasattr(entry.callback, "gate"), f"{name} has no gate: decorate it with one, or with @public"


def test_the_other_addresses_are_those_of_the_sign_in_and_the_admin() -> None:
    """allauth's and the admin's own views are private too, except what one needs in order to sign in."""
    client = Client()
    public = set()
    for name, entry in patterns(get_resolver()):
        if (
            entry.callback.__module__.split(".")[0] in ("mla_portal", "drafts", "consultations")
            or entry.pattern.converters
        ):
            continue
        if name.startswith("admin:") and name != "admin:index":
            continue
        try:
            address = reverse(name)
        except Exception:  # a pattern with an expression: reached by a mailed link only
            continue
        if client.get(address).status_code == 200:
            public.add(name)
    assert public == {
        "account_login", "account_inactive", "account_signup", "account_email_verification_sent",
        "account_reset_password", "account_reset_password_done", "account_reset_password_from_key_done",
    }  # fmt: skip


def test_a_script_whose_session_has_ended_is_told_so_and_not_sent_to_a_form(scene: Scene) -> None:
    address = reverse("drafts:draft", kwargs=scene.arguments["drafts:draft"])
    response = Client().post(address, headers={"X-Requested-With": "fetch"})
    assert (response.status_code, "what you typed is kept" in response.content.decode()) == (401, True)
