"""What the benchmarks run on. Each part is made when it is first asked for: one benchmark does not wait for all."""

import random
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.test import Client
from django.utils import timezone

from consultations.arranging import invite
from consultations.convening import call_round, open_round
from consultations.models import Comment, Delegation, Membership, Organisation, Round
from drafts.amending import Proposal, Saved, save_text
from drafts.importing import import_text
from drafts.models import Article, Edition, EditionText, Instrument, Text
from drafts.models.articles import Version
from drafts.publishing import publish_edition
from drafts.text import grammar, numbering
from mla_portal.accounts.models import User
from tests.benchmarks import synthetic
from tests.benchmarks.peers.models import Sheet

SLUG = "harbours"
VERSIONS = 100
COMMENTS = 10_000
DELEGATIONS = 40
KINDS = [Comment.Kind.SUBSTANCE] * 5 + [Comment.Kind.DRAFTING] * 3 + [Comment.Kind.QUESTION, Comment.Kind.TRANSLATION]


class Stage:
    """A conference on the synthetic treaty. `comments` is how many the compilation prints."""

    def __init__(self, comments: int) -> None:
        self.comments = comments
        self._dice = random.Random(3)

    @cached_property
    def editor(self) -> User:
        return User.objects.create_user("editor@bench.example", name="Drafting editor", duty=User.Duty.EDITOR)

    @cached_property
    def secretariat(self) -> User:
        return User.objects.create_user("office@bench.example", name="Secretariat", duty=User.Duty.SECRETARIAT)

    @cached_property
    def administrator(self) -> User:
        """For the admin, and for nothing of ours."""
        return User.objects.create_superuser("admin@bench.example", name="Administrator")

    @cached_property
    def delegate(self) -> User:
        """Focal point of the first delegation."""
        person = User.objects.create_user("delegate@bench.example", name="Focal point")
        role = Membership.Role.FOCAL_POINT
        Membership.objects.create(person=person, organisation=self.organisations[0], role=role)
        return person

    @cached_property
    def organisations(self) -> list[Organisation]:
        kind = Organisation.Kind.STATE
        rows = [Organisation(code=f"S{n:02}", name=f"State {n:02}", kind=kind) for n in range(DELEGATIONS)]
        return Organisation.objects.bulk_create(rows)

    @cached_property
    def instrument(self) -> Instrument:
        return self._imported(synthetic.treaty(), "First draft.")

    @cached_property
    def first_edition(self) -> Edition:
        return self._published("Draft 1", "HAR/1")

    @cached_property
    def second_edition(self) -> Edition:
        """After a heavy round on the first."""
        assert self.first_edition
        self._imported(synthetic.revised(synthetic.treaty(), synthetic.HEAVY), "The heavy round.")
        return self._published("Draft 2", "HAR/2")

    @cached_property
    def long_history(self) -> Article:
        """An article of which there are a hundred versions."""
        article = self.article(60)
        while Text.objects.get(article=article).number < VERSIONS:
            self.save(article, self.edited(article))
        return article

    @cached_property
    def sheet(self) -> Sheet:
        """The same article in the admin, with as many versions."""
        versions = Version.objects.filter(article=self.long_history).order_by("number")
        sheet = Sheet(heading=versions[0].heading)
        for version in versions:
            sheet.blocks = version.blocks
            sheet._history_user = version.history_user  # type: ignore[attr-defined]
            sheet.save()
        return sheet

    @cached_property
    def quiet_round(self) -> Round:
        return self._round("quiet")

    @cached_property
    def crowded_round(self) -> Round:
        """Ten thousand comments, over the whole text."""
        return self._with_comments(self._round("crowded"), COMMENTS)

    @cached_property
    def crowded_article(self) -> Article:
        """Ten thousand comments on this one."""
        article = self.article(70)
        self._with_comments(self._round("one-article"), COMMENTS, article)
        return article

    @cached_property
    def printed_round(self) -> Round:
        """As many comments as the compilation shall print."""
        return self._with_comments(self._round("printed"), self.comments)

    def article(self, number: int) -> Article:
        return Article.objects.select_related("instrument").get(instrument=self.instrument, slug=str(number))

    def edited(self, article: Article) -> Proposal:
        """The current text with another ending of one of its clauses."""
        text = Text.objects.get(article=article, language="en")
        blocks = text.clauses()
        block = self._dice.choice(blocks)
        kept, _, _ = block.text.partition(" as amended ")
        block.text = f"{kept} as amended in {self._dice.choice(synthetic.QUALITIES)} part {text.number}"
        return Proposal(text.heading, grammar.source_of(blocks), text.number)

    def save(self, article: Article, proposal: Proposal) -> Saved:
        outcome = save_text(article=article, language="en", proposal=proposal, author=self.editor, reason="Revised.")
        assert isinstance(outcome, Saved)
        return outcome

    def client(self, person: User) -> Client:
        """A browser that is signed in, with nothing in its session."""
        client = Client(SERVER_NAME="localhost")
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    def _published(self, label: str, symbol: str) -> Edition:
        return publish_edition(instrument=self.instrument, label=label, symbol=symbol, author=self.secretariat)

    def _imported(self, articles: list[synthetic.DraftedArticle], reason: str) -> Instrument:
        source = synthetic.written(articles)
        imported = import_text(
            source=source, slug=SLUG, title=synthetic.TITLE, language="en", author=self.editor, reason=reason
        )
        return imported.instrument

    def _round(self, slug: str) -> Round:
        now = timezone.now()
        round = call_round(
            slug=slug,
            title=f"Conference, {slug}",
            starts_on=now.date(),
            ends_on=now.date() + timedelta(days=5),
            instrument=self.instrument,
            edition=self.second_edition,
            comments_open_at=now - timedelta(days=1),
            comments_close_at=now + timedelta(days=5),
        )
        invite(round=round, organisations=self.organisations)
        return open_round(round=round, person=self.secretariat)

    def _with_comments(self, round: Round, count: int, article: Article | None = None) -> Round:
        pinned = EditionText.objects.filter(edition=round.edition, article__kind=Article.Kind.ARTICLE)
        chosen = pinned.filter(article=article) if article else pinned
        places = [
            (row, place, block, path)
            for row in chosen.select_related("version")
            for place, (block, path) in enumerate(_clauses(row.version), 1)
        ]
        delegations = list(Delegation.objects.in_round(round))
        rows = [
            self._comment(round, number, self._dice.choice(places), self._dice.choice(delegations))
            for number in range(1, count + 1)
        ]
        Comment.objects.bulk_create(rows, batch_size=500)
        return round

    def _comment(self, round: Round, number: int, place: Any, delegation: Delegation) -> Comment:
        row, order, block, path = place
        words = block.text.split()
        at = self._dice.randrange(len(words))
        changed = [*words[:at], *self._dice.choice(synthetic.CIRCUMSTANCES).split(), *words[at + 2 :]]
        return Comment(
            round=round,
            delegation=delegation,
            edition=round.edition,
            author=self.delegate,
            article_id=row.article_id,
            version=row.version,
            clause_id=block.id,
            clause_label=path[:60],
            clause_order=order,
            kind=self._dice.choice(KINDS),
            reasoning=" ".join(synthetic.sentence(self._dice) for _ in range(2)),
            proposed=" ".join(changed) if self._dice.random() < 0.6 else "",
            state=Comment.State.SUBMITTED,
            number=number,
            submitted_at=timezone.now(),
            submitted_by=self.delegate,
            checksum=f"{number:064x}",
        )


def _clauses(version: Any) -> list[tuple[grammar.Block, str]]:
    blocks = version.clauses()
    paths = numbering.paths(blocks)
    return [(block, paths[block.id]) for block in blocks]
