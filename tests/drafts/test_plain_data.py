"""A text as JSON: every word and number of it, the same bytes each time."""

import json
from typing import Any

import pytest

from drafts.exporting import check_order, produce
from drafts.models import Edition, EditionText, Rendition
from drafts.orders import CannotExport, Order, file_name
from drafts.requesting import request_rendition
from mla_portal.accounts.models import User

JSON = Rendition.Format.JSON


def told(order: Order) -> dict[str, Any]:
    return json.loads(produce(order).content)


def test_it_has_every_clause_with_its_number_and_its_words(edition: Edition) -> None:
    found = told(Order(edition.instrument, edition, format=JSON))
    assert (found["edition"], found["symbol"], found["language"]) == ("draft-1", "LAN/2026/1", "en")
    assert found["proof"] == {"checksum": edition.checksum, "past": edition.past, "chain": edition.chain}
    assert [one["name"] for one in found["divisions"]] == ["Part I", "Part II"]
    article = next(one for one in found["articles"] if one["number"] == "1")
    assert article["heading"] == "Keeping of lights"
    assert found["divisions"][article["division"]]["heading"] == "Lights"
    pinned = EditionText.objects.get(edition=edition, article__slug="1", language="en").version
    assert [clause["id"] for clause in article["clauses"]] == [block.id for block in pinned.clauses()]
    first, second, a, _ = article["clauses"]
    assert first["words"] == "Each State Party shall keep a lantern on its coast [at all hours]."
    assert first["typed"].endswith("[at all hours]^{Chile}.")
    assert (second["number"], a["number"], a["cited"], a["level"]) == ("2.", "(a)", "paragraph 2 (a)", 1)


def test_the_same_edition_gives_the_same_bytes_and_the_working_text_no_proof(edition: Edition) -> None:
    order = Order(edition.instrument, edition, format=JSON)
    assert produce(order).content == produce(order).content
    working = told(Order(edition.instrument, format=JSON))
    assert (working["edition"], working["proof"]) == ("working", {})


def test_a_redline_is_refused(edition: Edition) -> None:
    with pytest.raises(CannotExport, match="JSON carries the clean text alone"):
        check_order(Order(edition.instrument, edition, "redline", against=edition, format=JSON))


def test_it_is_asked_for_as_other_files_are(edition: Edition, secretariat: User) -> None:
    rendition = request_rendition(order=Order(edition.instrument, edition, format=JSON), person=secretariat)
    assert file_name(rendition) == "lanterns-draft-1-clean-en.json"
