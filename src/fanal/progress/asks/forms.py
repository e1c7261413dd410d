"""What is filled in of an ask."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.progress.asks import words
from fanal.progress.asks.asks import TEXT
from fanal.progress.asks.flow import NOTED, WAYS
from fanal.progress.asks.ledger import Held
from fanal.progress.asks.starting import SMALLEST, Start
from fanal.progress.assessing import citing
from fanal.progress.commitments import rubrics
from fanal.progress.words import named
from fanal.web import api as web

KEEP = (web.Button(lazy("Keep it")),)
NO_CHILD = lazy("Everybody can read it once it is sent. Name no person, and tell nothing of a child.")
OFFICE = lazy("The office, never a person.")
SOURCES = lazy("One on each line: title | page | address. A provision: law:XA/its-id.")
STANDS = lazy("Such as: letter no. 12 of the ministry, gazette of 3 May.")


def _title() -> web.StaffLine:
    return web.StaffLine(label=lazy("Title"), help_text=lazy("What is asked, in one line."), max_length=160)


def _text() -> web.StaffText:
    return web.StaffText(label=lazy("What is asked, and why?"), help_text=NO_CHILD, max_length=4000, rows=10)


def _smallest() -> web.StaffText:
    return web.StaffText(
        label=lazy("The smallest change that would do"), help_text=lazy("Of a law: the words as they would be."),
        max_length=SMALLEST, rows=5, required=False,
    )  # fmt: skip


def _needed(form: forms.Form, *names: str) -> None:
    """What may be demanded is not called optional: the deed says when, with all else that is missing."""
    for name in names:
        form.fields[name].needed = True  # type: ignore[attr-defined]


class Write(web.Page):
    """An ask."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    kind = forms.ChoiceField(label=lazy("What is asked for?"), widget=forms.RadioSelect)
    addressee = web.StaffLine(label=lazy("Which office is asked?"), help_text=OFFICE, max_length=160)
    addressee_kind = forms.ChoiceField(
        label=lazy("What is that?"), choices=list(words.ADDRESSEES.items()), widget=forms.RadioSelect
    )
    lang = forms.ChoiceField(
        label=lazy("In which language is this?"), help_text=lazy("Others can be added."), choices=settings.LANGUAGES
    )
    title = _title()
    text = _text()
    smallest = _smallest()
    commitments = forms.MultipleChoiceField(
        label=lazy("Which promises of Stockholm is it about?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    citations = web.Text(label=lazy("Sources"), help_text=SOURCES, max_length=3000, rows=4, required=False)
    partners = web.StaffLine(
        label=lazy("Together with"), help_text=lazy("Names of organisations."), max_length=300, required=False
    )
    owners = forms.MultipleChoiceField(
        label=lazy("Who of you looks after it?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    consulted = forms.TypedChoiceField(
        label=lazy("Were survivors asked about it?"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", lazy("Yes")), ("no", lazy("No"))],
    )  # fmt: skip
    changed = web.StaffText(label=lazy("What changed by it?"), max_length=1000, rows=3, required=False)
    buttons = KEEP

    def __init__(self, actor: Actor, begun: Start | Held, data: Any = None) -> None:
        super().__init__(data)
        _needed(self, "commitments", "citations", "smallest", "changed")
        web.offer(
            self, "commitments", [(one.id, web.two_lines(named(one), one.text)) for one in rubrics.shipped().values()]
        )
        web.offer(self, "owners", [(str(one.id), one.name) for one in network.persons(actor.org)])
        if isinstance(begun, Start):
            self._new(actor, begun)
        else:
            self._again(begun)

    def _new(self, actor: Actor, begun: Start) -> None:
        web.offer(self, "kind", [(one, words.KINDS[one]) for one in begun.kinds])
        self.initial = {
            "kind": begun.kinds[0].value if len(begun.kinds) == 1 else None, "title": begun.title,
            "smallest": begun.smallest, "addressee": begun.addressee, "addressee_kind": begun.addressee_kind or None,
            "lang": web.spoken(), "owners": [str(actor.person)], "commitments": list(begun.commitments),
            "citations": "\n".join(begun.citations),
        }  # fmt: skip

    def _again(self, held: Held) -> None:
        del self.fields["kind"]
        one = held.wording
        web.offer(self, "lang", [(one.lang, dict(settings.LANGUAGES).get(one.lang, one.lang))])
        columns = ("addressee", "addressee_kind", "lang", "commitments", "partners", "owners", "changed")
        self.initial = {name: getattr(one, name) for name in columns} | held.text(one.lang)
        self.initial |= {
            "seen": str(one.pk), "citations": "\n".join(citing.lines(one.evidence)),
            "consulted": "yes" if one.consulted else "no",
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Sources as lines."""
        told = super().clean() or self.cleaned_data
        typed = (" ".join(line.split()) for line in told.get("citations", "").splitlines())
        return {**told, "citations": [line for line in typed if line]}


class Translate(web.Page):
    """The same in another language."""

    lang = forms.ChoiceField(label=lazy("Language"))
    title = _title()
    text = _text()
    smallest = _smallest()
    buttons = KEEP

    def __init__(self, held: Held, data: Any = None) -> None:
        super().__init__(data)
        web.offer(self, "lang", [one for one in settings.LANGUAGES if one[0] != held.wording.lang])

    def asked(self) -> dict[str, str]:
        """The text alone."""
        return {name: self.cleaned_data[name] for name in TEXT}


class Review(web.Page):
    """A yes or no to what somebody saw."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    holds = forms.TypedChoiceField(
        label=lazy("Does it hold?"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", lazy("Yes")), ("no", web.two_lines(lazy("No"), lazy("it is written anew first")))],
    )  # fmt: skip
    why = web.StaffText(
        label=lazy("If not: why?"), help_text=lazy("It stays inside your organisation."), max_length=1000, rows=3,
        required=False,
    )  # fmt: skip
    buttons = KEEP

    def __init__(self, held: Held, data: Any = None) -> None:
        super().__init__(data)
        self.initial = {"seen": str(held.wording.pk)}


class Send(web.Page):
    """That it went out."""

    on = web.Day(label=lazy("Sent on"))
    source = web.StaffLine(label=lazy("By which letter?"), help_text=STANDS, max_length=300)
    again = forms.BooleanField(
        label=lazy("We ask this office again"), required=False,
        help_text=lazy("Only if it was asked the same before, and the two stay apart."),
    )  # fmt: skip
    buttons = (web.Button(lazy("It was sent")),)


class Note(web.Page):
    """What the office did."""

    to = forms.ChoiceField(label=lazy("What did the office do?"), widget=forms.RadioSelect)
    on = web.Day(label=lazy("On which day?"))
    source = web.StaffLine(label=lazy("Where does that stand?"), help_text=STANDS, max_length=300)
    words = web.StaffText(
        label=lazy("In words"), help_text=lazy("It stays inside your organisation."), max_length=1000, rows=4,
        required=False,
    )  # fmt: skip
    buttons = KEEP

    def __init__(self, held: Held, data: Any = None) -> None:
        super().__init__(data)
        ways = [one for one in WAYS[held.state] if one in NOTED]
        web.offer(self, "to", [(one, words.STATES[one][0]) for one in words.STATES if one in ways])


class Withdraw(web.Page):
    """Why it is asked no more."""

    why = web.StaffText(
        label=lazy("Why?"), help_text=lazy("It stays inside your organisation."), max_length=1000, rows=3
    )
    buttons = (web.Button(lazy("Withdraw it")),)


class Merge(web.Page):
    """Of which ask it becomes a part."""

    into = forms.TypedChoiceField(label=lazy("Of which does it become a part?"), widget=forms.RadioSelect)
    buttons = (web.Button(lazy("Make them one")),)

    def __init__(self, same: list[Held], data: Any = None) -> None:
        super().__init__(data)
        web.offer(self, "into", [(str(one.row.pk), one.text(web.spoken())["title"]) for one in same])


class Fate(web.Page):
    """What moved."""

    citations = web.Text(
        label=lazy("The new law, or the number that moved"), help_text=SOURCES, max_length=1500, rows=3, required=False
    )
    item = forms.ChoiceField(
        label=lazy("Which promise moved?"), required=False,
        help_text=lazy("Only one of which a later state was published, further than when it was asked."),
    )  # fmt: skip
    ours = web.StaffText(
        label=lazy("What did you do for it?"), required=False, max_length=1000, rows=3,
        help_text=lazy("If you claim a part in it. A survivor adviser reads it before everybody does."),
    )  # fmt: skip
    others = web.StaffText(label=lazy("What did others do for it?"), required=False, max_length=1000, rows=3)
    buttons = KEEP

    def __init__(self, held: Held, data: Any = None) -> None:
        super().__init__(data)
        _needed(self, "citations", "others")
        every = rubrics.shipped()
        web.offer(self, "item", [("", _("none yet")), *((one, named(every[one])) for one in held.wording.commitments)])

    def asked(self) -> dict[str, Any]:
        """Sources as lines."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["citations"].splitlines())
        return {**self.cleaned_data, "citations": [line for line in lines if line]}


class Find(forms.Form):
    """What somebody looks for; it stands in the address."""

    country = web.Narrow(label=lazy("Country"))
    state = web.Narrow(label=lazy("Where it stands"))


class Choose(forms.Form):
    """In which country something is asked."""

    country = web.Narrow(label=lazy("Country"))
