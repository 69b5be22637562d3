"""Places of a text as people name them in a line of prose, found: "article 12, paragraph 3 (b), and article 20"."""

from collections.abc import Iterable
from dataclasses import dataclass

from consultations.models import Conclusion, Round
from consultations.wording import spoken
from drafts.consolidating import consolidated
from drafts.following import Following
from drafts.models import Edition, EditionText
from drafts.text import numbering
from drafts.text.references import references
from drafts.text.targets import places_of


@dataclass(frozen=True)
class Places:
    """Articles that are named whole and clauses, by primary key; `problems` are sentences about what was not found."""

    articles: tuple[int, ...] = ()
    clauses: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def places_named(words: str, edition: Edition | None, language: str = "en") -> Places:
    """What the words name in the edition. References to other treaties and words that name nothing are no problem
    unless nothing at all is named.
    """
    if not words.strip():
        return Places()
    if edition is None:
        return Places(problems=("The round has no edition under discussion, so there is nothing to point at.",))
    text = consolidated(edition.instrument, edition=edition, language=language)
    following = Following(
        [(entry, places_of(entry.blocks)) for entry in text.entries], language, {}, tells=True, is_whole=True
    )
    articles: list[int] = []
    clauses: list[str] = []
    problems: list[str] = []
    first = text.entries[0].article.pk if text.entries else 0
    for reference in references(words, language):
        for pointer in () if reference.foreign else reference.pointers:
            if pointer.number is None or not first:
                problems.append(f"“{reference.words}” does not say which article it means.")
                continue
            target = following.directory.point(pointer, first)
            if target.problem or target.article is None:
                problems.append(f"“{reference.words}”: {target.problem or 'name an article'}.")
            elif target.clause:
                clauses.append(target.clause)
            else:
                articles.append(int(target.article))
    if not (articles or clauses or problems):
        problems.append("No article is named here; write it as in “article 12, paragraph 3 (b)”.")
    return Places(tuple(dict.fromkeys(articles)), tuple(dict.fromkeys(clauses)), tuple(problems))


def linked_places(round: Round, conclusions: Iterable[Conclusion]) -> dict[int, list[tuple[str, str]]]:
    """Conclusion (primary key) -> the places that it names, as words and address, in the edition that the round
    discussed. One query.
    """
    conclusions = list(conclusions)
    if round.edition is None or not conclusions:
        return {}
    edition = round.edition
    named = {clause.article_id for conclusion in conclusions for clause in conclusion.clauses.all()}
    named |= {article.pk for conclusion in conclusions for article in conclusion.articles.all()}
    language = edition.instrument.original_language
    pins = EditionText.objects.in_editions([edition.pk], language).of_articles(named)
    labels = {pin.article_id: pin.label for pin in pins}
    paths = {clause: path for pin in pins for clause, path in numbering.paths(pin.version.clauses()).items()}

    def places(conclusion: Conclusion) -> list[tuple[str, str]]:
        found = []
        for article in conclusion.articles.all():
            found.append(
                (spoken(article, labels.get(article.pk)), f"{article.get_absolute_url()}?edition={edition.slug}")
            )
        for clause in conclusion.clauses.all():
            article = clause.article
            words = f"{spoken(article, labels.get(article.pk))}, {numbering.citation(paths.get(clause.pk, ''))}"
            address = f"{article.get_absolute_url()}?edition={edition.slug}&clause={clause.pk}#{clause.pk}"
            found.append((words, address))
        return found

    return {conclusion.pk: places(conclusion) for conclusion in conclusions}
