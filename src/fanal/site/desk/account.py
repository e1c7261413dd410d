"""The person's own account: what it waits for, password, recovery code, second step, language and notices."""

from typing import ClassVar

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fanal.access.api import signed_in, staff
from fanal.network import api as network
from fanal.network.contracts import Actor, PersonState
from fanal.network.models import Person
from fanal.network.queries import Colleague
from fanal.site.desk import once
from fanal.site.desk.deeds import do
from fanal.site.desk.passwords import NewPassword
from fanal.web import api as web
from fanal.web.api import deeds
from fanal.web.middleware import staff_languages


class Notices(web.Page):
    """Language and address of notices."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), widget=forms.RadioSelect)
    email = forms.EmailField(
        label=gettext_lazy("E-mail for notices"),
        help_text=gettext_lazy("A notice says only that a task waits. Leave this empty to get none."),
        required=False,
        max_length=254,
        error_messages={"invalid": gettext_lazy("This is not an e-mail address. Check it, or leave it empty.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(gettext_lazy("Save")),)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = staff_languages()


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
    return render(request, "desk/account.html", {"facts": facts, "person": person})


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
    teams = [str(network.words.RINGS[kind]) for kind in colleague.missing]
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
    kinds = network.people.rings_of(colleague.roles)
    teams = [str(words) for kind, words in network.words.RINGS.items() if kind in kinds]
    return [
        (_("Name"), person.name),
        (_("Organisation"), person.org.name),
        (_("What you do"), web.listed(network.words.roles(colleague.roles))),
        (_("What you can open"), web.listed(teams) or _("no content")),
        (_("Notices go to"), person.email or _("nowhere")),
    ]


@staff("network.change_password")
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new password. Every other session of the person ends."""
    form = NewPassword(deeds.posted(request))
    seed = network.signin.seed_of(request)
    if request.method == "POST" and form.is_valid() and seed is not None:
        with deeds.telling(form):
            do(
                actor,
                "network.change_password",
                None,
                network.people.change_password,
                seed,
                form.cleaned_data["password"],
                deeds.at(request),
            )
            update_session_auth_hash(request, Person.objects.get(pk=actor.person))
            network.sessions.begin(request.session, actor.person)
            messages.success(request, _("Your password is changed. You are signed out everywhere else."))
            return HttpResponseRedirect(reverse("desk:account"))
    return render(request, "desk/password.html", {"form": form})


@staff("network.new_code")
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new recovery code; the old one stops working."""
    seed = network.signin.seed_of(request)
    if request.method == "POST" and seed is not None:
        fresh = do(actor, "network.new_code", None, network.people.new_code, seed, deeds.at(request))
        return once.show(request, once.CODE, fresh, reverse("desk:account"))
    return render(request, "desk/code.html")


@staff("network.choose_notices")
@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Language of the pages and address of notices."""
    person = Person.objects.get(pk=actor.person)
    form = Notices(deeds.posted(request), initial={"language": person.language, "email": person.email})
    if request.method == "POST" and form.is_valid():
        language, email = form.cleaned_data["language"], form.cleaned_data["email"]
        do(actor, "network.choose_notices", None, network.people.choose_notices, language, email, deeds.at(request))
        request.session[web.LANGUAGE_KEY] = language
        return HttpResponseRedirect(reverse("desk:account"))
    return render(request, "desk/notices.html", {"form": form})


@staff("network.sign_out_everywhere")
@require_POST
def sign_out(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ends every session of the person, this one too."""
    oneself = network.queries.colleague(actor.org, actor.person)
    do(
        actor,
        "network.sign_out_everywhere",
        oneself,
        network.people.sign_out_everywhere,
        actor.person,
        deeds.at(request),
    )
    request.session.flush()
    return HttpResponseRedirect(reverse("desk:signed-out"))
