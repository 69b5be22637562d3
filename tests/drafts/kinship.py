"""Two texts that are kin: an invented model, and a convention on two subjects that was drafted from it."""

from typing import Any

from drafts.amending import Proposal, save_text
from drafts.citing import find_cited
from drafts.importing import import_text
from drafts.linking import link_clauses
from drafts.models import Clause, ClauseLink, Instrument, Text
from drafts.suggesting import shelf_of
from mla_portal.accounts.models import User

MODEL = """Model Code of Pilotage

Article 1
Requests

1. A request for pilotage shall be made in writing to the harbour authority and shall name the vessel.

2. The harbour authority shall give reasons for any refusal of a request.

Article 2
Costs

Each master shall bear the ordinary costs of the pilot who comes on board.
"""
PAIR = """Convention on Pilots

Article 1
Extradition of pilots

1. Extradition shall be refused because of the age of the person sought.

2. Before it refuses extradition, the requested State may consult the other State.

3. Fees for extradition are paid in silver and in advance, as article 2 says.

Article 2
Assistance to pilots

1. Mutual legal assistance shall be refused on account of the age of the person concerned.

2. Before it refuses assistance, the requested State shall consult the other State.

3. Fees for assistance are paid in silver and in advance, as article 1 says.

Article 3
Requests

A request for pilotage shall be made in writing to the harbour authority and shall name the vessel and its master.
"""


def imported(source: str, slug: str, editor: User, kind: str) -> Instrument:
    return import_text(
        source=source, slug=slug, title="", language="en", author=editor, reason="As agreed.", kind=kind
    ).instrument


def cited(instrument: Instrument, article: str, place: str = "") -> Clause:
    found = find_cited(shelf_of(instrument, "en"), article, place)
    return Clause.objects.with_instrument().get(pk=found.id)


def linked(pilots: Instrument, author: User, place: str, **other: Any) -> ClauseLink:
    ends = {"clause": cited(pilots, "1", place), "target": cited(pilots, "2", place)}
    return link_clauses(**{"kind": "counterpart", "author": author, "reason": "Twins.", **ends, **other})


def revise(instrument: Instrument, slug: str, author: User, old: str, new: str) -> None:
    text = Text.objects.select_related("article__instrument").get(article__instrument=instrument, article__slug=slug)
    proposal = Proposal(text.heading, text.source().replace(old, new), text.number)
    save_text(article=text.article, language="en", proposal=proposal, author=author, reason="Better.")
