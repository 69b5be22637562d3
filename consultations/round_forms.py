"""What the secretariat sends about rounds: their facts, their windows, their guests, their programme."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import forms
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from consultations.arranging import Deadlines, divisions_discussed
from consultations.convening import Ends
from consultations.models import CloseWording, Organisation, ProgrammeItem, Round
from drafts.models import Edition

KINDS = {
    Organisation.Kind.STATE: "Every State",
    Organisation.Kind.INTERNATIONAL: "International organisations",
    Organisation.Kind.CIVIL_SOCIETY: "Civil society",
    Organisation.Kind.NETWORK: "Practitioners’ networks",
}


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RoundForm(forms.ModelForm):
    """The facts of a round. After its opening some stay as they are; the verb says which."""

    class Meta:
        model = Round
        fields = [
            "title", "slug", "kind", "starts_on", "ends_on", "venue", "is_virtual", "time_zone", "chair_name", "chair",
            "summary", "edition", "symbol_stem", "disclosure",
        ]  # fmt: skip
        widgets = {"starts_on": _day(), "ends_on": _day(), "summary": forms.Textarea(attrs={"rows": 4})}
        labels = {"slug": "Name in addresses", "edition": "Edition under discussion", "chair": "Account of the chair"}
        help_texts = {"slug": "Lower-case letters and hyphens, such as ljubljana-2023."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = bool(self.instance.pk)
        editions = self.fields["edition"]
        editions.queryset = Edition.objects.newest_first().select_related("instrument")  # type: ignore[attr-defined]
        editions.label_from_instance = named  # type: ignore[attr-defined]

    def clean_time_zone(self) -> str:
        zone = self.cleaned_data["time_zone"]
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise forms.ValidationError(f"There is no time zone “{zone}”; write it as in Europe/Ljubljana.") from None
        return zone

    def as_shown(self) -> SafeString:
        """What the page was made from, hidden: a second writer's facts are not set back from an older page."""
        kept = [self[name] for name, field in self.fields.items() if field.show_hidden_initial]
        return format_html_join("", "{}", ((field.as_hidden(only_initial=True),) for field in kept))

    def facts(self) -> dict[str, Any]:
        """What was changed against the page as it was shown; all of it for a new round. The instrument is that of the
        edition, and stays where there is no edition."""
        said = {name: self.cleaned_data[name] for name in self.Meta.fields}
        if self.instance.pk:
            said = {name: value for name, value in said.items() if name in self.changed_data}
        if said.get("edition"):
            said["instrument"] = said["edition"].instrument
        return said


def named(edition: Edition) -> str:
    """An edition of any instrument, as lists offer it."""
    return f"{edition.instrument}, {edition.label} ({edition.symbol})"


class WindowForm(forms.Form):
    """A window in the venue's time. “No later than” a day lasts until that day has ended there."""

    participants = forms.ChoiceField(label="For whom", required=False)
    opens_on = forms.DateField(label="From", widget=_day())
    opens_at = forms.TimeField(label="From, time", initial="00:00", widget=forms.TimeInput(attrs={"type": "time"}))
    closes_on = forms.DateField(label="Until", widget=_day())
    wording = forms.ChoiceField(
        label="The end is",
        choices=[(CloseWording.BEFORE, "before the time below"), (CloseWording.THROUGH, "that day, the whole of it")],
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        initial=CloseWording.BEFORE,
    )
    closes_at = forms.TimeField(
        label="Until, time", required=False, initial="00:00", widget=forms.TimeInput(attrs={"type": "time"})
    )
    reason = forms.CharField(
        max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), help_text="Delegations read it with the new date."
    )

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round = round
        classes = [choice for choice in Organisation.Kind.choices if choice[0] != Organisation.Kind.SECRETARIAT]
        self.fields["participants"].choices = [("", "Everybody who has no window of their own"), *classes]  # type: ignore[attr-defined]

    def ends(self) -> Ends:
        """The two instants; what a change of the clock skips or doubles is taken as the zone's rules have it."""
        said, zone = self.cleaned_data, self.round.zone
        opens = datetime.combine(said["opens_on"], said["opens_at"], tzinfo=zone)
        if said["wording"] == CloseWording.THROUGH:
            closes = datetime.combine(said["closes_on"] + timedelta(days=1), datetime.min.time(), tzinfo=zone)
        else:
            closes = datetime.combine(said["closes_on"], said["closes_at"] or datetime.min.time(), tzinfo=zone)
        return Ends(opens, closes, said["wording"])


SUPPORTERS, CORE_GROUP = "supporters", "core_group"


class GuestsForm(forms.Form):
    """Organisations to invite, whole groups of them or one by one; those already invited are left out."""

    groups = forms.MultipleChoiceField(
        label="Whole groups", required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"})
    )
    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label="One by one",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.missing = Organisation.objects.not_invited_to(round)
        names = {SUPPORTERS: "Supporting States", CORE_GROUP: "Core Group"} | {str(kind): KINDS[kind] for kind in KINDS}
        found = {str(kind): self.missing.in_kind(kind) for kind in KINDS}
        found |= {SUPPORTERS: self.missing.supporters(), CORE_GROUP: self.missing.core_group()}
        self.members = {name: list(found[name]) for name in names}
        offered = [(name, f"{names[name]} ({len(rows)})") for name, rows in self.members.items() if rows]
        self.fields["groups"].choices = offered  # type: ignore[attr-defined]
        self.fields["organisations"].queryset = self.missing  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("groups") and not cleaned.get("organisations"):
            raise forms.ValidationError("Tick a group or an organisation.")
        return cleaned

    def chosen(self) -> list[Organisation]:
        """Each once."""
        of_groups = [one for name in self.cleaned_data["groups"] for one in self.members[name]]
        return list(dict.fromkeys([*of_groups, *self.cleaned_data["organisations"]]))


class DocumentForm(forms.Form):
    """Another document to put under discussion: an edition of a text that the round does not discuss yet."""

    edition = forms.ModelChoiceField(Edition.objects.none(), label="Document", empty_label=None)

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = [edition.instrument_id for edition in round.documents]
        field = self.fields["edition"]
        field.queryset = Edition.objects.of_other_instruments(taken).newest_first()  # type: ignore[attr-defined]
        field.label_from_instance = named  # type: ignore[attr-defined]


class VenueInstantField(forms.DateTimeField):
    """An instant as the venue's clock shows it; what a change of the clock skips or doubles is taken as the zone's
    rules have it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone: ZoneInfo = ZoneInfo("UTC")

    def prepare_value(self, value: Any) -> Any:
        aware = isinstance(value, datetime) and timezone.is_aware(value)
        return value.astimezone(self.zone).replace(tzinfo=None) if aware else value

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(self.zone):
            return super().to_python(value)


class DeadlinesForm(forms.Form):
    """The first instants that are too late, in the venue's time."""

    registration = VenueInstantField(
        label="People register before", required=False, help_text="Empty: up to the end of the round."
    )
    with_visa = VenueInstantField(
        label="People who need a visa register before", required=False, help_text="Empty: as everybody."
    )
    late_until = VenueInstantField(
        label="Late comments are taken before",
        required=False,
        help_text="They are marked as late and printed in an addendum. Empty: none is taken after the window.",
    )

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "registration": round.registration_closes_at,
            "with_visa": round.visa_registration_closes_at,
            "late_until": round.late_until,
        }
        for field in self.fields.values():
            field.zone = round.zone  # type: ignore[attr-defined]

    def deadlines(self) -> Deadlines:
        return Deadlines(**self.cleaned_data)


class ProgrammeForm(forms.ModelForm):
    """A line of the programme; what is discussed may be left to the name of the part or chapter."""

    class Meta:
        model = ProgrammeItem
        fields = ["day", "begins_at", "words"]
        widgets = {"day": _day(), "begins_at": forms.TimeInput(attrs={"type": "time"})}
        labels = {"begins_at": "Time", "words": "What is discussed"}

    division = forms.ChoiceField(label="Part or chapter", required=False)

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = False
        self.found = {str(line.division.pk): (edition, line) for edition, line in divisions_discussed(round)}
        several = len(round.documents) > 1
        named = [
            (key, f"{edition.instrument}, {line.title}" if several else line.title)
            for key, (edition, line) in self.found.items()
        ]
        self.fields["division"].choices = [("", "None"), *named]  # type: ignore[attr-defined]
        if not named:
            del self.fields["division"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        _, line = self.found.get(cleaned.get("division", ""), (None, None))
        cleaned["division"] = line.division if line else None
        if not cleaned.get("words") and "words" not in self.errors:
            cleaned["words"] = line.title[:300] if line else ""
            if not line:
                self.add_error("words", "Say what is discussed.")
        return cleaned


class LaterForm(forms.Form):
    """An instant to come, in the venue's time; empty for now. What cannot be read is said, never taken for “at once”:
    a round is not closed again once delegations see it."""

    on = forms.DateField(label="On", required=False, widget=_day(), help_text="Empty: at once.")
    at = forms.TimeField(label="At", required=False, widget=forms.TimeInput(attrs={"type": "time"}))

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round = round
        self.instant: datetime | None = None

    def clean(self) -> None:
        on, at = self.cleaned_data.get("on"), self.cleaned_data.get("at")
        if at and not on and "on" not in self.errors:
            self.add_error("on", "Give the day as well, or leave both empty.")
        if on and "at" not in self.errors:
            self.instant = datetime.combine(on, at or datetime.min.time(), tzinfo=self.round.zone)
            if self.instant <= timezone.now():
                self.add_error("on", "This instant has passed already; leave both empty to do it at once.")
