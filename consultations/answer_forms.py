"""What is sent about answers: one answer to all who make a proposal, and a delegation's reply."""

from typing import Any

from django import forms

from consultations.models import Disposition

MOST_AT_ONCE = 500
ACTS = ("take over", "part", "answer")


class BundleForm(forms.Form):
    """An act on all comments that make one proposal. `comments` are their primary keys with commas between, `version`
    is the one that carries the answer out, where the page named one.
    """

    comments = forms.CharField(max_length=10_000)
    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
    decision = forms.ChoiceField(required=False, choices=[("", "No decision yet"), *Disposition.Decision.choices])
    reason = forms.CharField(required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}))
    publish = forms.BooleanField(required=False, label="Publish at once")
    version = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    def clean_comments(self) -> list[int]:
        keys = self.cleaned_data["comments"].split(",")
        if not all(key.isdecimal() and len(key) < 19 for key in keys) or len(keys) > MOST_AT_ONCE:
            raise forms.ValidationError("Choose the comments again.")
        return [int(key) for key in keys]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        act = said.get("act")
        if act == "answer" and not said.get("decision"):
            raise forms.ValidationError("Choose a decision.")
        if act in ("answer", "take over") and not (said.get("reason") or "").strip():
            raise forms.ValidationError("Give a reason: the delegations read it with the decision.")
        return said

    def sentence(self) -> str:
        """The first thing that is wrong."""
        return next((str(errors[0]) for errors in self.errors.values()), "")


class ReplyForm(forms.Form):
    """Content with the answer or not, and in words why."""

    is_content = forms.TypedChoiceField(
        required=False,
        choices=[("yes", "We are content with the answer"), ("no", "We are not content with it"), ("", "Neither")],
        coerce=lambda said: {"yes": True, "no": False}.get(said),
        empty_value=None,
        label="Your delegation",
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    words = forms.CharField(
        required=False, max_length=20_000, label="In words", widget=forms.Textarea(attrs={"rows": 3})
    )
