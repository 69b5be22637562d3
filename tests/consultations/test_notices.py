"""Letters as they are put into the outbox, and as they leave it."""

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from consultations.letterhead import message_id, message_of, parts_of
from consultations.models import Notice
from consultations.notices import notify
from drafts.models import Edition
from mla_portal.accounts.models import User
from tests.consultations.letters import letter_to_address, letters_to
from tests.pg import ROOT

WORDS = ROOT / "templates" / "emails"
LANGUAGES = {"en", "fr", "es"}
HERE = set(Notice.Kind.values)
PLACEHOLDER = re.compile(r"{{\s*([\w.]+)")


def test_a_letter_is_written_in_the_language_of_its_reader(delegate: User, expert: User, edition: Edition) -> None:
    expert.language = User.Language.FRENCH
    to_delegate, to_expert = letters_to([delegate, expert], edition)
    assert to_delegate.subject == "Convention on Lanterns: Draft 1 has been issued"
    assert (to_expert.subject, to_expert.language) == ("Convention on Lanterns : Draft 1 est paru", "fr")
    assert "http://localhost:8000/instruments/lanterns/editions/draft-1/" in to_delegate.words
    assert to_delegate.link == "/instruments/lanterns/editions/draft-1/"


def test_nothing_is_escaped_in_a_plain_letter(delegate: User, edition: Edition) -> None:
    edition.note = "Côte d'Ivoire & others"  # not saved: only the letter is looked at
    assert "The secretariat notes: Côte d'Ivoire & others" in letters_to([delegate], edition)[0].words


def test_the_same_event_is_told_once_however_often_the_act_is_tried(delegate: User, edition: Edition) -> None:
    letters_to([delegate, delegate], edition)
    assert letters_to([delegate], edition).count() == 1


def test_who_wants_no_letters_has_receipts_only(delegate: User, expert: User, edition: Edition) -> None:
    delegate.notice_rhythm = User.Notices.NONE
    expert.is_active = False
    assert letters_to([delegate, expert], edition).count() == 0


def test_a_letter_of_an_act_that_was_undone_is_not_written(delegate: User, edition: Edition) -> None:
    with transaction.atomic():
        letters_to([delegate], edition)
        transaction.set_rollback(True)
    assert Notice.objects.count() == 0


def test_writing_to_many_asks_the_database_once(
    delegate: User, expert: User, neighbour: User, edition: Edition, django_assert_num_queries
) -> None:
    context = {"edition": edition, "instrument": edition.instrument}
    with django_assert_num_queries(1):
        notify(kind=Notice.Kind.EDITION, key="edition:9", people=[delegate, expert, neighbour], context=context)


def test_a_letter_leaves_with_the_headers_of_a_machines_letter(
    delegate: User, edition: Edition, settings: Settings
) -> None:
    settings.BASE_URL, settings.DEFAULT_FROM_EMAIL = "https://portal.test.example", "Portal <post@test.example>"
    letter = letters_to([delegate], edition)[0]
    sent = message_from_bytes(message_of(letter).message().as_bytes(), policy=policy.default)
    assert sent["Message-ID"] == message_id(letter)
    assert re.fullmatch(rf"<letter-{letter.pk}-[0-9a-f]{{24}}@test\.example>", sent["Message-ID"])
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["List-Unsubscribe"] == "<https://portal.test.example/account/letters/>"
    assert sent["Content-Language"] == "en"
    assert [part.get_content_type() for part in sent.iter_parts()] == ["text/plain", "text/html"]
    plain, html = (part.get_content() for part in sent.iter_parts())
    assert letter.words.strip() in plain
    assert "How often you have letters, or none, and in which language: https://portal.test.example/" in plain
    assert '<html lang="en">' in html
    assert '<a href="https://portal.test.example/instruments/lanterns/editions/draft-1/">' in html


def test_a_letter_to_somebody_without_an_account_leads_to_no_page_of_choices(edition: Edition) -> None:
    sent = message_of(letter_to_address("nobody@test.example", edition))
    assert "List-Unsubscribe" not in sent.extra_headers
    assert "/account/letters/" not in str(sent.body)


def test_an_edited_letter_is_another_one_for_mail_programs_and_the_same_one_is_not(
    delegate: User, edition: Edition
) -> None:
    letter = letters_to([delegate], edition)[0]
    first = message_id(letter)
    letter.attempts, letter.state = 3, Notice.State.FAILED
    assert message_id(letter) == first
    letter.edited_at = letter.written_at
    assert message_id(letter) != first


@pytest.mark.parametrize(
    ("words", "html"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("See https://a.example/x?y=1&z=2.", 'See <a href="https://a.example/x?y=1&amp;z=2">https://a.example/x?y=1&amp;z=2</a>.'),
        ('https://a.example/"onclick="x', '<a href="https://a.example/">https://a.example/</a>&quot;onclick=&quot;x'),
        ("javascript:alert(1) [here](http://b.example)", 'javascript:alert(1) [here](<a href="http://b.example">http://b.example</a>)'),
    ],
)  # fmt: skip
def test_the_html_of_a_letter_is_its_words_escaped(words: str, html: str) -> None:
    assert parts_of(words) == [{"lines": [html]}]


def test_paragraphs_and_lists_of_a_letter() -> None:
    assert parts_of("One\ntwo\n\n- a\n- b\n \nThree") == [
        {"lines": ["One", "two"]},
        {"points": ["a", "b"]},
        {"lines": ["Three"]},
    ]


def test_the_secret_of_an_invitation_is_shown_to_nobody_else(edition: Edition) -> None:
    letter = Notice(kind=Notice.Kind.INVITATION, words="Come: https://x.example/invitations/s3-cr_et/ soon")
    assert letter.shown_words == "Come: https://x.example/invitations/…/ soon"
    assert not letter.is_editable


def words_of_letters() -> dict[str, dict[str, Path]]:
    found: dict[str, dict[str, Path]] = {}
    for path in sorted(WORDS.glob("*.txt")):
        kind, language, _ = path.name.split(".")
        found.setdefault(kind, {})[language] = path
    return found


@pytest.mark.parametrize(("kind", "files"), words_of_letters().items())
def test_every_letter_has_its_words_in_three_languages_with_the_same_placeholders(
    kind: str, files: dict[str, Path]
) -> None:
    assert set(files) == LANGUAGES
    named = {language: set(PLACEHOLDER.findall(path.read_text())) for language, path in files.items()}
    assert named["fr"] == named["en"]
    assert named["es"] == named["en"]


def test_every_kind_of_letter_has_words() -> None:
    assert HERE - set(words_of_letters()) == set()
    assert set(words_of_letters()) - {"_foot"} - set(Notice.Kind.values) == set()


@pytest.mark.parametrize("path", sorted(WORDS.glob("*.txt")), ids=lambda path: path.name)
def test_no_letter_quotes_a_comment(path: Path) -> None:
    """A comment may be sealed, and the secretariat reads the outbox: letters name comments and lead to them."""
    quoted = {
        name
        for name in PLACEHOLDER.findall(path.read_text())
        if name.split(".")[-1] in ("reasoning", "proposed", "quote")
    }
    assert quoted == set()
