"""The travaux préparatoires of a clause."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from consultations.convening import close_round
from consultations.disposing import dispose_comment
from consultations.models import Round
from drafts.amending import write_version
from drafts.importing import import_text
from drafts.models import Act, AgreementStep, Clause, Edition, Instrument, Relabelling, Text
from drafts.models.articles import Version
from drafts.publishing import publish_edition
from drafts.reshaping import Authorship, split_article
from drafts.travaux import Story
from mla_portal.accounts.models import User
from tests.cast import CONVENTION, Target, Words, comment_by
from tests.drafts.test_restoring import id_of, now
from tests.drafts.test_views_versions import revise


def story_of(clause_id: str, person: User, language: str = "en") -> Story:
    clause = Clause.objects.select_related("article__instrument").get(pk=clause_id)
    return Story(clause, clause.article.instrument, person, language)


def told(story: Story) -> list[str]:
    return [wording.what for wording in story.wordings]


def page(client: Client, clause: str, query: str = "", status: int = 200) -> str:
    answer = client.get(f"/instruments/lanterns/clauses/{clause}/{query}")
    assert answer.status_code == status
    return answer.content.decode()


def step(text: Text, clause: str, editor: User, level: str, reason: str = "The Chair said so.") -> AgreementStep:
    return AgreementStep.objects.create(
        clause_id=clause,
        article=text.article,
        level=level,
        forum="Working Group I",
        on=date(2026, 3, 2),
        reason=reason,
        author=editor,
    )


def test_only_versions_that_change_the_clause_are_wordings(text: Text, editor: User) -> None:
    clause = id_of("ten miles", text)
    revise(text, editor, "a keeper", "two keepers")
    revise(text, editor, "ten miles", "twelve miles")
    revise(text, editor, "1. Each", "1. A new first paragraph.\n1. Each")  # another number, and nothing else
    story = story_of(clause, editor)
    assert told(story) == ["First wording", "Amended"]
    assert story.wordings[0].row.segments == [("=", "be seen from ten miles; and")]  # nothing to compare it with
    assert [wording.version.number for wording in story.wordings] == [1, 3]
    assert story.wordings[1].place == "paragraph 2 (a)"
    assert story.wordings[1].row.segments[1:3] == [("-", "ten"), ("+", "twelve")]


def test_a_move_and_another_level_are_wordings_too(text: Text, editor: User) -> None:
    lines = text.source().splitlines()
    one, two = next(line for line in lines if "(a)" in line), next(line for line in lines if "(b)" in line)
    moved = [two.replace("(b)", "(a)"), one.replace("(a)", "(b)")]
    revise(text, editor, f"{one}\n{two}", "\n".join(moved))
    kinds = [told(story_of(id_of(words, text), editor))[1:] for words in ("ten miles", "a keeper")]
    assert sorted(kinds) == [[], ["Moved"]]
    outer = now(text).source().splitlines()
    last = next(line for line in outer if "(b)" in line)
    revise(text, editor, last, "3." + last.partition(")")[2])
    words = "ten miles" if "ten miles" in last else "a keeper"
    assert told(story_of(id_of(words, text), editor))[-1] == "Set at another level"


def test_a_clause_that_was_taken_out_and_came_back(text: Text, editor: User) -> None:
    clause = id_of("ten miles", text)
    revise(text, editor, "    (a) be seen from ten miles; and\n", "")
    blocks = Version.objects.get(article=text.article, number=1).clauses()
    blocks[2].text = blocks[2].text.replace("ten", "nine")
    write_version(now(text), heading=text.heading, blocks=blocks, author=editor, reason="Back.")
    story = story_of(clause, editor)
    assert told(story) == ["First wording", "Taken out", "Back in the text"]
    assert story.wordings[2].row.segments[1:3] == [("-", "ten"), ("+", "nine")]


def test_splits_and_merges_are_named_on_both_sides(text: Text, editor: User) -> None:
    line = next(line for line in text.source().splitlines() if line.startswith("1."))
    long = "1. Each State Party shall keep a lantern on its coast, and the harbour master shall trim the wick at dusk."
    revise(text, editor, line, long)
    halves = (
        "1. Each State Party shall keep a lantern on its coast.\n2. The harbour master shall trim the wick at dusk."
    )
    revise(text, editor, long, halves)
    whole = text.blocks[0]["id"]
    part = id_of("harbour master", text, 3)
    if part == whole:
        part = id_of("keep a lantern", text, 3)
    assert Clause.objects.get(pk=part).ancestor_id == whole
    offshoots = [moment for moment in story_of(whole, editor).moments() if type(moment).__name__ == "Offshoot"]
    assert [moment.relative.id for moment in offshoots] == [part]  # type: ignore[attr-defined]
    ancestor = story_of(part, editor).ancestor
    assert ancestor is not None
    assert ancestor.id == whole
    revise(text, editor, halves, long)
    stayed, gone = (whole, part) if any(block["id"] == whole for block in now(text).blocks) else (part, whole)
    assert [relative.id for relative in story_of(stayed, editor).wordings[-1].merged] == [gone]
    assert told(story_of(gone, editor))[-1] == "Merged into another clause"


def test_a_clause_that_an_act_puts_into_another_article_goes_on_there(
    convention: Instrument, text: Text, editor: User
) -> None:
    act = Act.objects.create(
        instrument=convention, kind=Act.Kind.SPLIT_ARTICLE, what="Article 1 was split.", reason="Two.", author=editor
    )
    clause = id_of("ten miles", text)
    blocks = text.clauses()
    other = Text.objects.select_related("article").get(article__slug="2")
    options: dict[str, Any] = {"author": editor, "reason": "Two.", "act": act}
    write_version(now(text), heading=text.heading, blocks=[b for b in blocks if b.id != clause], **options)
    moved = [*other.clauses(), next(block for block in blocks if block.id == clause)]
    write_version(other, heading=other.heading, blocks=moved, **options)
    story = story_of(clause, editor)
    assert told(story) == ["First wording", "Moved to another article"]
    assert (str(story.wordings[1].came_from), story.wordings[1].version.article.slug) == ("Article 1", "2")


def test_one_page_tells_everything_in_the_order_of_time(
    client: Client,
    text: Text,
    conference: Round,
    editor: User,
    delegate: User,
    secretariat: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    clause = id_of("ten miles", text)
    words = Words("Nobody sees that far.", "be seen from five miles; and")
    said = comment_by(delegate, conference, Target(text.article, clause), words, submit=True)
    revise(text, editor, "ten miles", "seven miles", "A compromise.")
    version = Version.objects.get(article=text.article, number=2)
    dispose_comment(comment=said, decision="accepted_in_part", reason="Half of it.", author=editor, version=version)
    step(text, clause, editor, "working_group")
    act = Act.objects.create(
        instrument=text.article.instrument, kind=Act.Kind.RENUMBER, what="Renumbered.", reason="Clean.", author=editor
    )
    Relabelling.objects.create(
        act=act, article=text.article, clause_id=clause, language="en",
        old_article="1", new_article="1", old="2 (a)", new="3 (a)", place=1,
    )  # fmt: skip
    publish_edition(instrument=text.article.instrument, label="Draft 2", symbol="LAN/2026/2", author=secretariat)
    client.force_login(editor)
    with django_assert_max_num_queries(20):
        shown = page(client, clause)
    order = [
        "First wording", "Draft 1 issued", "Nobody sees that far.", "A compromise.", "accepted in part",
        "Agreed in working group", "2 (a) became", "Draft 2 issued",
    ]  # fmt: skip
    at = [shown.index(words) for words in order]
    assert at == sorted(at)
    assert "version 2 of Article 1" in shown
    assert "The Chair said so." in shown


def test_comments_are_seen_by_those_who_may_read_them(
    client: Client,
    text: Text,
    conference: Round,
    editor: User,
    delegate: User,
    neighbour: User,
    outsider: User,
    secretariat: User,
) -> None:
    clause = id_of("ten miles", text)
    target = Target(text.article, clause)
    comment_by(delegate, conference, target, Words("Sealed words of Chile."), submit=True)
    comment_by(delegate, conference, target, Words("An unsent thought."))
    seen = {}
    for person in (editor, delegate, neighbour, outsider):
        client.force_login(person)
        seen[person.email] = "Sealed words of Chile." in page(client, clause)
        assert "An unsent thought." not in page(client, clause)
    assert list(seen.values()) == [True, True, False, False]
    close_round(round=conference, person=secretariat)
    client.force_login(neighbour)
    assert "Sealed words of Chile." in page(client, clause)
    client.force_login(outsider)
    assert "Sealed words of Chile." not in page(client, clause)


def test_delegations_read_what_editions_have_made_public(
    client: Client, text: Text, edition: Edition, editor: User, delegate: User, secretariat: User
) -> None:
    clause = id_of("ten miles", text)
    revise(text, editor, "ten miles", "eleven miles", "A secret try.")
    second = Version.objects.get(article=text.article, number=2)
    revise(text, editor, "eleven miles", "twelve miles", "Farther.")
    revise(text, editor, "2. A lantern shall:", "2. A lantern shall:\n    (a) a clause of the working text;")
    step(text, clause, editor, "plenary")
    hidden = id_of("of the working text", text, 4)
    client.force_login(delegate)
    page(client, hidden, status=404)
    shown = page(client, clause)
    assert told(story_of(clause, delegate)) == ["First wording"]
    assert ("miles" in shown, "secret" in shown, "Farther" in shown, "plenary" in shown) == (True, False, False, False)
    first = Version.objects.get(article=text.article, number=1)
    page(client, clause, f"compare/{first.pk}/{second.pk}/", 404)
    publish_edition(instrument=text.article.instrument, label="Draft 2", symbol="LAN/2026/2", author=secretariat)
    shown = page(client, clause)
    assert told(story_of(clause, delegate)) == ["First wording", "Amended"]
    assert ("twelve" in shown, "eleven" in shown, "Agreed in plenary" in shown) == (True, False, True)
    assert "The Chair said so." not in shown


def test_any_two_wordings_are_compared(client: Client, text: Text, editor: User) -> None:
    clause = id_of("ten miles", text)
    for before, after in (("ten", "eleven"), ("eleven", "twelve"), ("twelve", "thirteen")):
        revise(text, editor, f"{before} miles", f"{after} miles")
    pks = [wording.version.pk for wording in story_of(clause, editor).wordings]
    client.force_login(editor)
    answer = client.get(f"/instruments/lanterns/clauses/{clause}/?older={pks[3]}&newer={pks[1]}")
    assert answer["Location"] == f"/instruments/lanterns/clauses/{clause}/compare/{pks[1]}/{pks[3]}/"
    shown = page(client, clause, f"compare/{pks[1]}/{pks[3]}/")
    assert ("eleven" in shown, "thirteen" in shown) == (True, True)
    assert "twelve" not in shown
    assert 'class="side-row"' in page(client, clause, f"compare/{pks[1]}/{pks[3]}/?view=side")
    page(client, clause, f"compare/{pks[1]}/999999/", 404)
    page(client, "0" * 16, "", 404)


def test_a_clause_of_a_reference_instrument_has_a_story_without_editions(
    client: Client, convention: Instrument, text: Text, outsider: User, editor: User
) -> None:
    clause = id_of("ten miles", text)
    client.force_login(outsider)
    page(client, clause, status=404)  # before the first edition the instrument itself is unknown
    Instrument.objects.filter(pk=convention.pk).update(kind="reference")
    assert "First wording" in page(client, clause)


def test_a_long_history_takes_a_bounded_number_of_queries(
    client: Client, text: Text, editor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    clause = id_of("ten miles", text)
    for number in range(100):
        revise(text, editor, f"{number} miles" if number else "ten miles", f"{number + 1} miles")
    client.force_login(editor)
    with django_assert_max_num_queries(20):
        shown = page(client, clause)
    assert shown.count(">Amended</a>") == 100


def test_each_language_has_a_story_of_its_own(client: Client, convention: Instrument, text: Text, editor: User) -> None:
    french = CONVENTION.replace("be seen from ten miles", "être vu de dix milles").replace("Lights", "Feux")
    import_text(source=french, slug="lanterns", title="", language="fr", author=editor, reason="Traduction.")
    clause = id_of("ten miles", text)
    revise(text, editor, "ten miles", "twelve miles")
    client.force_login(editor)
    french_page = page(client, clause, "?language=fr")
    assert ("dix milles" in french_page, "twelve" in french_page) == (True, False)
    assert 'hreflang="fr"' in french_page
    assert "twelve" in page(client, clause)
    whole = client.get("/instruments/lanterns/history/?language=fr").content.decode()
    assert ("Traduction." in whole, "First draft." in whole) == (True, False)
    assert "Article 1, version 1, French" in whole


@pytest.mark.usefixtures("edition")
def test_the_selected_clause_leads_to_its_travaux(client: Client, text: Text, delegate: User) -> None:
    clause = id_of("ten miles", text)
    client.force_login(delegate)
    shown = client.get(f"/instruments/lanterns/articles/1/?clause={clause}").content.decode()
    assert f'href="/instruments/lanterns/clauses/{clause}/"' in shown


def test_a_clause_that_a_split_moved_keeps_its_story_and_its_readers(
    client: Client, text: Text, edition: Edition, editor: User, delegate: User, secretariat: User
) -> None:
    clause = text.blocks[1]["id"]
    split_article(article=text.article, clause=clause, heading="Lanterns", by=Authorship(editor, "Two subjects."))
    story = story_of(clause, editor)
    assert (told(story), [stand.pin.edition for stand in story.stands]) == (
        ["First wording", "Moved to another article"],
        [edition],
    )
    client.force_login(delegate)
    assert "Moved to another article" not in page(client, clause)
    publish_edition(instrument=text.article.instrument, label="Draft 2", symbol="LAN/2026/2", author=secretariat)
    assert "Moved to another article" in page(client, clause)
