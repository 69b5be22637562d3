"""The tree as an HTML page for print (`static/css/print.css`, `drafts.rendering.pdf`).

Written as strings in Python, not as Django templates: a compilation of 10,000 comments is some 100,000 small
elements, which a template renders ten times slower; the pure core stays free of Django; and every word passes
through `_escape` in three places. The shapes are the cheap ones for WeasyPrint: paragraphs with a hanging
label, no tables, no grid, no leaders.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from html import escape as _escape

from drafts.rendering.html_tables import main_of, section_rows
from drafts.rendering.html_words import DEEPEST, changed, clause_html, named, wording_html
from drafts.rendering.markup import words
from drafts.rendering.paper import LYING, page_rules
from drafts.rendering.tree import Clause, Counts, Cover, Document, Remark, Section
from drafts.rendering.words import answered, word

ELSEWHERE = "elsewhere:"  # of a link to a place that another part of the volume has


def page_html(document: Document, line_numbers: bool = False, breaks: Collection[int] = ()) -> str:
    """The whole document as one HTML page without stylesheet.

    `line_numbers` only tells the legend about them; `breaks` are the sections that begin a page.
    """
    anchors = anchors_of(document.sections)
    words = "".join((
        *cover_of(document, line_numbers),
        *contents_of(document, anchors),
        *opening_of(document),
        main_of(document, list(pieces_of(document, anchors, breaks)), breaks),
    ))  # fmt: skip
    return framed(document, words)


def framed(document: Document, words: str) -> str:
    """A page of HTML with the document's language, title and date around the words, and what its paper asks for."""
    cover, language = document.cover, _escape(document.language, quote=True)
    created = f'<meta name="dcterms.created" content="{_escape(document.date)}">' if document.date else ""
    rules = page_rules(document.layout, len(document.columns))
    head = f'<meta charset="utf-8"><title>{_escape(_title(cover))}</title>{created}'
    head += f"<style>{rules}</style>" if rules else ""
    looks = ("low-ink" if document.layout.low_ink else "", "lying" if len(document.columns) == LYING else "")
    look = f' class="{" ".join(filter(None, looks))}"' if any(looks) else ""
    return (
        f'<!doctype html><html lang="{language}"{look}><head>{head}</head>'
        f'<body class="{document.variant}">{words}</body></html>'
    )


def _title(cover: Cover) -> str:
    return f"{cover.title} ({cover.symbol})" if cover.symbol else cover.title


def _lines(text: str) -> str:
    return "<br>".join(_escape(line) for line in text.splitlines())


def _paragraph(kind: str, text: str) -> str:
    return f'<p class="{kind}">{_lines(text)}</p>' if text else ""


# ---- cover, contents, opening


def cover_of(document: Document, line_numbers: bool) -> Iterator[str]:
    cover, language = document.cover, document.language
    body, _, series = cover.symbol.partition("/")
    yield f'<section class="cover" data-symbol="{_escape(cover.symbol)}" data-title="{_escape(cover.title)}"'
    yield f' data-version="{_escape(cover.dateline)}"><p class="symbol"><b>{_escape(body)}</b>'
    yield f"{_escape('/' + series) if series else ''}</p>"
    for number, line in enumerate(cover.masthead):
        yield _paragraph("issuer" if number == 0 else "organ", line)
    about = (
        word("distribution", language).format(cover.distribution) if cover.distribution else "",
        cover.dateline,
        word("original", language).format(cover.original_language) if cover.original_language else "",
    )
    yield _paragraph("about", "\n".join(line for line in about if line))
    yield f"<h1>{_lines(cover.title)}</h1>"
    yield _paragraph("subtitle", cover.subtitle)
    yield _paragraph("occasion", cover.occasion)
    yield _paragraph("occasion", cover.agenda_item)
    reading = _escape(word("reading", language))
    yield '<div class="small-print">'
    yield f'<p class="legend"><span class="say">{reading}</span> {_legend(document, line_numbers)}</p>'
    yield _paragraph("disclaimer", cover.disclaimer)
    yield _paragraph("fingerprint", cover.fingerprint)
    yield "</div></section>"


def _legend(document: Document, line_numbers: bool) -> str:
    language = document.language
    patterns = ["legend_concordance" if document.variant == "concordance" else "legend_brackets"]
    if document.variant == "redline":
        patterns.append("legend_redline")
    if document.variant in ("dispositions", "delegation"):
        patterns.append("legend_proposed")
    if document.variant == "story":
        patterns.append("legend_story")
    if document.against:
        patterns.append("legend_against")
    if line_numbers:
        patterns.append("legend_lines")
    shown = {
        "bracket": f"<b>{_escape(word('bracket', language))}</b>",
        "inserted": f"<ins>{_escape(word('inserted', language))}</ins>",
        "deleted": f"<del>{_escape(word('deleted', language))}</del>",
    }
    against = _escape(document.against)
    return " ".join(_escape(word(pattern, language)).format(against, **shown) for pattern in patterns)


def contents_of(document: Document, anchors: Sequence[str], pages: Mapping[str, int] | None = None) -> Iterator[str]:
    """The table of contents. Its page numbers are counted by who sets the page, or given as `pages`, by anchor, where
    what they lead to is set elsewhere: then the links are of the kind that the assembly turns into destinations.
    A concordance, one table of a few pages, has none.
    """
    if document.variant == "concordance":
        return
    heading = _escape(word("contents", document.language))
    yield f'<section class="contents"><h2 data-mark="{heading}">{heading}</h2>'
    for section, anchor in zip(document.sections, anchors, strict=True):
        if is_unnamed(section):
            continue
        kind = "division" if section.kind == "division" else "entry"
        gone = " deleted" if section.change == "deleted" else ""
        title = words(section.heading)
        # Plain words in the link and the number outside: each element in it would be an annotation of its own.
        number = f'data-at="#{anchor}"' if pages is None else f'data-page="{pages.get(anchor, "")}"'
        link = "#" if pages is None else ELSEWHERE
        yield f'<p class="{kind} level-{min(section.level, DEEPEST)}{gone}" {number}>'
        yield f'<a href="{link}{anchor}">{_escape(named(section.label, title))}</a></p>'
    yield "</section>"


def opening_of(document: Document) -> Iterator[str]:
    """What stands before the text of a compilation: how much there is, and from whom; before a report its summary."""
    if not (document.statistics or document.organisations or document.counts):
        return
    yield '<section class="opening">'
    heading = _escape(word("organisations", document.language))
    if document.counts:
        yield from _counts(document.counts, document.language)
    if document.statistics or document.organisations:
        yield f'<h2 data-mark="{heading}">{heading}</h2>'
    yield _paragraph("statistics", document.statistics)
    for group, names in document.organisations:
        yield f'<p class="group"><b>{_escape(group)}</b> {_escape(", ".join(names))}</p>'
    yield "</section>"


def _counts(counts: Counts, language: str) -> Iterator[str]:
    """The one table that the stylesheet knows: small, once in a file."""
    summary = _escape(word("summary", language))
    yield f'<h2 data-mark="{summary}">{summary}</h2>'
    first, *columns = (_escape(column) for column in counts.columns)
    heads = "".join(f'<th scope="col" class="number">{column}</th>' for column in columns)
    yield f'<table class="counts"><thead><tr><th scope="col">{first}</th>{heads}</tr></thead><tbody>'
    for place, (name, *numbers) in enumerate(counts.rows, 1):
        last = ' class="sum"' if place == len(counts.rows) else ""
        cells = "".join(f"<td>{_escape(number)}</td>" for number in numbers)
        yield f'<tr{last}><th scope="row">{_escape(name)}</th>{cells}</tr>'
    yield "</tbody></table>"


# ---- sections


def anchors_of(sections: Iterable[Section]) -> list[str]:
    """A name for the place of each section, no two alike."""
    found: list[str] = []
    for number, section in enumerate(sections, 1):
        anchor = _escape(section.anchor or f"section-{number}", quote=True).replace(" ", "-")
        found.append(anchor if anchor not in found else f"{anchor}-{number}")
    return found


def pieces_of(document: Document, anchors: Sequence[str], breaks: Collection[int] = ()) -> Iterator[str]:
    """The text, a piece a section; those in `breaks` begin a page."""
    level = 0
    for place, (section, anchor) in enumerate(zip(document.sections, anchors, strict=True)):
        # A heading never skips a level, whatever the caller says: readers by ear navigate by them (PDF/UA-1,
        # 7.4.2).
        level = max(1, min(section.level, level + 1, DEEPEST))
        level_and_place = (level, " unit" if place in breaks else "")
        if document.columns:
            yield section_rows(section, anchor, level, document.columns)
            continue
        yield "".join(_piece(section, anchor, level_and_place, document.language))


def _piece(section: Section, anchor: str, level_and_place: tuple[int, str], language: str) -> Iterator[str]:
    level, begins = level_and_place
    if section.kind == "continued":
        running = _escape(named(section.label, words(section.heading), " – "))
        yield f'<div class="continued{begins}" id="{anchor}" data-run="{running}"></div>'
    elif is_unnamed(section):
        yield f'<div class="pause" id="{anchor}"></div>'
    else:
        yield _heading(section, anchor, level, begins)
    yield from _clauses(section.clauses, language)
    if section.remarks:
        if section.kind != "comments":
            title = word("comments_on", language).format(section.label) if section.label else ""
            yield f'<p class="remarks">{_escape(title or word("comments", language))}</p>'
        yield from _remarks(section.remarks, language)


def is_unnamed(section: Section) -> bool:
    """Closing words and the like, which stand under no heading: an empty one would be read out as nothing."""
    return section.kind == "continued" or (not section.label and not words(section.heading))


def _heading(section: Section, anchor: str, level: int, begins: str = "") -> str:
    title = words(section.heading)
    shown = wording_html(section.heading)
    label = _escape(section.label)
    if section.change in ("inserted", "deleted"):
        sign = "ins" if section.change == "inserted" else "del"
        label = f"<{sign}>{label}</{sign}>" if label else ""
    label = f'<span class="label">{label}</span>' if label else ""
    line = "<br>" if label and shown else ""
    note = f'<p class="section-note">{_escape(section.note)}</p>' if section.note else ""
    bookmark, running = _escape(named(section.label, title)), _escape(named(section.label, title, " – "))
    return (
        f'<h{level + 1} class="{section.kind}{changed(section.change)}{begins}" id="{anchor}"'
        f' data-mark="{bookmark}" data-run="{running}">'
        f'{label}{line}<span class="heading">{shown}</span></h{level + 1}>{note}'
    )


def _clauses(clauses: Iterable[Clause], language: str) -> Iterator[str]:
    in_option = False
    for clause in clauses:
        if clause.kind in ("option", "end") and in_option:
            yield "</div>"
            in_option = False
        if clause.kind == "end":
            continue
        if clause.kind == "option":
            yield '<div class="option">'
            in_option = True
        yield clause_html(clause)
        if clause.remarks:
            yield from _remarks(clause.remarks, language)
    if in_option:
        yield "</div>"


# ---- remarks


def _remarks(remarks: Iterable[Remark], language: str) -> Iterator[str]:
    yield '<div class="said">'
    for remark in remarks:
        about = [remark.kind, remark.clause_label, remark.reference]
        behalf = f" {_escape(remark.behalf)}" if remark.behalf else ""
        name = f"<b>{_escape(remark.organisation)}</b>" if remark.organisation else ""
        yield f'<p class="remark">{name}{behalf}'
        facts = _escape(" · ".join(part for part in about if part))
        yield f' <span class="kind">{facts}</span> ' if facts else " "
        first, *further = [line for line in remark.reasoning.splitlines() if line.strip()] or [""]
        yield f"{_escape(first)}</p>"
        yield from (f'<p class="remark further">{_escape(line)}</p>' for line in further)
        if remark.proposed:
            title = _escape(word("proposed", language))
            yield f'<p class="proposed"><span class="say">{title}</span> {wording_html(remark.proposed)}</p>'
        yield from (f'<p class="remark further">{_escape(line)}</p>' for line in remark.positions)
        if remark.disposition:
            title, said = word("answer", language), answered(remark.disposition, language)
            yield f'<p class="answer"><span class="say">{_escape(title)}</span> {_escape(said)}</p>'
    yield "</div>"
