"""A treaty of a hundred articles and some 30,000 words, made of our own words, and rounds of changes to it.

The same numbers give the same text, so that two runs of the benchmarks measure the same work.
"""

import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field

ARTICLES = 100
ARTICLES_OF_A_PART = 10
TITLE = "Convention on the Keeping of Harbours, Lanterns and Coastal Signals"
HEAVY, LIGHT = 330, 50  # changes of a round: nearly every article, and a sixth of them


def _listed(words: str) -> list[str]:
    return words.split("|")


ACTORS = _listed(
    "each State Party|the requested State Party|the requesting State Party|the depositary|the competent authority|"
    "the master of the vessel|the keeper of the station|the Conference of the Parties|the central authority|"
    "any State on whose coast a station stands|the Secretariat"
)
DUTIES = _listed(
    "shall inform|may consult|shall keep in good order|shall examine without delay|shall bear the costs of|"
    "shall make available to the other Parties|may decline|shall record in writing|shall afford one another|"
    "shall transmit to the depositary|shall not suspend|may make subject to conditions"
)
QUALITIES = _listed(
    "written|original|certified|provisional|urgent|joint|annual|further|relevant|confidential|recorded|necessary|"
    "standing|partial|amended|prior|technical|lawful|additional|complete"
)
MATTERS = _listed(
    "request|notice|record|signal|declaration|report|document|measure|inspection|arrangement|objection|inquiry|"
    "transfer|register|mooring|beacon|warning|contribution|statement|assessment|reply|list|plan|chart"
)
CONCERNS = _listed(
    "of the station|of a vessel in distress|made on signature|on its coast|under this part|in its possession|"
    "concerning the watch|for safe passage|of the keepers|before the Conference|on the state of the beacons|"
    "of another State Party|received from a master|addressed to the depositary|at the pilots' expense|of the port"
)
CIRCUMSTANCES = _listed(
    "in accordance with its domestic law|within ninety days of receipt|at the request of another State Party|"
    "where the safety of persons so requires|subject to the provisions of this Convention|"
    "unless the States Parties concerned agree otherwise|to the extent that its means allow|"
    "for as long as the danger lasts|with due regard to the interests of fishermen and passengers|"
    "before the end of the season|on the basis of reciprocity|through the channels named for that purpose"
)
LINKS = _listed(", and| and, where appropriate,|, provided that it| and shall ensure that it|; it")
HEADINGS = _listed("Keeping|Notice|Requests|Costs|Records|Conditions|Refusal|Consultation|Reports|Transit")
NUMERALS = _listed("I|II|III|IV|V|VI|VII|VIII|IX|X")
THINGS = _listed("lanterns|beacons|harbours|signals|stations|vessels|registers|watches|pilots|moorings")


@dataclass
class Paragraph:
    """A numbered paragraph and its lettered items."""

    words: str
    items: list[str] = field(default_factory=list)

    def lines(self, number: int) -> list[str]:
        letters = [f"    ({chr(ord('a') + place)}) {item}" for place, item in enumerate(self.items)]
        return [f"{number}. {self.words}", *letters]


@dataclass
class DraftedArticle:
    """An article before it is written down; the numbers come with the writing."""

    number: int
    heading: str
    paragraphs: list[Paragraph]

    def source(self) -> str:
        """The body in the drafting syntax."""
        return "\n\n".join(line for place, p in enumerate(self.paragraphs, 1) for line in p.lines(place))


def _phrase(dice: random.Random) -> str:
    thing = f"{dice.choice(QUALITIES)} {dice.choice(MATTERS)} {dice.choice(CONCERNS)}"
    return f"{dice.choice(DUTIES)} any {thing} {dice.choice(CIRCUMSTANCES)}"


def sentence(dice: random.Random) -> str:
    """Some twenty-five words on a duty."""
    phrases = [_phrase(dice) for _ in range(dice.choice((1, 2, 2, 3)))]
    joined = phrases[0] + "".join(f"{dice.choice(LINKS)} {phrase}" for phrase in phrases[1:])
    sentence = f"{dice.choice(ACTORS)} {joined}."
    return sentence[0].upper() + sentence[1:]


def _paragraph(dice: random.Random) -> Paragraph:
    if dice.random() < 0.25:
        items = [f"{_phrase(dice)};" for _ in range(dice.randint(2, 4))]
        return Paragraph(f"{dice.choice(ACTORS).capitalize()}, {dice.choice(CIRCUMSTANCES)}:", items)
    words = " ".join(sentence(dice) for _ in range(dice.choice((1, 1, 2))))
    if dice.random() < 0.1:
        first, _, rest = words.partition(" and ")
        words = f"{first} [and {rest.rstrip('.')}]." if rest else words
    return Paragraph(words)


def treaty(seed: int = 1) -> list[DraftedArticle]:
    """The articles in order."""
    dice = random.Random(seed)
    return [
        DraftedArticle(
            number,
            f"{dice.choice(HEADINGS)} of {dice.choice(THINGS)}",
            [_paragraph(dice) for _ in range(dice.randint(4, 6))],
        )
        for number in range(1, ARTICLES + 1)
    ]


def written(articles: list[DraftedArticle]) -> str:
    """The whole instrument as a plain text that `import_text` reads."""
    parts = [TITLE, "PREAMBLE", "*Recalling* that ships come home at night,", "Have agreed as follows:"]
    for article in articles:
        place, rest = divmod(article.number - 1, ARTICLES_OF_A_PART)
        if not rest:
            parts.append(f"PART {NUMERALS[place]}\nProvisions on {THINGS[place]}")
        parts.append(f"Article {article.number}\n{article.heading}\n\n{article.source()}")
    return "\n\n".join(parts) + "\n"


def count_words(articles: list[DraftedArticle]) -> int:
    return sum(len(article.source().split()) for article in articles)


def _replace(article: DraftedArticle, dice: random.Random) -> None:
    paragraph = dice.choice(article.paragraphs)
    words = paragraph.words.split()
    place = dice.randrange(len(words))
    words[place : place + dice.randint(1, 3)] = dice.choice(CIRCUMSTANCES).split()[: dice.randint(1, 3)]
    paragraph.words = " ".join(words)


def _add_words(article: DraftedArticle, dice: random.Random) -> None:
    paragraph = dice.choice(article.paragraphs)
    words = paragraph.words.split()
    place = dice.randrange(len(words))
    words[place:place] = dice.choice(CIRCUMSTANCES).split()
    paragraph.words = " ".join(words)


def _take_words(article: DraftedArticle, dice: random.Random) -> None:
    paragraph = dice.choice(article.paragraphs)
    words = paragraph.words.split()
    place = dice.randrange(max(1, len(words) - 6))
    paragraph.words = " ".join([*words[:place], *words[place + dice.randint(1, 5) :]])


def _add_paragraph(article: DraftedArticle, dice: random.Random) -> None:
    article.paragraphs.insert(dice.randint(0, len(article.paragraphs)), _paragraph(dice))


def _take_paragraph(article: DraftedArticle, dice: random.Random) -> None:
    if len(article.paragraphs) > 3:
        del article.paragraphs[dice.randrange(len(article.paragraphs))]


def _move_paragraph(article: DraftedArticle, dice: random.Random) -> None:
    moved = article.paragraphs.pop(dice.randrange(len(article.paragraphs)))
    article.paragraphs.insert(dice.randint(0, len(article.paragraphs)), moved)


Change = Callable[[DraftedArticle, random.Random], None]
CHANGES: list[Change] = [_replace, _add_words, _take_words, _add_paragraph, _take_paragraph, _move_paragraph]
WEIGHTS = [45, 20, 15, 7, 6, 7]


def revised(articles: list[DraftedArticle], changes: int, seed: int = 2) -> list[DraftedArticle]:
    """The treaty after a round: many changes reach every article, few (a light round) reach some."""
    dice = random.Random(seed)
    after = deepcopy(articles)
    reached = after if changes > len(after) else dice.sample(after, changes // 3)
    for _ in range(changes):
        dice.choices(CHANGES, WEIGHTS)[0](dice.choice(reached), dice)
    return after
