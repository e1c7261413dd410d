"""The person's own account: what it waits for, password, recovery code, second step, language and notices."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from fanal.access.api import NotNow, ask, languages, may, signed_in
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Actor, PersonState
from fanal.network.models import Person
from fanal.network.queries import Colleague
from fanal.site.desk.passwords import NewPassword
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds


class Notices(web.Page):
    """Language, address and number of notices. The number is typed twice: a wrong one would tell a stranger that
    somebody works here."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), widget=forms.RadioSelect)
    email = forms.EmailField(
        label=gettext_lazy("E-mail for notices"),
        help_text=gettext_lazy("A notice says only that a task waits. Leave this empty to get none."),
        required=False,
        max_length=254,
        error_messages={"invalid": gettext_lazy("This is not an e-mail address. Check it, or leave it empty.")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone number for messages"),
        help_text=gettext_lazy(
            "With + and the code of its country. Whoever runs the gateway learns this number and the minute, and not "
            "what waits. Leave this empty to get no messages."
        ),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr"}),
    )
    again = forms.CharField(
        label=gettext_lazy("The same number once more"),
        help_text=gettext_lazy("Only where you change it. At a wrong number a stranger would read the message."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "dir": "ltr"}),
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(gettext_lazy("Save")),)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        web.offer(self, "language", languages.shown())
        if not (clocks.gateway.is_set_up() or self.initial.get("phone")):
            del self.fields["phone"], self.fields["again"]

    def clean_phone(self) -> str:
        """The number as it is dialled from everywhere."""
        return self._number("phone")

    def clean_again(self) -> str:
        """The second one alike, where it was the first that is changed."""
        again, changed = self._number("again"), self.cleaned_data.get("phone", "") != self.initial.get("phone", "")
        if changed and "phone" in self.cleaned_data and again != self.cleaned_data["phone"]:
            raise forms.ValidationError(_("The two numbers differ. Type the same one twice."))
        return again

    def _number(self, name: str) -> str:
        try:
            return clocks.numbers.e164(self.cleaned_data[name])
        except NotNow as why:
            raise forms.ValidationError(why.words) from None


@signed_in("everybody who gave a password sees what their own account waits for")
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Where the account stands, and what the person can do about it."""
    person = request.user
    assert isinstance(person, Person)
    colleague = network.queries.colleague(person.org_id, person.pk)
    if colleague is None:
        return web.problem(request, 403)
    if network.signin.needs_second_factor(person) and not colleague.changed:
        return render(request, "desk/account_second.html", {"person": person})
    if request.actor is None:  # type: ignore[attr-defined]
        return render(request, "desk/account_waiting.html", _waiting(colleague) | {"number": _number(request)})
    facts = [*_facts(person, colleague), (_("Key number"), web.digits(_number(request)))]
    trains = bool(may(request.actor, "learning.link_card"))  # type: ignore[attr-defined]
    return render(request, "desk/account.html", {"facts": facts, "person": person, "trains": trains})


def _number(request: HttpRequest) -> str:
    """The number of the key that the person holds, made from the key itself: another in the database shows."""
    seed = network.signin.seed_of(request)
    return network.signin.key_number(seed) if seed is not None else ""


def _waiting(colleague: Colleague) -> dict[str, object]:
    names = web.listed(network.queries.who_can_admit(colleague).values())
    steps = [
        {"title": _("You chose a password"), "note": "", "done": True},
        {"title": _("You set up the second step"), "note": "", "done": True},
        {"title": _("A colleague lets you in"), "note": names, "done": False},
    ]
    teams = list(map(network.words.team, colleague.missing))
    return {"steps": steps, "teams": teams, "signed": colleague.signed, "trouble": _trouble(colleague)}


def _trouble(colleague: Colleague) -> str:
    """Why somebody who worked here yesterday cannot today: keys in the database are not those that were signed."""
    if not network.queries.kit(colleague.org_id).pinned:
        return _("The key of your organisation was changed. Do not go on. Tell your administrator.")
    if colleague.lost_step:
        return network.second.lost()
    if colleague.changed:
        return _("Somebody changed what is stored about you: name, roles, teams or key. Tell your administrator.")
    if colleague.state is PersonState.ACTIVE and not colleague.signed:
        return _("Your key is not the one that your organisation signed. Tell a key keeper and your administrator.")
    return ""


def _facts(person: Person, colleague: Colleague) -> list[tuple[str, object]]:
    teams = list(map(network.words.team, colleague.teams))
    return [
        (_("Name"), person.name),
        (_("Organisation"), person.org.name),
        (_("What you do"), web.listed(network.words.roles(colleague.roles))),
        (_("What you can open"), web.listed(teams) or _("no content")),
        (_("Notices go to"), _reached(person)),
    ]


def _reached(person: Person) -> str:
    phone, whole = clocks.numbers.held(person.pk)
    if not whole:
        phone = _("a number that somebody changed past Fanal: no message goes there, type it anew")
    elif phone and not clocks.gateway.is_set_up():
        phone = _("%(number)s (messages are not set up here)") % {"number": phone}
    return web.listed([one for one in (person.email, phone) if one]) or _("nowhere")


def _notices(request: HttpRequest, _actor: Actor, person: Person) -> Notices:
    phone, whole = clocks.numbers.held(person.pk)
    initial = {"language": person.language, "email": person.email, "phone": phone if whole else ""}
    return Notices(deeds.posted(request), initial=initial)


def _by_mail_alone(_person: Person) -> str:
    return "" if clocks.gateway.is_set_up() else _("Messages are not set up here. Notices come by e-mail.")


def _with_key(form: Any) -> Callable[[HttpRequest, Actor, Person], Any]:
    """A form that brings the key of whoever fills it in."""

    def made(request: HttpRequest, _actor: Actor, _person: Person) -> Any:
        filled = form(deeds.posted(request))
        filled.asked = lambda: network.signin.seed_of(request)
        return filled

    return made


def _stays(request: HttpRequest, person: UUID) -> HttpResponse:
    update_session_auth_hash(request, Person.objects.get(pk=person))
    network.sessions.begin(request.session, person)
    return HttpResponseRedirect(reverse("desk:account"))


def _change(actor: Actor, _person: Person, data: dict[str, Any], now: datetime) -> UUID:
    network.people.change_password(actor, data["asked"], data["password"], now)
    return actor.person


def _speaks(request: HttpRequest, language: str) -> HttpResponse:
    request.session[web.LANGUAGE_KEY] = language
    return HttpResponseRedirect(reverse("desk:account"))


def _choose(actor: Actor, _person: Person, data: dict[str, Any], now: datetime) -> str:
    clocks.numbers.choose(actor, data["language"], data["email"], data.get("phone", ""), now)
    return str(data["language"])


ACCOUNT = Things(
    find=lambda actor: Person.objects.get(pk=actor.person),
    url=lambda _person: reverse("desk:account"),
    back=gettext_lazy("My account"),
    guards=True,
)
ACTS = {
    "password": Act(
        deed="network.change_password",
        title=gettext_lazy("Change my password"),
        lede=gettext_lazy("You stay signed in here and are signed out everywhere else."),
        form=_with_key(NewPassword),
        fresh=True,
        call=_change,
        done=gettext_lazy("Your password is changed. You are signed out everywhere else."),
        answer=_stays,
    ),
    "code": Act(
        deed="network.new_code",
        title=gettext_lazy("A new recovery code"),
        heading=gettext_lazy("Make a new recovery code"),
        lede=gettext_lazy("The old code stops working at once. The new one is shown once. Have pen and paper ready."),
        form=_with_key(deeds.Sure),
        button=gettext_lazy("Show me a new code"),
        fresh=True,
        call=lambda actor, _person, data, now: network.people.new_code(actor, data["asked"], now),
        answer=lambda request, code: web.once.show(request, web.once.CODE, code, reverse("desk:account")),
    ),
    "notices": Act(
        deed="network.choose_notices",
        title=gettext_lazy("Language and notices"),
        note=_by_mail_alone,
        form=_notices,
        call=_choose,
        answer=_speaks,
    ),
}


@deeds.page("network.sign_out_everywhere")
@require_POST
def sign_out(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ends every session of the person, this one too."""
    oneself = network.queries.colleague(actor.org, actor.person)
    ask(actor, "network.sign_out_everywhere", oneself)
    network.people.sign_out_everywhere(actor, actor.person, deeds.at(request))
    request.session.flush()
    return HttpResponseRedirect(reverse("desk:signed-out"))


PATHS = list(ACCOUNT.paths("account/", "", ACTS))
