"""What rests on a sealed comment does not name it: versions, editions, conclusions, and files that others have made.

`test_sealed` compares whole answers with and without the comment. Here the Core Group has acted on it: the text does
change, and may; but nobody outside learns from whom the words came, nor that there was a comment.
"""

import io
from dataclasses import replace
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from consultations.concluding import Wording, add_conclusion, issue_conclusions
from consultations.conclusions_document import TYPES
from consultations.models import Comment, Conclusion, ConclusionsIssue, Disposition, Organisation, Round
from consultations.taking_over import take_over
from drafts.exporting import fulfil
from drafts.models import Article, Rendition
from drafts.orders import Order
from drafts.requesting import request_rendition
from mla_portal.accounts.models import User
from tests.cast import comment_by
from tests.consultations.test_sealed import (  # noqa: F401
    MARKS,
    author,
    content_of,
    known,
    peru,
    sealed,
    state_of,
    walk,
)

# The proposed words are left out: they are in the text now, where the Core Group has put them.
TRACES = [MARKS[0], MARKS[2], MARKS[3], MARKS[4], MARKS[5]]


def acted_upon(conference: Round, editor: User, secretariat: User) -> Comment:
    """The sealed comment is taken over into the text, and the chair's conclusions rest on it."""
    comment = Comment.objects.submitted().get(delegation__organisation__code="CL")
    take_over(comments=[comment], editor=editor, answer="It is clearer.")
    wording = Wording("Way forward", Conclusion.Grade.CONSENSUS, "Lanterns are kept.", comments=[comment])
    add_conclusion(round=conference, wording=wording, person=secretariat)
    issue_conclusions(round=conference, symbol="MLA/CRP.9", person=secretariat)
    return comment


@pytest.mark.parametrize("who", ["neighbour", "observer", "outsider", "anonymous"])
def test_what_rests_on_a_sealed_comment_does_not_name_it(
    request: pytest.FixtureRequest,
    conference: Round,
    article: Article,
    known: dict[str, list[Any]],  # noqa: F811
    author: User,  # noqa: F811
    delegate: User,
    editor: User,
    secretariat: User,
    peru: Organisation,  # noqa: F811
    who: str,
) -> None:
    own = comment_by(request.getfixturevalue("neighbour"), conference, submit=True)
    state_of(conference, Round.Disclosure.CORE_GROUP, ended=True)
    secret = sealed(conference, author, article, peru, delegate, editor)
    comment = acted_upon(conference, editor, secretariat)
    issue, answers = ConclusionsIssue.objects.latest("pk"), Disposition.objects.values_list("pk", flat=True)
    client = Client()
    if who != "anonymous":
        client.force_login(request.getfixturevalue(who))
    after = walk(client, known, {own.pk, comment.pk, issue.pk, *answers, *secret.ids})
    for kind in TYPES:
        address = reverse("consultations:conclusions_file", kwargs={"slug": conference.slug, "issue": issue.pk})
        response = client.get(address, {"format": kind})
        after[f"{address} {kind}"] = (response.status_code, words_in(response))
    traces = [*TRACES, secret.checksum]
    assert {address: trace for address, told in after.items() for trace in traces if trace in str(told)} == {}


@pytest.mark.parametrize("format", [Rendition.Format.PDF, Rendition.Format.DOCX, Rendition.Format.HTML])
def test_files_that_a_delegation_has_made_do_not_name_it(
    conference: Round,
    article: Article,
    author: User,  # noqa: F811
    delegate: User,
    neighbour: User,
    editor: User,
    peru: Organisation,  # noqa: F811
    format: str,
) -> None:
    state_of(conference, Round.Disclosure.CORE_GROUP, ended=True)
    sealed(conference, author, article, peru, delegate, editor)
    client = Client()
    client.force_login(neighbour)
    address = reverse("consultations:round_exports", kwargs={"slug": conference.slug})
    assert client.post(address, {"variant": "compilation", "language": "en"}).status_code == 422
    assert not Rendition.objects.filter(requested_by=neighbour).exists()
    assert conference.instrument
    order = Order(conference.instrument, conference.edition, variant=Rendition.Variant.CLEAN, format=format)
    assert [mark for mark in MARKS if mark in made_by(neighbour, order)] == []
    if format != Rendition.Format.DOCX:  # which is made of the clean text alone
        compiled = replace(order, variant=Rendition.Variant.COMPILATION)
        assert MARKS[0] in made_by(editor, compiled), "where it may stand, it is found"


def made_by(person: User, order: Order) -> str:
    """The words of a file that this person has ordered, made as the worker makes it."""
    rendition = request_rendition(order=order, person=person)
    fulfil(rendition.pk)
    rendition.refresh_from_db()
    with rendition.file.open("rb") as made:
        return words_in(HttpResponse(made.read()))


def words_in(response: Any) -> str:
    """Those of a PDF, else as `test_sealed` reads them."""
    if response.content[:4] == b"%PDF":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    return content_of(response)
