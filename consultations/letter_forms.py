"""What people send about letters: their own choice, the filters of the outbox, other words for one letter."""

from datetime import datetime
from typing import Any

from django import forms

from consultations.models import Notice, Round
from mla_portal.accounts.models import User


def _radios() -> forms.RadioSelect:
    return forms.RadioSelect(attrs={"class": "form-check-input"})


class ChoiceForm(forms.Form):
    """How often, and in which language."""

    rhythm = forms.ChoiceField(
        label="How often",
        choices=User.Notices.choices,
        widget=_radios(),
        help_text="Receipts of comments and invitations come at once, whatever you choose.",
    )
    language = forms.ChoiceField(label="Language of the letters", choices=User.Language.choices, widget=_radios())


class OutboxFilter(forms.Form):
    """The filters of the outbox. What is not among the choices is left out, so old links still open it."""

    state = forms.ChoiceField(required=False, choices=[("", "Any state"), *Notice.State.choices])
    kind = forms.ChoiceField(required=False, choices=[("", "Any kind"), *Notice.Kind.choices])
    round = forms.ChoiceField(required=False)
    words = forms.CharField(label="Address", required=False, max_length=200)

    def __init__(self, *args: Any, rounds: list[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(round.slug, round.title) for round in rounds]
        self.fields["round"].choices = [("", "Any round"), *offered]  # type: ignore[attr-defined]

    def filters(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def mark_of(edited_at: datetime | None) -> str:
    """As text with its microseconds, which a date field would drop."""
    return edited_at.isoformat() if edited_at else ""


class LetterForm(forms.Form):
    """Other words. `seen` is when the letter was edited last, as the page that shows the form has it."""

    subject = forms.CharField(max_length=300)
    words = forms.CharField(
        max_length=60_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "true"}),
        help_text="Plain text. An empty line parts paragraphs; lines that begin with a dash are a list.",
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if not words.strip():
            raise forms.ValidationError("A letter needs words; to keep it from being sent, discard it.")
        return words

    def clean_seen(self) -> datetime | None:
        """What is no instant is none that we know."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def take_over(self, edited_at: datetime | None) -> None:
        """Show what was typed again, now that the person has the other's words before them."""
        self.data = {**self.data.dict(), "seen": mark_of(edited_at)}  # type: ignore[attr-defined]
