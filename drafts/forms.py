"""Forms about texts. The editor has none here: its fields are a text area and what autosave sends, read by its view."""

from typing import Any

from django import forms

from drafts.consolidating import languages_of
from drafts.exporting import COMPARED
from drafts.models import AgreementStep, Edition, Instrument, Rendition
from drafts.models.instruments import LANGUAGE_OWN_NAMES
from drafts.orders import Order
from drafts.permissions import WORKING, may_read_working_text
from drafts.scoping import option_sets
from drafts.text import scope


class PublicationForm(forms.Form):
    """What an edition is called. What it says is the working text at that instant."""

    label = forms.CharField(max_length=40, help_text="How people will call it, such as Draft 3.")
    symbol = forms.CharField(
        label="Document symbol",
        max_length=80,
        help_text="With its Rev. or Corr. suffix, such as MLA/DC/2023/L.1/Rev.1.",
    )
    note = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="What it is for, and what it rests on."
    )


class AgreementForm(forms.Form):
    """A step on the ladder for some clauses of an article."""

    clauses = forms.MultipleChoiceField(choices=[], widget=forms.CheckboxSelectMultiple)
    level = forms.ChoiceField(
        label="How far", choices=AgreementStep.Level.choices, initial=AgreementStep.Level.WORKING_GROUP
    )
    pending = forms.CharField(
        label="Pending whom",
        required=False,
        max_length=300,
        help_text="Only for an agreement ad referendum: whose confirmation it waits for.",
    )
    forum = forms.CharField(max_length=200, help_text="Where it was said, such as Working Group II, third meeting.")
    on = forms.DateField(label="Date", widget=forms.DateInput(attrs={"type": "date"}), help_text="Of that meeting.")
    reason = forms.CharField(
        max_length=2000, help_text="What it rests on; when words are reopened, why. It stands in the record."
    )

    def offer(self, clauses: list[tuple[str, str]]) -> None:
        """The clauses that can be chosen: ids, and how they are cited."""
        self.fields["clauses"].choices = clauses  # type: ignore[attr-defined]


class OptionsForm(forms.Form):
    """Options of scope and the choices that may be made among them."""

    name = forms.CharField(max_length=80, initial="Scope", help_text="What the options are about.")
    options = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One a line: its number, a colon, and what it is. 1: No definitions and no criminalization",
    )
    legal = forms.CharField(
        label="Choices",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Which may be chosen together, one choice a line: 1 + 3",
    )
    reason = forms.CharField(max_length=2000, help_text="What it rests on. It stands in the history.")

    def facts(self) -> dict[str, Any]:
        """The arguments of `lay_down_options`; call it on a valid form."""
        lines = [line.partition(":") for line in self.cleaned_data["options"].splitlines() if line.strip()]
        return {
            "name": self.cleaned_data["name"],
            "options": [(label.strip(), words.strip()) for label, _, words in lines],
            "legal": [line.split("+") for line in self.cleaned_data["legal"].splitlines() if line.strip()],
            "reason": self.cleaned_data["reason"],
        }


class FileForm(forms.Form):
    """A file to be brought into the working text. What it is, its content says and not its name."""

    file = forms.FileField(
        widget=forms.FileInput(attrs={"accept": ".docx,.txt"}),
        help_text="A Word file (.docx), with or without tracked changes, or plain text (.txt).",
    )
    language = forms.ChoiceField(help_text="Of the file. A language that the text does not have yet is added.")

    def __init__(self, *args: Any, instrument: Instrument, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["language"].choices = list(LANGUAGE_OWN_NAMES.items())
        self.initial = {"language": instrument.original_language, **self.initial}


class VerificationForm(forms.Form):
    """What shall be verified. The file never comes as far as this form: it is hashed as it is sent."""

    file = forms.FileField(
        required=False, help_text="Up to 60 MB. Its checksum is worked out and the file is not kept."
    )
    checksum = forms.CharField(
        required=False, label="Or its SHA-256", help_text="64 digits and letters, as the register prints them."
    )


class ExportForm(forms.Form):
    """Which text as which file. The choices are those that the person may read."""

    text = forms.ChoiceField()
    variant = forms.ChoiceField(choices=[], widget=forms.RadioSelect)
    against = forms.ChoiceField(
        label="Compared with", required=False, help_text="The earlier edition, for a redline or a concordance table."
    )
    language = forms.ChoiceField()
    beside = forms.MultipleChoiceField(
        label="Beside it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="One or two more languages, for languages side by side.",
    )
    under = forms.ChoiceField(label="Options of scope", required=False)
    format = forms.ChoiceField(choices=Rendition.Format.of_texts(), widget=forms.RadioSelect)
    line_numbers = forms.BooleanField(label="Number the lines of each page", required=False)
    paper = forms.ChoiceField(choices=Rendition.Paper.choices, required=False, help_text="Of the PDF or Word file.")
    low_ink = forms.BooleanField(label="Spare ink: black on white, thin rules", required=False)

    def __init__(self, *args: Any, instrument: Instrument, person: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.instrument = instrument
        self.editions: dict[str, Edition] = {edition.slug: edition for edition in instrument.editions.newest_first()}
        sees_working_text = may_read_working_text.test(person, instrument)
        names = [(slug, f"{edition.label}, {edition.symbol}") for slug, edition in self.editions.items()]
        whole = [(WORKING, "Working text" if instrument.is_negotiated else "Text")] if sees_working_text else []
        # Compilations are asked for on a round's own page: whose comments may be read is the round's affair.
        languages = languages_of(instrument)
        variants = [Rendition.Variant.CLEAN, *(COMPARED if self.editions else [])]
        variants += [Rendition.Variant.LANGUAGES] if len(languages) > 1 else []
        if instrument.is_negotiated:
            kinds = Rendition.Variant
            variants += [kinds.PLAIN, kinds.KEEP, kinds.FIRST, kinds.DROP]
        fields: dict[str, Any] = self.fields
        fields["text"].choices = [*names, *whole]
        fields["variant"].choices = [(variant.value, variant.label) for variant in variants]
        fields["against"].choices = [("", "none"), *names]
        fields["language"].choices = [(code, LANGUAGE_OWN_NAMES[code]) for code in languages]
        fields["beside"].choices = fields["language"].choices
        if len(languages) == 1:
            del fields["beside"]
        sets = option_sets(instrument)
        keys = [scope.key_of(choice, sets) for choice in scope.choices(sets)]
        fields["under"].choices = [("", "all together"), *((key, f"under {key}") for key in keys)]
        if not keys:
            del fields["under"]
        first = {"text": fields["text"].choices[0][0], "variant": "clean", "format": "pdf"}
        self.initial = {**first, "language": instrument.original_language, **self.initial}

    def order(self) -> Order:
        """What was asked for; call it on a valid form."""
        asked = self.cleaned_data
        return Order(
            instrument=self.instrument,
            edition=self.editions.get(asked["text"]),
            variant=asked["variant"],
            against=self.editions.get(asked["against"]),
            language=asked["language"],
            line_numbers=asked["line_numbers"],
            format=asked["format"],
            under=asked.get("under", ""),
            beside=",".join(code for code in asked.get("beside", []) if code != asked["language"]),
            paper=asked["paper"] or Rendition.Paper.A4,
            low_ink=asked["low_ink"],
        )
