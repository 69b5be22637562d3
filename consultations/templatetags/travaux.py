"""Comments in the history of a text, which the drafts know nothing of."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template

from consultations.forms import StoryForm
from consultations.models import Comment, Organisation
from consultations.travaux import comments_answered_by, with_comments
from drafts.travaux import Moment, Story

register = template.Library()


@register.simple_tag(takes_context=True)
def story_with_comments(context: dict[str, Any], story: Story, moments: Sequence[Moment]) -> list[Moment]:
    """A clause's moments, with the comments on it that the reader may see and the answers to them between."""
    return with_comments(story, moments, context["request"].user)


@register.inclusion_tag("consultations/_story_document.html", takes_context=True)
def story_document(context: dict[str, Any], story: Story) -> dict[str, Any]:
    """The button that asks for the story as a file, with the formats and the reader's organisations. One query."""
    person = context["request"].user
    return {
        "clause": story.clause,
        "instrument": story.instrument,
        "language": story.language,
        "form": StoryForm(organisations=Organisation.objects.of(person)),
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def comments_answered(context: dict[str, Any], versions: Iterable[Any]) -> dict[int, list[Comment]]:
    """Version (primary key) -> the comments that it answers and the reader may see."""
    return comments_answered_by(versions, context["request"].user)


@register.inclusion_tag("consultations/_answered.html")
def answered(comments: dict[int, list[Comment]], version: Any) -> dict[str, Any]:
    """The references of the comments that one version answers."""
    return {"comments": comments.get(version.pk, [])}
