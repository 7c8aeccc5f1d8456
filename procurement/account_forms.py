"""Forms for people, authorities and shared links; the wizard's forms are made from the library."""

from datetime import date, datetime, time, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.utils import timezone

from .models import Authority, ShareLink, User

KINDS = [
    ("municipality", "Kommun"),
    ("region", "Region"),
    ("state", "Statlig myndighet"),
    ("municipal_company", "Kommunalt bolag"),
]


class Form(forms.BaseForm):
    """How these forms meet their page."""

    @property
    def helper(self) -> FormHelper:
        """The fields alone: the page writes the form element, its token and its button."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper

    @property
    def summary(self) -> list[dict[str, str]]:
        """What is wrong and where, for the list at the top of the page."""
        return [
            {"id": _first_input(self[name]), "label": str(self[name].label), "message": message}
            for name, messages in self.errors.items()
            if name in self.fields
            for message in messages
        ]


def _first_input(field: forms.BoundField) -> str:
    """A group of choices has no id of its own to lead to."""
    return field.id_for_label or f"{field.auto_id}_0"


class LoginForm(Form, AuthenticationForm):
    """E-mail and password."""

    error_messages = {
        "invalid_login": "E-postadressen och lösenordet hör inte ihop. Kontrollera båda och försök igen.",
        "inactive": "Kontot är avstängt.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The framework calls what one logs in with a username, whatever it is.
        self.fields["username"].label = "E-postadress"
        self.fields["username"].widget = forms.EmailInput(attrs={"autocomplete": "username", "maxlength": 254})
        self.fields["password"].label = "Lösenord"


class PasswordForm(Form, forms.Form):
    """A password the person chooses."""

    password = forms.CharField(
        label="Nytt lösenord",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text="Minst 12 tecken. Några ord efter varandra är både säkrare och lättare att minnas än tecken.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], self.user)
        return str(self.cleaned_data["password"])


class NewPasswordForm(PasswordForm):
    """Another password instead of one's own: whoever finds a browser open must not be able to shut its owner out."""

    field_order = ["current_password", "password"]

    current_password = forms.CharField(
        label="Nuvarande lösenord",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )

    def clean_current_password(self) -> str:
        typed = str(self.cleaned_data["current_password"])
        if not self.user.check_password(typed):
            raise forms.ValidationError("Det är inte ditt lösenord. Kontrollera och försök igen.")
        return typed


class SetUpForm(PasswordForm):
    """The first authority and its administrator."""

    field_order = ["authority", "org_number", "kind", "name", "email", "password"]

    authority = forms.CharField(
        label="Vad heter myndigheten?", max_length=200, help_text="Till exempel Sjövalla kommun."
    )
    org_number = forms.CharField(
        label="Vilket organisationsnummer har den?",
        max_length=11,
        help_text="Tio siffror, till exempel 212000-9999.",
        validators=[RegexValidator(r"^\d{6}-?\d{4}$", "Skriv tio siffror, till exempel 212000-9999.")],
    )
    kind = forms.ChoiceField(label="Vad är den för slags myndighet?", choices=KINDS)
    name = forms.CharField(
        label="Vad heter du?", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="Vilken e-postadress har du?",
        help_text="Den loggar du in med.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=User(), **kwargs)
        self.fields["password"].label = "Välj ett lösenord"

    def clean_org_number(self) -> str:
        digits = str(self.cleaned_data["org_number"]).replace("-", "")
        return f"{digits[:6]}-{digits[6:]}"

    def clean_password(self) -> str:
        # Declared before the password, so they are read before it.
        self.user.email = self.cleaned_data.get("email", "")
        self.user.name = self.cleaned_data.get("name", "")
        return super().clean_password()

    def new_authority(self) -> Authority:
        given = self.cleaned_data
        return Authority(name=given["authority"], org_number=given["org_number"], kind=given["kind"])


class MemberForm(Form, forms.Form):
    """A colleague to be."""

    name = forms.CharField(
        label="Vad heter kollegan?", max_length=120, error_messages={"required": "Skriv kollegans namn."}
    )
    email = forms.EmailField(
        label="Vilken e-postadress har kollegan?", error_messages={"required": "Skriv kollegans e-postadress."}
    )
    is_admin = forms.BooleanField(
        label="Får lägga till och ta bort kollegor", required=False, help_text="Minst en hos er måste få det."
    )


class ShareForm(Form, forms.Form):
    """Whom a link is for, what it lets them do, and for how long."""

    LONGEST = timedelta(days=366)

    name = forms.CharField(
        label="Vem är länken till?",
        max_length=ShareLink._meta.get_field("name").max_length,
        help_text="Namnet syns i historiken, till exempel Jurist eller Referensgruppen.",
        error_messages={"required": "Skriv vem som får länken."},
    )
    right = forms.ChoiceField(
        label="Vad får den som har länken göra?",
        choices=[("read", "Läsa"), ("write", "Läsa och skriva")],
        initial="read",
        widget=forms.RadioSelect,
    )
    duration = forms.ChoiceField(
        label="Hur länge ska länken gälla?",
        choices=[("7", "7 dagar"), ("30", "30 dagar"), ("90", "90 dagar"), ("date", "Till och med ett datum")],
        initial="30",
        widget=forms.RadioSelect,
    )
    last_day = forms.DateField(
        label="Sista dagen",
        required=False,
        help_text="Fylls i om du har valt ett datum.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, shares_cost: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if shares_cost:
            self.fields["right"].choices = [*self.fields["right"].choices, ("costs", "Bara se kostnadsfördelningen")]
            self.fields[
                "right"
            ].help_text = (
                "Den som bara ska vara med och betala kan få se vad var och en betalar, men inget annat av utkastet."
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("duration") == "date" and "last_day" not in self.errors:
            last = given.get("last_day")
            if last is None:
                self.add_error("last_day", "Skriv vilken dag länken ska sluta gälla.")
            elif not timezone.localdate() <= last <= timezone.localdate() + self.LONGEST:
                self.add_error("last_day", "Välj en dag från och med i dag och högst ett år fram.")
        return given

    @property
    def expires_at(self) -> datetime:
        """The end of the last day."""
        chosen = self.cleaned_data["duration"]
        last: date = (
            self.cleaned_data["last_day"] if chosen == "date" else timezone.localdate() + timedelta(days=int(chosen))
        )
        return timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))


class IssueForm(Form, forms.Form):
    """What is said of an edition when it is issued."""

    reference = forms.CharField(
        label="Vilket diarienummer har ärendet?",
        max_length=200,
        help_text="Det står överst på varje sida.",
        error_messages={"required": "Skriv ärendets diarienummer."},
    )
    on = forms.DateField(
        label="Vilken dag fastställs utgåvan?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        help_text="Belopp och tider räknas efter den dagen. Till exempel 2027-03-01.",
        error_messages={
            "required": "Skriv dagen för beslutet, till exempel 2027-03-01.",
            "invalid": "Skriv en dag som finns, till exempel 2027-03-01.",
        },
    )
    decided_by = forms.CharField(
        label="Vem har beslutat?",
        max_length=200,
        help_text="Namn och befattning, eller nämnden. Det står på utgåvans sida och i förteckningen, "
        "men inte i handlingarna till anbudsgivarna.",
        error_messages={"required": "Skriv vem som har fattat beslutet."},
    )

    each_lot = forms.BooleanField(
        label="Gör också varje delkontrakts egna bilagor",
        required=False,
        help_text="För den som bara vill lämna anbud på ett av dem. Det tar några sekunder för varje bilaga.",
    )

    def __init__(self, *args: Any, today: date, earliest: date | None, is_divided: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.earliest = today, earliest
        if not is_divided:
            del self.fields["each_lot"]

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("Dagen har inte varit än. Fastställ utgåvan när beslutet är fattat.")
        if self.earliest and on < self.earliest:
            raise forms.ValidationError("Dagen är före den förra utgåvans.")
        return on
