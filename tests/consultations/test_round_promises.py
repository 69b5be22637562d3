"""What a round's pages promise is what the portal does."""

from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import timezone

from consultations import moments
from consultations.convening import CannotConvene, Ends, change_round, close_round, move_window, open_round
from consultations.models import CloseWording, Round
from consultations.registering import why_not_now
from mla_portal.accounts.models import User

DAY = timedelta(days=1)


class _Fields(HTMLParser):
    """What a browser would send back of a page's forms, nothing having been typed."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name, value = said.get("name") or "", said.get("value") or ""
        if tag == "input" and name and (said.get("type") not in ("checkbox", "radio") or "checked" in said):
            self.sent[name] = value
        elif tag in ("select", "textarea"):
            self.inside = name
            self.sent[name] = ""
        elif tag == "option" and "selected" in said:
            self.sent[self.inside] = value

    def handle_endtag(self, tag: str) -> None:
        self.inside = "" if tag in ("select", "textarea") else self.inside

    def handle_data(self, data: str) -> None:
        if self.inside and self.lasttag == "textarea":
            self.sent[self.inside] += data


def page_of(client: Client, round: Round) -> dict[str, str]:
    fields = _Fields()
    fields.feed(client.get(f"{round.get_absolute_url()}change/").content.decode())
    return fields.sent


@pytest.fixture
def announced(conference: Round) -> Round:
    Round.objects.filter(pk=conference.pk).update(opened_at=None)
    conference.refresh_from_db()
    return conference


@pytest.mark.parametrize("disclosure", Round.Disclosure.values)
def test_the_page_says_who_reads_comments(client: Client, conference: Round, delegate: User, disclosure: str) -> None:
    Round.objects.filter(pk=conference.pk).update(disclosure=disclosure)
    client.force_login(delegate)
    shown = client.get(conference.get_absolute_url()).content.decode()
    told = shown.partition("<dt>Read by</dt>")[2].partition("</dd>")[0]
    assert ("Core Group only" in told) == (disclosure == Round.Disclosure.CORE_GROUP)
    assert ("Everybody" in told or "everybody" in told) == (disclosure == Round.Disclosure.PUBLIC)
    listed = client.get(f"{conference.get_absolute_url()}comments/").content.decode()
    assert ("once the window has closed" in listed) == (disclosure in ("participants", "public"))


@pytest.mark.parametrize(
    "typed", [{"on": "31/31/2099", "at": "08:00"}, {"on": "", "at": "08:00"}, {"on": "2001-01-01"}]
)
def test_a_slip_in_the_date_does_not_open_the_round(
    client: Client, secretariat: User, announced: Round, typed: dict[str, str]
) -> None:
    client.force_login(secretariat)
    client.post(f"{announced.get_absolute_url()}open/", typed)
    assert Round.objects.get(pk=announced.pk).opened_at is None


def test_the_last_day_stays_the_last_day_when_the_time_zone_is_changed(conference: Round) -> None:
    Round.objects.filter(pk=conference.pk).update(
        time_zone="Europe/Ljubljana",
        comments_close_at=datetime(2099, 4, 14, 22, tzinfo=UTC),
        close_wording=CloseWording.THROUGH,
    )
    with pytest.raises(CannotConvene, match="time zone"):
        change_round(round=conference, changes={"time_zone": "America/New_York"})


def test_a_closing_that_is_laid_down_for_later_leaves_registration_open(conference: Round, secretariat: User) -> None:
    round = close_round(round=conference, person=secretariat, at=timezone.now() + DAY)
    assert moments.phase(round).name == "accepting"
    assert why_not_now(round, needs_visa=False) == ""
    assert "closed" in why_not_now(round, needs_visa=False, now=timezone.now() + 2 * DAY)


def test_a_round_on_an_instrument_without_edition_can_be_changed(
    client: Client, conference: Round, secretariat: User
) -> None:
    Round.objects.filter(pk=conference.pk).update(edition=None, comments_open_at=None, comments_close_at=None)
    client.force_login(secretariat)
    answer = client.post(f"{conference.get_absolute_url()}change/", {**page_of(client, conference), "title": "Resumed"})
    assert answer.status_code == 302
    round = Round.objects.get(pk=conference.pk)
    assert (round.title, round.instrument) == ("Resumed", conference.instrument)


def test_a_change_made_from_an_old_page_keeps_what_somebody_else_changed(
    client: Client, conference: Round, secretariat: User
) -> None:
    client.force_login(secretariat)
    said = page_of(client, conference)
    change_round(round=conference, changes={"venue": "The new hall"})
    client.post(f"{conference.get_absolute_url()}change/", {**said, "title": "Resumed"})
    assert Round.objects.get(pk=conference.pk).venue == "The new hall"


def test_the_page_says_until_when_late_comments_are_taken(client: Client, conference: Round, delegate: User) -> None:
    now = timezone.now()
    Round.objects.filter(pk=conference.pk).update(comments_close_at=now - DAY / 24, late_until=now + DAY)
    client.force_login(delegate)
    shown = client.get(conference.get_absolute_url()).content.decode()
    assert "ate comments" in shown.partition('<p class="lead">')[2].partition("</p>")[0]


def test_a_closing_time_can_be_laid_down_on_the_page(client: Client, conference: Round, secretariat: User) -> None:
    client.force_login(secretariat)
    client.post(f"{conference.get_absolute_url()}close/", {"on": "2099-01-01", "at": "08:00"})
    assert Round.objects.get(pk=conference.pk).is_open()


def test_nothing_opens_by_itself_without_the_edition_that_its_window_needs(
    conference: Round, secretariat: User
) -> None:
    Round.objects.filter(pk=conference.pk).update(
        edition=None, opened_at=None, comments_open_at=None, comments_close_at=None
    )
    now = timezone.now()
    move_window(
        round=conference, ends=Ends(now, now + DAY), reason="R.", person=secretariat, participants="civil_society"
    )
    with pytest.raises(CannotConvene, match="edition"):
        open_round(round=conference, person=secretariat)
