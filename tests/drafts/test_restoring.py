"""A clause, and a whole edition, made the working text again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from drafts.amending import CannotAmend, Proposal, Saved, Unchanged, keep_draft, restore_version, save_text
from drafts.importing import import_text
from drafts.models import Act, Article, Clause, Draft, Edition, Heading, Instrument, Text
from drafts.models.articles import Version
from drafts.publishing import publish_edition
from drafts.renumbering import renumber_instrument
from drafts.reshaping import Authorship, delete_article, merge_articles, split_article
from drafts.restoring import last_written, restore_clause, restore_edition
from mla_portal.accounts.models import User
from tests.cast import CONVENTION
from tests.crowd import at_once
from tests.drafts.test_views_versions import revise


def now(text: Text) -> Text:
    return Text.objects.get(pk=text.pk)


def version(text: Text, number: int = 1) -> Any:
    return Version.objects.get(article=text.article_id, language=text.language, number=number)


def id_of(words: str, text: Text, number: int = 1) -> str:
    return next(block["id"] for block in version(text, number).blocks if words in block["text"])


def test_a_clause_says_again_what_it_said_and_the_rest_stays(text: Text, editor: User) -> None:
    revise(text, editor, "ten miles", "twelve miles")
    revise(text, editor, "a keeper", "two keepers")
    saved = restore_clause(
        version=version(text), clause_id=id_of("ten miles", text), author=editor, reason="Ten was enough."
    )
    assert isinstance(saved, Saved)
    source = now(text).source()
    assert (saved.version.number, "ten miles" in source, "two keepers" in source) == (4, True, True)
    assert [block["id"] for block in now(text).blocks] == [block["id"] for block in version(text).blocks]


def test_a_clause_whose_words_have_nothing_in_common_keeps_its_identity(text: Text, editor: User) -> None:
    revise(text, editor, "be seen from ten miles; and", "burn whale oil of the second pressing; and")
    clause = id_of("ten miles", text)
    restore_clause(version=version(text), clause_id=clause, author=editor, reason="Back.")
    assert "ten miles" in next(block["text"] for block in now(text).blocks if block["id"] == clause)


def test_a_clause_that_is_gone_comes_back_where_it_stood_with_its_identity(text: Text, editor: User) -> None:
    clause = id_of("ten miles", text)
    revise(text, editor, "    (a) be seen from ten miles; and\n", "")
    assert clause not in [block["id"] for block in now(text).blocks]
    restore_clause(version=version(text), clause_id=clause, author=editor, reason="It is needed.")
    assert now(text).blocks == version(text).blocks


def test_a_clause_comes_back_behind_what_hangs_on_its_neighbour_today(text: Text, editor: User) -> None:
    revise(text, editor, "2. A lantern shall:", "    (a) a new first point;\n2. A lantern shall:")
    before = now(text).source()
    clause = id_of("A lantern shall", text, 2)
    revise(text, editor, "2. A lantern shall:\n", "")
    restore_clause(version=version(text, 2), clause_id=clause, author=editor, reason="Back.")
    assert now(text).source().index("a new first point") < now(text).source().index("A lantern shall")
    assert "A lantern shall" in before


def test_a_deleted_clause_whose_number_is_kept_gets_its_words_back(text: Text, edition: Edition, editor: User) -> None:
    source = text.source()
    body = next(line for line in source.splitlines() if line.startswith("1."))
    revise(text, editor, body, "1. [Deleted]")
    clause = text.blocks[0]["id"]
    assert next(block["text"] for block in now(text).blocks if block["id"] == clause) == "[Deleted]"
    restore_clause(version=version(text), clause_id=clause, author=editor, reason="It is needed.")
    assert now(text).source() == source


def test_restoring_a_clause_needs_a_reason_a_clause_and_an_unchanged_text(text: Text, editor: User) -> None:
    revise(text, editor, "ten miles", "twelve miles")
    clause, old = id_of("ten miles", text), version(text)
    for refused, options in (
        ("Say in a few words why", {"reason": " "}),
        ("no such clause", {"clause_id": "0" * 16}),
        ("Version 2 was saved while you were reading", {"seen": 1}),
    ):
        asked: dict[str, Any] = {"clause_id": clause, "reason": "Back.", **options}
        with pytest.raises(CannotAmend, match=refused):
            restore_clause(version=old, author=editor, **asked)
    assert now(text).number == 2


def test_nothing_is_written_where_the_clause_says_it_already(text: Text, editor: User) -> None:
    done = restore_clause(version=version(text), clause_id=text.blocks[0]["id"], author=editor, reason="Back.")
    assert isinstance(done, Unchanged)
    assert now(text).number == 1


def test_an_unsaved_draft_survives_a_restored_clause(text: Text, editor: User) -> None:
    revise(text, editor, "ten miles", "twelve miles")
    typed = Proposal(text.heading, now(text).source() + "\n3. Typed and not saved.", 2)
    keep_draft(article=text.article, language="en", proposal=typed, reason="", person=editor)
    restore_clause(version=version(text), clause_id=id_of("ten miles", text), author=editor, reason="Back.")
    assert "Typed and not saved" in Draft.objects.of(editor).get().source


def test_an_edition_becomes_the_working_text_as_one_act(convention: Instrument, edition: Edition, editor: User) -> None:
    before = {text.pk: text.blocks for text in Text.objects.all()}
    first, second = (Text.objects.select_related("article__instrument").get(article__slug=slug) for slug in ("1", "2"))
    revise(first, editor, "    (a) be seen from ten miles; and\n", "")
    revise(second, editor, "Costs are borne", "Every cost is borne")
    heading = Heading.objects.get(division__label="I")
    heading.words = "Lamps"
    heading.record(author=editor, reason="Style.")
    done = restore_edition(edition=edition, author=editor, reason="The negotiation failed.")
    assert done.act is not None
    assert (done.act.kind, done.act.what) == (Act.Kind.RESTORE_EDITION, "The text of Draft 1 was restored.")
    assert {text.pk: text.blocks for text in Text.objects.all()} == before
    assert [(made.article.slug, made.number, made.act) for made in done.versions] == [
        ("1", 3, done.act),
        ("2", 3, done.act),
    ]
    assert Heading.objects.get(pk=heading.pk).words == "Lights"
    assert Text.objects.get(article__slug="3").number == 1


def test_articles_that_came_later_are_left_and_named(convention: Instrument, edition: Edition, editor: User) -> None:
    source = CONVENTION.replace("Article 3\nEntry", "Article 2 bis\nOil\n\nOil is paid for.\n\nArticle 3\nEntry")
    import_text(source=source, slug="lanterns", title="", language="en", author=editor, reason="Oil.")
    revise(Text.objects.get(article__slug="2"), editor, "Costs are borne", "Every cost is borne")
    done = restore_edition(edition=edition, author=editor, reason="Back.")
    assert done.told == ["Article 2 bis came later and stays as it is."]
    assert Text.objects.get(article__slug="2-bis").number == 1


def test_a_language_that_came_later_is_left_and_named(convention: Instrument, edition: Edition, editor: User) -> None:
    import_text(source=CONVENTION, slug="lanterns", title="", language="fr", author=editor, reason="Traduction.")
    revise(Text.objects.get(article__slug="2", language="en"), editor, "Costs are borne", "Every cost is borne")
    done = restore_edition(edition=edition, author=editor, reason="Back.")
    assert (len(done.versions), done.told) == (1, ["What came later in French stays as it is."])


def test_numbers_stay_as_they_are_and_are_named(convention: Instrument, edition: Edition, editor: User) -> None:
    revise(Text.objects.get(article__slug="2"), editor, "Costs are borne", "Every cost is borne")
    Article.objects.filter(slug="3").update(label="4")
    assert restore_edition(edition=edition, author=editor, reason="Back.").told == [
        "The numbers of articles stay as they are: 3 is 4 now."
    ]


def test_an_edition_that_says_the_same_is_no_act(convention: Instrument, edition: Edition, editor: User) -> None:
    assert restore_edition(edition=edition, author=editor, reason="Back.").act is None
    assert not Act.objects.exists()


def test_an_edition_is_restored_whole_or_not_at_all(
    convention: Instrument, edition: Edition, text: Text, editor: User
) -> None:
    seen = last_written(convention)
    revise(text, editor, "ten miles", "twelve miles")
    with pytest.raises(CannotAmend, match="changed while you were reading"):
        restore_edition(edition=edition, author=editor, reason="Back.", seen=seen)
    with pytest.raises(CannotAmend, match="Say in a few words why"):
        restore_edition(edition=edition, author=editor, reason="\t")
    assert (now(text).number, Act.objects.count()) == (2, 0)


@pytest.mark.django_db(transaction=True)
def test_two_who_restore_at_once_and_one_who_saves_lose_nothing(
    edition: Edition, text: Text, editor: User, second_editor: User
) -> None:
    """Each waits for the other: both are in the history, whichever came first."""
    revise(text, editor, "ten miles", "twelve miles")
    revise(text, editor, "a keeper", "two keepers")
    keeper, lantern = id_of("a keeper", text), id_of("ten miles", text)
    old = version(text)

    def saved() -> Any:
        proposal = Proposal(text.heading, version(text, 3).source().replace("on its coast", "on each coast"), 3)
        return save_text(article=text.article, language="en", proposal=proposal, author=second_editor, reason="Each.")

    acts: list[Callable[[], Any]] = [
        lambda: restore_clause(version=old, clause_id=keeper, author=editor, reason="Back."),
        lambda: restore_clause(version=old, clause_id=lantern, author=second_editor, reason="Back."),
        saved,
    ]
    assert [type(outcome) for outcome in at_once(acts)] == [Saved, Saved, Saved]
    source = now(text).source()
    assert (now(text).number, "a keeper" in source, "ten miles" in source, "each coast" in source) == (
        6,
        True,
        True,
        True,
    )


@pytest.mark.django_db(transaction=True)
def test_an_edition_restored_while_somebody_saves(
    edition: Edition, text: Text, editor: User, second_editor: User
) -> None:
    revise(text, editor, "ten miles", "twelve miles")
    acts: list[Callable[[], Any]] = [
        lambda: restore_edition(edition=edition, author=editor, reason="Back."),
        lambda: revise(text, second_editor, "a keeper", "two keepers"),
    ]
    at_once(acts)
    assert Version.objects.filter(article=text.article).count() == now(text).number
    assert "ten miles" in now(text).source()


def test_the_pages_show_what_would_change_and_ask_for_the_reason(
    client: Client, edition: Edition, text: Text, editor: User
) -> None:
    revise(text, editor, "ten miles", "twelve miles")
    clause = id_of("ten miles", text)
    client.force_login(editor)
    of_clause = f"/instruments/lanterns/clauses/{clause}/restore/{version(text).pk}/"
    shown = client.get(of_clause).content.decode()
    assert ("twelve" in shown, "ten" in shown, "This becomes version 3." in shown) == (True, True, True)
    assert client.post(of_clause, {"reason": "", "seen": "2"}).status_code == 400
    late = client.post(of_clause, {"reason": "Kept words", "seen": "1"})
    assert (late.status_code, b"Kept words" in late.content, b"look again" in late.content) == (400, True, True)
    done = client.post(of_clause, {"reason": "Back.", "seen": "2"}, follow=True).content.decode()
    assert "The clause is restored, in version 3." in done
    revise(text, editor, "a keeper", "two keepers")
    of_edition = "/instruments/lanterns/editions/draft-1/restore/"
    shown = client.get(of_edition).content.decode()
    assert ("two keepers" in shown, "Article 1" in shown, "Article 2" in shown) == (True, True, False)
    done = client.post(of_edition, {"reason": "Back."}, follow=True).content.decode()
    assert "Draft 1 is restored: 1 new version." in done
    assert "ten miles" in now(text).source()


def test_only_editors_restore(client: Client, edition: Edition, text: Text, secretariat: User, delegate: User) -> None:
    for person in (secretariat, delegate):
        client.force_login(person)
        for address in (f"clauses/{text.blocks[0]['id']}/restore/{version(text).pk}/", "editions/draft-1/restore/"):
            assert client.post(f"/instruments/lanterns/{address}", {"reason": "No."}).status_code == 403
    assert now(text).number == 1


def test_a_clause_that_a_split_took_away_does_not_stand_twice(text: Text, editor: User) -> None:
    clauses = [block["id"] for block in text.blocks]
    split_article(article=text.article, clause=clauses[1], heading="Lanterns", by=Authorship(editor, "Two subjects."))
    for act in (
        lambda: restore_version(version=version(text), author=editor, reason="Back."),
        lambda: restore_clause(version=version(text), clause_id=clauses[1], author=editor, reason="Back."),
    ):
        with pytest.raises(CannotAmend, match="stand in Article 1 bis now"):
            act()
    standing = [block["id"] for one in Text.objects.filter(language="en") for block in one.blocks]
    assert len(standing) == len(set(standing))


def test_an_edition_is_not_restored_over_an_article_that_was_split_off(
    convention: Instrument, edition: Edition, text: Text, editor: User
) -> None:
    by = Authorship(editor, "Two subjects.")
    split_article(article=text.article, clause=text.blocks[1]["id"], heading="Lanterns", by=by)
    with pytest.raises(CannotAmend, match="stand in Article 1 bis now"):
        restore_edition(edition=edition, author=editor, reason="Back.")
    assert not Act.objects.filter(kind=Act.Kind.RESTORE_EDITION).exists()


def test_merged_clauses_return_to_their_article_with_the_edition(
    convention: Instrument, edition: Edition, text: Text, editor: User
) -> None:
    other = Article.objects.select_related("instrument").get(instrument=convention, slug="2")
    merge_articles(into=text.article, other=other, by=Authorship(editor, "One subject."))
    restore_edition(edition=edition, author=editor, reason="Back.")
    (clause,) = Text.objects.get(article=other).blocks
    assert Clause.objects.get(pk=clause["id"]).article == other
    assert clause["id"] not in [block["id"] for block in now(text).blocks]


def test_what_a_renumbering_took_out_is_named(
    convention: Instrument, edition: Edition, text: Text, editor: User, secretariat: User
) -> None:
    other = Article.objects.select_related("instrument").get(instrument=convention, slug="2")
    delete_article(article=other, by=Authorship(editor, "Not needed."))
    renumber_instrument(instrument=convention, author=secretariat, reason="Numbers put in order.")
    revise(text, editor, "ten miles", "twelve miles")
    restored = restore_edition(edition=edition, author=editor, reason="Back.")
    assert "Taken out since then, and not brought back: Article 2." in restored.told


def test_a_draft_survives_where_the_edition_has_no_words(
    convention: Instrument, editor: User, secretariat: User
) -> None:
    article = Article.objects.select_related("instrument").get(instrument=convention, slug="2")
    facts: dict[str, Any] = {"article": article, "language": "en", "author": editor, "reason": "A try."}
    save_text(proposal=Proposal("Costs", "", 1), **facts)
    bare = publish_edition(instrument=convention, label="Draft 1", symbol="LAN/2026/1", author=secretariat)
    save_text(proposal=Proposal("Costs", "Costs are shared.", 2), **facts)
    typed = Proposal("Costs", "Costs are shared by all.", 3)
    keep_draft(article=article, language="en", proposal=typed, reason="", person=editor)
    restore_edition(edition=bare, author=editor, reason="Back.")
    assert Draft.objects.get().source == "Costs are shared by all."


def test_a_version_that_only_leaves_tombstones_is_restored_once(text: Text, edition: Edition, editor: User) -> None:
    revise(text, editor, "2. A lantern shall:", "2. A new one.\n3. A lantern shall:")
    publish_edition(instrument=text.article.instrument, label="Draft 2", symbol="LAN/2026/2", author=editor)
    assert isinstance(restore_version(version=version(text), author=editor, reason="Back."), Saved)
    assert isinstance(restore_version(version=version(text), author=editor, reason="Back again."), Unchanged)


def test_a_reason_with_a_null_character_is_refused(text: Text, edition: Edition, editor: User) -> None:
    revise(text, editor, "ten miles", "twelve miles")
    for act in (
        lambda: restore_version(version=version(text), author=editor, reason="a\0b"),
        lambda: restore_edition(edition=edition, author=editor, reason="a\0b"),
    ):
        with pytest.raises(CannotAmend, match="null character"):
            act()
