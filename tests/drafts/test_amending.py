"""Saving, merging, colliding, restoring, keeping drafts."""

import pytest

from drafts.amending import (
    CannotAmend,
    Collision,
    Proposal,
    Saved,
    Unchanged,
    discard_draft,
    keep_draft,
    restore_version,
    save_text,
)
from drafts.models import Article, Clause, Draft, Text
from drafts.reshaping import Authorship, delete_article
from mla_portal.accounts.models import User


def saved(
    article: Article,
    source: str,
    author: User,
    base: int,
    heading: str = "Keeping of lights",
    reason: str = "A reason.",
) -> Saved:
    outcome = save_text(
        article=article, language="en", proposal=Proposal(heading, source, base), author=author, reason=reason
    )
    assert isinstance(outcome, Saved), outcome
    return outcome


def ids(text: Text) -> list[str]:
    return [block["id"] for block in Text.objects.get(pk=text.pk).blocks]


def test_a_save_is_the_next_version_with_author_and_reason(text: Text, editor: User) -> None:
    outcome = saved(
        text.article, text.source().replace("ten miles", "twelve miles"), editor, base=1, reason="  Farther. "
    )
    version = outcome.version
    assert (version.number, version.history_user, version.history_change_reason) == (2, editor, "Farther.")
    assert "twelve miles" in Text.objects.get(pk=text.pk).source()
    assert text.history.count() == 2


def test_clauses_keep_their_identity_and_new_ones_get_a_row(text: Text, editor: User) -> None:
    before = ids(text)
    lines = text.source().splitlines()
    lines.insert(1, "2. A lantern is lit with oil.")
    saved(text.article, "\n".join(lines), editor, base=1)
    after = ids(text)
    assert [one for one in after if one in before] == before
    (new,) = [one for one in after if one not in before]
    assert Clause.objects.get(pk=new).since == 2
    assert Clause.objects.filter(article=text.article).count() == len(before) + 1


def test_nothing_is_written_where_nothing_changed(text: Text, editor: User) -> None:
    outcome = save_text(
        article=text.article,
        language="en",
        proposal=Proposal(text.heading, text.source(), 1),
        author=editor,
        reason="Nothing.",
    )
    assert isinstance(outcome, Unchanged)
    assert text.history.count() == 1


def test_changes_to_different_clauses_are_merged(text: Text, editor: User, second_editor: User) -> None:
    source = text.source()
    saved(text.article, source.replace("ten miles", "twelve miles"), editor, base=1)
    outcome = saved(text.article, source.replace("by a keeper", "by two keepers"), second_editor, base=1)
    assert [version.number for version in outcome.merged_with] == [2]
    merged = Text.objects.get(pk=text.pk).source()
    assert "twelve miles" in merged
    assert "by two keepers" in merged


def test_a_merge_keeps_the_identity_of_clauses_added_meanwhile(text: Text, editor: User, second_editor: User) -> None:
    source = text.source()
    saved(text.article, source + "3. Each lantern has a name of its own.\n", editor, base=1)
    added = ids(text)[-1]
    saved(text.article, source.replace("ten miles", "twelve miles"), second_editor, base=1)
    assert ids(text)[-1] == added


def test_changes_to_the_same_words_collide_and_nothing_is_written(
    text: Text, editor: User, second_editor: User
) -> None:
    source = text.source()
    saved(text.article, source.replace("ten miles", "twelve miles"), editor, base=1)
    outcome = save_text(
        article=text.article,
        language="en",
        proposal=Proposal(text.heading, source.replace("ten miles", "nine miles"), 1),
        author=second_editor,
        reason="Nearer.",
    )
    assert isinstance(outcome, Collision)
    assert (outcome.base.number, outcome.current.number) == (1, 2)
    assert text.history.count() == 2


def test_two_different_new_headings_collide(text: Text, editor: User, second_editor: User) -> None:
    saved(text.article, text.source(), editor, base=1, heading="Lights")
    outcome = save_text(
        article=text.article,
        language="en",
        proposal=Proposal("Lanterns", text.source(), 1),
        author=second_editor,
        reason="Better.",
    )
    assert isinstance(outcome, Collision)


def test_a_heading_and_a_clause_changed_apart_are_merged(text: Text, editor: User, second_editor: User) -> None:
    saved(text.article, text.source(), editor, base=1, heading="Lights")
    saved(text.article, text.source().replace("ten miles", "nine miles"), second_editor, base=1)
    assert Text.objects.get(pk=text.pk).heading == "Lights"


@pytest.mark.parametrize(("reason", "base"), [("", 1), ("   ", 1), ("Good.", 7)])
def test_a_blank_reason_or_an_unknown_base_is_refused(text: Text, editor: User, reason: str, base: int) -> None:
    with pytest.raises(CannotAmend):
        save_text(
            article=text.article,
            language="en",
            proposal=Proposal("H", "New words.", base),
            author=editor,
            reason=reason,
        )
    assert text.history.count() == 1


def test_an_older_version_is_restored_as_a_new_one(text: Text, editor: User) -> None:
    original = text.source()
    saved(text.article, "Other words altogether.", editor, base=1)
    outcome = restore_version(version=text.history.get(number=1), author=editor, reason="The first wording was better.")
    assert isinstance(outcome, Saved)
    assert outcome.version.number == 3
    assert Text.objects.get(pk=text.pk).source() == original
    assert Text.objects.get(pk=text.pk).blocks == text.blocks
    assert isinstance(restore_version(version=text.history.get(number=1), author=editor, reason="Again."), Unchanged)


def test_a_draft_is_kept_for_one_person_and_dropped_by_the_save(text: Text, editor: User, second_editor: User) -> None:
    for person, words in ((editor, "Mine."), (editor, "Mine, longer."), (second_editor, "Theirs.")):
        keep_draft(article=text.article, language="en", proposal=Proposal("H", words, 1), reason="", person=person)
    assert Draft.objects.of(editor).get().source == "Mine, longer."
    saved(text.article, "Mine, longer.", editor, base=1)
    assert not Draft.objects.of(editor).exists()
    assert Draft.objects.of(second_editor).get().source == "Theirs."
    discard_draft(article=text.article, language="en", person=second_editor)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("heading", "source"), [("Lights " * 100, "1. Kept."), ("Lights", "1. Kept.\x00"), ("Li\x00ghts", "1. Kept.")]
)
def test_what_cannot_be_stored_whole_is_refused_and_not_cut(
    text: Text, editor: User, heading: str, source: str
) -> None:
    proposal = Proposal(heading, source, 1)
    with pytest.raises(CannotAmend):
        save_text(article=text.article, language="en", proposal=proposal, author=editor, reason="Longer.")
    with pytest.raises(CannotAmend):
        keep_draft(article=text.article, language="en", proposal=proposal, reason="", person=editor)
    assert text.history.count() == 1
    assert not Draft.objects.exists()


def test_a_clause_that_was_split_off_names_the_clause_it_comes_from(text: Text, editor: User) -> None:
    whole = (
        "1. The keeper trims the wick at dusk and at midnight, and writes the hour of each into the book of the coast."
    )
    halves = whole.replace(", and writes", ".\n2. The keeper writes")
    saved(text.article, whole, editor, base=1)
    (before,) = ids(text)
    saved(text.article, halves, editor, base=2)
    (new,) = [one for one in ids(text) if one != before]
    assert Clause.objects.get(pk=new).ancestor_id == before


def test_no_words_are_saved_where_nobody_reads_them_again(article: Article, editor: User) -> None:
    delete_article(article=article, by=Authorship(editor, "Not needed."))
    with pytest.raises(CannotAmend, match="was taken out of the text"):
        save_text(
            article=article, language="en", proposal=Proposal("Keeping", "Words.", 2), author=editor, reason="A try."
        )
