"""What holds the articles of a long page together, as HTML: lines of the contents, headings of divisions and
articles.

Built here and not in templates for the same reason as the clauses: there are hundreds of them on a page.
"""

from __future__ import annotations

from html import escape

from drafts.rendering import screen

STATES = {"agreed": "Agreed", "provisional": "Provisionally agreed", "open": "Open"}


def contents_line(address: str, *, number: str, words: str, brackets: int, current: bool, state: str = "") -> str:
    """An article in the contents: its number, its heading, how many passages are disputed, how far it is agreed
    (`state`: agreed, provisional, open, or "" where nothing was recorded)."""
    here = ' aria-current="page"' if current else ""
    label = f'<span class="vh">Article </span>{screen.label_html(number)}' if number else ""
    count = f'<span class="brackets"><span class="vh">, open brackets: </span>[{brackets}]</span>' if brackets else ""
    bar = f'<span class="state state-{state}"><span class="vh">{STATES[state]}: </span></span>' if state else ""
    cells = f'{bar}<span class="figures">{label}</span><span>{escape(words, quote=False)}</span>{count}'
    return f'<li><a href="{escape(address)}"{here}>{cells}</a></li>'


def contents_division(words: str) -> str:
    """An inner division (a section of a chapter) in the contents."""
    return f'<li class="contents-inner">{escape(words, quote=False)}</li>'


def division_heading(name: str, heading: str, level: int) -> str:
    """A division's heading in the text; `level` 0 is the outermost."""
    element = f"h{min(level + 2, 5)}"
    look = "treaty-division treaty-section" if level else "treaty-division"
    return (
        f'<{element} class="{look}"><span class="unit">{screen.named(name)}</span>{screen.wording(heading)}</{element}>'
    )


def article_section(slug: str, address: str, *, title: tuple[str, str], level: int, words: str) -> str:
    """An article with its title (name, heading), which leads to the article's own page; `words` is HTML. `level` is how
    many divisions it stands in."""
    element = f"h{min(level + 2, 6)}"
    name, heading = title
    link = f'<a href="{escape(address)}"><span class="unit">{screen.named(name)}</span>{screen.wording(heading)}</a>'
    return f'<section id="{escape(slug)}"><{element} class="treaty-article">{link}</{element}>{words}</section>'
