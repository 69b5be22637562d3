"""The demonstration conference: `fixtures/` replayed through the verbs, as if it had happened here."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from consultations.arranging import invite
from consultations.commenting import Target, begin_comment, submit_comment
from consultations.convening import call_round, close_round, open_round
from consultations.disposing import dispose_comment
from consultations.models import Comment, Delegation, Membership, Organisation, Round
from drafts.amending import Proposal, Saved, save_text
from drafts.importing import import_text
from drafts.models import Article, Edition, EditionText, Instrument, Text
from drafts.publishing import publish_edition
from drafts.text import numbering
from mla_portal.accounts.models import User
from mla_portal.demonstration import agreement, joint, past, rounds
from mla_portal.demonstration.conclusions import conclude
from mla_portal.demonstration.disputed_wording import load_disputed_wording
from mla_portal.demonstration.documents import issue_documents
from mla_portal.demonstration.kin import link_the_convention
from mla_portal.demonstration.letters import settle_letters
from mla_portal.demonstration.participants import record_notes, register_some
from mla_portal.demonstration.renumbering import renumber_the_rules
from mla_portal.demonstration.scope import lay_down_scope
from mla_portal.demonstration.translation import translate_some_articles

FIXTURES = settings.ROOT / "fixtures"
SLUG = "convention"
DEMONSTRATION = "[Demonstration] "
KINDS = {"international_organisation": Organisation.Kind.INTERNATIONAL}


class BrokenFixture(Exception):
    """A data file of the demonstration does not fit the text."""


@dataclass
class Loaded:
    """How much of what was replayed."""

    counts: dict[str, int] = field(default_factory=dict)
    already_there: bool = False


@dataclass
class _Stage:
    """What later acts refer to by name."""

    people: dict[str, User]
    organisations: dict[str, Organisation]
    supporters: frozenset[str] = frozenset()  # their codes
    editions: dict[str, Edition] = field(default_factory=dict)
    rounds: dict[str, Round] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)

    @property
    def editor(self) -> User:
        return next(person for person in self.people.values() if person.is_editor)

    @property
    def secretariat(self) -> User:
        return next(person for person in self.people.values() if person.is_secretariat)


def load_demonstration() -> Loaded:
    """Replay the conference once, all or nothing; a portal that has it is left alone.

    Order of the acts: people and organisations; the first draft, imported and published; the virtual rounds; the
    revisions; the second draft; the conference, open from today; the answers; then the rest, a module a subject.
    """
    if Instrument.objects.filter(slug=SLUG).exists():
        return Loaded(already_there=True)
    with transaction.atomic():
        stage = _Stage(organisations=_organisations(), people={})
        stage.people = _people(stage.organisations)
        stage.supporters = record_notes(stage.organisations, _read("organisations.json"), stage.secretariat)
        instrument = _first_draft(stage)
        first, second = _read("editions.json")
        _publish(stage, instrument, first)
        calls, comments = _read("rounds.json"), _read("comments.json")
        for row in calls:
            if row["edition"] != second["label"]:
                _hold(stage, instrument, row, comments)
        _revise(stage, instrument, after=None)
        _publish(stage, instrument, second)
        for row in calls:
            if row["edition"] == second["label"]:
                _hold(stage, instrument, row, comments)
        _answer(stage)
        _revise(stage, instrument, after=2)
        past.go_back(instrument, stage.editor)
        load_disputed_wording(instrument, stage.editor, FIXTURES / "convention" / "disputed-wording.json")
        lay_down_scope(instrument, stage.editor, stage.secretariat, FIXTURES)
        agreement.add_article_on_information(instrument, stage.editor)
        agreement.record_steps(instrument, stage.secretariat, FIXTURES)  # agreed words do not change any more
        renumber_the_rules(stage.editor, stage.secretariat, FIXTURES)
        rounds.put_the_rules_beside(stage.rounds["ljubljana-2023"], stage.people["delegate@demo.example"])
        translate_some_articles(instrument, stage.editor)
        link_the_convention(instrument, stage.editor)
        conclude(stage.rounds, stage.comments, stage.secretariat, FIXTURES)
        issue_documents(stage.rounds, stage.editions, stage.secretariat, FIXTURES)
        register_some(stage.rounds, stage.people, stage.secretariat)
        settle_letters(stage.secretariat)  # last: what the acts above have written is sorted
    return Loaded(
        {
            "organisations": len(stage.organisations),
            "people": len(stage.people),
            "articles": Article.objects.filter(instrument=instrument, kind=Article.Kind.ARTICLE).count(),
            "editions": len(stage.editions),
            "rounds": len(stage.rounds),
            "comments": len(stage.comments),
        }
    )


def _read(name: str) -> list[dict[str, Any]]:
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


def _instant(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _organisations() -> dict[str, Organisation]:
    rows = _read("organisations.json")
    for row in rows:
        since = date(row["core_group_since"], 1, 1) if row["core_group_since"] else None
        Organisation.objects.update_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "kind": KINDS.get(row["kind"], row["kind"]),
                "core_group_since": since,
                "name_fr": row.get("name_fr", ""),
                "name_es": row.get("name_es", ""),
            },
        )
    return {organisation.code: organisation for organisation in Organisation.objects.all()}


def _people(organisations: dict[str, Organisation]) -> dict[str, User]:
    """Everybody signs in with “demo”, but only where MLA_DEMO is set; elsewhere the accounts have no password at
    all.
    """
    people = {}
    for row in _read("people.json"):
        password = "demo" if settings.DEMO else None
        person = User.objects.filter(email=row["email"]).first() or User.objects.create_user(
            row["email"], password, name=row["name"], duty=row["duty"], **row.get("letters", {})
        )
        people[row["email"]] = person
        if row["role"]:
            Membership.objects.create(person=person, organisation=organisations[row["organisation"]], role=row["role"])
    return people


def _first_draft(stage: _Stage) -> Instrument:
    source = (FIXTURES / "convention" / "edition-1.en.txt").read_text(encoding="utf-8")
    issued = _instant(_read("editions.json")[0]["issued_at"])
    report = import_text(
        source=source,
        slug=SLUG,
        title="",
        language="en",
        author=stage.editor,
        reason="First draft of the Core Group, put together from the expert meetings.",
        at=issued - timedelta(days=20),
    )
    instrument = report.instrument
    instrument.short_title = "Draft Convention"
    instrument.save(update_fields=["short_title"])
    return instrument


def _publish(stage: _Stage, instrument: Instrument, row: dict[str, Any]) -> None:
    stage.editions[row["label"]] = publish_edition(
        instrument=instrument,
        label=row["label"],
        symbol=row["symbol"],
        note=row["note"],
        author=stage.secretariat,
        at=_instant(row["issued_at"]),
    )


def _revise(stage: _Stage, instrument: Instrument, after: int | None) -> None:
    for row in json.loads((FIXTURES / "convention" / "revisions.json").read_text(encoding="utf-8")):
        if row.get("after_edition") != after:
            continue
        article = Article.objects.select_related("instrument").get(
            instrument=instrument, slug=row["article"].replace(" ", "-")
        )
        text = Text.objects.get(article=article, language="en")
        proposal = Proposal(row.get("heading") or text.heading, row["source"], base=text.number)
        saved = save_text(
            article=article,
            language="en",
            proposal=proposal,
            author=stage.editor,
            reason=row["reason"],
            at=_instant(row["at"]),
        )
        if not isinstance(saved, Saved):
            raise BrokenFixture(f"The revision of {article} changes nothing.")


def _hold(stage: _Stage, instrument: Instrument, row: dict[str, Any], comments: list[dict[str, Any]]) -> None:
    """One round from its call to its end; a round that is “open” stays so, its window closing some days from now."""
    starts, ends = date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_on"])
    opens = _instant(row["comments_open_at"]) if row["comments_open_at"] else None
    closes = _instant(row["comments_close_at"]) if row["comments_close_at"] else None
    if days := row.get("comments_close_in_days"):
        closes = (timezone.now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    round = call_round(
        slug=row["slug"],
        title=row["title"],
        venue=row["venue"],
        summary=row["summary"],
        time_zone=row["time_zone"],
        starts_on=starts,
        ends_on=ends,
        instrument=instrument if row["edition"] else None,
        edition=stage.editions[row["edition"]] if row["edition"] else None,
        disclosure=row["disclosure"],
        comments_open_at=opens,
        comments_close_at=closes,
        kind=row["kind"],
        is_virtual=row["is_virtual"],
        chair_name=row["chair_name"],
        chair=stage.people.get(row.get("chair", "")),
    )
    rounds.lay_out_programme(round, row)
    invited = row["invited"]
    guests = [
        o for o in stage.organisations.values() if o.code in (stage.supporters if invited == "supporters" else invited)
    ]
    invite(round=round, organisations=guests)
    morning = datetime.combine(starts, time(9), tzinfo=round.zone)
    round = open_round(round=round, person=stage.secretariat, at=opens or morning)
    rounds.give_windows(round, row, stage.secretariat)
    rounds.lay_down_deadlines(round, row)
    for comment in comments:
        if comment["round"] == row["slug"]:
            _comment(stage, round, comment)
    joint.stand_together(round, stage.organisations, _target, FIXTURES, DEMONSTRATION)
    if row["state"] == "closed":
        evening = datetime.combine(ends, time(18), tzinfo=round.zone)
        round = close_round(round=round, person=stage.secretariat, at=evening)
    stage.rounds[row["slug"]] = round


def _comment(stage: _Stage, round: Round, row: dict[str, Any]) -> None:
    author = stage.people[row["author"]]
    delegation = Delegation.objects.select_related("organisation").get(
        round=round, organisation__code=row["organisation"]
    )
    submitted = row.get("submitted_at") and _instant(row["submitted_at"])
    if (days := row.get("submitted_days_ago")) is not None:
        submitted = timezone.now() - timedelta(days=days, hours=3)
    comment = begin_comment(
        round=round,
        delegation=delegation,
        author=author,
        target=_target(round, row),
        kind=row["type"],
        reasoning=DEMONSTRATION + row["reasoning"],
        proposed=row["proposed"] or "",
        at=submitted or None,
    )
    if submitted:
        comment = submit_comment(comment=comment, person=author, at=submitted)
    stage.comments[row["key"]] = comment


def _target(round: Round, row: dict[str, Any]) -> Target:
    if not row["article"]:
        return Target()
    slug = row["article"].replace(" ", "-")
    pinned = EditionText.objects.select_related("article__instrument", "version").get(
        edition=round.edition, article__slug=slug, language="en"
    )
    if not row["clause"]:
        return Target(pinned.article)
    blocks = pinned.version.clauses()
    paths = {path: clause for clause, path in numbering.paths(blocks).items()}
    if row["clause"] not in paths:
        raise BrokenFixture(f"Comment {row['key']}: {pinned.article} has no clause {row['clause']}.")
    clause = next(block for block in blocks if block.id == paths[row["clause"]])
    start = clause.text.find(row["quote"]) if row["quote"] else -1
    if start < 0:
        return Target(pinned.article, clause.id)
    return Target(pinned.article, clause.id, start, start + len(row["quote"]))


def _answer(stage: _Stage) -> None:
    for row in _read("dispositions.json"):
        comment = stage.comments.get(row["comment"])
        if comment is None:
            raise BrokenFixture(f"There is no comment {row['comment']} to answer.")
        dispose_comment(
            comment=comment,
            decision=row["decision"],
            reason=row["reason"],
            author=stage.people[row["author"]],
            at=_instant(row["at"]),
        )
    rounds.leave_an_answer_unpublished(stage.comments["c081"], stage.editor)
    rounds.let_a_delegation_reply(stage.comments["c029"], stage.people["delegate@demo.example"])
