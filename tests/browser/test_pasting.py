"""Pasting from Word into the editor, in a real browser: what is kept, what is dropped, and one step back.

The HTML here is written in the manner of Word on the desktop, Word in the browser and LibreOffice; no document was
copied.
"""

import pytest
from playwright.sync_api import Page, expect

from drafts.models import Article, Text
from mla_portal.accounts.models import User
from tests.browser.visiting import Enter, complaints_of

PASTE = """([html, plain]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", plain);
  const field = document.getElementById("source");
  field.focus();
  return field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def item(level: int, marker: str, words: str) -> str:
    """An item of a list as Word on the desktop writes it: its number is text that only Word ignores."""
    spaces = '<span style="font:7.0pt &quot;Times New Roman&quot;">&nbsp;&nbsp;&nbsp; </span>'
    return (
        f"<p class=MsoListParagraph style='margin-left:{36 * level}pt;text-indent:-18pt;mso-list:l0 level{level} lfo1'>"
        f"<![if !supportLists]><span style='mso-list:Ignore'>{marker}{spaces}</span><![endif]>{words}<o:p></o:p></p>"
    )


DESKTOP = (
    "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style>p.MsoNormal {color: red}</style></head><body>"
    "<!--StartFragment-->"
    + item(1, "1.", "Each State Party\n  shall keep a&nbsp;<b>lan\u00adtern</b> [at <i>all</i><i> hours</i>].")
    + item(1, "2.", "A lantern shall:")
    + item(2, "(a)", "be <i>visible</i> from afar; and")
    + item(2, "(b)", "be tended:")
    + item(3, "(i)", "by day; or")
    + item(3, "(ii)", "by night.")
    + "<!--EndFragment--></body></html>"
)
ONLINE = (
    '<div class="ListContainerWrapper"><ol start="1"><li data-leveltext="%1." data-listid="7" data-aria-level="1">'
    '<p class="Paragraph"><span class="TextRun">Costs are shared.</span></p></li></ol></div>'
    '<div class="ListContainerWrapper"><ol start="2"><li data-leveltext="%1." data-listid="7" data-aria-level="1">'
    '<p class="Paragraph"><span class="TextRun">They are paid:</span></p></li></ol></div>'
    '<div class="ListContainerWrapper"><ol start="1"><li data-leveltext="(%2)" data-listid="7" data-aria-level="2"'
    ' style="list-style-type: lower-alpha"><p><span class="TextRun">in oil;</span></p></li></ol></div>'
    '<div class="ListContainerWrapper"><ol start="2"><li data-leveltext="(%2)" data-listid="7" data-aria-level="2"'
    ' style="list-style-type: lower-alpha"><p class="Paragraph"><span class="TextRun" style="font-style: italic">'
    'in specie</span><span class="TextRun">.</span></p></li></ol></div>'
)
NESTED = (
    "<ol><li>First<ol type='a'><li>inner</li><li>other<ol type='i'><li>deep</li></ol></li></ol></li>"
    "<li>Second</li></ol>"
)
TRACKED = (
    "<p class=MsoNormal>The keeper <del cite='mailto:X' datetime='2026-01-01'>may</del>"
    "<ins cite='mailto:X'>shall</ins> report<a style='mso-footnote-id:ftn1' href='#_ftn1' name='_ftnref1'>"
    "<span class=MsoFootnoteReference>[1]</span></a> <span style='display:none'>hidden </span>yearly.</p>"
    "<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText>"
    "<a style='mso-footnote-id:ftn1' href='#_ftnref1' name='_ftn1'><span class=MsoFootnoteReference>[1]</span></a>"
    " To the {harbour} master.</p></div></div>"
)
TYPED = (
    "<p class=MsoNormal>3.<span style='mso-tab-count:1'>    </span>Oil is <em>bona fide</em><br>paid for:</p>"
    "<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>(a)&nbsp;&nbsp;</span>"
    "in advance;</p><p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>(b)&nbsp;"
    "</span>or later.</p>"
)
ON_THE_DESKTOP = """\
1. Each State Party shall keep a lantern [at *all hours*].
2. A lantern shall:
    (a) be *visible* from afar; and
    (b) be tended:
        (i) by day; or
        (ii) by night."""
CASES = {
    "word on the desktop": (DESKTOP, ON_THE_DESKTOP),
    "word in the browser": (
        ONLINE,
        "1. Costs are shared.\n2. They are paid:\n    (a) in oil;\n    (b) *in specie*.",
    ),
    "nested lists": (NESTED, "1. First\n    (a) inner\n    (b) other\n        (i) deep\n2. Second"),
    "tracked changes and a footnote": (TRACKED, "The keeper shall report{fn: To the (harbour) master.} yearly."),
    "typed numbers and a list of its own": (
        TYPED,
        "3. Oil is *bona fide* paid for:\n    (a) in advance;\n    (b) or later.",
    ),
}


@pytest.fixture
def editing(enter: Enter, article: Article, text: Text, editor: User) -> Page:
    page = enter(editor.email)
    page.goto(f"{article.get_absolute_url()}edit/")
    return page


def field(page: Page) -> str:
    return page.locator("#source").input_value()


def paste(page: Page, html: str, plain: str = "plain words") -> bool:
    """Paste at the caret; whether the browser was left to do it its own way."""
    untouched: bool = page.evaluate(PASTE, [html, plain])
    return untouched


@pytest.mark.parametrize("case", CASES)
def test_word_becomes_the_drafting_syntax(editing: Page, case: str) -> None:
    html, wanted = CASES[case]
    complaints = complaints_of(editing.context)
    editing.locator("#source").fill("")
    assert not paste(editing, html)
    assert field(editing) == wanted
    expect(editing.locator("#pasted")).to_contain_text("Pasted")
    assert complaints == []


def test_the_note_says_what_was_kept_and_left_out(editing: Page) -> None:
    editing.locator("#source").fill("")
    paste(editing, DESKTOP)
    expect(editing.locator("#pasted")).to_have_text(
        "Pasted 6 clauses as plain text; kept 6 numbers, 1 bracket, italics. Ctrl+Z takes it back."
    )
    paste(editing, TRACKED)
    expect(editing.locator("#pasted")).to_have_text(
        "Pasted 1 clause as plain text; kept 1 footnote; left out 1 tracked deletion. Ctrl+Z takes it back."
    )


def test_undo_takes_a_paste_back_in_one_step(editing: Page) -> None:
    source = editing.locator("#source")
    source.focus()
    source.press("Control+End")
    before = field(editing)
    paste(editing, DESKTOP)
    assert field(editing) != before
    source.press("Control+z")
    assert field(editing) == before


def test_clauses_pasted_into_a_line_begin_lines_of_their_own(editing: Page) -> None:
    source = editing.locator("#source")
    source.fill("1. One.\n2. Two.")
    editing.evaluate("document.getElementById('source').setSelectionRange(7, 7)")
    paste(editing, TYPED)
    assert field(editing) == (
        "1. One.\n3. Oil is *bona fide* paid for:\n    (a) in advance;\n    (b) or later.\n2. Two."
    )


def test_a_few_words_are_pasted_into_the_line(editing: Page) -> None:
    editing.locator("#source").fill("1. One here.")
    editing.evaluate("document.getElementById('source').setSelectionRange(7, 11)")
    paste(editing, "<p>is <i>there</i></p>")
    assert field(editing) == "1. One is *there*."


@pytest.mark.parametrize(
    "html", ["", "<span>words of a page</span>", "<div style='white-space: pre'><p>  (a) code</p></div>"]
)
def test_a_plain_paste_is_left_to_the_browser(editing: Page, html: str) -> None:
    before = field(editing)
    assert paste(editing, html)
    assert field(editing) == before  # a made event pastes nothing by itself


def test_hostile_html_is_words_and_nothing_more(editing: Page) -> None:
    complaints = complaints_of(editing.context)
    editing.locator("#source").fill("")
    paste(editing, "<p onclick='x()'>a<img src=x onerror='document.title=1'><script>document.title=2</script> b</p>")
    assert field(editing) == "a b"
    assert "Editing" in editing.title()
    assert complaints == []


def test_the_keyboard_indents_and_saves(editing: Page) -> None:
    source = editing.locator("#source")
    source.fill("1. One:\n(a) first;\n(b) last.")
    editing.evaluate("document.getElementById('source').setSelectionRange(9, 25)")
    source.press("Control+]")
    assert field(editing) == "1. One:\n    (a) first;\n    (b) last."
    source.press("Control+[")
    assert field(editing) == "1. One:\n(a) first;\n(b) last."
    source.press("Control+z")
    assert field(editing) == "1. One:\n    (a) first;\n    (b) last."
    source.press("Control+s")
    reason = editing.get_by_label("Reason for this version")
    expect(reason).to_be_focused()
    reason.fill("Items stand below their paragraph.")
    with editing.expect_navigation():
        reason.press("Control+s")
    expect(editing.get_by_role("main")).to_contain_text("Saved as version 2.")
