"""What a delegation's own mandate and the last round add to the pages of a text, which know neither."""

from typing import Any

from django import template

from consultations.models import Baseline, Membership, Round
from drafts.models import Edition, Instrument
from drafts.presets import Landmark

register = template.Library()


@register.simple_tag(takes_context=True)
def landmarks_of(context: dict[str, Any], instrument: Instrument) -> list[Landmark]:
    """Editions that the reader compares with: that of the last round, those that the own mandates rest on. Two
    queries, at the editions of a text alone."""
    person = context["request"].user
    last = Round.objects.visible_to(person).last_closed(instrument)
    landmarks = [Landmark("Since the last round", last.edition, last.title)] if last and last.edition else []
    baselines = Baseline.objects.known_to(person, instrument)
    for baseline in baselines:
        whose = f"{baseline.organisation}, {baseline.edition}" if len(baselines) > 1 else str(baseline.edition)
        landmarks.append(Landmark("Since our last mandate", baseline.edition, whose))
    return landmarks


@register.inclusion_tag("consultations/_our_mandate.html", takes_context=True)
def our_mandate(context: dict[str, Any], instrument: Instrument) -> dict[str, Any]:
    """On which edition the reader's own mandate rests, and the way to what changed since."""
    reading = context["reading"]
    return {
        "instrument": instrument,
        "reading": reading,
        "baselines": Baseline.objects.known_to(context["request"].user, instrument),
    }


@register.inclusion_tag("consultations/_mandate_rests_on.html", takes_context=True)
def mandate_rests_on(context: dict[str, Any], edition: Edition) -> dict[str, Any]:
    """For a delegation: whether its last mandate rests on this edition; for its focal point the button that says so."""
    person = context["request"].user
    baselines = Baseline.objects.known_to(person, edition.instrument)
    resting = [baseline for baseline in baselines if baseline.edition_id == edition.pk]
    here = {baseline.organisation_id for baseline in resting}
    led = [membership.organisation for membership in Membership.objects.current().led_by(person)]
    return {
        "edition": edition,
        "resting": resting,
        "elsewhere": [baseline for baseline in baselines if baseline.organisation_id not in here],
        "offered": [organisation for organisation in led if organisation.pk not in here],
        "csrf_token": context.get("csrf_token"),
    }
