"""Joint comments: groups, invitations, joining, standing back; support and opposition; all of it on the record."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations import joining
from consultations.arranging import invite
from consultations.commenting import edit_comment, receipt_checksum, replace_comment, submit_comment, withdraw_comment
from consultations.convening import close_round
from consultations.joining import CannotJoin, words_of
from consultations.models import Comment, Membership, Notice, Organisation, Position, Round
from consultations.standing import stances_of
from mla_portal.accounts.models import User
from mla_portal.versioning import UnversionedWrite
from tests.cast import comment_by, person
from tests.crowd import at_once


@pytest.fixture
def peru(conference: Round) -> Organisation:
    peru = Organisation.objects.create(code="PE", name="Peru", kind=Organisation.Kind.STATE)
    invite(round=conference, organisations=[peru])
    return peru


@pytest.fixture
def third(peru: Organisation) -> User:
    """Focal point of Peru."""
    return person("third@test.example", "Focal point, Peru", "", peru, Membership.Role.FOCAL_POINT)


@pytest.fixture
def draft(conference: Round, delegate: User) -> Comment:
    """Chile's."""
    return comment_by(delegate, conference)


def asked(draft: Comment, delegate: User, *organisations: Organisation) -> None:
    joining.invite_sponsors(comment=draft, person=delegate, organisations=organisations)


def joined(draft: Comment, by: User, organisation: Organisation) -> None:
    joining.join(comment=draft, person=by, organisation=organisation, words_read=words_of(draft))


def disclosed(conference: Round) -> None:
    conference.disclosure = Round.Disclosure.AT_ONCE
    conference.save()


def test_a_delegation_joins_by_its_own_act(
    draft: Comment, delegate: User, neighbour: User, kenya: Organisation
) -> None:
    asked(draft, delegate, kenya)
    assert stances_of(draft).invited == [kenya]
    joined(draft, neighbour, kenya)
    standing = stances_of(draft)
    assert (standing.sponsors, standing.invited) == ([kenya], [])
    said = Position.objects.filter(comment=draft).order_by("pk").values_list("stance", "person")
    assert list(said) == [("invited", delegate.pk), ("sponsors", neighbour.pk)]


def test_the_invited_focal_point_gets_a_letter_in_its_language(
    draft: Comment, delegate: User, neighbour: User, kenya: Organisation
) -> None:
    for language, beginning in (("en", "Chile asks you to"), ("fr", "Invitation à se joindre"), ("es", "Invitación a")):
        User.objects.filter(pk=neighbour.pk).update(language=language)
        asked(draft, delegate, kenya)
        letter = Notice.objects.get(kind=Notice.Kind.SPONSORSHIP, language=language)
        assert letter.subject.startswith(beginning)
        assert (letter.recipient, letter.link) == (neighbour, f"{draft.get_absolute_url()}joint/")
        assert draft.reasoning not in letter.words
        joining.take_back_invitation(comment=draft, person=delegate, organisation=kenya)


@pytest.mark.parametrize("who", ["expert", "neighbour", "observer"])
def test_only_the_focal_point_of_the_delegation_invites(
    request: pytest.FixtureRequest, draft: Comment, kenya: Organisation, who: str
) -> None:
    with pytest.raises(CannotJoin):
        asked(draft, request.getfixturevalue(who), kenya)
    assert not Position.objects.exists()


def test_nobody_joins_uninvited_nor_for_another(
    draft: Comment, delegate: User, neighbour: User, kenya: Organisation, third: User
) -> None:
    with pytest.raises(CannotJoin, match="is not invited"):
        joined(draft, neighbour, kenya)
    asked(draft, delegate, kenya)
    with pytest.raises(CannotJoin, match="focal point"):
        joined(draft, third, kenya)


def test_strangers_to_the_round_and_oneself_are_not_invited(
    draft: Comment, delegate: User, chile: Organisation
) -> None:
    stranger = Organisation.objects.create(code="XX", name="Elsewhere", kind=Organisation.Kind.STATE)
    for organisation, words in ((stranger, "takes no part"), (chile, "Your own")):
        with pytest.raises(CannotJoin, match=words):
            asked(draft, delegate, organisation)


def test_changed_words_ask_the_sponsors_again(
    draft: Comment, delegate: User, neighbour: User, kenya: Organisation
) -> None:
    asked(draft, delegate, kenya)
    joined(draft, neighbour, kenya)
    same: dict[str, Any] = {"comment": draft, "author": delegate, "kind": draft.kind, "proposed": draft.proposed}
    edit_comment(reasoning=draft.reasoning, **same)
    assert stances_of(draft).sponsors == [kenya], "nothing was changed"
    edit_comment(reasoning="Quite other words.", **same)
    assert (stances_of(draft).sponsors, stances_of(draft).invited) == ([], [kenya])
    assert Notice.objects.filter(kind=Notice.Kind.SPONSORSHIP, subject__contains="again").count() == 1


def test_nobody_joins_in_words_that_it_has_not_read(
    draft: Comment, delegate: User, neighbour: User, kenya: Organisation
) -> None:
    asked(draft, delegate, kenya)
    read = words_of(draft)
    edit_comment(comment=draft, author=delegate, kind=draft.kind, reasoning="Other words.", proposed="")
    with pytest.raises(CannotJoin, match="changed while you were reading"):
        joining.join(comment=draft, person=neighbour, organisation=kenya, words_read=read)
    assert stances_of(draft).sponsors == []


def test_a_group_except_some_of_its_members(draft: Comment, expert: User, delegate: User, kenya: Organisation) -> None:
    joining.speak_for_group(comment=draft, person=expert, group=" The  Harbour Group ", excepted=[kenya])
    submitted = submit_comment(comment=draft, person=delegate)
    assert submitted.on_behalf_of == "The Harbour Group"
    assert stances_of(submitted).excepted == [kenya]
    assert receipt_checksum(submitted) == submitted.checksum
    submitted.on_behalf_of = "Another"
    assert receipt_checksum(submitted) != submitted.checksum


def test_members_are_left_out_of_a_group_only(draft: Comment, delegate: User, kenya: Organisation) -> None:
    with pytest.raises(CannotJoin, match="Name the group first"):
        joining.speak_for_group(comment=draft, person=delegate, group="", excepted=[kenya])
    asked(draft, delegate, kenya)
    with pytest.raises(CannotJoin, match="at the same time"):
        joining.speak_for_group(comment=draft, person=delegate, group="A group", excepted=[kenya])


def test_a_member_that_was_left_out_may_oppose_and_stays_left_out(
    conference: Round, draft: Comment, delegate: User, neighbour: User, kenya: Organisation
) -> None:
    joining.speak_for_group(comment=draft, person=delegate, group="A group", excepted=[kenya])
    comment = submit_comment(comment=draft, person=delegate)
    disclosed(conference)
    joining.take_stance(comment=comment, person=neighbour, organisation=kenya, stance="opposes", words="Not so.")
    standing = stances_of(comment)
    assert standing.excepted == [kenya]
    assert [(position.organisation, position.words) for position in standing.opposes] == [(kenya, "Not so.")]
    joining.stand_back(comment=comment, person=neighbour, organisation=kenya)
    assert (stances_of(comment).excepted, stances_of(comment).opposes) == ([kenya], [])


def test_a_sponsor_may_withdraw_after_the_round_and_it_shows(
    conference: Round, draft: Comment, delegate: User, neighbour: User, kenya: Organisation, secretariat: User, client
) -> None:
    asked(draft, delegate, kenya)
    joined(draft, neighbour, kenya)
    comment = submit_comment(comment=draft, person=delegate)
    close_round(round=conference, person=secretariat)
    joining.stand_back(comment=comment, person=neighbour, organisation=kenya, words="On instruction.")
    assert stances_of(comment).sponsors == []
    client.force_login(secretariat)
    page = client.get(comment.get_absolute_url()).content.decode()
    assert "Kenya stands back: On instruction." in page


def test_a_submitted_comment_gets_no_further_invitations(draft: Comment, delegate: User, kenya: Organisation) -> None:
    comment = submit_comment(comment=draft, person=delegate)
    with pytest.raises(CannotJoin, match="has been submitted"):
        asked(comment, delegate, kenya)


def test_support_is_for_those_who_may_read_the_comment_until_the_round_is_closed(
    conference: Round, draft: Comment, delegate: User, neighbour: User, kenya: Organisation, secretariat: User
) -> None:
    comment = submit_comment(comment=draft, person=delegate)
    act = partial(joining.take_stance, comment=comment, person=neighbour, organisation=kenya)
    with pytest.raises(CannotJoin, match="may read"):
        act(stance="supports")  # sealed until the window has closed
    disclosed(conference)
    act(stance="supports", words="We agree.")
    with pytest.raises(CannotJoin, match="already"):
        act(stance="supports", words="We agree.")
    act(stance="opposes")
    assert [position.organisation for position in stances_of(comment).opposes] == [kenya]
    close_round(round=conference, person=secretariat)
    with pytest.raises(CannotJoin, match="closed"):
        act(stance="supports")
    with pytest.raises(CannotJoin, match="closed"):
        joining.stand_back(comment=comment, person=neighbour, organisation=kenya)
    assert Position.objects.count() == 2


@pytest.mark.parametrize("stance", ["sponsors", "excepted", "invited", "withdrawn", ""])
def test_a_stance_is_one_of_two(draft: Comment, neighbour: User, kenya: Organisation, stance: str) -> None:
    with pytest.raises(CannotJoin, match="support or oppose"):
        joining.take_stance(comment=draft, person=neighbour, organisation=kenya, stance=stance)


def test_the_author_and_the_sponsors_do_not_support_their_own(
    conference: Round, draft: Comment, delegate: User, neighbour: User, kenya: Organisation, chile: Organisation
) -> None:
    asked(draft, delegate, kenya)
    joined(draft, neighbour, kenya)
    comment = submit_comment(comment=draft, person=delegate)
    for by, organisation in ((delegate, chile), (neighbour, kenya)):
        with pytest.raises(CannotJoin, match="your own"):
            joining.take_stance(comment=comment, person=by, organisation=organisation, stance="supports")


def test_a_withdrawn_comment_is_neither_joined_nor_supported(
    conference: Round, draft: Comment, delegate: User, neighbour: User, kenya: Organisation
) -> None:
    asked(draft, delegate, kenya)
    comment = withdraw_comment(comment=submit_comment(comment=draft, person=delegate), person=delegate)
    disclosed(conference)
    with pytest.raises(CannotJoin, match="taken back"):
        joined(comment, neighbour, kenya)


def test_a_replacement_leaves_out_the_same_and_asks_the_sponsors_again(
    draft: Comment, delegate: User, neighbour: User, kenya: Organisation, peru: Organisation
) -> None:
    joining.speak_for_group(comment=draft, person=delegate, group="A group", excepted=[peru])
    draft.refresh_from_db()
    asked(draft, delegate, kenya)
    joined(draft, neighbour, kenya)
    other = replace_comment(comment=submit_comment(comment=draft, person=delegate), person=delegate)
    standing = stances_of(other)
    assert (other.on_behalf_of, standing.excepted, standing.invited, standing.sponsors) == (
        "A group", [peru], [kenya], [],
    )  # fmt: skip
    assert stances_of(draft).sponsors == [kenya]
    assert replace_comment(comment=draft, person=delegate) == other
    assert stances_of(other).invited == [kenya], "begun once"


def test_positions_are_never_changed(draft: Comment, delegate: User, kenya: Organisation) -> None:
    asked(draft, delegate, kenya)
    with pytest.raises(UnversionedWrite):
        Position.objects.update(stance="sponsors")


# ---- who reads a draft


def test_an_invited_focal_point_reads_the_draft_on_its_own_page_alone(
    client: Client, conference: Round, draft: Comment, delegate: User, neighbour: User, kenya: Organisation
) -> None:
    colleague = person("colleague@test.example", "Expert, Kenya", "", kenya, Membership.Role.EXPERT)
    page = f"{draft.get_absolute_url()}joint/"

    def statuses(user: User) -> list[int]:
        client.force_login(user)
        acts = [f"{draft.get_absolute_url()}{act}/" for act in ("", "edit", "submit", "stance", "withdraw")]
        acts[0] = draft.get_absolute_url()
        return [client.get(page).status_code, *(client.post(address).status_code for address in acts[1:])]

    assert statuses(neighbour) == [404, 404, 404, 404, 404]
    asked(draft, delegate, kenya)
    assert statuses(neighbour) == [200, 404, 404, 404, 404]
    assert statuses(colleague) == [404, 404, 404, 404, 404]
    client.force_login(neighbour)
    assert draft.reasoning in client.get(page).content.decode()
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert draft.reasoning not in client.get(f"/rounds/{conference.slug}/comments/").content.decode()
    joined(draft, neighbour, kenya)
    assert client.get(page).status_code == 200
    joining.stand_back(comment=draft, person=neighbour, organisation=kenya)
    assert client.get(page).status_code == 404
    asked(draft, delegate, kenya)
    joining.take_back_invitation(comment=draft, person=delegate, organisation=kenya)
    assert client.get(page).status_code == 404


def test_a_former_focal_point_reads_nothing(
    client: Client, draft: Comment, delegate: User, neighbour: User, kenya: Organisation
) -> None:
    asked(draft, delegate, kenya)
    Membership.objects.filter(person=neighbour).update(ended_at=timezone.now())
    client.force_login(neighbour)
    assert client.get(f"{draft.get_absolute_url()}joint/").status_code == 404


def test_sponsors_find_their_joint_comment_while_it_is_sealed(
    client: Client, conference: Round, draft: Comment, delegate: User, neighbour: User, kenya: Organisation, third: User
) -> None:
    asked(draft, delegate, kenya)
    joined(draft, neighbour, kenya)
    comment = submit_comment(comment=draft, person=delegate)
    table = reverse("consultations:comments", kwargs={"slug": conference.slug})
    for user, found in ((neighbour, True), (third, False)):
        client.force_login(user)
        page = client.get(f"{table}?organisation=ke").content.decode()
        assert (comment.reference in page, "and 1 co-sponsor" in page) == (found, found)


# ---- pages


def test_the_whole_way_through_the_pages(
    client: Client, conference: Round, draft: Comment, delegate: User, neighbour: User, kenya: Organisation
) -> None:
    joint = f"{draft.get_absolute_url()}joint/"
    client.force_login(delegate)
    client.post(joint, {"act": "group", "group": "The Harbour Group"})
    client.post(joint, {"act": "invite", "organisations": [kenya.pk]})
    client.force_login(neighbour)
    read = client.get(joint).context["words_read"]
    done = client.post(joint, {"act": "join", "organisation": "KE", "words_read": read}, follow=True)
    assert "Kenya is a co-sponsor now." in done.content.decode()
    client.force_login(delegate)
    client.post(f"{draft.get_absolute_url()}submit/")
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "On behalf of The Harbour Group." in page
    assert "Co-sponsored by Kenya." in page


def test_a_refused_stance_keeps_what_was_typed(
    client: Client, conference: Round, draft: Comment, delegate: User, neighbour: User, kenya: Organisation
) -> None:
    comment = submit_comment(comment=draft, person=delegate)
    disclosed(conference)
    address = f"{comment.get_absolute_url()}stance/"
    client.force_login(neighbour)
    sent = {"organisation": kenya.pk, "stance": "supports", "words": "Because of the ships."}
    assert client.post(address, sent).status_code == 302
    again = client.post(address, sent)
    assert "You have said so already." in again.content.decode()
    assert "Because of the ships.</textarea>" in again.content.decode()
    client.post(address, {"act": "take_back", "organisation": "KE"})
    assert stances_of(comment).supports == []


# ---- at the same time


@pytest.mark.django_db(transaction=True)
def test_two_acts_at_once_leave_one_position_each(
    conference: Round, draft: Comment, delegate: User, neighbour: User, kenya: Organisation
) -> None:
    """Eight clicks on "Join" make one sponsorship; and joining never lands in words changed meanwhile."""
    asked(draft, delegate, kenya)
    read = words_of(draft)
    acts: list[Callable[[], Any]] = [
        partial(_tried, partial(joining.join, comment=draft, person=neighbour, organisation=kenya, words_read=read))
    ] * 6
    acts.append(partial(edit_comment, comment=draft, author=delegate, kind="drafting", reasoning="New.", proposed=""))
    at_once(acts)
    said = list(Position.objects.filter(comment=draft).order_by("pk").values_list("stance", flat=True))
    assert said in (["invited"], ["invited", "sponsors", "invited"]), "whoever joined was asked again"


def _tried(act: Callable[..., object]) -> bool:
    try:
        act()
    except CannotJoin:
        return False
    return True
