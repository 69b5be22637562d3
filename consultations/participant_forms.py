"""What people send about invitations, registrations and organisations. Whether the act is allowed the verbs say."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from consultations.inviting import roles_open_to
from consultations.models import Membership, Organisation, Registration
from consultations.registering import Entry, roles_in
from mla_portal.accounts.models import User


def _radios() -> forms.RadioSelect:
    return forms.RadioSelect(attrs={"class": "form-check-input"})


class InvitationForm(forms.Form):
    """Who is invited, as what, and in which language the letter is."""

    email = forms.EmailField(label="E-mail address", help_text="The letter goes there; it becomes the sign-in.")
    name = forms.CharField(max_length=200, required=False, help_text="As the letter addresses them.")
    role = forms.ChoiceField(choices=Membership.Role.choices, widget=_radios())
    language = forms.ChoiceField(label="Language of the letter", choices=User.Language.choices)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_to = roles_open_to(person)
        role = self.fields["role"]
        role.choices = [(each.value, each.label) for each in open_to]  # type: ignore[attr-defined]
        if len(open_to) == 1:
            role.initial = open_to[0].value


class AcceptanceForm(forms.Form):
    """Name and password of somebody who was invited; `email` is theirs, for the likeness to the password."""

    name = forms.CharField(
        max_length=200,
        help_text="As the record will show it; a function is as good as a name.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        max_length=200,
        strip=False,
        help_text="Twelve characters or more; a few words are good.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Password again",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password = cleaned.get("password")
        if password:
            try:
                validate_password(password, User(email=self.email, name=cleaned.get("name", "")))
            except forms.ValidationError as refusal:
                self.add_error("password", refusal)
            if "again" in cleaned and cleaned["again"] != password:
                self.add_error("again", "The two passwords differ.")
        return cleaned


class RegistrationForm(forms.Form):
    """One person of a delegation. `own` where they can only enter themselves."""

    name = forms.CharField(max_length=200)
    email = forms.EmailField(label="E-mail address")
    function = forms.CharField(max_length=200, required=False)
    role = forms.ChoiceField(choices=Registration.Role.choices, widget=_radios())
    needs_visa = forms.BooleanField(label="Needs a visa", required=False)
    assistance = forms.CharField(
        label="Financial assistance: why it is needed",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Empty: it is not asked for. The secretariat reads this and answers.",
    )

    def __init__(self, *args: Any, organisation: Organisation, own: bool, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        role.choices = [(each.value, each.label) for each in roles_in(organisation)]  # type: ignore[attr-defined]
        role.initial = roles_in(organisation)[-1].value
        self.fields["needs_visa"].widget.attrs["class"] = "form-check-input"
        if own:
            self.fields["name"].initial, self.fields["email"].initial = person.name, person.email
            self.fields["email"].help_text = "You can enter yourself; your focal point enters others."

    def entry(self) -> Entry:
        return Entry(**self.cleaned_data)


class ReasonForm(forms.Form):
    """Why something is done; needed where `needed`."""

    reason = forms.CharField(max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needed


class SupportForm(forms.Form):
    """A note and its day. The file is looked at by the verb."""

    since = forms.DateField(label="Date of the note", widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.FileField(
        label="Note verbale",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
        help_text="PDF or Word (docx). The Core Group alone can download it.",
    )
    remark = forms.CharField(
        max_length=300, required=False, help_text="How the support is known, where there is no note."
    )


class OrganisationForm(forms.ModelForm):
    """An organisation's names, kind and time in the Core Group."""

    class Meta:
        model = Organisation
        fields = ["name", "name_fr", "name_es", "kind", "code", "core_group_since", "core_group_until"]
        widgets = {
            "kind": forms.Select(),
            "core_group_since": forms.DateInput(attrs={"type": "date"}),
            "core_group_until": forms.DateInput(attrs={"type": "date"}),
        }
        labels = {"core_group_since": "In the Core Group since", "core_group_until": "Until"}

    def clean_code(self) -> str:
        """Capitals, letters, digits and hyphens: the code is part of addresses. A State's is its ISO 3166 code."""
        code = self.cleaned_data["code"].strip().upper()
        if not all(sign.isascii() and (sign.isalnum() or sign == "-") for sign in code) or code == "NEW":
            raise forms.ValidationError("Write letters, digits and hyphens, such as CL or LANTERN-WATCH.")
        others = Organisation.objects.with_code(code)
        if any(other.pk != self.instance.pk for other in others):
            raise forms.ValidationError("Another organisation has this code.")
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        code, kind = cleaned.get("code", ""), cleaned.get("kind")
        if kind == Organisation.Kind.STATE and code and not (len(code) == 2 and code.isalpha()):
            self.add_error("code", "The code of a State has two letters (ISO 3166-1), such as CL.")
        since, until = cleaned.get("core_group_since"), cleaned.get("core_group_until")
        if until and not since:
            self.add_error("core_group_since", "Say since when, where it has left.")
        elif until and since and until <= since:
            self.add_error("core_group_until", "This is the first day on which it is no member; it comes later.")
        if since and kind and kind != Organisation.Kind.STATE:
            self.add_error("core_group_since", "The Core Group is one of States.")
        return cleaned
