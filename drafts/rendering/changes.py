"""The rows of a redline as HTML: inline, or old and new side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from drafts.rendering import screen
from drafts.rendering.sheet import look_of
from drafts.text import numbering
from drafts.text.blocks import Block, is_tombstone
from drafts.text.redline import Row, Segment

_KINDS = {
    "edit": "Amended",
    "move": "Moved",
    "move_edit": "Moved and amended",
    "insert": "Inserted",
    "delete": "Deleted",
    "split": "Split",
    "merge": "Merged",
}


@dataclass(slots=True)
class Redline:
    """What is told of an article's redline and how far one has come in it.

    only_changed: unchanged clauses are gathered into one line. side: two columns. margin: the kind of change
    stands in the margin (not in a narrow column). prefix: of ids. counted: changes before this article, so
    that a reader can go from one to the next through a whole treaty. current: the change that the reader has
    gone to.
    """

    only_changed: bool = False
    side: bool = False
    margin: bool = True
    prefix: str = ""
    counted: int = 0
    current: int = 0
    with_notes: bool = True
    language: str = "en"
    opened: list[int] = field(default_factory=lambda: [0, 0])


def html_of_changes(rows: Sequence[Row], redline: Redline) -> str:
    """The article's rows and its footnotes. Counts its changes on into `redline.counted`."""
    apparatus = screen.Apparatus(prefix=redline.prefix, with_notes=redline.with_notes)
    places = _places(rows, redline.language) if redline.only_changed else {}
    out: list[str] = []
    quiet: list[Row] = []
    for row in rows:
        if redline.only_changed and is_quiet(row):
            quiet.append(row)
            _pass(row, redline)
            continue
        out += _gap(quiet, places)
        quiet = []
        out.append(_side(row, redline, apparatus) if redline.side else _inline(row, redline, apparatus))
        _pass(row, redline)
    out += _gap(quiet, places)
    redline.opened = [0, 0]
    return "".join(out) + apparatus.listed()


def is_quiet(row: Row) -> bool:
    """Whether nothing happened to the clause that a reader should look at; a new number alone is nothing."""
    return row.kind == "same" and not row.relevelled


def _pass(row: Row, redline: Redline) -> None:
    """Keep count of the brackets that the row leaves open, in the old and in the new text."""
    for side, blocks in enumerate((row.olds, row.news)):
        for block in blocks:
            edge = block.kind in ("option", "end")
            opened = screen.opened_after(block.text, redline.opened[side] + bool(block.lead))
            redline.opened[side] = 0 if edge else opened


def _places(rows: Sequence[Row], language: str) -> dict[str, str]:
    """Where every clause stands in the new text, those that are gone in the old one."""
    olds = [block for row in rows for block in row.olds]
    news = [block for row in rows for block in row.news]
    return {**numbering.paths(olds, language), **numbering.paths(news, language)}


def _gap(rows: Sequence[Row], places: Mapping[str, str]) -> Iterator[str]:
    """One line for a run of unchanged clauses, with their former numbers where those differ."""
    if not rows:
        return
    first, last = places[rows[0].news[0].id], places[rows[-1].news[0].id]
    words = f"{first} unchanged" if len(rows) == 1 else f"{first} to {last} unchanged"
    former = [row.renumbered_from.rstrip(".") for row in rows if row.renumbered_from]
    if former:
        words += f", formerly {former[0]}" + (f" to {former[-1]}" if len(former) > 1 else "")
    yield f'<p class="gap">{escape(words[0].upper() + words[1:])}</p>'


def kind_in_words(row: Row) -> str:
    """ "Amended", "Moved" …, "" where nothing happened."""
    if row.news and row.olds and is_tombstone(row.news[0]) and not is_tombstone(row.olds[0]):
        return "Deleted"
    return _KINDS.get(row.kind, "Set at another level" if row.relevelled else "")


def _origin(row: Row) -> list[str]:
    """Where the clause comes from, in sentences."""
    told = [f"Formerly {row.renumbered_from.rstrip('.')}."] if row.renumbered_from else []
    if row.kind in ("move", "move_edit"):
        told.append("Moved here.")
    if row.kind == "split":
        told.append(f"One clause has become {len(row.news)}; ¶ stands between them.")
    if row.kind == "merge":
        told.append(f"{len(row.olds)} clauses have become one; ¶ stood between them.")
    return told


def _note(told: Sequence[str]) -> str:
    return f'<p class="was">{escape(" ".join(told))}</p>' if told else ""


def _lead(blocks: Sequence[Block]) -> bool:
    return bool(blocks and blocks[0].lead)


def _label(row: Row) -> str:
    """The number, and the bracket that may stand before it: kept, put in or taken out like any other words."""
    block = (row.news or row.olds)[0]
    was, now = _lead(row.olds), _lead(row.news)
    if was and now:
        before = screen.BEFORE_NUMBER
    elif was or now:
        before = screen.redlined([("-" if was else "+", "[")])
    else:
        before = ""
    return screen.label_html(block.label, before)


def _words(row: Row, redline: Redline, apparatus: screen.Apparatus) -> str:
    if row.news and is_tombstone(row.news[0]):
        gone = [(sign, text) for sign, text in row.segments if sign == "-"]
        if row.kind == "same" or not gone:
            return '<p class="tombstone">[Deleted]</p>'
        struck: list[Segment] = [("-", row.olds[0].text)]
        return f'<p class="tombstone">[Deleted]</p><p>{screen.redlined(struck, _opened(row, redline), apparatus)}</p>'
    moved = row.kind in ("move", "move_edit")
    words = screen.redlined(row.segments, _opened(row, redline), apparatus, moved)
    return f"<p>{words}</p>{apparatus.take_notes()}"


def _opened(row: Row, redline: Redline) -> tuple[int, int]:
    """How many brackets are open where the row's words begin, in the old and in the new text."""
    return redline.opened[0] + _lead(row.olds), redline.opened[1] + _lead(row.news)


def _inline(row: Row, redline: Redline, apparatus: screen.Apparatus) -> str:
    block = (row.news or row.olds)[0]
    kind = kind_in_words(row)
    look, name = look_of(block), ""
    if not is_quiet(row):
        redline.counted += 1
        look += " changed here" if redline.counted == redline.current else " changed"
        name = f' id="change-{redline.counted}"'
    if block.kind == "end":
        return (
            f'<div class="clause {look}"{name}><div class="clause-body"><p class="note">End of options</p></div></div>'
        )
    margin = f'<p class="clause-word">{kind}</p>' if redline.margin and kind else ""
    heard = f'<span class="vh">{kind}. </span>' if kind and not redline.margin else ""
    label = f'<span class="clause-label">{_label(row)}</span>' if block.label else ""
    words = _words(row, redline, apparatus)
    if block.kind == "option":
        words = words.replace("<p>", f'<p class="option-name">{label} <span>', 1).replace("</p>", "</span></p>", 1)
        label = ""
    body = f'<div class="clause-body">{heard}{label}{words}{_note(_origin(row))}</div>'
    return f'<div class="clause {look}"{name}>{margin}{body}</div>'


def _side(row: Row, redline: Redline, apparatus: screen.Apparatus) -> str:
    name, look = "", ""
    if not is_quiet(row):
        redline.counted += 1
        name = f' id="change-{redline.counted}"'
        look = " here" if redline.counted == redline.current else ""
    was = [segment for segment in row.segments if segment[0] != "+"]
    now = [segment for segment in row.segments if segment[0] != "-"]
    if row.olds and row.news and is_tombstone(row.news[0]) and row.kind != "same":
        was, now = [("-", row.olds[0].text)], [("+", row.news[0].text)]
    opened = _opened(row, redline)
    kind = kind_in_words(row)
    note = _note([*([f"{kind}."] if kind else []), *_origin(row)])
    left = _column(row.olds, screen.redlined(was, opened))
    right = _column(row.news, screen.redlined(now, opened, apparatus)) + apparatus.take_notes()
    return f'<div class="side-row{look}"{name}><div>{left}</div><div>{right}{note}</div></div>'


def _column(blocks: Sequence[Block], words: str) -> str:
    if not blocks:
        return '<p class="note">—</p>'
    if blocks[0].kind == "end":
        return '<p class="note">End of options</p>'
    before = screen.BEFORE_NUMBER if blocks[0].lead else ""
    return f"<p>{screen.label_html(blocks[0].label, before)} {words}</p>"
