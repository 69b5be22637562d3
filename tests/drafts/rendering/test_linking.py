"""References lead to what they point at, whatever stands around their words."""

import pytest

from drafts.rendering.linking import Link, linked
from drafts.rendering.sheet import Page, html_of, sheet_from
from drafts.text.grammar import parse
from drafts.text.references import Pointer


def words(source: str, language: str = "en", problem: str = "") -> str:
    """The words of a clause as a page of links shows them; every pointer leads to its numbers."""

    def follow(clause: str, pointer: Pointer) -> Link:
        numbers = [pointer.number.label] if pointer.number else []
        address = "/".join([*numbers, *(numeral.label for numeral in pointer.path)])
        return Link(problem=problem) if problem else Link(address)

    blocks, _ = parse(source, language)
    blocks[0].id = "c"
    html = html_of(sheet_from(blocks, language), Page(link="?", counts={}, links=follow))
    return html[html.index("<p>") + 3 : html.index("</p>")]


def a(address: str, shown: str) -> str:
    return f'<a class="xref" href="{address}">{shown}</a>'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("See article 5.", f"See {a('5', 'article 5')}."),
        ("See article 5 *bis*.", f"See {a('5 bis', 'article 5 <em>bis</em>')}."),
        ("See *article 5*.", f"See <em>{a('5', 'article 5')}</em>."),
        ("See articles 5 to 7.", f"See {a('5', 'articles 5')} to {a('7', '7')}."),
        ("See paragraphs 2 and 4 of article 5.",
         f"See {a('5/2', 'paragraphs 2')} and {a('5/4', '4 of article 5')}."),
        ("See article 5, paragraph 3 (b) & more.", f"See {a('5/3/b', 'article 5, paragraph 3 (b)')} &amp; more."),
        ("See [article 5].",
         f'See <span class="bracket"><b>[</b>{a("5", "article 5")}<b>]</b></span>.'),
        ("See article [5].",
         f'See article <span class="bracket"><b>[</b>{a("5", "5")}<b>]</b></span>.'),
        ("See article 5 of the Rome Statute.", "See article 5 of the Rome Statute."),
        ("See this article.", "See this article."),
        ("See \ufdd0article 5.", "See \ufdd0article 5."),
    ],
)  # fmt: skip
def test_words_of_a_reference_are_a_link(source: str, expected: str) -> None:
    assert words(source) == expected


def test_a_reference_that_leads_nowhere_says_so_in_words() -> None:
    assert words("See article 99.", problem="there is “none”") == (
        'See <span class="xref-lost" title="there is “none”">article 99'
        '<span class="vh"> (there is “none”)</span></span>.'
    )


def test_a_reference_that_nobody_knows_is_plain_words() -> None:
    assert linked("See \ufdd0article 5\ufdd1.", (Pointer("article", None, (), 0, 0),), lambda pointer: None) == (
        "See article 5."
    )


def test_rows_without_links_are_as_ever() -> None:
    blocks, _ = parse("1. See article 5{fn: and article 6}.")
    sheet = sheet_from(blocks, "en")
    assert "article 5<sup>" in sheet.rows[0].words
    assert "article 6" in sheet.footnotes
    assert "\ufdd0" not in sheet.rows[0].words + sheet.footnotes
    assert sheet.footnotes.count("article 6") == 1
