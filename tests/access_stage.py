"""What stands behind the addresses of the access table: one row of each kind, and its keys."""

from django.urls import NoReverseMatch, reverse

from consultations.concluding import Wording, add_conclusion, issue_conclusions
from consultations.delivering import deliver
from consultations.inviting import invite_person
from consultations.issuing import HandedIn, Heading, issue_document, prepare_document
from consultations.models import Delegation, Notice, Round
from consultations.registering import Entry, register_person
from consultations.supporting import record_support
from consultations.uploaded import Uploaded
from drafts.amending import Proposal, save_text
from drafts.exporting import fulfil
from drafts.models import Act, Article, Edition, Instrument, Rendition, Text
from drafts.models.articles import Version
from drafts.orders import Order
from drafts.requesting import request_rendition
from mla_portal.accounts.models import User
from tests.consultations.letters import letters_to


def past_of(article: Article, edition: Edition) -> dict[str, dict[str, object]]:
    """Addresses of the history; the clause is one that was changed since the edition."""
    older, newer = Version.objects.filter(article=article).order_by("number")
    instrument: dict[str, object] = {"slug": edition.instrument.slug}
    changed = {**instrument, "clause": next(b["id"] for b in older.blocks if "ten miles" in b["text"])}
    return {
        "drafts:clause": changed,
        "drafts:compare_wordings": {**changed, "older": older.pk, "newer": newer.pk},
        "drafts:restore_clause": {**changed, "version": older.pk},
        "drafts:restore_edition": {**instrument, "edition": edition.slug},
        "consultations:set_baseline": {**instrument, "edition": edition.slug, "code": "cl"},
    }


def of_conclusions(round: Round, secretariat: User) -> dict[str, dict[str, object]]:
    """One conclusion, issued."""
    conclusion = add_conclusion(round=round, wording=Wording("Costs", "noted", "They rise."), person=secretariat)
    issue = issue_conclusions(round=round, symbol="LAN/PC/1", person=secretariat)
    of_one = {"slug": round.slug, "conclusion": conclusion.pk}
    return {
        "consultations:conclusion_edit": of_one,
        "consultations:conclusion_act": of_one,
        "consultations:conclusions_file": {"slug": round.slug, "issue": issue.pk},
    }


def of_documents(round: Round, secretariat: User) -> dict[str, dict[str, object]]:
    """A document that was issued to the delegations."""
    note = [HandedIn("en", Uploaded("programme.pdf", b"%PDF-1.7 Programme."))]
    heading = Heading(title="Programme", symbol="LAN/PC/1/INF.1")
    issue_document(
        document=prepare_document(round=round, heading=heading, contents=note, person=secretariat), person=secretariat
    )
    of_one: dict[str, object] = {"symbol": "LAN/PC/1/INF.1"}
    return {
        "consultations:conference_document": of_one,
        "consultations:document_act": of_one,
        "consultations:conference_document_file": {**of_one, "language": "en", "format": "pdf"},
    }


def of_participants(round: Round, expert: User, secretariat: User) -> dict[str, dict[str, object]]:
    """An open invitation to Chile, its expert's own registration, a note."""
    delegation = Delegation.objects.select_related("organisation", "round").get(round=round, organisation__code="CL")
    chile: dict[str, object] = {"code": "cl"}
    invitation = invite_person(
        organisation=delegation.organisation, role="expert", email="new@test.example", person=secretariat
    )
    words = Notice.objects.get(key=f"invitation:{invitation.pk}").words
    entry = Entry(expert.name, expert.email, "member")
    registration = register_person(delegation=delegation, entry=entry, person=expert)
    note = record_support(
        organisation=delegation.organisation,
        since=round.starts_on,
        person=secretariat,
        note=Uploaded("note.pdf", b"%PDF-1.7 a note"),
    )
    return {
        "consultations:invitation": {"secret": "a-guess"},
        "an invitation": {"secret": words.partition("/invitations/")[2].partition("/")[0]},
        "consultations:organisation_people": chile,
        "consultations:organisation_invitation": {**chile, "invitation": invitation.pk},
        "consultations:organisation_membership": {**chile, "membership": expert.memberships.get().pk},
        "consultations:organisation_edit": chile,
        "consultations:organisation_support": chile,
        "consultations:organisation_note": {**chile, "support": note.pk},
        "consultations:registration_new": {"slug": round.slug, **chile},
        "consultations:registration_act": {"slug": round.slug, "registration": registration.pk},
    }


def takes(name: str, arguments: dict[str, object]) -> bool:
    try:
        reverse(name, kwargs=arguments)
    except NoReverseMatch:
        return False
    return True


def file(edition: Edition, person: User) -> Rendition:
    order = Order(edition.instrument, edition, format=Rendition.Format.TXT)
    rendition = request_rendition(order=order, person=person)
    fulfil(rendition.pk)
    return rendition


def renumbered(instrument: Instrument, secretariat: User) -> Act:
    """A renumbering that no edition has followed yet."""
    return Act.objects.create(
        instrument=instrument, kind=Act.Kind.RENUMBER, what="Renumbered.", reason="In order.", author=secretariat
    )


def of_renumbering(act: Act) -> dict[str, dict[str, object]]:
    instrument: dict[str, object] = {"slug": act.instrument.slug}
    table = {**instrument, "act": act.pk}
    return {"drafts:renumbering": instrument, "drafts:concordance": table, "drafts:concordance_file": table}


def of_letters(delegate: User, edition: Edition) -> dict[str, dict[str, object]]:
    """A letter that was sent to the delegate."""
    letter = letters_to([delegate], edition)[0]
    deliver()
    of_letter: dict[str, object] = {"letter": letter.pk}
    acts: dict[str, dict[str, object]] = {
        "consultations:letters_act": {"act": "held"},
        "consultations:letter_act": {**of_letter, "act": "held"},
    }
    return {**acts, **{f"consultations:{name}": of_letter for name in ("letter", "letter_in_outbox", "letter_edit")}}


def revise(article: Article, editor: User) -> None:
    """The working text is ahead of the edition."""
    text = Text.objects.get(article=article)
    proposal = Proposal(text.heading, text.source().replace("ten miles", "twelve miles"), 1)
    save_text(article=article, language="en", proposal=proposal, author=editor, reason="Farther.")
