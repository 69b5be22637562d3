"""No document that somebody outside can ask for has a word of a sealed comment. The pages are walked in test_sealed."""

import itertools

import pytest
from django.test import Client
from django.urls import reverse

from consultations.models import Organisation, Round
from drafts.exporting import fulfil
from drafts.models import Article, Rendition
from mla_portal.accounts.models import User
from tests.cast import clause_id
from tests.consultations.test_sealed import MARKS, OUTSIDE, SAID, author, content_of, peru, sealed, state_of

__all__ = ["author", "peru"]  # fixtures


@pytest.mark.parametrize(("who", "disclosure", "ended"), OUTSIDE[1:])
def test_a_sealed_comment_is_in_no_document_that_those_outside_can_ask_for(
    request: pytest.FixtureRequest,
    conference: Round,
    article: Article,
    author: User,
    delegate: User,
    editor: User,
    peru: Organisation,
    who: str,
    disclosure: str,
    ended: bool,
) -> None:
    """The round's documents and the clause's story, asked for by hand in every way that their forms have, and made."""
    secret = sealed(conference, author, article, peru, delegate, editor)
    state_of(conference, disclosure, ended=ended)
    client = Client()
    client.force_login(request.getfixturevalue(who))
    theirs = Rendition.objects.order_by("-pk").values_list("pk", flat=True)[0]
    exports = reverse("consultations:round_exports", kwargs={"slug": conference.slug})
    story = reverse("consultations:clause_document", kwargs={"slug": "lanterns", "clause": clause_id(article)})
    choices = {"language": ["en"], "format": ["txt", "html"], "organisation": ["", "CL", "KE", "PE", "LANTERN"]}
    for values in itertools.product(*choices.values()):
        sent = {**dict(zip(choices, values, strict=True)), "audience": "core"}
        client.post(story, sent)
        for variant in Rendition.Variant.values:
            client.post(exports, {**sent, "variant": variant})
    client.post(reverse("consultations:register_bundle", kwargs={"slug": conference.slug}), {"audience": "core"})
    made = Rendition.objects.filter(pk__gt=theirs).order_by("pk")
    assert {rendition.variant for rendition in made} >= ({"story"} if who == "outsider" else {"story", "bundle"})
    for rendition in made:
        fulfil(rendition.pk)
        words = content_of(client.get(reverse("drafts:rendition_file", args=["lanterns", rendition.pk])))
        words = "".join(words.split())
        assert [mark for mark in [SAID, *MARKS, secret.checksum] if mark.replace(" ", "") in words] == [], rendition
