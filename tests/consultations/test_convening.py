"""Rounds are called, changed, scheduled; their windows laid down and moved."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from consultations import moments
from consultations.convening import (
    CannotConvene,
    Ends,
    cancel_schedule,
    change_round,
    close_round,
    move_window,
    open_round,
)
from consultations.models import CloseWording, DeadlineMove, Notice, ProgrammeItem, Round
from mla_portal.accounts.models import User
from mla_portal.versioning import UnversionedWrite
from tests.cast import comment_by

DAY = timedelta(days=1)


def in_days(days: float) -> Any:
    return timezone.now() + days * DAY


def test_what_delegations_rely_on_stays_once_the_round_is_open(conference: Round) -> None:
    changed = change_round(round=conference, changes={"title": "Harbour Conference, resumed"})
    assert changed.title == "Harbour Conference, resumed"
    for wider in (Round.Disclosure.PUBLIC, Round.Disclosure.AT_ONCE):
        with pytest.raises(CannotConvene, match="stay as they are"):
            change_round(round=conference, changes={"disclosure": wider})
    with pytest.raises(CannotConvene, match="end before it begins"):
        change_round(round=conference, changes={"ends_on": conference.starts_on - DAY})


def test_a_closed_round_is_not_changed(conference: Round, secretariat: User) -> None:
    close_round(round=conference, person=secretariat)
    with pytest.raises(CannotConvene, match="closed round"):
        change_round(round=conference, changes={"title": "X"})
    with pytest.raises(CannotConvene, match="closed round"):
        move_window(round=conference, ends=Ends(in_days(-1), in_days(1)), reason="More time.", person=secretariat)


def test_a_moved_window_is_told_kept_and_counts_at_once(
    conference: Round, delegate: User, observer: User, secretariat: User
) -> None:
    move_window(round=conference, ends=Ends(in_days(-1), in_days(9)), reason="A postponement.", person=secretariat)
    conference.refresh_from_db()
    assert moments.phase(Round.objects.get(pk=conference.pk), in_days(5)) == moments.ACCEPTING
    move = DeadlineMove.objects.get()
    assert (move.reason, move.moved_by, move.closes_at) == (
        "A postponement.",
        secretariat,
        conference.comments_close_at,
    )
    letters = Notice.objects.filter(kind="moved")
    assert set(letters.values_list("address", flat=True)) == {delegate.email, observer.email}
    assert "A postponement." in letters[0].words
    with pytest.raises(UnversionedWrite):
        DeadlineMove.objects.update(reason="X")


def test_a_class_has_a_window_of_its_own_and_letters_of_its_own(
    conference: Round, delegate: User, observer: User, secretariat: User
) -> None:
    ends = Ends(in_days(-1), in_days(1))
    move_window(round=conference, ends=ends, reason="R.", person=secretariat, participants="civil_society")
    assert set(Notice.objects.values_list("address", flat=True)) == {observer.email}
    round = Round.objects.get(pk=conference.pk)
    assert [round.accepts_comments(in_days(2), kind) for kind in ("state", "civil_society")] == [True, False]


@pytest.mark.parametrize(
    ("ends", "reason", "told"),
    [
        ((-2, 5), " ", "Give a reason"),
        ((3, 2), "R.", "before it opens"),
        ((-2, -1), "R.", "would have ended already"),
    ],
)
def test_a_window_that_makes_no_sense_is_refused(
    conference: Round, secretariat: User, ends: tuple[float, float], reason: str, told: str
) -> None:
    with pytest.raises(CannotConvene, match=told):
        move_window(round=conference, ends=Ends(in_days(ends[0]), in_days(ends[1])), reason=reason, person=secretariat)
    assert not DeadlineMove.objects.exists()


def test_a_window_does_not_open_again_over_comments_that_were_disclosed(conference: Round, secretariat: User) -> None:
    Round.objects.filter(pk=conference.pk).update(comments_close_at=in_days(-0.1))
    with pytest.raises(CannotConvene, match="disclosed"):
        move_window(round=conference, ends=Ends(in_days(-1), in_days(9)), reason="More time.", person=secretariat)


def test_opening_and_closing_happen_by_themselves_at_their_instants(
    conference: Round, delegate: User, secretariat: User
) -> None:
    Round.objects.filter(pk=conference.pk).update(opened_at=None, comments_open_at=in_days(-1))
    round = open_round(round=Round.objects.get(pk=conference.pk), person=secretariat, at=in_days(1))
    assert moments.phase(round) == moments.SCHEDULED
    assert not Round.objects.visible_to(delegate).exists()
    assert moments.phase(round, in_days(1.01)) == moments.ACCEPTING
    assert cancel_schedule(round=round).opened_at is None
    with pytest.raises(CannotConvene, match="Nothing is laid down"):
        cancel_schedule(round=round)
    Round.objects.filter(pk=conference.pk).update(opened_at=in_days(-1))
    closing = close_round(round=Round.objects.get(pk=conference.pk), person=secretariat, at=in_days(1))
    assert [moments.phase(closing, at).name for at in (in_days(0), in_days(1.01))] == ["accepting", "closed"]
    assert comment_by(delegate, closing, submit=True).number == 1


def test_the_secretariat_calls_a_round_and_lays_it_out(
    client: Client, conference: Round, secretariat: User, kenya: Any
) -> None:
    client.force_login(secretariat)
    facts = {
        "title": "Second Harbour Conference", "slug": "harbour-2027", "kind": "diplomatic", "starts_on": "2027-05-03",
        "ends_on": "2027-05-14", "venue": "Mombasa", "time_zone": "Africa/Nairobi", "chair_name": "The Harbourmaster",
        "edition": conference.edition_id, "disclosure": "participants", "summary": "",
    }  # fmt: skip
    assert client.post("/rounds/new/", {**facts, "time_zone": "Atlantis"}).status_code == 422
    assert client.post("/rounds/new/", facts)["Location"] == "/rounds/harbour-2027/"
    window = {
        "participants": "", "opens_on": "2027-01-01", "opens_at": "09:00", "closes_on": "2027-04-14", "closes_at": "",
        "wording": "through", "reason": "As agreed in Valparaíso.",
    }  # fmt: skip
    assert client.post("/rounds/harbour-2027/window/", window).status_code == 302
    client.post("/rounds/harbour-2027/guests/", {"organisations": [kenya.pk]})
    client.post("/rounds/harbour-2027/programme/", {"day": "2027-05-03", "begins_at": "10:00", "words": "Part I"})
    round = Round.objects.get(slug="harbour-2027")
    assert round.comments_close_at is not None
    assert f"{round.comments_close_at:%d %H:%M}" == "14 21:00"  # the end of the day in Nairobi
    page = client.get("/rounds/harbour-2027/").content.decode()
    for words in ("no later than Wednesday 14 April 2027", "Part I", "The Harbourmaster", "Kenya", "Diplomatic"):
        assert words.casefold() in page.casefold()
    client.post("/rounds/harbour-2027/programme/", {"remove": ProgrammeItem.objects.get().pk})
    assert not ProgrammeItem.objects.exists()
    opened = client.post("/rounds/harbour-2027/open/", {"on": "2099-01-01", "at": "08:00"}, follow=True)
    assert "Opens by itself" in opened.content.decode()
    assert "taken back" in client.post("/rounds/harbour-2027/unschedule/", follow=True).content.decode()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "no later than Friday 8 January 2027, the whole day in Santiago (until 9 January, 03:00 UTC)"),
        ("fr", "jusqu’au vendredi 8 janvier 2027, toute la journée, heure de Santiago (jusqu’au 9 janvier, 03:00 UTC)"),
        ("es", "hasta el viernes 8 de enero de 2027, todo el día, hora de Santiago (hasta el 9 de enero, 03:00 UTC)"),
    ],
)
def test_the_letter_names_the_last_day_in_the_readers_language(
    conference: Round, delegate: User, secretariat: User, language: str, said: str
) -> None:
    delegate.language = language
    delegate.save()
    Round.objects.filter(pk=conference.pk).update(comments_close_at=datetime(2027, 1, 2, tzinfo=UTC))
    last = datetime(2027, 1, 9, tzinfo=conference.zone)
    ends = Ends(in_days(-3), last, CloseWording.THROUGH)
    move = move_window(
        round=conference, ends=ends, reason="Holidays.", person=secretariat, at=datetime(2027, 1, 1, tzinfo=UTC)
    )
    letter = Notice.objects.get(key=f"moved:{move.pk}", recipient=delegate)
    assert said in letter.words
