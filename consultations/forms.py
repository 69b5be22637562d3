"""What people send about rounds and comments. Forms check the shape; whether the act is allowed the verbs
say.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from consultations import wording
from consultations.models import Comment, Delegation, Disposition, Organisation, Round
from consultations.subjects import Subject
from drafts.models import Edition, EditionText, Rendition
from drafts.models.instruments import LANGUAGE_OWN_NAMES

_FILES = (Rendition.Format.PDF, Rendition.Format.DOCX, Rendition.Format.HTML, Rendition.Format.TXT)
_KINDS = {
    Comment.Kind.SUBSTANCE: "changes what a State must do",
    Comment.Kind.DRAFTING: "the same meaning in better words",
    Comment.Kind.TRANSLATION: "one language differs from the others",
    Comment.Kind.GENERAL: "law, practice or a view of the whole",
}


_READERS = {
    Round.Disclosure.CORE_GROUP: "The Core Group reads",
    Round.Disclosure.AT_ONCE: "The Core Group and all delegations read",
    Round.Disclosure.PARTICIPANTS: "The Core Group and, later, all delegations read",
    Round.Disclosure.PUBLIC: "The Core Group and, later, everybody read",
}


def _explained_kinds() -> list[tuple[str, SafeString]]:
    return [
        (kind.value, format_html('{} <span class="note">{}</span>', kind.label, words))
        for kind, words in _KINDS.items()
    ]


def _radios() -> forms.RadioSelect:
    return forms.RadioSelect(attrs={"class": "form-check-input"})


class CommentForm(forms.Form):
    """Type, words it is about, proposed wording, reasoning; and, of people with several delegations, for whom."""

    delegation = forms.ModelChoiceField(
        Delegation.objects.none(), label="On behalf of", widget=_radios(), empty_label=None
    )
    kind = forms.ChoiceField(label="Type", choices=_explained_kinds, widget=_radios(), initial=Comment.Kind.SUBSTANCE)
    operation = forms.ChoiceField(
        label="What should be done",
        required=False,
        choices=[("", "Nothing named: a remark"), *Comment.Operation.choices[1:]],
        widget=_radios(),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        label="Words it is about",
        required=False,
        max_length=2000,
        help_text="Mark them in the clause, or write them here as they stand there. Empty: the whole clause.",
    )
    nth = forms.IntegerField(required=False, min_value=0, max_value=999, widget=forms.HiddenInput)
    proposed = forms.CharField(
        label="Proposed wording",
        required=False,
        max_length=60_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 7, "class": "field-text", "spellcheck": "true"}),
    )
    reasoning = forms.CharField(
        label="Reasoning", required=False, max_length=60_000, strip=False, widget=forms.Textarea(attrs={"rows": 7})
    )

    def __init__(self, *args: Any, subject: Subject, delegations: list[Delegation] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject = subject
        self.span: tuple[int, int] | None = None
        self.theirs: Comment | None = None  # what a colleague has kept meanwhile
        self._offer_delegations(delegations)
        proposed, reasoning = self.fields["proposed"], self.fields["reasoning"]
        if subject.clause is None:
            del self.fields["words"], self.fields["nth"]
            proposed.help_text = "The words you would add, if any, in the drafting syntax: one clause a line."
        else:
            proposed.help_text = "It starts from the clause as it stands. Leave it alone if you propose no words."
        reasoning.help_text = f"{_READERS[Round.Disclosure(subject.round.disclosure)]} this once it is submitted."

    def _offer_delegations(self, delegations: list[Delegation] | None) -> None:
        """None: the comment exists and speaks for its delegation already. One: nothing to choose."""
        if delegations is None:
            del self.fields["delegation"]
            return
        self.only_delegation = delegations[0] if len(delegations) == 1 else None
        field = self.fields["delegation"]
        field.queryset = Delegation.objects.chosen_from(delegations)  # type: ignore[attr-defined]
        field.label_from_instance = lambda delegation: delegation.organisation.name  # type: ignore[attr-defined]
        if self.only_delegation:
            field.required, field.widget = False, forms.HiddenInput()

    def see_again(self, comment: Comment) -> None:
        """The next time that it is sent, what a colleague has kept meanwhile has been seen."""
        sent: Any = self.data
        self.data = sent.copy()
        self.data["seen"] = comment.edited_at.isoformat()  # type: ignore[index]

    def clean_seen(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def clean_proposed(self) -> str:
        return self.cleaned_data["proposed"].replace("\r\n", "\n")

    def clean_reasoning(self) -> str:
        return self.cleaned_data["reasoning"].replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        meant = cleaned.get("words", "").strip()
        if meant:
            self.span = wording.locate(self.subject.words, meant, cleaned.get("nth") or 0)
            if self.span is None:
                self.add_error("words", "These words are not in the clause. Write them exactly as they stand there.")
        if "delegation" in self.fields and not cleaned.get("delegation"):
            cleaned["delegation"] = self.only_delegation
        return cleaned


class DispositionForm(forms.Form):
    """The Core Group's answer. `versions` are those of the article that may carry it out, newest first."""

    decision = forms.ChoiceField(choices=[("", "No decision yet"), *Disposition.Decision.choices])
    reason = forms.CharField(
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The delegation reads it with the decision.",
    )
    version = forms.TypedChoiceField(
        label="Carried out by",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="The version of the article that does it, if there is one.",
    )
    publish = forms.BooleanField(
        required=False,
        initial=True,
        label="Publish at once",
        help_text="Otherwise the Core Group alone reads the answer until it is published from the worktable.",
    )

    def __init__(self, *args: Any, versions: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {version.pk: version for version in versions}
        if not versions:
            del self.fields["version"]
            return
        offered = [(version.pk, _told(version)) for version in versions]
        self.fields["version"].choices = [("", "No version"), *offered]  # type: ignore[attr-defined]

    @property
    def chosen_version(self) -> Any:
        return self.versions.get(self.cleaned_data.get("version"))


def _told(version: Any) -> str:
    return f"Version {version.number}, {version.history_date:%-d %B %Y}: {version.history_change_reason[:60]}"


class LongSelect(forms.Select):
    """A select written in one go: Django's renders two templates for each option, a quarter of the table's time."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = str(value or "")
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, mark_safe(" selected") if str(key) == chosen else "", label) for key, label in self.choices),
        )
        given = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(given), options)


@dataclass(frozen=True)
class Offered:
    """What the filters offer: articles of the document that is chosen, delegations, documents of the round. From the
    round and not from the comments: a name in the list must not tell that there is a sealed comment.
    """

    texts: list[EditionText]
    delegations: list[Delegation]
    documents: list[Edition]


class FilterForm(forms.Form):
    """The filters of the comments table. What is not among the choices is left out, so old links still open it.
    Articles are those of the document that is chosen, of the round's own where none is.
    """

    document = forms.ChoiceField(required=False)
    article = forms.ChoiceField(required=False, widget=LongSelect)
    organisation = forms.ChoiceField(required=False, widget=LongSelect)
    kind = forms.ChoiceField(label="Type", required=False, choices=[("", "Any type"), *Comment.Kind.choices])
    operation = forms.ChoiceField(required=False, choices=[("", "Any operation"), *Comment.Operation.choices[1:]])
    state = forms.ChoiceField(required=False, choices=[("", "Any state"), *Comment.State.choices])
    answered = forms.ChoiceField(
        required=False,
        choices=[("", "Any"), ("no", "Unanswered"), ("yes", "Answered"), ("discontent", "Answered, not content")],
    )

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts, delegations = offered.texts, offered.delegations
        articles = [(text.article.slug, f"{text.article.get_kind_display()} {text.label}".strip()) for text in texts]
        organisations = [
            (delegation.organisation.code.lower(), delegation.organisation.name) for delegation in delegations
        ]
        self.first = offered.documents[0].instrument.slug if len(offered.documents) > 1 else ""
        documents = [(edition.instrument.slug, str(edition.instrument)) for edition in offered.documents]
        self.fields["document"].choices = [("", "Every document"), *documents]  # type: ignore[attr-defined]
        if not self.first:
            del self.fields["document"]
        self.fields["article"].choices = [("", "Any article"), ("general", "General comments"), *articles]  # type: ignore[attr-defined]
        self.fields["organisation"].choices = [("", "All delegations"), *organisations]  # type: ignore[attr-defined]

    def filters(self) -> dict[str, str]:
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        if self.first and "article" in chosen:  # two documents may each have an article 1
            chosen.setdefault("document", self.first)
        return chosen


class StoryForm(forms.Form):
    """A clause's story as a file. `organisations`: those that the reader acts for; the story has what one of them may
    read."""

    organisation = forms.ChoiceField(label="For which organisation")
    format = forms.ChoiceField(
        label="Format",
        choices=[(kind.value, kind.label) for kind in _FILES],
    )

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whose = [(one.code, one.name) for one in organisations]
        self.fields["organisation"].choices = whose  # type: ignore[attr-defined]
        if not whose:
            del self.fields["organisation"]
        elif len(whose) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.fields["organisation"].initial = whose[0][0]
        for field in self.fields.values():
            field.widget.attrs |= {"class": "form-select", "aria-label": str(field.label)}


class ExportForm(forms.Form):
    """A round's consolidated draft: which document, against which earlier edition or of whose comments, in which
    language, as which file. `may_compile`: the person may read the comments of all; `organisations`: those whose own
    comments the person may ask for.
    """

    variant = forms.ChoiceField(label="What", widget=_radios(), initial=Rendition.Variant.CLEAN)
    against = forms.ModelChoiceField(
        Edition.objects.none(),
        required=False,
        empty_label=None,
        label="Compared with",
        help_text="Used for the redline and the concordance table.",
    )
    organisation = forms.ChoiceField(
        required=False, label="Comments of", help_text="Used for the comments of one delegation only."
    )
    language = forms.ChoiceField()
    beside = forms.MultipleChoiceField(
        label="Beside it",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        help_text="One or two more languages, for languages side by side.",
    )
    format = forms.ChoiceField(
        label="As",
        choices=[(kind.value, kind.label) for kind in _FILES],
        widget=_radios(),
        initial=Rendition.Format.PDF,
        required=False,
        help_text="In Word a redline is made of tracked changes, and comments stand in the margin.",
    )
    line_numbers = forms.BooleanField(
        required=False, label="Number the lines in the margin", help_text="Used for the PDF only."
    )
    paper = forms.ChoiceField(choices=Rendition.Paper.choices, required=False)
    low_ink = forms.BooleanField(required=False, label="Spare ink: black on white, thin rules")

    def __init__(
        self,
        *args: Any,
        earlier: Any,
        languages: list[str],
        may_compile: bool,
        organisations: Iterable[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        whose = [(one.code, one.name) for one in organisations]
        variants = [("clean", "Clean text")]
        variants += [("redline", "Redline against an earlier edition")] if earlier else []
        if may_compile:
            variants += [("compilation", "Compilation: every comment below its clause")]
            variants += [("dispositions", "Disposition report: every comment with its answer")]
        if whose:
            variants += [("delegation", "Comments of one delegation, with the answers")]
            self.fields["organisation"].choices = whose  # type: ignore[attr-defined]
        else:
            del self.fields["organisation"]
        variants += [("languages", "Languages side by side")] if len(languages) > 1 else []
        variants += [("concordance", "Concordance table with an earlier edition")] if earlier else []
        self.fields["variant"].choices = variants  # type: ignore[attr-defined]
        self.fields["language"].choices = [(code, LANGUAGE_OWN_NAMES[code]) for code in languages]  # type: ignore[attr-defined]
        if earlier:
            self.fields["against"].queryset = earlier  # type: ignore[attr-defined]
            self.fields["against"].label_from_instance = lambda edition: f"{edition.label}, {edition.symbol}"  # type: ignore[attr-defined]
        else:
            del self.fields["against"]
        self.fields["beside"].choices = self.fields["language"].choices  # type: ignore[attr-defined]
        if len(languages) == 1:
            del self.fields["beside"]
            self.fields["language"].widget = forms.HiddenInput()
            self.fields["language"].initial = languages[0]
