"""What the secretariat says of a conference document before it is made."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings

from consultations.issuing import HandedIn, Heading, OfEdition
from consultations.models import ConferenceDocument, Round
from consultations.round_forms import named
from consultations.uploaded import read_uploaded
from drafts.consolidating import languages_of
from drafts.models import Edition, Rendition
from drafts.models.instruments import LANGUAGE_OWN_NAMES, LANGUAGES

UPLOADED = "uploaded"
_VARIANTS = (
    Rendition.Variant.CLEAN,
    Rendition.Variant.REDLINE,
    Rendition.Variant.COMPILATION,
    Rendition.Variant.DISPOSITIONS,
    Rendition.Variant.LANGUAGES,
    Rendition.Variant.CONCORDANCE,
)


def _checkboxes() -> forms.CheckboxSelectMultiple:
    return forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"})


class DocumentForm(forms.ModelForm):
    """Its masthead, and its contents: a variant of an edition of the round, which the portal makes, or files that were
    written elsewhere, one for each language.
    """

    class Meta:
        model = ConferenceDocument
        fields = ["title", "distribution", "audience", "agenda_item"]
        labels = {"audience": "Read by", "agenda_item": "Agenda item"}
        help_texts = {
            "title": "Empty: what the text is called.",
            "agenda_item": "As the agenda numbers and names it, such as “3, Draft convention”.",
        }

    series = forms.ChoiceField(
        choices=ConferenceDocument.Series.choices, required=False, initial=ConferenceDocument.Series.LIMITED
    )
    symbol = forms.CharField(max_length=80, required=False, help_text="Empty: the next of the series.")
    contents = forms.ChoiceField(
        label="What it shows",
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        initial=Rendition.Variant.CLEAN,
    )
    text = forms.ChoiceField(label="Of")
    against = forms.ModelChoiceField(
        Edition.objects.none(),
        required=False,
        label="Compared with",
        help_text="Used for a redline and a concordance table.",
    )
    languages = forms.MultipleChoiceField(required=False, widget=_checkboxes())
    formats = forms.MultipleChoiceField(
        label="Files",
        required=False,
        widget=_checkboxes(),
        choices=Rendition.Format.of_texts(),
        initial=[Rendition.Format.PDF, Rendition.Format.DOCX],
    )
    line_numbers = forms.BooleanField(label="Number the lines of each page of a PDF", required=False)
    paper = forms.ChoiceField(choices=Rendition.Paper.choices, required=False)
    low_ink = forms.BooleanField(label="Spare ink: black on white, thin rules", required=False)

    def __init__(
        self, *args: Any, round: Round, follows: ConferenceDocument | None = None, relation: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.round, self.follows, self.relation = round, follows, relation
        self.editions = {edition.instrument.slug: edition for edition in round.documents}
        fields: dict[str, Any] = self.fields
        fields["title"].required = fields["agenda_item"].required = False
        variants = [(variant.value, variant.label) for variant in _VARIANTS] if self.editions else []
        fields["contents"].choices = [*variants, (UPLOADED, "Files that were written elsewhere")]
        fields["text"].choices = [(slug, named(edition)) for slug, edition in self.editions.items()]
        fields["text"].required = False
        fields["against"].queryset = Edition.objects.beside(round.documents)
        fields["against"].label_from_instance = named
        codes = sorted({code for edition in round.documents for code in languages_of(edition.instrument, edition)})
        fields["languages"].choices = [(code, LANGUAGE_OWN_NAMES[code]) for code in codes]
        for code, _ in LANGUAGES:
            fields[f"file_{code}"] = forms.FileField(
                label=f"File, {LANGUAGE_OWN_NAMES[code]}",
                required=False,
                widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
            )
        if follows:
            del fields["series"]
            fields["symbol"].help_text = "Empty: the next of what it follows."
        elif not round.symbol_stem:
            fields["symbol"].help_text = "The round does not say what its symbols begin with: type the whole symbol."
        self.initial = {"languages": codes, **self.initial}

    @property
    def uploads(self) -> list[Any]:
        """The fields for files, for the page."""
        return [self[name] for name in self.fields if name.startswith("file_")]

    def heading(self) -> Heading:
        said = self.cleaned_data
        return Heading(
            title=said["title"],
            symbol=said["symbol"],
            series=said.get("series", ""),
            distribution=said["distribution"],
            audience=said["audience"],
            agenda_item=said["agenda_item"],
            follows=self.follows,
            relation=self.relation,
        )

    def described(self) -> OfEdition | Sequence[HandedIn]:
        """The contents. Raises UploadRefused for a file that is too long."""
        said = self.cleaned_data
        if said["contents"] == UPLOADED:
            return [
                HandedIn(code, read_uploaded(file, file.name, settings.DOCUMENT_BYTES))
                for code, _ in LANGUAGES
                if (file := said.get(f"file_{code}"))
            ]
        edition = self.editions[said["text"]]
        languages = [code for code in languages_of(edition.instrument, edition) if code in said["languages"]]
        in_columns = said["contents"] == Rendition.Variant.LANGUAGES
        return OfEdition(
            edition=edition,
            variant=said["contents"],
            languages=languages[:1] if in_columns else languages,
            beside=",".join(languages[1:]) if in_columns else "",
            formats=said["formats"],
            against=said["against"],
            line_numbers=said["line_numbers"],
            paper=said["paper"] or Rendition.Paper.A4,
            low_ink=said["low_ink"],
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("contents") != UPLOADED and said.get("text") not in self.editions:
            self.add_error("text", "Choose the text.")
        return said
