"""The compilation as a document: order, cross-entries, positions, addendum, bounded queries."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from consultations import joining
from consultations.alphabet import name_in, sort_key
from consultations.arranging import add_document, invite
from consultations.commenting import Target, begin_comment, submit_comment, withdraw_comment
from consultations.compiling import compilation, remark_of
from consultations.disposing import dispose_comment
from consultations.models import Comment, Delegation, Disposition, Organisation, Round
from consultations.translated import decision_in, kind_in, whole_in
from drafts.models import Article, Division, Edition
from drafts.orders import Order
from drafts.rendering.html import page_html as html
from drafts.rendering.text import plain_text as as_text
from drafts.rendering.tree import Document, Remark
from mla_portal.accounts.models import User
from tests.cast import Words, clause_id, comment_by, person


def compiled(round: Round, language: str = "en") -> Document:
    assert round.instrument
    return compilation(Order(round.instrument, round.edition, "compilation", language=language, round_slug=round.slug))


def said(document: Document) -> list[Remark]:
    """Every remark in the order of the document."""
    return [
        remark
        for section in document.sections
        for remarks in (section.remarks, *(clause.remarks for clause in section.clauses))
        for remark in remarks
    ]


def delegation(round: Round, code: str, name: str, kind: str = "state", **names: str) -> User:
    organisation = Organisation.objects.create(code=code, name=name, kind=kind, **names)
    invite(round=round, organisations=[organisation])
    return person(f"{code.lower()}@test.example", f"Focal point, {name}", "", organisation, "focal_point")


@pytest.fixture
def sponsored(conference: Round, article: Article, neighbour: User, delegate: User, chile: Organisation) -> Comment:
    """Kenya's, on paragraph 1; Chile co-sponsors it."""
    draft = comment_by(neighbour, conference, Target(article, clause_id(article)), Words("Too bright."))
    joining.invite_sponsors(comment=draft, person=neighbour, organisations=[chile])
    joining.join(comment=draft, person=delegate, organisation=chile, words_read=joining.words_of(draft))
    return submit_comment(comment=draft, person=neighbour)


def test_a_joint_comment_is_printed_once_with_a_starred_entry(conference: Round, sponsored: Comment) -> None:
    document = compiled(conference)
    assert [(one.organisation, one.behalf, one.reference, one.reasoning) for one in said(document)] == [
        ("Chile*", "", "", "* See Kenya, KE-001."),
        ("Kenya", "with Chile", "KE-001", "Too bright."),
    ]
    assert document.statistics.startswith("1 comments by 1 ")
    assert document.organisations == (("States", ("Chile", "Kenya")),)
    for printed in (html(document), as_text(document)):
        assert printed.count("Too bright.") == 1
        assert "* See Kenya, KE-001." in printed


def test_positions_stand_below_the_comment(
    conference: Round, sponsored: Comment, observer: User, lantern_watch: Organisation
) -> None:
    conference.disclosure = Round.Disclosure.AT_ONCE
    conference.save()
    peru = delegation(conference, "PE", "Peru")
    norway = delegation(conference, "NO", "Norway")
    for by, stance, words in (
        (peru, "supports", ""),
        (observer, "supports", "Ships need it."),
        (norway, "opposes", ""),
    ):
        mine = Organisation.objects.led_by(by).get()
        joining.take_stance(comment=sponsored, person=by, organisation=mine, stance=stance, words=words)
    joint = next(remark for remark in said(compiled(conference)) if not remark.is_cross_entry)
    assert joint.positions == (
        "Supported by Peru.",
        "Supported by Lantern Watch: Ships need it.",
        "Opposed by Norway.",
    )
    assert "Opposed by Norway." in html(compiled(conference))
    assert "Opposed by Norway." in as_text(compiled(conference))


def test_on_behalf_of_a_group_except_some(conference: Round, delegate: User, kenya: Organisation) -> None:
    draft = comment_by(delegate, conference)
    joining.speak_for_group(comment=draft, person=delegate, group="the Harbour Group", excepted=[kenya])
    submit_comment(comment=draft, person=delegate)
    assert [remark.behalf for remark in said(compiled(conference))] == ["on behalf of the Harbour Group, except Kenya"]


def test_states_stand_in_the_alphabet_of_the_volume_and_before_others(
    conference: Round, observer: User, delegate: User
) -> None:
    germany = delegation(conference, "DE", "Germany", name_fr="Allemagne", name_es="Alemania")
    states = delegation(conference, "US", "United States", name_fr="États-Unis", name_es="Estados Unidos")
    finland = delegation(conference, "FI", "Finland", name_fr="Finlande", name_es="Finlandia")
    for by in (observer, states, finland, germany, delegate):
        comment_by(by, conference, submit=True)
    assert [remark.organisation for remark in said(compiled(conference))] == [
        "Chile", "Finland", "Germany", "United States", "Lantern Watch",
    ]  # fmt: skip
    everybody = [comment.organisation for comment in Comment.objects.submitted().for_reading()]
    in_french = sorted(everybody, key=lambda one: sort_key(one, "fr"))
    assert [name_in(one, "fr") for one in in_french] == [
        "Allemagne", "Chile", "États-Unis", "Finlande", "Lantern Watch",
    ]  # fmt: skip


def test_late_comments_are_an_addendum_and_what_was_withdrawn_is_nowhere(
    conference: Round, article: Article, delegate: User, neighbour: User
) -> None:
    comment_by(neighbour, conference, Target(article), Words("In time."), submit=True)
    gone = comment_by(neighbour, conference, Target(article), Words("Taken back."), submit=True)
    withdraw_comment(comment=gone, person=neighbour)
    late = comment_by(delegate, conference, Target(article, clause_id(article)), Words("Too late."))
    now = timezone.now()
    ended = {"comments_close_at": now - timedelta(hours=1), "late_until": now + timedelta(hours=1)}
    Round.objects.filter(pk=conference.pk).update(**ended)
    submit_comment(comment=late, person=delegate)
    document = compiled(conference)
    assert [(remark.organisation, remark.reasoning) for remark in said(document)] == [
        ("Kenya", "In time."),
        ("Chile", "Too late."),
    ]
    last = document.sections[-1]
    assert (last.label, last.remarks[0].clause_label) == (
        "Addendum: comments received after the window",
        "Article 1, paragraph 1",
    )


def test_late_joint_comments_have_their_entries_in_the_addendum(
    conference: Round, article: Article, delegate: User, neighbour: User, chile: Organisation
) -> None:
    draft = comment_by(neighbour, conference, Target(article), Words("Too late."))
    joining.invite_sponsors(comment=draft, person=neighbour, organisations=[chile])
    joining.join(comment=draft, person=delegate, organisation=chile, words_read=joining.words_of(draft))
    now = timezone.now()
    ended = {"comments_close_at": now - timedelta(hours=1), "late_until": now + timedelta(hours=1)}
    Round.objects.filter(pk=conference.pk).update(**ended)
    submit_comment(comment=draft, person=neighbour)
    last = compiled(conference).sections[-1]
    assert [(remark.organisation, remark.reasoning) for remark in last.remarks] == [
        ("Chile*", "* See Kenya, KE-001."),
        ("Kenya", "Too late."),
    ]


def test_comments_on_a_division_stand_at_its_head(conference: Round, delegate: User) -> None:
    part = Division.objects.filter(instrument=conference.instrument).order_by("position", "pk").first()
    comment = comment_by(delegate, conference, words=Words("Part I is dark."))
    Comment.objects.filter(pk=comment.pk).update(division=part)
    submit_comment(comment=comment, person=delegate)
    sections = [section for section in compiled(conference).sections if section.remarks]
    assert [(section.kind, [remark.reasoning for remark in section.remarks]) for section in sections] == [
        ("division", ["Part I is dark."])
    ]
    assert "Part I is dark." in html(compiled(conference))


def test_another_document_has_a_compilation_of_its_own(conference: Round, rules: Edition, delegate: User) -> None:
    add_document(round=conference, edition=rules)
    of_chile = Delegation.objects.get(round=conference, organisation__code="CL")
    shared: dict[str, Any] = {"round": conference, "delegation": of_chile, "author": delegate, "target": Target()}
    for words, edition in (("On the convention.", None), ("On the rules.", rules)):
        submit_comment(comment=begin_comment(reasoning=words, edition=edition, **shared), person=delegate)
    assert [remark.reasoning for remark in said(compiled(conference))] == ["On the convention."]
    own = compilation(Order(rules.instrument, rules, "compilation", round_slug=conference.slug))
    assert [remark.reasoning for remark in said(own)] == ["On the rules."]


@pytest.mark.parametrize("many", [4, 40])
def test_the_compilation_takes_the_same_queries_for_few_and_for_many(
    conference: Round, article: Article, delegate: User, neighbour: User, many: int, django_assert_max_num_queries: Any
) -> None:
    now = timezone.now()
    kenya, chile = (Delegation.objects.get(round=conference, organisation__code=code) for code in ("KE", "CL"))
    rows = [
        Comment(
            round=conference, delegation=chile if place % 2 else kenya, author=delegate, edition=conference.edition,
            article=article, reasoning=f"Reason {place}", state=Comment.State.SUBMITTED, number=place + 1,
            submitted_at=now - timedelta(minutes=place), submitted_by=delegate, checksum="0" * 64,
        )
        for place in range(many)
    ]  # fmt: skip
    Comment.objects.bulk_create(rows)
    with django_assert_max_num_queries(14):
        assert len(said(compiled(conference))) == many


@pytest.mark.parametrize(
    ("language", "kind", "decision"),
    [("fr", "Observation de fond", "Acceptée en partie"), ("es", "Observación de fondo", "Aceptada en parte")],
)
def test_types_and_decisions_are_said_in_the_language_of_the_text(
    conference: Round, delegate: User, editor: User, language: str, kind: str, decision: str
) -> None:
    comment = comment_by(delegate, conference, submit=True)
    dispose_comment(comment=comment, decision="accepted_in_part", reason="Yes.", author=editor)
    comment = Comment.objects.for_reading().with_positions().get()
    remark = remark_of(comment, None, language=language)
    assert remark.kind == kind
    assert remark.disposition
    assert remark.disposition.decision == decision
    assert all(kind_in(Comment(kind=one), language) for one in Comment.Kind.values)
    assert all(decision_in(Disposition(decision=one), language) for one in Disposition.Decision.values)
    assert whole_in(language) != whole_in("en")
