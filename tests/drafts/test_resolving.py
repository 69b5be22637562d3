"""Resolving a disputed passage: one act and one version, refused where the words are no longer there."""

import re
from typing import Any

import pytest

from drafts.amending import CannotAmend, Collision, Proposal, Saved, Unchanged, keep_draft, save_text
from drafts.models import Article, Draft, Text
from drafts.publishing import publish_edition
from drafts.resolving import passage_shown, passages_in, resolve_passage
from drafts.text.resolution import DROP, KEEP, Choice
from mla_portal.accounts.models import User

WORDS = "[at all hours]^{Chile}"
GONE = "These words no longer stand in Article 1 as they were shown; open the page of disputed wording again."


def key_of(text: Text, words: str = WORDS) -> str:
    found = passages_in(Text.objects.get(pk=text.pk))
    return next(passage.key for passage in found if passage.source == words)


def resolve(text: Text, author: User, choice: Choice, **other: Any) -> Saved | Unchanged | Collision:
    given = {"base": 1, "expected_words": WORDS, "reason": "Nobody insists.", **other}
    if "passage" not in given:
        given["passage"] = key_of(text, given["expected_words"])
    return resolve_passage(article=text.article, language="en", choice=choice, author=author, **given)


def save(text: Text, author: User, source: str, base: int, heading: str = "Keeping of lights") -> None:
    outcome = save_text(
        article=text.article, language="en", proposal=Proposal(heading, source, base), author=author, reason="Theirs."
    )
    assert isinstance(outcome, Saved)


def current(text: Text) -> Text:
    return Text.objects.get(pk=text.pk)


@pytest.mark.parametrize(
    ("choice", "words"),
    [(KEEP, "keep a lantern on its coast at all hours."), (DROP, "keep a lantern on its coast.")],
)
def test_it_is_one_version_in_which_nothing_else_changed(text: Text, editor: User, choice: Choice, words: str) -> None:
    before = text.blocks
    outcome = resolve(text, editor, choice, nature="substantive")
    assert isinstance(outcome, Saved)
    version = outcome.version
    assert (version.number, version.history_user, version.history_change_reason, version.nature) == (
        2, editor, "Nobody insists.", "substantive",
    )  # fmt: skip
    after = current(text).blocks
    assert after[0]["text"].endswith(words)
    assert (after[0]["id"], after[1:]) == (before[0]["id"], before[1:])


def test_a_clause_of_which_one_word_remains_keeps_its_identity(text: Text, editor: User) -> None:
    save(text, editor, "1. One.\n2. Stay [, with many more words than the clause has without them, as happens].", 1)
    before = [block["id"] for block in current(text).blocks]
    words = "[, with many more words than the clause has without them, as happens]"
    resolve(text, editor, DROP, base=2, expected_words=words)
    assert [(block["id"], block["text"]) for block in current(text).blocks][1] == (before[1], "Stay.")


def test_an_option_is_chosen_and_its_clauses_keep_their_identity(text: Text, editor: User) -> None:
    save(
        text, editor, "Option 1 (Chile):\n1. Oil burns.\nOption 2:\n1. Oil burns here.\n2. Gas too.\nEnd of options", 1
    )
    before = [block["id"] for block in current(text).blocks]
    (options,) = passages_in(current(text))
    resolve(text, editor, Choice("choose", 2), base=2, passage=options.key, expected_words=options.source)
    after = current(text)
    assert after.source() == "1. Oil burns here.\n2. Gas too.\n"
    assert [block["id"] for block in after.blocks] == [before[3], before[4]]


def test_a_heading_is_resolved_too(text: Text, editor: User) -> None:
    save(text, editor, text.source(), 1, heading="[Keeping of] lights")
    resolve(text, editor, DROP, base=2, passage="heading-1", expected_words="[Keeping of]")
    after = current(text)
    assert (after.heading, after.source()) == ("lights", text.source())


def test_what_others_saved_meanwhile_is_merged(text: Text, editor: User, second_editor: User) -> None:
    key = key_of(text)
    save(text, second_editor, text.source().replace("ten miles", "twelve miles"), 1)
    outcome = resolve(text, editor, KEEP, passage=key)
    assert isinstance(outcome, Saved)
    assert [version.number for version in outcome.merged_with] == [2]
    assert "twelve miles" in current(text).source()
    assert "coast at all hours." in current(text).source()


def test_the_same_words_changed_by_another_are_stale(text: Text, editor: User, second_editor: User) -> None:
    key = key_of(text)
    resolve(text, second_editor, DROP, passage=key)
    with pytest.raises(CannotAmend, match=re.escape(GONE)):
        resolve(text, editor, KEEP, passage=key)
    assert current(text).number == 2


def test_words_close_by_changed_by_another_collide_and_nothing_is_written(
    text: Text, editor: User, second_editor: User
) -> None:
    key = key_of(text)
    save(text, second_editor, text.source().replace("coast [at", "shore [at"), 1)
    assert isinstance(resolve(text, editor, DROP, passage=key), Collision)
    assert current(text).number == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"expected_words": "[at some hours]", "passage": "x-1"},
        {"base": 7, "passage": "x-1"},
        {"passage": "x-1"},
        {"passage": "heading-1"},
    ],
)
def test_a_stale_address_is_one_sentence(text: Text, editor: User, wrong: dict[str, Any]) -> None:
    with pytest.raises(CannotAmend, match=re.escape(GONE)):
        resolve(text, editor, KEEP, **wrong)
    assert current(text).number == 1


def test_other_words_at_the_same_address_are_stale(text: Text, editor: User) -> None:
    with pytest.raises(CannotAmend, match=re.escape(GONE)):
        resolve(text, editor, KEEP, passage=key_of(text), expected_words="[at all hours]")


def test_a_choice_that_is_not_offered_is_refused(text: Text, editor: User) -> None:
    with pytest.raises(CannotAmend, match="does not offer that choice"):
        resolve(text, editor, Choice("choose", 1))


def test_a_reason_is_asked_for(text: Text, editor: User) -> None:
    with pytest.raises(CannotAmend, match="the reason stands in the history"):
        resolve(text, editor, KEEP, reason=" ")


def test_a_passage_is_found_in_the_version_that_was_shown(article: Article, text: Text, editor: User) -> None:
    key = key_of(text)
    save(text, editor, "1. A new first clause.\n" + text.source().replace("1. ", "2. ", 1).replace("2. A", "3. A"), 1)
    version, passage = passage_shown(article, "en", 1, key)
    assert (version.number, passage.source) == (1, WORDS)


def test_what_an_edition_has_printed_keeps_its_number(text: Text, editor: User, secretariat: User) -> None:
    save(text, editor, "1. One.\n[2. Two.]^{Chile}\n3. Three.", 1)
    publish_edition(instrument=text.article.instrument, label="Draft 1", symbol="LAN/1", author=secretariat)
    outcome = resolve(text, editor, DROP, base=2, expected_words="[Two.]^{Chile}")
    assert isinstance(outcome, Saved)
    assert current(text).source() == "1. One.\n2. [Deleted]\n3. Three.\n"


def test_an_option_that_an_edition_has_printed_is_chosen_without_a_trace_of_the_others(
    text: Text, editor: User, secretariat: User
) -> None:
    options = (
        "1. One.\nOption 1:\n2. Two.\nOption 2:\n2. Other.\n3. More.\nOption 3:\nNo text\nEnd of options\n4. Last."
    )
    save(text, editor, options, 1)
    publish_edition(instrument=text.article.instrument, label="Draft 1", symbol="LAN/1", author=secretariat)
    (found,) = passages_in(current(text))
    resolve(text, editor, Choice("choose", 2), base=2, passage=found.key, expected_words=found.source)
    assert current(text).source() == "1. One.\n2. Other.\n3. More.\n4. Last.\n"


def test_resolving_leaves_what_the_editor_has_typed_and_not_saved(text: Text, editor: User) -> None:
    typed = Proposal(text.heading, text.source() + "Typed.", 1)
    keep_draft(article=text.article, language="en", proposal=typed, reason="", person=editor)
    resolve(text, editor, KEEP)
    assert Draft.objects.of(editor).get().source.endswith("Typed.")
