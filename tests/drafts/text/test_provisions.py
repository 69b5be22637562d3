"""What is compared and looked for: a clause with everything below it."""

from hypothesis import given

from drafts.text.blocks import PARAGRAPH_MARK
from drafts.text.grammar import parse
from drafts.text.provisions import Provision, provisions_of
from tests.drafts.text.strategies import language, laws, source, with_ids

ARTICLE = """1. A lantern shall:

    (a) be seen; and

    (b) be tended:

        (i) by day; and

        (ii) by night.

2. Costs are shared."""


def by_path(source: str) -> dict[str, Provision]:
    return {provision.path: provision for provision in provisions_of(with_ids(source))}


def test_a_paragraph_is_its_chapeau_with_its_items_and_an_item_stands_alone() -> None:
    found = by_path(ARTICLE)
    assert list(found) == ["1", "1 (a)", "1 (b)", "1 (b) (i)", "1 (b) (ii)", "2"]
    whole = ["A lantern shall:", "be seen; and", "be tended:", "by day; and", "by night."]
    assert found["1"].text == PARAGRAPH_MARK.join(whole)
    assert found["1 (a)"].text == "be seen; and"
    assert found["1 (b)"].clauses == ("clause-2", "clause-3", "clause-4")
    assert found["1"].within == found["2"].within == ""
    assert found["1 (b) (ii)"].within == "clause-0"


def test_an_unnumbered_chapeau_takes_the_list_that_it_opens() -> None:
    found = by_path("The purpose is to:\n\n(a) help; and\n\n(b) heal.\n\nNothing more is meant.")
    assert found["chapeau"].text == PARAGRAPH_MARK.join(["The purpose is to:", "help; and", "heal."])
    assert len(found) == 4


def test_lines_of_options_and_deleted_clauses_are_no_provisions() -> None:
    found = by_path(
        "1. One.\n\n2. [Deleted]\n\nOption 1 (Chile):\n\n3. Two:\n\n    (a) two.\n\nEnd of options\n\n4. Four."
    )
    assert [provision.text for provision in found.values()] == ["One.", f"Two:{PARAGRAPH_MARK}two.", "two.", "Four."]


@laws
@given(source, language)
def test_every_clause_is_a_provision_once_and_begins_with_its_own_words(source: str, language: str) -> None:
    blocks, _ = parse(source, language)
    for place, block in enumerate(blocks):
        block.id = f"clause-{place}"
    found = provisions_of(blocks, language)
    texts = {block.id: block.lead + block.text for block in blocks}
    assert len({provision.id for provision in found}) == len(found)
    for provision in found:
        assert provision.clauses[0] == provision.id
        assert provision.text.startswith(texts[provision.id])
        assert not provision.within or provision.id in next(p for p in found if p.id == provision.within).clauses
