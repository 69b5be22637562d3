"""On the pages of a comparison: what moved is shown as moved, and a new number is no change."""

from django.test import Client

from drafts.amending import write_version
from drafts.models import Edition, Text
from drafts.text import grammar
from drafts.text.identity import carry_ids
from mla_portal.accounts.models import User


def rewrite(text: Text, editor: User, source: str) -> None:
    """The next version, with whatever numbers it is written in: since an edition has been issued, an editor's would be
    held."""
    blocks, _ = grammar.parse(source)
    carry_ids(text.clauses(), blocks)
    write_version(text, heading=text.heading, blocks=blocks, author=editor, reason="A reason.")


def shown(client: Client, editor: User, query: str = "") -> list[str]:
    """The article's comparison with its first version, and that of the whole text with its first edition."""
    client.force_login(editor)
    newest = Text.objects.get(article__slug="1").number
    addresses = (f"articles/1/compare/1/{newest}/{query}", f"compare/draft-1/working/{query}")
    return [client.get(f"/instruments/lanterns/{address}").content.decode() for address in addresses]


def move(text: Text, editor: User) -> None:
    """The second paragraph before the first, word for word."""
    source = text.source()
    second = source.index("2. A lantern")
    first, rest = source[:second], source[second:]
    rewrite(text, editor, "\n".join([rest.replace("2. A", "1. A"), first.replace("1. Each", "2. Each")]))


def test_a_moved_paragraph_is_marked_as_moved_and_its_words_as_unchanged(
    client: Client, text: Text, edition: Edition, editor: User
) -> None:
    move(text, editor)
    for query in ("", "?view=side"):
        for page in shown(client, editor, query):
            sheet = page[page.index("<article") : page.index("</article>")]
            assert "Moved" in sheet
            assert ("<ins>" in sheet, "<del>" in sheet) == (False, False)
    inline = shown(client, editor)[0]
    assert 'class="moved"><span class="vh">moved here: ' in inline


def test_renumbering_alone_is_no_change(client: Client, text: Text, edition: Edition, editor: User) -> None:
    rewrite(
        text, editor, "1. A lantern is lit at dusk.\n" + text.source().replace("1. E", "2. E").replace("2. A", "3. A")
    )
    article, whole = shown(client, editor)
    assert "1 change." in article
    assert "1 change in 1 of" in whole
    sheet = article[article.index("<article") : article.index("</article>")]
    assert sheet.count("<ins>") == 1
    assert ("Formerly 1." in sheet, "Formerly 2." in sheet) == (True, True)
