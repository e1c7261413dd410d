"""The forms of companies, representatives and the secretariat."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.network.contracts import Actor
from fanal.tourism import known, words
from fanal.tourism.companies import companies
from fanal.tourism.desk.careful import Careful, Silent
from fanal.tourism.membership import seen
from fanal.tourism.models import Company, Membership, Site
from fanal.tourism.policy import representatives
from fanal.tourism.programmes.model import Exclusion, RevenueClass
from fanal.tourism.said import said
from fanal.vocabulary.countries import country_choices
from fanal.web import api as web

NO_NAMES = lazy("About the company only. Name no person, and nothing that anybody told of a child.")
YES_NO = [("yes", lazy("Yes")), ("no", lazy("No"))]
SOME = lazy("Codes of places with commas, such as M01, M02. Leave it empty for all of them.")
TIES = [("no", lazy("No, I have none")), ("yes", lazy("Yes"))]


def all_countries() -> list[tuple[str, str]]:
    """Every country with its name, by name."""
    return list(country_choices(web.spoken(), not settings.PRODUCTION))


class Countries(forms.CharField):
    """Countries by their names, or by two letters."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("help_text", lazy("Their names or two letters for each, with commas, such as Cambodia, LA."))
        super().__init__(max_length=600, **more)

    def clean(self, value: Any) -> list[str]:
        """The codes, in capitals, each once."""
        parts = [part.strip() for part in str(super().clean(value)).split(",") if part.strip()]
        there = dict(all_countries())
        named = {name.casefold(): code for code, name in there.items()}
        capitals = [part.upper() if part.upper() in there else named.get(part.casefold(), part) for part in parts]
        codes = list(dict.fromkeys(capitals))
        if wrong := [code for code in codes if code not in there]:
            words = _("We know no country “%(name)s”. Write its name in this language, or its two letters.")
            raise forms.ValidationError(words % {"name": wrong[0][:40]})
        return codes


class Codes(forms.CharField):
    """Places by their codes, wherever some are named."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("help_text", SOME)
        super().__init__(max_length=4000, required=False, **more)

    def clean(self, value: Any) -> list[str]:
        """Each once, in the order in which they were written; also where they stand one on a line."""
        text = str(super().clean(value)).replace("\n", ",")
        return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


class Lines(web.Text):
    """A text of which each line is one thing."""

    def clean(self, value: Any) -> list[str]:
        """The lines that say something."""
        return [" ".join(line.split()) for line in str(super().clean(value)).splitlines() if line.strip()]


# ---- the company ----


class Profile(web.Page):
    """What a company says of itself."""

    version = web.Version()
    sectors = forms.MultipleChoiceField(
        label=lazy("What does the company do?"), choices=list(words.SECTORS.items()),
        widget=forms.CheckboxSelectMultiple, error_messages={"required": lazy("Tick at least one.")},
    )  # fmt: skip
    countries = Countries(label=lazy("In which countries does it work?"))
    registrations = Lines(
        label=lazy("Registration numbers"), max_length=1000, rows=3, required=False,
        help_text=lazy("One on each line, as the public register has it; or say below why there is none."),
    )  # fmt: skip
    unregistered = web.StaffLine(label=lazy("If there is none: why?"), max_length=300, required=False)
    website = forms.CharField(
        label=lazy("Website"), help_text=lazy("The name of the host alone, such as hotel.example."), max_length=120,
        required=False,
        validators=[RegexValidator(r"^[a-z0-9-]+(\.[a-z0-9-]+)+$", lazy("Write it as hotel.example, nothing else."))],
    )  # fmt: skip
    listed = forms.BooleanField(label=lazy("Our places may stand in the public register"), required=False)
    buttons = (web.Button(lazy("Keep it")),)

    def __init__(self, row: Company, data: Any = None) -> None:
        super().__init__(data)
        self.initial = {
            "version": row.version, "sectors": row.sectors, "countries": ", ".join(row.countries),
            "registrations": "\n".join(row.registrations), "unregistered": row.unregistered, "website": row.website,
            "listed": row.listed,
        }  # fmt: skip


class Brand(web.Page):
    """The name of a brand."""

    name = web.StaffLine(label=lazy("Name of the brand"), max_length=120)
    buttons = (web.Button(lazy("Keep it")),)


class Place(web.Page):
    """A place of a company."""

    version = web.Version()
    code = web.StaffLine(
        label=lazy("A code of your own"), help_text=lazy("By it a table finds the place again."), max_length=40
    )
    name = web.StaffLine(label=lazy("Name"), max_length=120)
    country = forms.ChoiceField(label=lazy("Country"))
    admin1 = web.StaffLine(label=lazy("Region"), max_length=80, required=False)
    kind = forms.ChoiceField(label=lazy("What is it?"), choices=list(words.KINDS.items()))
    rooms = forms.IntegerField(label=lazy("Rooms, seats or vehicles"), min_value=0, max_value=100_000, required=False)
    licence = web.StaffLine(label=lazy("Number of the licence"), max_length=80, required=False)
    operated = forms.ChoiceField(
        label=lazy("Who runs it?"), choices=list(words.OPERATED.items()), widget=forms.RadioSelect, initial="owned"
    )
    brand = forms.ChoiceField(label=lazy("Brand"), required=False)
    buttons = (web.Button(lazy("Keep it")),)

    def __init__(self, actor: Actor, row: Site | None, data: Any = None) -> None:
        super().__init__(data)
        self.mine = {str(one.pk): one for one in companies.brands(actor, actor.org)}
        web.offer(self, "country", [("", _("Choose")), *all_countries()])
        web.offer(self, "brand", [("", _("none")), *((pk, one.name) for pk, one in self.mine.items())])
        if row is not None:
            self.initial = {name: getattr(row, name) for name in self.fields} | {"brand": str(row.brand_id or "")}
        else:
            here = companies.company(actor).countries
            self.initial["country"] = next(iter(here), "")

    def clean_brand(self) -> Any:
        return self.mine.get(self.cleaned_data["brand"])


class Contact(web.Page):
    """Who does something for the company."""

    role = forms.ChoiceField(label=lazy("What for?"), choices=list(words.ROLES.items()), widget=forms.RadioSelect)
    name = web.StaffLine(label=lazy("Name"), max_length=80)
    function = web.StaffLine(label=lazy("What they do in the company"), max_length=80)
    buttons = (web.Button(lazy("Keep it")),)


class Deputy(web.Page):
    """Whom to invite."""

    name = forms.CharField(label=lazy("Name"), max_length=80)
    buttons = (web.Button(lazy("Make the link")),)


class Question(Silent):
    """One question on what the company does; a yes to some asks for words."""

    answer = forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect)
    more = web.StaffText(
        label=lazy("If yes: what do you do so that no child is harmed by it?"), help_text=NO_NAMES, max_length=1000,
        rows=4, required=False,
    )  # fmt: skip
    groups = (web.Group(("answer",), heading=True), web.Group(("more",)))
    buttons = (web.Button(lazy("Keep it and go on")),)

    def __init__(self, row: Membership, asked: Exclusion, data: Any = None) -> None:
        super().__init__(data)
        self.fields["answer"].label = said(asked.text)
        before = row.answers.get(asked.id, "")
        self.initial = {
            "answer": before if before in {"yes", "no"} else "",
            "more": row.answers.get(f"{asked.id}.more", ""),
        }
        if not asked.ask_more_if:
            del self.fields["more"]


class Revenue(web.Page):
    """In which class of yearly revenue a company is."""

    revenue = forms.ChoiceField(label=lazy("How much revenue has the company in a year?"), widget=forms.RadioSelect)
    note = web.StaffLine(label=lazy("If it is much lower than you said before: why?"), max_length=500, required=False)
    groups = (web.Group(("revenue",), heading=True), web.Group(("note",)))
    buttons = (web.Button(lazy("Keep it and go on")),)

    def __init__(self, row: Membership, data: Any = None) -> None:
        super().__init__(data)
        web.offer(self, "revenue", revenue_classes(row))
        self.initial["revenue"] = row.revenue_class


def revenue_classes(row: Membership) -> list[tuple[str, Any]]:
    """The classes of a programme, in words, with the fee of each."""
    fees = known.of(row).fees
    return [(one.code, web.two_lines(*_class(one, fees.currency))) for one in fees.classes] if fees else []


def _class(one: RevenueClass, currency: str) -> tuple[str, str]:
    fee = _("fee: %(fee)s %(currency)s a year") % {"fee": web.digits(one.fee), "currency": currency}
    return words.revenue_class(one, currency), fee


class Sign(web.Page):
    """Name and function of whoever signs, and that they sign."""

    name = web.StaffLine(label=lazy("Your name, as it stands among the contacts"), max_length=80)
    function = web.StaffLine(label=lazy("What you do in the company"), max_length=80)
    consent = forms.BooleanField(
        label=lazy("I sign this agreement for the company"),
        error_messages={"required": lazy("Tick that you sign for the company.")},
    )
    sha256 = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    buttons = (web.Button(lazy("Sign")),)


class Typed(web.Page):
    """The name of the company, to confirm."""

    typed = forms.CharField(label=lazy("Type the name of the company to confirm"), max_length=120)


class Appeal(Careful):
    """Why a decision is wrong."""

    words = web.StaffText(label=lazy("Why is the decision wrong?"), help_text=NO_NAMES, max_length=2000, rows=6)
    shown = forms.BooleanField(label=lazy("The public register may say that we appealed"), required=False)
    buttons = (web.Button(lazy("Send the appeal")),)


# ---- representatives and the secretariat ----


class Ties(web.Page):
    """Whether the person has ties to the company."""

    ties = forms.ChoiceField(
        label=lazy("Do you, or somebody close to you, have ties to this company?"),
        help_text=lazy("Work, payment, family, or supply within three years."), choices=TIES, widget=forms.RadioSelect,
    )  # fmt: skip


class Yes(Careful):
    """A yes to an application; of a company that left while it was suspended also how each condition is met, until
    somebody wrote it."""

    ties = Ties.base_fields["ties"]
    words = web.StaffText(
        label=lazy("It left while it was suspended. Which conditions were there, and how is each met?"),
        help_text=NO_NAMES, max_length=2000, rows=5, required=False,
    )  # fmt: skip
    met = forms.BooleanField(label=lazy("All of them are met"), required=False)

    def __init__(self, row: Membership, data: Any = None) -> None:
        super().__init__(data)
        if not row.suspended_for or any(one.words for one in seen.approvals(row)):
            del self.fields["words"], self.fields["met"]


def tied(data: dict[str, Any]) -> bool | None:
    """What somebody said of ties."""
    return {"yes": True, "no": False}.get(data.get("ties", ""))


class Words(Careful):
    """Words that the company reads."""

    words = web.StaffText(help_text=NO_NAMES, max_length=2000, rows=5)

    def __init__(self, label: Any, button: Any, data: Any = None) -> None:
        super().__init__(data)
        self.fields["words"].label = label
        self.buttons = (web.Button(button),)  # type: ignore[misc]


class Decline(Careful):
    """On which rule a refusal rests, and why."""

    ground = forms.ChoiceField(
        label=lazy("On which rule does it rest?"), choices=list(words.GROUNDS.items()), widget=forms.RadioSelect
    )
    words = web.StaffText(label=lazy("Why? The company reads this."), help_text=NO_NAMES, max_length=2000, rows=5)
    buttons = (web.Button(lazy("Propose it")),)


class Notice(Careful):
    """What a company is told before it is suspended or excluded."""

    basis = forms.ChoiceField(
        label=lazy("Of which kind are the facts?"),
        help_text=lazy("What anybody told of a child is never a ground: it would show who told."),
        choices=list(words.BASES.items()), widget=forms.RadioSelect,
    )  # fmt: skip
    facts = web.StaffText(label=lazy("The facts. The company reads this."), help_text=NO_NAMES, max_length=2000, rows=6)
    urgent = forms.BooleanField(
        label=lazy("Urgent: a second person suspends at once"), required=False,
        help_text=lazy("It is looked at again when the company has answered."),
    )  # fmt: skip
    ties = forms.ChoiceField(
        label=lazy("Do you, or somebody close to you, have ties to this company?"),
        choices=TIES,
        widget=forms.RadioSelect,
    )
    buttons = (web.Button(lazy("Propose it")),)

    def __init__(self, data: Any = None, *, excludes: bool = False) -> None:
        super().__init__(data)
        del self.fields["urgent" if excludes else "ties"]


class Invoice(web.Page):
    """Whether the company is a member of a partner, whose members pay less."""

    partner = forms.ChoiceField(label=lazy("Is the company a member of a partner?"), required=False)
    buttons = (web.Button(lazy("Tell the company its fee")),)

    def __init__(self, row: Membership, data: Any = None) -> None:
        super().__init__(data)
        fees = known.of(row).fees
        offered = fees.discounts if fees else {}
        lines = [(code, f"{code}: −{web.digits(off)} %") for code, off in offered.items()]
        web.offer(self, "partner", [("", _("No")), *lines])


class Paid(web.Page):
    """The reference of a payment."""

    reference = web.StaffLine(
        label=lazy("Reference of the payment in your books"),
        help_text=lazy("No account, no card, no bank."), max_length=60,
    )  # fmt: skip
    buttons = (web.Button(lazy("It was paid")),)


class Reinstate(Careful):
    """What was required, and how it is met."""

    words = web.StaffText(
        label=lazy("Which conditions were there, and how is each met? The company reads this."), help_text=NO_NAMES,
        max_length=2000, rows=5,
    )  # fmt: skip
    met = forms.BooleanField(
        label=lazy("All of them are met"), error_messages={"required": lazy("Tick this once all of them are met.")}
    )
    buttons = (web.Button(lazy("Make it a member again")),)


class Outcome(Careful):
    """What comes of an appeal."""

    outcome = forms.ChoiceField(
        label=lazy("What comes of the appeal?"), widget=forms.RadioSelect,
        choices=[(code, label) for code, label in words.OUTCOMES.items() if code != "withdrawn"],
    )  # fmt: skip
    reasons = web.StaffText(label=lazy("Why? The company reads this."), help_text=NO_NAMES, max_length=2000, rows=5)
    buttons = (web.Button(lazy("Say so, as the first of two")),)


class Mandate(web.Page):
    """Who speaks for which programme, where, until when."""

    person = forms.ChoiceField(label=lazy("Who?"))
    programme = forms.ChoiceField(label=lazy("For which programme?"))
    countries = Countries(label=lazy("In which countries?"))
    may_approve = forms.BooleanField(label=lazy("Their yes to applications counts"), required=False)
    until = web.Day(label=lazy("Until when?"), help_text=lazy("At most 24 months."))
    buttons = (web.Button(lazy("Give the mandate")),)

    def __init__(self, today: Any, data: Any = None) -> None:
        super().__init__(data)
        people = [(str(one.id), one.name) for one in representatives()]
        web.offer(self, "person", [("", _("Choose")), *people])
        web.offer(self, "programme", [(code, said(one.name)) for code, one in known.joinable(today).items()])

    def clean_person(self) -> UUID:
        return UUID(self.cleaned_data["person"])
