"""What people send with a comment table."""

from typing import Any

from django import forms

from consultations.models import Delegation
from consultations.tables.reading import LARGEST_FILE
from drafts.models import Edition


class TableForm(forms.Form):
    """A file, for whom (where there is a choice), in which language, and whether one bad row stops all."""

    file = forms.FileField(label="Table", help_text="csv, Excel (.xlsx) or Word (.docx), up to 10 MB.")
    delegation = forms.ModelChoiceField(Delegation.objects.none(), label="On behalf of", empty_label=None)
    edition = forms.ModelChoiceField(Edition.objects.none(), label="Document commented on", empty_label=None)
    language = forms.ChoiceField(label="Language of the text commented on")
    all_or_nothing = forms.BooleanField(
        required=False, label="All or nothing", help_text="One row that is refused stops the whole table."
    )

    def __init__(
        self,
        *args: Any,
        delegations: list[Delegation],
        documents: list[Edition],
        languages: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        document = self.fields["edition"]
        document.queryset = Edition.objects.among(documents)  # type: ignore[attr-defined]
        document.label_from_instance = lambda edition: f"{edition.instrument}, {edition.label}"  # type: ignore[attr-defined]
        if len(documents) < 2:
            document.widget, document.required = forms.HiddenInput(), False
        field = self.fields["delegation"]
        field.queryset = Delegation.objects.chosen_from(delegations)  # type: ignore[attr-defined]
        field.label_from_instance = lambda delegation: delegation.organisation.name  # type: ignore[attr-defined]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
        if len(delegations) == 1:
            field.widget, field.initial = forms.HiddenInput(), delegations[0].pk
        if len(languages) == 1:
            self.fields["language"].widget, self.fields["language"].initial = forms.HiddenInput(), languages[0][0]

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST_FILE:
            raise forms.ValidationError("The file is larger than 10 MB; no comment table is.")
        return sent
