"""What a chair sends about conclusions, and the secretariat about statements."""

import re
from datetime import datetime
from typing import Any

from django import forms

from consultations.concluding import Wording
from consultations.models import Comment, Conclusion, Organisation, Round, Statement
from consultations.places import Places, places_named
from drafts.models.instruments import LANGUAGES


class ConclusionForm(forms.Form):
    """Section, grade, words, and what it is about. `seen` is when it was last edited as the person saw it."""

    section = forms.CharField(
        max_length=200,
        help_text="The numbered heading it stands under, such as “Way forward”. An existing one or a new one.",
    )
    grade = forms.ChoiceField(
        choices=Conclusion.Grade.choices, widget=forms.RadioSelect(attrs={"class": "form-check-input"})
    )
    words = forms.CharField(max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}))
    about = forms.CharField(
        label="Places of the text",
        required=False,
        max_length=500,
        help_text="As in “article 12, paragraph 3 (b), and articles 20 and 21”. They become links.",
    )
    comments = forms.CharField(
        label="Comments",
        required=False,
        max_length=2000,
        help_text="By their numbers, such as “KE-014, CR-002”. What is issued names them only where every "
        "delegation may read them by then.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, round: Round, conclusion: Conclusion | None = None, **kwargs: Any) -> None:
        if conclusion is not None:
            kwargs["initial"] = {
                "section": conclusion.section,
                "grade": conclusion.grade,
                "words": conclusion.words,
                "about": conclusion.about,
                "comments": ", ".join(comment.reference for comment in conclusion.comments.for_naming()),
                "seen": conclusion.edited_at.isoformat(),
                **kwargs.get("initial", {}),
            }
        super().__init__(*args, **kwargs)
        self.round = round
        self.places = Places()

    def clean_about(self) -> str:
        about = self.cleaned_data["about"]
        self.places = places_named(about, self.round.edition)
        if self.places.problems:
            raise forms.ValidationError(list(self.places.problems))
        return about

    def clean_comments(self) -> list[Comment]:
        wanted = [part for part in re.split(r"[\s,;]+", self.cleaned_data["comments"].upper()) if part]
        known = {comment.reference.upper(): comment for comment in Comment.objects.named(self.round, wanted)}
        if unknown := [reference for reference in wanted if reference not in known]:
            raise forms.ValidationError(f"There is no submitted comment {', '.join(unknown)} in this round.")
        return [known[reference] for reference in dict.fromkeys(wanted)]

    def clean_seen(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def wording(self) -> Wording:
        said = self.cleaned_data
        return Wording(
            section=said["section"],
            grade=said["grade"],
            words=said["words"],
            about=said["about"],
            articles=self.places.articles,
            clauses=self.places.clauses,
            comments=said["comments"],
        )


class IssueForm(forms.Form):
    symbol = forms.CharField(
        max_length=60, help_text="Of this document, such as MLA/PC/2/CRP.1. A later issue is a Rev."
    )


class StatementForm(forms.Form):
    """A statement as handed in by one of the round's delegations."""

    organisation = forms.ModelChoiceField(Organisation.objects.none())
    delivered_on = forms.DateField(label="Delivered on", widget=forms.DateInput(attrs={"type": "date"}))
    language = forms.ChoiceField(choices=LANGUAGES, initial="en")
    words = forms.CharField(label="Statement", max_length=100_000, widget=forms.Textarea(attrs={"rows": 14}))
    replaces = forms.ModelChoiceField(
        Statement.objects.none(),
        required=False,
        label="Corrects",
        help_text="Both are kept; the corrected one is marked.",
    )

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.invited_to(round)  # type: ignore[attr-defined]
        statements = Statement.objects.in_round(round).uncorrected()
        self.fields["replaces"].queryset = statements  # type: ignore[attr-defined]
        if not statements.exists():
            del self.fields["replaces"]
        self.initial.setdefault("delivered_on", round.starts_on)
