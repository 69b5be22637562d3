"""Redlines of an article: what a reader is told of each clause."""

from drafts.rendering.changes import Redline, html_of_changes, kind_in_words
from drafts.rendering.sheet import Page, html_of, sheet_from
from drafts.text import grammar, identity
from drafts.text.redline import redline

OLD = """1. Each State shall keep a lantern.
2. The lantern shall burn at night.
3. A keeper tends the lantern and reports once a year.
4. Costs lie where they fall.
"""


def articles(new: str, old: str = OLD) -> tuple[list[grammar.Block], list[grammar.Block]]:
    before, after = grammar.parse(old)[0], grammar.parse(new)[0]
    for block in before:
        block.id = grammar.new_id()
    identity.carry_ids(before, after)
    return before, after


def test_unchanged_clauses_are_gathered_with_their_former_numbers() -> None:
    rows = redline(*articles("1. Each State shall keep a bright lantern.\n2. A new duty arises at sea.\n" + OLD[35:]))
    html = html_of_changes(rows, Redline(only_changed=True))
    assert "Amended" in html
    assert "Inserted" in html
    assert '<p class="gap">3 to 5 unchanged, formerly 2 to 4</p>' in html


def test_changes_are_numbered_on_through_several_articles() -> None:
    rows = redline(*articles(OLD.replace("once", "twice")))
    shown = Redline(counted=7, current=8)
    html = html_of_changes(rows, shown)
    assert shown.counted == 8
    assert 'changed here" id="change-8"' in html


def test_a_tombstone_keeps_its_number_and_shows_what_was_deleted() -> None:
    rows = redline(*articles(OLD.replace("The lantern shall burn at night.", "[Deleted]")))
    html = html_of_changes(rows, Redline())
    assert [kind_in_words(row) for row in rows] == ["", "Deleted", "", ""]
    assert '<p class="tombstone">[Deleted]</p>' in html
    assert "The lantern shall burn at night." in html


def test_a_bracket_around_a_whole_paragraph_is_a_change_of_its_number_only() -> None:
    old = "[1. Each State shall keep a lantern.\n2. It burns.]\n"
    before, _ = articles(old, old)
    sheet = html_of(sheet_from(before, "en"), Page(link="?", counts={}))
    assert '<span class="bracket"><b>[</b></span>1.</a><p><span class="bracket">Each State' in sheet
    assert sheet.count("<b>[</b>") == sheet.count("<b>]</b>") == 1


def test_side_by_side_shows_old_words_left_and_new_words_right() -> None:
    rows = redline(*articles(OLD.replace("once a year", "every month")))
    html = html_of_changes(rows, Redline(side=True, only_changed=True))
    left, right = html.split('<div class="side-row', 1)[1].split("</div><div>")
    assert "once a year" in left
    assert "every month" not in left
    assert "every month" in right
    assert "once a year" not in right


def test_a_selected_clause_carries_its_actions_and_its_count_is_no_second_tab_stop() -> None:
    before, _ = articles(OLD)
    page = Page(link="?", counts={before[1].id: 3}, selected=before[1].id, actions="<nav>…</nav>")
    html = html_of(sheet_from(before, "en"), page)
    assert html.count("<nav>") == 1
    assert 'aria-label="paragraph 2, 3 comments" aria-current="true"' in html
    assert 'tabindex="-1" aria-hidden="true">3</a>' in html
