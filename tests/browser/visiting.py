"""How a test visits the portal: signing in, waiting for an answer, picking words, and what the browser complains of."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, WebError

Enter = Callable[..., Page]

# Marks words of a paragraph as a mouse would, across the elements that they stand in.
MARK_WORDS = """(paragraph, words) => {
  const pieces = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const whole = paragraph.textContent;
  const start = whole.indexOf(words);
  const range = document.createRange();
  let passed = 0;
  while (pieces.nextNode()) {
    const piece = pieces.currentNode;
    const from = start - passed, to = start + words.length - passed;
    if (from >= 0 && from < piece.length) range.setStart(piece, from);
    if (to > 0 && to <= piece.length) range.setEnd(piece, to);
    passed += piece.length;
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def sign_in(page: Page, email: str, then: str = "/") -> None:
    """From the sign-in page to `then`, with the demonstration's password."""
    page.goto(f"/accounts/login/?next={then}")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill("demo")
    press(page, page.get_by_role("main").get_by_role("button", name="Sign in"))


def status_of(page: Page, address: str) -> int:
    """Go to an address; with which status it answered."""
    answer = page.goto(address)
    assert answer is not None
    return answer.status


def press(page: Page, control: Locator) -> None:
    """Press what leads to another page, and wait until that is there."""
    with page.expect_navigation():
        control.click()


def follow(page: Page, words: str, exact: bool = True) -> None:
    """Follow the first link of the page's main part that says so."""
    press(page, page.get_by_role("main").get_by_role("link", name=words, exact=exact).first)


def follow_more(page: Page, words: str) -> None:
    """Follow a link of what can be seen and done of a whole text, which stand behind one button."""
    page.get_by_text("More about this text").click()
    follow(page, words)


def retype(page: Page, before: str, after: str) -> None:
    """Put other words into the text of an article, as somebody at the keyboard would have it in the end."""
    field = page.get_by_role("textbox", name="Text", exact=True)
    typed = field.input_value()
    assert before in typed
    field.fill(typed.replace(before, after))


def complaints_of(context: BrowserContext) -> list[str]:
    """A list that fills with every error of scripts and of the console, refused contents among them."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"{message.page.url if message.page else ''}: {message.text}")

    def crash(error: WebError) -> None:
        complaints.append(str(error.error))

    context.on("console", note)
    context.on("weberror", crash)
    return complaints
