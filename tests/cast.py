"""The people of every test, and the small conference they meet at. Loaded for all tests by conftest."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from consultations.arranging import invite
from consultations.commenting import Target, begin_comment, submit_comment
from consultations.convening import call_round, open_round
from consultations.models import Comment, Delegation, Membership, Organisation, Round
from drafts.amending import Proposal, save_text
from drafts.importing import import_text
from drafts.models import Article, Edition, Instrument, Text
from drafts.publishing import publish_edition
from mla_portal.accounts.models import User

CONVENTION = """Convention on Lanterns

PREAMBLE

*Recalling* that ships come home at night,

*Convinced* that a light serves every vessel,

PART I
Lights

Article 1
Keeping of lights

1. Each State Party shall keep a lantern on its coast [at all hours]^{Chile}.

2. A lantern shall:

    (a) be seen from ten miles; and

    (b) be tended by a keeper.

Article 2
Costs

Costs are borne by the State Party [on whose coast the lantern stands].

PART II
Final provisions

Article 3
Entry into force

1. This Convention enters into force on the thirtieth day.

2. The depositary informs all States.
"""

RULES = """Rules of the Conference

PART I
Sittings

Article 1
Quorum

1. One third of the delegations is a quorum.

2. The presiding officer counts it.
"""


def person(email: str, name: str, duty: str = "", organisation: Organisation | None = None, role: str = "") -> User:
    user = User.objects.create_user(email, "demo", name=name, duty=duty)
    if organisation:
        Membership.objects.create(person=user, organisation=organisation, role=role)
    return user


@pytest.fixture
def chile(db: None) -> Organisation:
    return Organisation.objects.create(code="CL", name="Chile", kind=Organisation.Kind.STATE)


@pytest.fixture
def kenya(db: None) -> Organisation:
    return Organisation.objects.create(code="KE", name="Kenya", kind=Organisation.Kind.STATE)


@pytest.fixture
def lantern_watch(db: None) -> Organisation:
    return Organisation.objects.create(code="LANTERN", name="Lantern Watch", kind=Organisation.Kind.CIVIL_SOCIETY)


@pytest.fixture
def editor(db: None) -> User:
    return person("editor@test.example", "Drafting editor", duty=User.Duty.EDITOR)


@pytest.fixture
def second_editor(db: None) -> User:
    return person("second@test.example", "Second editor", duty=User.Duty.EDITOR)


@pytest.fixture
def secretariat(db: None) -> User:
    return person("secretariat@test.example", "Secretariat", duty=User.Duty.SECRETARIAT)


@pytest.fixture
def delegate(chile: Organisation) -> User:
    """Chile's focal point."""
    return person("delegate@test.example", "Focal point, Chile", "", chile, Membership.Role.FOCAL_POINT)


@pytest.fixture
def expert(chile: Organisation) -> User:
    """Of Chile too: may draft, may not submit."""
    return person("expert@test.example", "Expert, Chile", "", chile, Membership.Role.EXPERT)


@pytest.fixture
def neighbour(kenya: Organisation) -> User:
    """Focal point of another State in the same round."""
    return person("neighbour@test.example", "Focal point, Kenya", "", kenya, Membership.Role.FOCAL_POINT)


@pytest.fixture
def observer(lantern_watch: Organisation) -> User:
    return person("observer@test.example", "Lantern Watch", "", lantern_watch, Membership.Role.FOCAL_POINT)


@pytest.fixture
def outsider(db: None) -> User:
    """Has an account and belongs to nobody."""
    return person("outsider@test.example", "Outsider")


@pytest.fixture
def convention(editor: User) -> Instrument:
    """Three articles in two parts, imported as the Core Group would."""
    return import_text(
        source=CONVENTION, slug="lanterns", title="", language="en", author=editor, reason="First draft."
    ).instrument


@pytest.fixture
def article(convention: Instrument) -> Article:
    return Article.objects.select_related("instrument").get(instrument=convention, slug="1")


@pytest.fixture
def text(article: Article) -> Text:
    return Text.objects.select_related("article__instrument").get(article=article, language="en")


@pytest.fixture
def edition(convention: Instrument, secretariat: User) -> Edition:
    return publish_edition(instrument=convention, label="Draft 1", symbol="LAN/2026/1", author=secretariat)


@pytest.fixture
def rules(editor: User, secretariat: User) -> Edition:
    """Rules of procedure whose article 1 has the same slug as the convention's."""
    text = import_text(source=RULES, slug="rules", title="", language="en", author=editor, reason="New.").instrument
    return publish_edition(instrument=text, label="Rules 1", symbol="LAN/2026/R1", author=secretariat)


@pytest.fixture
def conference(
    convention: Instrument, edition: Edition, secretariat: User, chile: Any, kenya: Any, lantern_watch: Any
) -> Round:
    """A round whose window is open, with Chile, Kenya and Lantern Watch."""
    now = timezone.now()
    round = call_round(
        slug="harbour-2026",
        title="Harbour Conference",
        venue="Valparaíso",
        time_zone="America/Santiago",
        starts_on=timezone.now().date(),
        ends_on=timezone.now().date() + timedelta(days=5),
        instrument=convention,
        edition=edition,
        disclosure=Round.Disclosure.PARTICIPANTS,
        comments_open_at=now - timedelta(days=3),
        comments_close_at=now + timedelta(days=3),
    )
    invite(round=round, organisations=[chile, kenya, lantern_watch])
    return open_round(round=round, person=secretariat)


@dataclass(frozen=True)
class Words:
    """What a test's comment says."""

    reasoning: str = "A lantern cannot burn at all hours."
    proposed: str = ""
    kind: str = Comment.Kind.SUBSTANCE


WHOLE_TEXT = Target()
REASONING_ALONE = Words()


@pytest.fixture
def harbour(conference: Round, settings: Settings, tmp_path: Path) -> Round:
    """The conference with a series of documents, and a store of files of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    conference.symbol_stem = "LAN/PC/1"
    conference.save()
    return conference


def comment_by(
    author: User, round: Round, target: Target = WHOLE_TEXT, words: Words = REASONING_ALONE, submit: bool = False
) -> Comment:
    """A comment of the author's delegation, submitted if asked."""
    delegation = Delegation.objects.of(author).get(round=round)
    comment = begin_comment(
        round=round,
        delegation=delegation,
        author=author,
        target=target,
        kind=words.kind,
        reasoning=words.reasoning,
        proposed=words.proposed,
    )
    return submit_comment(comment=comment, person=author) if submit else comment


def clause_id(article: Article, place: int = 0) -> str:
    """The id of an article's clause by its place in the current English text."""
    return Text.objects.get(article=article, language="en").blocks[place]["id"]


def revise(article: Article, editor: User, old: str, new: str) -> Text:
    """The working text with other words, saved as the Core Group's editor would; the text as it is now."""
    text = Text.objects.get(article=article, language="en")
    assert old in text.source()
    proposal = Proposal(text.heading, text.source().replace(old, new), text.number)
    save_text(article=article, language="en", proposal=proposal, author=editor, reason="Revised.")
    return Text.objects.get(pk=text.pk)
