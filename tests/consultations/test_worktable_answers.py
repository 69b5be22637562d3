"""What the worktable says of answers: what is due, what a version answers, who is not content."""

from typing import Any

from django.test import Client

from consultations.disposing import dispose_comment, reply_to
from consultations.models import Disposition, Notice, Position, Round
from drafts.amending import Proposal, Saved, save_text
from drafts.models import Article, Text
from mla_portal.accounts.models import User
from tests.cast import comment_by
from tests.consultations.test_worktable import DAY, NIGHT, propose


def test_what_was_taken_over_in_part_is_accepted_in_part(
    client: Client, conference: Round, article: Article, delegate: User, editor: User
) -> None:
    comment = propose(delegate, conference, article, NIGHT)
    address = f"/rounds/{conference.slug}/worktable/"
    client.force_login(editor)
    before = client.get(address).content.decode()
    assert "names this comment as what it answers" not in before
    text = Text.objects.get(article=article, language="en")
    proposal = Proposal(text.heading, text.source().replace("at all hours", "at most hours"), text.number)
    saved = save_text(
        article=article, language="en", proposal=proposal, author=editor, reason="Half of it.", grounds=[comment.pk]
    )
    page = client.get(address).content.decode()
    assert "Version 2, " in page
    assert '<option value="accepted_in_part" selected>' in page
    assert isinstance(saved, Saved)
    key = str(saved.version.pk)
    assert f'name="version" value="{key}"' in page
    sent = {
        "comments": str(comment.pk),
        "act": "answer",
        "decision": "accepted_in_part",
        "reason": "Half.",
        "version": key,
    }
    client.post(f"{address}act/", sent)
    assert Disposition.objects.get().version == saved.version
    client.post(f"{address}act/", {**sent, "decision": "noted"})
    client.post(f"{address}act/", {**sent, "version": "999999"})
    assert list(Disposition.objects.order_by("pk").values_list("version", flat=True)) == [saved.version.pk, None, None]


def test_who_is_not_content_is_seen_and_found(
    client: Client, conference: Round, article: Article, delegate: User, neighbour: User, editor: User
) -> None:
    comment, other = propose(delegate, conference, article, NIGHT), propose(neighbour, conference, article, DAY)
    client.force_login(editor)
    address = f"/rounds/{conference.slug}/worktable/"
    for one in (comment, other):
        dispose_comment(comment=one, decision="not_accepted", reason="No.", author=editor)
    assert "is not content" not in client.get(address).content.decode()
    reply_to(disposition=comment.dispositions.get(), author=delegate, is_content=False, words="Why?")
    reply_to(disposition=other.dispositions.get(), author=neighbour, is_content=True)
    page = client.get(f"{address}?answered=discontent").content.decode()
    assert "<b>Chile is not content</b>" in page
    assert other.reference not in page
    dispose_comment(comment=comment, decision="accepted", reason="Yes.", author=editor)
    assert "No comment matches." in client.get(f"{address}?answered=discontent").content.decode()


def test_unanswered_comments_are_counted_where_a_text_is_read_issued_and_a_round_closed(
    client: Client, conference: Round, article: Article, delegate: User, editor: User, secretariat: User
) -> None:
    comment = propose(delegate, conference, article, NIGHT)
    said = "One comment unanswered"
    text = article.instrument.get_absolute_url()
    for person, told in ((editor, True), (secretariat, True), (delegate, False)):
        client.force_login(person)
        assert (said in client.get(f"{text}?edition=draft-1").content.decode()) is told
        assert (said in client.get(text).content.decode()) is told
    client.force_login(secretariat)
    assert said in client.get(f"{text}editions/").content.decode()
    assert "is unanswered" in client.get(f"{conference.get_absolute_url()}close/").content.decode()
    assert "1 unanswered" in client.get(conference.get_absolute_url()).content.decode()
    dispose_comment(comment=comment, decision="noted", reason="Yes.", author=editor)
    assert said not in client.get(f"{text}?edition=draft-1").content.decode()
    assert "all answered" in client.get(conference.get_absolute_url()).content.decode()


def test_co_sponsors_have_letters_of_the_answer(
    conference: Round, delegate: User, neighbour: User, editor: User, kenya: Any
) -> None:
    comment = comment_by(delegate, conference, submit=True)
    Position.objects.create(comment=comment, organisation=kenya, stance="sponsors", person=neighbour)
    answer = dispose_comment(comment=comment, decision="noted", reason="Yes.", author=editor)
    told = Notice.objects.filter(key=f"disposition:{answer.pk}").values_list("recipient", flat=True)
    assert {delegate.pk, neighbour.pk} <= set(told)


def test_the_clause_is_shown_as_words_and_not_as_it_is_typed(
    client: Client, conference: Round, article: Article, delegate: User, editor: User
) -> None:
    propose(delegate, conference, article, NIGHT)
    client.force_login(editor)
    page = client.get(f"/rounds/{conference.slug}/worktable/").content.decode()
    stands = page[page.index("In the working text") : page.index("Read it in its article")]
    assert "keep a lantern on its coast" in stands
    assert "^{Chile}" not in stands
