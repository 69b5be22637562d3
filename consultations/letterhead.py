"""A letter as it leaves: plain text, the same words as HTML, and the headers that tell machines what it is."""

import hashlib
import re
from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any, cast

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from consultations.models import Notice

_ADDRESS = re.compile(r"(https?://[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?)\]’])")


def written(name: str, language: str, shown: Mapping[str, Any]) -> str:
    """The words of a template of `emails/` in a language. Not `render_to_string`: that escapes for HTML, and a plain
    letter to the Côte d'Ivoire would say `&#x27;`."""
    template = cast(Any, get_template(f"emails/{name}")).template
    with translation.override(language):
        return template.render(Context({**shown, "portal_name": settings.PORTAL_NAME}, autoescape=False)).strip()


def message_of(letter: Notice) -> EmailMultiAlternatives:
    """The whole message. Raises ValueError for an address or subject that cannot stand in a header."""
    foot = foot_of(letter)
    headers = {
        "Message-ID": message_id(letter),
        "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday notes in answer
        "Content-Language": letter.language,
    }
    if letter.recipient_id:
        headers["List-Unsubscribe"] = f"<{choice_page()}>"  # RFC 2369; the page asks for a sign-in, so no one-click
    message = EmailMultiAlternatives(
        letter.subject, f"{letter.words}\n-- \n{foot}\n", to=[letter.address], headers=headers
    )
    message.attach_alternative(html_of(letter, foot), "text/html")
    message.message()  # whatever is wrong with it shows here, before a mail server has seen it
    return message


def message_id(letter: Notice) -> str:
    """The same for every sending of the same words of the same letter, so that a second one can be recognised; edited
    words are another letter."""
    of_row = "\n".join(
        [str(letter.pk), letter.address, letter.key, letter.written_at.isoformat(), str(letter.edited_at or "")]
    )
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<letter-{letter.pk}-{hashlib.sha256(of_row.encode()).hexdigest()[:24]}@{host}>"


def foot_of(letter: Notice) -> str:
    """Who writes and how to have fewer letters, in the letter's language; every letter ends with it."""
    shown = {
        "site": settings.BASE_URL,
        "choice_page": choice_page() if letter.recipient_id else "",
        "always": letter.kind in Notice.ALWAYS_AT_ONCE,
    }
    return written(f"_foot.{letter.language}.txt", letter.language, shown)


def choice_page() -> str:
    return settings.BASE_URL + reverse("consultations:letters")


def html_of(letter: Notice, foot: str) -> str:
    """The words as HTML: paragraphs, lists and links, everything escaped, nothing fetched from anywhere."""
    shown = {"letter": letter, "parts": parts_of(letter.words), "foot": parts_of(foot)}
    return render_to_string("emails/letter.html", shown).strip()


def parts_of(words: str) -> list[dict[str, list[SafeString]]]:
    """Paragraphs, parted by empty lines; one whose every line begins with a dash is a list."""
    parts = []
    for paragraph in re.split(r"\n\s*\n", words.strip()):
        lines = paragraph.splitlines()
        if all(line.startswith("- ") for line in lines):
            parts.append({"points": [_linked(line[2:]) for line in lines]})
        else:
            parts.append({"lines": [_linked(line) for line in lines]})
    return parts


def _linked(line: str) -> SafeString:
    """Escaped, whole addresses made links that show where they lead: what a delegation wrote cannot pass a link off
    as another."""
    pieces = _ADDRESS.split(line)
    return format_html_join(
        "",
        "{}",
        ((format_html('<a href="{0}">{0}</a>', piece) if place % 2 else piece,) for place, piece in enumerate(pieces)),
    )
