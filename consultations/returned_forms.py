"""What people send with an edited Word file."""

from typing import Any

from django import forms

from consultations.models import Delegation
from drafts.text.reading_file import LARGEST_FILE


class ReturnedForm(forms.Form):
    """A file, and for whom where there is a choice. From the page that shows what was found no file is sent again."""

    file = forms.FileField(
        label="Edited Word file",
        help_text=f"The portal’s own Word file with your changes, up to {LARGEST_FILE // 1024 // 1024} MB.",
    )
    delegation = forms.ModelChoiceField(Delegation.objects.none(), label="On behalf of", empty_label=None)

    def __init__(self, *args: Any, delegations: list[Delegation], is_answer: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["delegation"]
        field.queryset = Delegation.objects.chosen_from(delegations)  # type: ignore[attr-defined]
        field.label_from_instance = lambda delegation: delegation.organisation.name  # type: ignore[attr-defined]
        if len(delegations) == 1:
            field.widget, field.initial = forms.HiddenInput(), delegations[0].pk
        self.fields["file"].required = not is_answer

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent and sent.size > LARGEST_FILE:
            raise forms.ValidationError(f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB; no treaty is.")
        return sent
