"""Guests, programme, deadlines of a round."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from consultations import moments
from consultations.arranging import Deadlines, add_to_programme, invite, set_deadlines, take_invitation_back
from consultations.commenting import TooLate, submit_comment
from consultations.convening import CannotConvene, Ends, close_round, move_window
from consultations.models import Delegation, Organisation, Round
from consultations.programme import programme_of
from consultations.supporting import record_support
from drafts.models import Article, Division, Edition
from mla_portal.accounts.models import User
from tests.cast import comment_by

DAY = timedelta(days=1)


def test_whole_groups_are_invited_at_once(client: Client, conference: Round, secretariat: User, outsider: User) -> None:
    peru = Organisation.objects.create(code="PE", name="Peru", kind=Organisation.Kind.STATE)
    fiji = Organisation.objects.create(code="FJ", name="Fiji", kind=Organisation.Kind.STATE)
    court = Organisation.objects.create(code="COURT", name="A court", kind=Organisation.Kind.INTERNATIONAL)
    record_support(organisation=peru, since=conference.starts_on, person=secretariat, remark="Said so.")
    client.force_login(secretariat)
    address = f"{conference.get_absolute_url()}guests/"
    assert "Supporting States (1)" in client.get(address).content.decode()
    assert "Tick a group" in client.post(address, {"sent": "1"}).content.decode()
    client.post(address, {"groups": ["supporters", "international"]})
    invited = set(Organisation.objects.invited_to(conference))
    assert {peru, court} <= invited
    assert fiji not in invited
    client.post(address, {"groups": ["state"], "organisations": [fiji.pk]})
    assert Delegation.objects.filter(round=conference, organisation=fiji).count() == 1


def test_an_invitation_is_taken_back_until_the_guest_has_taken_part(
    client: Client, conference: Round, delegate: User, kenya: Any, chile: Any, secretariat: User
) -> None:
    comment_by(delegate, conference)  # a draft is enough
    with pytest.raises(CannotConvene, match="taken part"):
        take_invitation_back(round=conference, organisation=chile)
    client.force_login(secretariat)
    client.post(f"{conference.get_absolute_url()}guests/", {"remove": kenya.code})
    assert not Delegation.objects.filter(round=conference, organisation=kenya).exists()
    with pytest.raises(CannotConvene, match="not invited"):
        take_invitation_back(round=conference, organisation=kenya)
    invite(round=conference, organisations=[kenya])
    close_round(round=conference, person=secretariat)
    with pytest.raises(CannotConvene, match="closed round"):
        take_invitation_back(round=conference, organisation=kenya)


def test_a_late_comment_is_taken_up_to_the_deadline_and_marked(
    client: Client, conference: Round, delegate: User, neighbour: User
) -> None:
    closes = conference.comments_close_at
    assert closes
    set_deadlines(round=conference, deadlines=Deadlines(late_until=closes + DAY))
    draft, other = comment_by(delegate, conference), comment_by(neighbour, conference)
    assert submit_comment(comment=draft, person=delegate, at=closes).is_late
    with pytest.raises(TooLate):
        submit_comment(comment=other, person=neighbour, at=closes + DAY)
    ends = Ends(closes - 3 * DAY, closes + 2 * DAY)
    with pytest.raises(CannotConvene, match="Late comments would end"):
        move_window(round=conference, ends=ends, reason="More time.", person=delegate)


def test_a_delegate_submits_late_on_the_page(
    client: Client, conference: Round, article: Article, delegate: User
) -> None:
    now = timezone.now()
    Round.objects.filter(pk=conference.pk).update(comments_close_at=now - DAY, late_until=now + DAY)
    client.force_login(delegate)
    late = Round.objects.get(pk=conference.pk)
    assert moments.phase(late) == moments.LATE
    address = f"{conference.get_absolute_url()}comments/new/"
    page = client.get(address).content.decode()
    assert "Submit late</button>" in page
    assert "marked as late" in page
    sent = {"kind": "general", "reasoning": "The post was slow.", "act": "submit"}
    answered = client.post(address, sent, follow=True).content.decode()
    assert "Late: it came after the window." in answered
    beside = client.get(article.get_absolute_url()).content.decode()
    assert "Comment on article 1</a>" in beside


@pytest.mark.parametrize(
    ("late", "registration", "with_visa", "sentence"),
    [
        (-1, None, None, "Late comments come after"),
        (None, None, 1, "name a deadline for all"),
        (None, 1, 2, "name a deadline for all"),
        (None, 9, None, "after the round has ended"),
    ],
)
def test_deadlines_that_cannot_be_are_refused(
    conference: Round, late: int | None, registration: int | None, with_visa: int | None, sentence: str
) -> None:
    now, closes = timezone.now(), conference.comments_close_at
    assert closes

    def day(number: int | None) -> datetime | None:
        return None if number is None else now + number * DAY

    deadlines = Deadlines(closes + late * DAY if late else None, day(registration), day(with_visa))
    with pytest.raises(CannotConvene, match=sentence):
        set_deadlines(round=conference, deadlines=deadlines)


def test_late_comments_need_a_window(conference: Round) -> None:
    Round.objects.filter(pk=conference.pk).update(comments_open_at=None, comments_close_at=None)
    with pytest.raises(CannotConvene, match="Lay down a window"):
        set_deadlines(round=conference, deadlines=Deadlines(late_until=timezone.now() + DAY))


def test_deadlines_are_typed_and_shown_in_the_time_of_the_venue(
    client: Client, conference: Round, secretariat: User
) -> None:
    client.force_login(secretariat)
    address = f"{conference.get_absolute_url()}deadlines/"
    santiago = ZoneInfo("America/Santiago")
    evening = datetime.combine(conference.ends_on, datetime.min.time(), santiago) + timedelta(hours=23)
    sent = {"registration": f"{evening:%Y-%m-%dT%H:%M}", "with_visa": "", "late_until": ""}
    assert client.post(address, sent).status_code == 302
    conference.refresh_from_db()
    assert conference.registration_closes_at == evening
    assert f'value="{evening:%Y-%m-%dT%H:%M}"' in client.get(address).content.decode()
    assert "Registration until" in client.get(conference.get_absolute_url()).content.decode()
    refused = client.post(address, {"registration": "soon", "with_visa": "", "late_until": ""})
    assert refused.status_code == 422


def test_the_programme_is_by_day_and_chapter(
    client: Client, conference: Round, convention: Any, secretariat: User
) -> None:
    client.force_login(secretariat)
    address = f"{conference.get_absolute_url()}programme/"
    division = Division.objects.filter(instrument=convention).order_by("position")[0]
    first, second = conference.starts_on, conference.starts_on + DAY
    client.post(address, {"day": str(second), "words": "", "division": division.pk})
    client.post(address, {"day": str(first), "begins_at": "10:00", "words": "Opening", "division": ""})
    client.post(address, {"day": str(first), "begins_at": "15:00", "words": "Lights", "division": division.pk})
    assert "Say what is discussed" in client.post(address, {"day": str(first), "words": ""}).content.decode()
    told = [(day, [(line.item.words, line.chapter) for line in lines]) for day, lines in programme_of(conference)]
    assert told == [
        (first, [("Opening", ""), ("Lights", "Part I. Lights")]),
        (second, [("Part I. Lights", "")]),
    ]
    page = client.get(conference.get_absolute_url()).content.decode()
    assert f'<a href="{convention.get_absolute_url()}?edition=draft-1">Part I. Lights</a>' in page


def test_a_chapter_of_a_text_that_is_not_discussed_is_refused(conference: Round, rules: Edition) -> None:
    division = Division.objects.get(instrument=rules.instrument)
    with pytest.raises(CannotConvene, match="not under discussion"):
        add_to_programme(round=conference, day=conference.starts_on, words="X", division=division)
