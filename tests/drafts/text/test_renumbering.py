"""A renumbering puts every reference right and touches nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafts.text.counting import counted, recounted
from drafts.text.grammar import parse, source_of
from drafts.text.references import references
from drafts.text.renumbering import Renumbered, StandingArticle, StandingDivision, Wording, renumber
from drafts.text.targets import Directory, article_labels
from tests.drafts.text.strategies import laws

Sources = dict[str, str]


def standing(label: str, unit: str = "article", division: str | None = None, **sources: str) -> StandingArticle:
    """An article whose key is its label; languages share clause ids by place. A heading stands before "|"."""
    texts = {}
    for language, source in sources.items():
        heading, _, body = source.rpartition("|")
        blocks, _ = parse(body, language)
        for place, block in enumerate(blocks):
            block.id = f"{label}.{place}"
        texts[language] = Wording(heading, blocks)
    return StandingArticle(label, unit, label, division, texts)


def words(result: Renumbered, key: str, language: str = "en") -> str:
    text = result.texts[key, language]
    return source_of(text.blocks, language).strip()


DELETED = standing("2", en="[Deleted]|", fr="[Deleted]|", es="[Deleted]|")


def after(language: str, sentence: str) -> str:
    """A sentence of article 4 of a small text once it is renumbered: article 2 is deleted, 3 bis becomes 3, its
    paragraph 2 is deleted and its 3 bis becomes 3."""
    three = "1. One.\n2. [Deleted]\n3. Three:\n    (a) alpha;\n    (a bis) beta;\n    (b) gamma.\n3 bis. Four."
    articles = [
        standing("1", **{language: "1. One.\n2. Two."}),
        DELETED,
        standing("3", **{language: "Sole."}),
        standing("3 bis", **{language: three}),
        standing("4", **{language: sentence}),
        standing("5", **{language: "Sole."}),
    ]
    found = renumber(articles).texts.get(("4", language))
    return found.blocks[0].text if found else sentence


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "Under article 3 bis it is so.", "Under article 3 it is so."),
        ("en", "Under article 3 *bis* it is so.", "Under article 3 it is so."),
        ("en", "Under article 3 it is so.", "Under article 2 it is so."),
        ("en", "Under article 1 it is so.", "Under article 1 it is so."),
        ("en", "See articles 1, 3 and 3 bis.", "See articles 1, 2 and 3."),
        ("en", "See articles 3 to 5.", "See articles 2 to 5."),
        ("en", "See article [3][3 bis].", "See article [2][3]."),
        ("en", "See article 3 bis, paragraph 3 (b).", "See article 3, paragraph 2 (c)."),
        ("en", "See article 3 bis, paragraphs 3 (a bis) and 3 bis.", "See article 3, paragraphs 2 (b) and 3."),
        ("en", "See paragraphs 1 and 3 of article 3 bis.", "See paragraphs 1 and 2 of article 3."),
        ("en", "See subparagraphs (a) and (b) of paragraph 3 of article 3 bis.",
         "See subparagraphs (a) and (c) of paragraph 2 of article 3."),
        ("en", "See article 3 of the Rome Statute.", "See article 3 of the Rome Statute."),
        ("en", "See article 3 of this Convention.", "See article 2 of this Convention."),
        ("en", "See article 2 and article 9.", "See article 2 and article 9."),
        ("en", "See articles 2 and 3.", "See articles 2 and 2."),
        ("en", "See it.{fn: Compare article 3 bis.}", "See it.{fn: Compare article 3.}"),
        ("fr", "Voir l’article 3 bis.", "Voir l’article 3."),
        ("fr", "Voir les articles premier et 3.", "Voir les articles premier et 2."),
        ("fr", "Voir l'alinéa b) du paragraphe 3 de l'article 3 bis.",
         "Voir l'alinéa c) du paragraphe 2 de l'article 3."),
        ("fr", "Conformément aux articles 3 à 5, on le fait.", "Conformément aux articles 2 à 5, on le fait."),
        ("fr", "Voir l’article 3 de la Convention de Vienne.", "Voir l’article 3 de la Convention de Vienne."),
        ("fr", "Voir l’article 3 de la présente Convention.", "Voir l’article 2 de la présente Convention."),
        ("es", "Véase el apartado b) del párrafo 3 del artículo 3 bis.",
         "Véase el apartado c) del párrafo 2 del artículo 3."),
        ("es", "Véanse los artículos 3 a 5.", "Véanse los artículos 2 a 5."),
        ("es", "Véase el artículo 3 del Estatuto de Roma.", "Véase el artículo 3 del Estatuto de Roma."),
    ],
)  # fmt: skip
def test_references_get_the_new_numbers_in_their_own_idiom(language: str, old: str, new: str) -> None:
    assert after(language, old) == new


def test_the_first_article_is_premier_in_french() -> None:
    articles = [standing("1", fr="[Deleted]|"), standing("2", fr="Un."), standing("3", fr="Voir l’article 2.")]
    assert words(renumber(articles), "3", "fr") == "Voir l’article premier."


def test_tombstones_leave_and_bis_clauses_are_counted() -> None:
    result = renumber([standing("1", en="1. One.\n2. [Deleted]\n2 bis. Two.\n3. Three, see paragraph 2 bis.")])
    assert words(result, "1") == "1. One.\n2. Two.\n3. Three, see paragraph 2."
    assert [(line.clause, line.old, line.new) for line in result.lines] == [
        (None, "", ""), ("1.0", "1", "1"), ("1.1", "2", ""), ("1.2", "2 bis", "2"), ("1.3", "3", "3"),
    ]  # fmt: skip


def test_a_tombstone_that_carries_something_stays() -> None:
    source = "1. [Deleted]\n    (a) kept.\n2. [Deleted]\n3. Three."
    assert words(renumber([standing("1", en=source)]), "1") == "1. [Deleted]\n    (a) kept.\n2. Three."


def test_a_deleted_article_leaves_only_when_it_is_deleted_in_every_language() -> None:
    gone = renumber([standing("1", en="[Deleted]|", fr="[Deleted]|"), standing("2", en="Two.")])
    assert (gone.withdrawn, gone.labels) == (["1"], {"2": "1"})
    half = renumber([standing("1", en="[Deleted]|", fr="Un."), standing("2", en="Two.")])
    assert half.changes_nothing


def test_preamble_and_annexes_keep_their_labels() -> None:
    articles = [
        standing("", "", en="*Recalling* article 2 bis,"),
        standing("2 bis", en="One."),
        standing("I bis", "annex", en="1 bis. See article 2 bis."),
    ]
    result = renumber(articles)
    assert result.labels == {"2 bis": "1"}
    assert words(result, "") == "*Recalling* article 1,"
    assert words(result, "I bis") == "1. See article 1."


def test_divisions_are_counted_in_their_own_style_and_references_to_them_follow() -> None:
    divisions = [
        StandingDivision("A", None, "part", "I"),
        StandingDivision("B", None, "part", "I bis"),
        StandingDivision("C", None, "part", "II"),
        StandingDivision("D", "C", "section", "2"),
        StandingDivision("E", None, "part", "III"),
    ]
    articles = [
        standing("1", division="A", en="See Parts I bis and II."),
        standing("2", division="B", en="See this Part."),
        standing("3", division="D", en="See section 2 of Part II."),
    ]
    result = renumber(articles, divisions)
    assert result.divisions == {"B": "II", "C": "III", "D": "1"}
    assert words(result, "1") == "See Parts II and III."
    assert words(result, "3") == "See section 1 of Part III."


def test_dangling_references_stay_and_are_told() -> None:
    result = renumber(
        [standing("1", en="1. See article 9.\n2. [Deleted]\n3. See paragraph 2."), standing("3", en="A.")]
    )
    assert words(result, "1") == "1. See article 9.\n2. See paragraph 2."
    assert [one.sentence for _, one in result.dangling] == [
        "Article 1, paragraph 1 refers to “article 9”: there is no article 9.",
        "Article 1, paragraph 3 refers to “paragraph 2”: paragraph 2 is deleted.",
    ]


def test_a_text_in_order_is_left_alone() -> None:
    articles = [standing("1", en="1. One.\n2. See paragraph 1."), standing("2", en="See article 1.")]
    assert renumber(articles).changes_nothing


def test_every_language_is_rewritten_even_where_an_article_is_not_translated() -> None:
    articles = [DELETED, standing("3", en="1. One.\n2. Two."), standing("4", en="A.", es="Véase el artículo 3.")]
    assert words(renumber(articles), "4", "es") == "Véase el artículo 1."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["1", "1 bis", "4"], ["1", "2", "3"]),
        (["I", "II bis", "V"], ["I", "II", "III"]),
        (["A", "C"], ["A", "B"]),
        (["premier", "2"], ["premier", "2"]),
        ([], []),
    ],
)
def test_a_series_is_counted_in_its_own_style(old: list[str], new: list[str]) -> None:
    assert counted(old) == new


def test_chapters_run_through_or_begin_afresh_as_they_did() -> None:
    assert recounted([("I", "1"), ("I", "3"), ("II", "4")]) == ["1", "2", "3"]
    assert recounted([("I", "1"), ("I", "3"), ("II", "1"), ("II", "2 bis")]) == ["1", "2", "1", "2"]


# Instruments nobody would write, whose references point at places that are there or not.

_MARKS = {"en": "({})", "fr": "{})", "es": "{})"}
_SPOKEN = {
    "en": [
        "paragraph {p} of article {a}", "article {a}, paragraph {p} ({i})", "subparagraph ({i})",
        "articles {a} to {b}", "paragraphs {p} and {q}", "article {a} of the Rome Statute",
        "paragraph {p} of this article",
    ],
    "fr": [
        "paragraphe {p} de l’article {a}", "alinéa {i}) du paragraphe {p} de l’article {a}", "alinéa {i})",
        "articles {a} à {b}", "paragraphes {p} et {q}", "article {a} du Statut de Rome",
        "paragraphe {p} du présent article",
    ],
    "es": [
        "párrafo {p} del artículo {a}", "apartado {i}) del párrafo {p} del artículo {a}", "apartado {i})",
        "artículos {a} a {b}", "párrafos {p} y {q}", "artículo {a} del Estatuto de Roma",
        "párrafo {p} del presente artículo",
    ],
}  # fmt: skip
_ARTICLES = ["1", "2", "3", "3 bis", "4", "5", "5 ter", "6", "8"]
_PARAGRAPHS = ["1", "2", "2 bis", "3", "4"]
_LETTERS = ["a", "a bis", "b", "c", "d"]


@st.composite
def instruments(draw: st.DrawFn) -> tuple[str, list[StandingArticle]]:
    language = draw(st.sampled_from(["en", "fr", "es"]))
    patterns = _SPOKEN[language]

    def sentence() -> str:
        if draw(st.integers(0, 4)) == 0:
            return "[Deleted]"
        chosen = draw(st.lists(st.sampled_from(patterns), max_size=2))
        spoken = [
            pattern.format(
                a=draw(st.sampled_from(_ARTICLES)),
                b=draw(st.sampled_from(_ARTICLES)),
                p=draw(st.sampled_from(_PARAGRAPHS)),
                q=draw(st.sampled_from(_PARAGRAPHS)),
                i=draw(st.sampled_from(_LETTERS)),
            )
            for pattern in chosen
        ]
        return "; ".join(["Words", *spoken]) + "."

    articles = []
    for label in draw(st.lists(st.sampled_from(_ARTICLES), min_size=1, unique=True).map(sorted)):
        if draw(st.integers(0, 5)) == 0:
            articles.append(standing(label, **{language: "[Deleted]|"}))
            continue
        lines = []
        for number in _PARAGRAPHS[: draw(st.integers(1, 5))]:
            lines.append(f"{number}. {sentence()}")
            for letter in _LETTERS[: draw(st.integers(0, 5))] if draw(st.booleans()) else []:
                lines.append(f"    {_MARKS[language].format(letter)} {sentence()}")
        articles.append(standing(label, **{language: "\n".join(lines)}))
    return language, articles


@laws
@given(instruments())
def test_every_reference_that_resolved_points_at_the_same_clause_afterwards(
    drawn: tuple[str, list[StandingArticle]],
) -> None:
    language, articles = drawn
    result = renumber(articles)
    told = {(one.article, one.clause) for _, one in result.unclear}
    before = _directory(articles, language)
    staying = [
        StandingArticle(
            one.key,
            one.unit,
            result.labels.get(one.key, one.label),
            None,
            {language: result.texts.get((one.key, language), one.texts[language])},
        )
        for one in articles
        if one.key not in result.withdrawn
    ]
    after = _directory(staying, language)
    new = {(one.key, block.id): block.text for one in staying for block in one.texts[language].blocks}
    for article, clause, reference in before.all():
        if (article.key, clause) not in new or (article.key, clause) in told:
            continue
        old_words = next(text for block, text in article.places.words if block == clause)
        place = references(old_words, language).index(reference)
        rewritten = references(new[article.key, clause], language)[place]
        assert rewritten.foreign == reference.foreign
        if reference.foreign:
            assert rewritten.words == reference.words
        was = before.resolve(reference, article.key, clause)
        now = after.resolve(rewritten, article.key, clause)
        broken_range = any(target.pointer.until for target in was) and any(target.problem for target in was)
        for one, other in zip(was, now, strict=True):
            if not one.problem and not broken_range:
                assert (other.article, other.clause, other.problem) == (one.article, one.clause, "")
    assert renumber(staying).changes_nothing or result.dangling


def _directory(articles: list[StandingArticle], language: str) -> Directory:
    return Directory(
        [
            article_labels(one.key, one.label, one.texts[language].blocks, heading=one.texts[language].heading)
            for one in articles
        ],
        language,
    )
