"""The rules of procedure of the demonstration, renumbered by the acts that anybody would use."""

from django.conf import settings

from drafts.models import Act, Article, Text
from mla_portal.accounts.models import User
from mla_portal.demonstration.renumbering import renumber_the_rules


def test_its_rules_were_renumbered_and_their_references_followed(editor: User, secretariat: User) -> None:
    rules = renumber_the_rules(editor, secretariat, settings.ROOT / "fixtures")
    act = Act.objects.of(rules).renumberings().get()
    assert act.detail["labels"] == {
        str(Article.objects.get(instrument=rules, slug=new).pk): [old, new] for old, new in [("6", "5"), ("6 bis", "6")]
    }
    assert (act.detail["dangling"], act.detail["unclear"]) == ([], [])
    texts = {text.article.slug: text.source() for text in Text.objects.of(rules).in_order()}
    assert "after a pause under article 6:" in texts["7"]
    assert "subject to article 5, paragraph 2. Article 9 of the Vienna Convention" in texts["7"]
    assert "articles 4, 5 and 7 apply" in texts["8"]
    assert "[Deleted]" not in " ".join(texts.values())
    assert [edition.label for edition in rules.editions.all()] == ["Rules 1", "Rules 2"]
