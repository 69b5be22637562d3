"""Two texts that are kin, for the tests of links."""

import pytest

from drafts.linking import link_clauses
from drafts.models import ClauseLink, Instrument
from mla_portal.accounts.models import User
from tests.drafts.kinship import MODEL, PAIR, cited, imported


@pytest.fixture
def model(editor: User) -> Instrument:
    return imported(MODEL, "pilotage", editor, Instrument.Kind.REFERENCE)


@pytest.fixture
def pilots(editor: User) -> Instrument:
    return imported(PAIR, "pilots", editor, Instrument.Kind.NEGOTIATED)


@pytest.fixture
def source(pilots: Instrument, model: Instrument, editor: User) -> ClauseLink:
    return link_clauses(
        kind="source",
        degree="adapted",
        clause=cited(pilots, "3"),
        target=cited(model, "1", "1"),
        author=editor,
        reason="The form of a request.",
    )
