"""What people send about joint comments, support and opposition."""

from typing import Any

from django import forms

from consultations.models import Comment, Organisation, Position


class Organisations(forms.ModelMultipleChoiceField):
    """A long list of organisations by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Organisation.objects.none(),
            required=False,
            widget=forms.SelectMultiple(attrs={"class": "form-select", "size": 8}),
            **kwargs,
        )


class GroupForm(forms.Form):
    """On behalf of which group, and who of it does not join."""

    group = forms.CharField(label="On behalf of", required=False, max_length=300, help_text="The name of the group.")
    excepted = Organisations(label="Except", help_text="Members of the group that do not join in this comment.")

    def __init__(self, *args: Any, comment: Comment, excepted: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"group": comment.on_behalf_of, "excepted": excepted}, **kwargs})
        self.fields["excepted"].queryset = others_in(comment)  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    """Which delegations are asked to co-sponsor."""

    organisations = Organisations(
        label="Delegations", help_text="Their focal points get a letter and may read this draft from then on."
    )

    def __init__(self, *args: Any, comment: Comment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisations"].queryset = others_in(comment)  # type: ignore[attr-defined]


class StanceForm(forms.Form):
    """Support or oppose, and why; of people with several delegations, for which."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    stance = forms.ChoiceField(
        label="Your delegation",
        choices=[
            (Position.Stance.SUPPORTS, Position.Stance.SUPPORTS.label),
            (Position.Stance.OPPOSES, Position.Stance.OPPOSES.label),
        ],
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    words = forms.CharField(
        label="Why",
        required=False,
        max_length=5000,
        help_text="Printed below the comment in the compilation.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, only = self.fields["organisation"], list(organisations)
        field.queryset = organisations  # type: ignore[attr-defined]
        if len(only) == 1:
            field.widget, field.initial = forms.HiddenInput(), only[0].pk


def others_in(comment: Comment) -> Any:
    """The delegations of the round but the comment's own."""
    return Organisation.objects.taking_part_in(comment.round).without([comment.organisation])
