"""Links between clauses: made, ended, differences accepted; and every refusal in one sentence."""

from typing import Any

import pytest

from drafts.citing import NotFound, find_cited
from drafts.linking import CannotLink, accept_discrepancy, end_link, link_clauses
from drafts.models import AcceptedDiscrepancy, Clause, ClauseLink, Instrument
from drafts.suggesting import shelf_of, suggested_counterparts, suggested_sources
from drafts.tracing import Traced, pairs_of, traced
from mla_portal.accounts.models import User
from mla_portal.versioning import UnversionedWrite
from tests.drafts.kinship import cited, linked, revise


def ours(pair: Traced) -> str:
    """Where the clause stands that the link begins at."""
    return pair.ours.cited if pair.ours else ""


def test_a_source_is_linked_with_its_degree_and_compared(source: ClauseLink) -> None:
    (found,) = traced(ClauseLink.objects.standing().with_ends(), "en")
    assert (ours(found), found.theirs and found.theirs.cited) == ("Article 3, sole paragraph", "Article 1, paragraph 1")
    assert [difference.part.theirs for difference in found.differences] == [""]
    assert found.verdict == "1 difference of substance."
    assert not found.is_verbatim_no_more


def test_a_verbatim_link_says_when_the_words_have_changed(pilots: Instrument, model: Instrument, editor: User) -> None:
    ends: dict[str, Any] = {"clause": cited(pilots, "3"), "target": cited(model, "1", "1")}
    link_clauses(kind="source", degree="verbatim", author=editor, reason="As it stood.", **ends)
    (found,) = traced(ClauseLink.objects.standing().with_ends(), "en")
    assert found.is_verbatim_no_more
    revise(pilots, "3", editor, " and its master", "")
    (found,) = traced(ClauseLink.objects.standing().with_ends(), "en")
    assert (found.is_verbatim_no_more, found.verdict) == (False, "Word for word the same.")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"reason": " "}, "Say in a few words why: the reason stands beside the link."),
        ({"kind": "cousin"}, "A clause is either taken from another or its counterpart; say which."),
        ({"degree": ""}, "Say how close the clause is to its source: verbatim, adapted or inspired."),
        ({"target": ("pilots", "1", "1")}, "A source stands in a reference instrument."),
        ({"kind": "counterpart"}, "A counterpart stands in the same instrument."),
        ({"clause": ("pilotage", "2", "")}, "A link begins in a text under negotiation."),
        ({"kind": "counterpart", "target": ("pilots", "3", "")}, "A clause cannot be linked with itself."),
        ({"reason": "\0"}, "There is a null character in the reason; type it again."),
    ],
)
def test_a_link_is_refused_in_one_sentence(
    pilots: Instrument, model: Instrument, editor: User, change: dict[str, Any], sentence: str
) -> None:
    texts = {"pilots": pilots, "pilotage": model}
    asked: dict[str, Any] = {"kind": "source", "degree": "adapted", "reason": "Alike.", "author": editor}
    asked |= {"clause": ("pilots", "3", ""), "target": ("pilotage", "1", "1"), **change}
    for end in ("clause", "target"):
        text, article, place = asked[end]
        asked[end] = cited(texts[text], article, place)
    with pytest.raises(CannotLink) as refused:
        link_clauses(**asked)
    assert str(refused.value) == sentence
    assert not ClauseLink.objects.exists()


def test_delegations_and_observers_keep_no_links(pilots: Instrument, editor: User, delegate: User) -> None:
    link = linked(pilots, editor, "1")
    for act in (
        lambda: linked(pilots, delegate, "2"),
        lambda: end_link(link=link, author=delegate, reason="No."),
        lambda: accept_discrepancy(
            link=link, language="en", ours="because of", theirs="on account of", author=delegate, reason="No."
        ),
    ):
        with pytest.raises(CannotLink, match="kept by the editors of the Core Group and the secretariat"):
            act()


def test_a_link_stands_once_in_either_direction_and_again_after_it_was_ended(pilots: Instrument, editor: User) -> None:
    link = linked(pilots, editor, "1")
    for ends in ({}, {"clause": cited(pilots, "2", "1"), "target": cited(pilots, "1", "1")}):
        with pytest.raises(CannotLink, match="This link stands already"):
            linked(pilots, editor, "1", **ends)
    end_link(link=link, author=editor, reason="Not twins after all.")
    with pytest.raises(CannotLink, match="has been ended already"):
        end_link(link=link, author=editor, reason="Again.")
    linked(pilots, editor, "1")
    assert ClauseLink.objects.count() == 2
    assert ClauseLink.objects.standing().count() == 1
    link.refresh_from_db()
    assert (link.ended_by, link.end_reason) == (editor, "Not twins after all.")


def test_a_clause_that_was_deleted_is_not_linked(pilots: Instrument, editor: User) -> None:
    gone = cited(pilots, "1", "3")
    revise(pilots, "1", editor, "3. Fees for extradition are paid in silver and in advance, as article 2 says.", "")
    with pytest.raises(CannotLink, match="This clause no longer stands in the working text"):
        linked(pilots, editor, "1", clause=gone)
    with pytest.raises(CannotLink, match="The other clause does not stand in its text"):
        linked(pilots, editor, "1", target=gone)


def test_what_is_unnecessary_is_listed_and_what_was_accepted_is_not(pilots: Instrument, editor: User) -> None:
    for place in ("1", "2", "3"):
        linked(pilots, editor, place)
    pairs = pairs_of(pilots, "en")
    assert [ours(pair) for pair in pairs.open] == ["Article 1, paragraph 1", "Article 1, paragraph 2"]
    assert [ours(pair) for pair in pairs.in_step] == ["Article 1, paragraph 3"]
    assert pairs.counts["accepted"] == 0
    assert pairs.suggested == []
    consultation = pairs.open[1].link
    asked: dict[str, Any] = {"link": consultation, "language": "en", "author": editor, "reason": "Intended."}
    accept_discrepancy(ours="may", theirs="shall", **asked)
    pairs = pairs_of(pilots, "en")
    assert [ours(pair) for pair in pairs.in_step] == ["Article 1, paragraph 2", "Article 1, paragraph 3"]
    assert pairs.counts == {"substance": 0, "wording": 1, "accepted": 1}
    assert pairs.in_step[0].verdict.startswith("1 difference of substance (all accepted as intended)")
    with pytest.raises(CannotLink, match="accepted already"):
        accept_discrepancy(ours="may", theirs="shall", **asked)
    with pytest.raises(CannotLink, match="no longer differ in these words"):
        accept_discrepancy(ours="must", theirs="shall", **asked)
    with pytest.raises(CannotLink, match="no longer differ in these words"):
        accept_discrepancy(ours="extradition", theirs="assistance", **asked)


def test_other_words_later_on_are_a_new_discrepancy(pilots: Instrument, editor: User) -> None:
    link = linked(pilots, editor, "2")
    accept_discrepancy(
        link=link, language="en", ours="may", theirs="shall", author=editor, reason="Extradition leaves a choice."
    )
    revise(pilots, "1", editor, "State may consult", "State should consult")
    (pair,) = pairs_of(pilots, "en").open
    assert [difference.part.words for difference in pair.open_differences] == [("should", "shall")]
    with pytest.raises(UnversionedWrite):
        AcceptedDiscrepancy.objects.all().delete()


def test_a_source_has_no_discrepancies_to_accept(source: ClauseLink, editor: User) -> None:
    with pytest.raises(CannotLink, match="Only a difference between two counterparts"):
        accept_discrepancy(
            link=source, language="en", ours=" and its master", theirs="", author=editor, reason="Wanted."
        )


def test_suggestions_are_ranked_and_a_clause_without_a_source_has_none(pilots: Instrument, model: Instrument) -> None:
    shelf = shelf_of(pilots, "en")
    request, fees = (find_cited(shelf, *place) for place in (("3", ""), ("1", "3")))
    (found,) = suggested_sources(request, [model])
    assert (found.shelved.cited, found.instrument) == ("Article 1, paragraph 1", model)
    assert found.degree == "adapted"
    assert suggested_sources(fees, [model]) == []
    assert [found.shelved.cited for found in suggested_counterparts(fees, pilots, shelf)] == ["Article 2, paragraph 3"]


def test_likely_pairs_are_suggested_until_they_are_linked(pilots: Instrument, editor: User) -> None:
    suggested = [(ours.cited, theirs.cited) for ours, theirs, _ in pairs_of(pilots, "en").suggested]
    assert ("Article 1, paragraph 3", "Article 2, paragraph 3") in suggested
    linked(pilots, editor, "3")
    assert len(pairs_of(pilots, "en").suggested) == len(suggested) - 1


def test_suggestions_follow_the_text_as_it_is_saved(pilots: Instrument, model: Instrument, editor: User) -> None:
    before = shelf_of(pilots, "en")
    assert shelf_of(pilots, "en") is before
    revise(pilots, "3", editor, "A request for pilotage", "A plea for pilotage")
    after = shelf_of(pilots, "en")
    assert after is not before
    assert find_cited(after, "3", "").text.startswith("A plea")


@pytest.mark.parametrize(
    ("article", "place", "found"),
    [
        ("1", "2", "Article 1, paragraph 2"),
        ("Article 1", "paragraph 2", "Article 1, paragraph 2"),
        ("3", "", "Article 3, sole paragraph"),
        ("1", "", "Article 1 has several clauses; say which you mean, such as 1 or 2 (a)."),
        ("9", "1", "There is no article “9” in this text."),
        ("1", "7", "Article 1 has no clause “7”."),
        (" ", "7", "Say which article you mean, such as 14."),
    ],
)
def test_a_clause_is_found_as_people_cite_it(pilots: Instrument, article: str, place: str, found: str) -> None:
    try:
        answer = find_cited(shelf_of(pilots, "en"), article, place).cited
    except NotFound as refusal:
        answer = str(refusal)
    assert answer == found


def test_a_link_whose_clause_is_gone_is_kept_and_said_to_be(pilots: Instrument, editor: User) -> None:
    linked(pilots, editor, "3")
    revise(pilots, "1", editor, "3. Fees for extradition are paid in silver and in advance, as article 2 says.", "")
    (pair,) = pairs_of(pilots, "en").gone
    assert (pair.ours, pair.comparison, pair.verdict) == (None, None, "")
    assert Clause.objects.filter(pk=pair.link.clause_id).exists()
