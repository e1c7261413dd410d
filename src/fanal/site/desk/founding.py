"""Founding by links: the secretariat lets an organisation in, its two founders make their accounts in two browsers,
keep their shares of the recovery kit and type them back (docs/founding.md)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access.api import NotHere, languages, public
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Actor, NewOrg, OrgKind
from fanal.network.founding import DAYS, KINDS, Called, Stands
from fanal.network.models import FounderLink
from fanal.site.desk import once
from fanal.site.desk.joining import LINK, STATE, SignInName, state_of, usable
from fanal.site.desk.passwords import NewPassword
from fanal.site.founding import may_be
from fanal.vocabulary.countries import countries, country_name
from fanal.web import api as web
from fanal.web.api import Act, Things, below, day, deeds

LET_IN, WITHDRAW, SHARE = "network.let_in", "network.withdraw_founding", "network.founder_share"
type View = Callable[[HttpRequest, str, FounderLink], HttpResponseBase]


# ---- the secretariat ----


class LetIn(web.Page):
    """What is let in, and who founds it."""

    name = forms.CharField(
        label=lazy("Name of the organisation"),
        max_length=120,
        error_messages={"required": lazy("Type the name of the organisation.")},
    )
    kind = forms.ChoiceField(
        label=lazy("What is it?"), widget=forms.RadioSelect, error_messages={"required": lazy("Choose what it is.")}
    )
    country = forms.ChoiceField(
        label=lazy("In which country does it sit?"), error_messages={"required": lazy("Choose a country.")}
    )
    mandates = forms.CharField(
        label=lazy("In which countries does it work?"),
        help_text=lazy("Two letters for each, with commas, such as KH, LA. Empty: where it sits."),
        max_length=400,
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=lazy("Which languages do people there read?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": lazy("Tick at least one language.")},
    )
    time_zone = forms.ChoiceField(
        label=lazy("Time zone"),
        help_text=lazy("Its hours are read in this time. It cannot be changed later."),
        choices=[("", "—"), *((one, one) for one in sorted(available_timezones()))],
        error_messages={"required": lazy("Choose a time zone.")},
    )
    name_1 = forms.CharField(
        label=lazy("Name of the first founder"),
        max_length=80,
        error_messages={"required": lazy("Type the name of the first founder.")},
    )
    email_1 = forms.EmailField(
        label=lazy("E-mail of the first founder"),
        error_messages={"required": lazy("Type the address of the first founder.")},
    )
    name_2 = forms.CharField(
        label=lazy("Name of the second founder"),
        max_length=80,
        error_messages={"required": lazy("Type the name of the second founder.")},
    )
    email_2 = forms.EmailField(
        label=lazy("E-mail of the second founder"),
        error_messages={"required": lazy("Type the address of the second founder.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Make the two links")),)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        language = web.spoken()
        known = sorted((country_name(one.alpha2, language), one.alpha2) for one in _countries())
        web.offer(self, "country", [("", "—"), *((code, name) for name, code in known)])
        web.offer(self, "kind", [(kind.value, network.words.KINDS[kind]) for kind in KINDS])
        web.offer(self, "languages", languages.shown())

    def clean_mandates(self) -> tuple[str, ...]:
        codes = tuple(part.strip().upper() for part in self.cleaned_data["mandates"].split(",") if part.strip())
        if wrong := [code for code in codes if not may_be(code)]:
            raise forms.ValidationError(_("%(code)s is no country. Use two letters.") % {"code": wrong[0]})
        return codes

    def asked(self) -> tuple[NewOrg, list[Called]]:
        """What is founded, and by whom."""
        said = self.cleaned_data
        mandates = said["mandates"] or (said["country"],)
        new = NewOrg(
            said["name"].strip(), OrgKind(said["kind"]), said["country"], mandates, tuple(said["languages"]),
            said["time_zone"],
        )  # fmt: skip
        return new, [Called(said[f"name_{n}"].strip(), said[f"email_{n}"].strip()) for n in (1, 2)]


def _countries() -> list[Any]:
    return list(countries(demonstration=not settings.PRODUCTION))


@deeds.page(LET_IN)
@require_GET
def foundings(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What was let in, the newest first, and how far each is."""
    rows = [
        {
            "cells": [one.row.name, str(network.words.KINDS[OrgKind(one.row.kind)]), _state(one)],
            "url": reverse("desk:founding-withdraw", args=[one.id]) if _is_open(one) else "",
            "open": one.row.name,
        }
        for one in network.founding.of(actor.org, deeds.at(request))
    ]
    columns = [_("Organisation"), _("Kind"), _("State")]
    return render(request, "desk/foundings.html", {"rows": rows, "columns": columns})


def _is_open(one: Stands) -> bool:
    return one.row.founded_id is None and not (one.withdrawn or one.over)


def _state(one: Stands) -> str:
    if one.withdrawn:
        return _("taken back")
    if one.row.founded_id is None:
        if one.over:
            return _("ended before it was founded")
        waits = {"names": web.listed(one.waits_for), "day": web.day_words(one.row.expires_on)}
        return _("waits for %(names)s, until %(day)s") % waits
    if one.unproved:
        return _("founded; the shares of the recovery kit are still to be typed back by %(names)s") % {
            "names": web.listed(one.unproved)
        }
    return _("founded")


def _found(actor: Actor, founding_id: UUID, now: datetime) -> Stands:
    found = [one for one in network.founding.of(actor.org, now) if one.id == founding_id]
    if not found:
        raise NotHere
    return found[0]


def _let_in(actor: Actor, _thing: None, data: dict[str, Any], now: datetime) -> list[tuple[str, str]]:
    new, founders = data["asked"]
    tokens = network.founding.let_in(actor, new, founders, now)
    return [(one.name, token) for one, token in zip(founders, tokens, strict=True)]


def _links(request: HttpRequest, made: Any) -> HttpResponse:
    shown = [[name, web.once.address(request, "desk:found", token)] for name, token in made]
    return web.once.show(request, web.once.FOUNDERS, shown, reverse("desk:foundings"))


FOUND = Act(
    deed=LET_IN,
    title=lazy("Let an organisation in"),
    lede=lazy("Two people found it, each with a link of their own, in a browser of their own."),
    note=lazy("Make sure who they are outside this site first: you answer for it, and the journal says so."),
    form=LetIn,
    call=_let_in,
    answer=_links,
    slug="new",
)
FOUNDINGS = Things(
    find=_found, dated=True, url=lambda _one: reverse("desk:foundings"), back=lazy("New organisations"), guards=True,
    fits=lambda _actor, one, _name: _is_open(one), gone=lazy("This was founded already, or taken back."),
)  # fmt: skip
TAKE_BACK = Act(
    deed=WITHDRAW,
    title=lazy("Take the links back"),
    heading=lambda one: _("Take back the links for %(name)s?") % {"name": one.row.name},
    lede=lazy("Neither of the two links opens anything any more."),
    button=lazy("Take them back"),
    call=lambda actor, one, _data, now: network.founding.withdraw(actor, one.id, now),
    done=lambda one, _made: _("The links for %(name)s open nothing any more.") % {"name": one.row.name},
)


# ---- the founders, who are nobody yet ----


def _of_founder(view: View) -> Callable[..., HttpResponseBase]:
    """A page of one founder. A browser in which the other one began, or in which somebody is signed in, is another
    person's."""

    @public(LINK)
    @usable
    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponseBase:
        link = network.founding.link_of(token, deeds.at(request))
        other = network.founding.other_of(link)
        begun = network.sessions.read_mark(request.COOKIES.get(settings.FOUNDER_COOKIE_NAME, ""))
        somebody = request.user.is_authenticated and request.user.pk != link.person_id
        if somebody or (begun is not None and begun[0] == other.id):
            return render(request, "desk/found_other.html", {"link": link, "somebody": somebody}, status=409)
        response = view(request, token, link)
        response.set_cookie(
            settings.FOUNDER_COOKIE_NAME, network.sessions.mark_of(link.id, "founder"), max_age=DAYS * 86400,
            path="/desk/found/", secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Strict",
        )  # fmt: skip
        return response

    return guarded


@_of_founder
@require_GET
def found(request: HttpRequest, token: str, link: FounderLink) -> HttpResponse:
    """What comes, or how far it is."""
    context = {
        "link": link,
        "row": link.founding,
        "other": network.founding.other_of(link),
        "token": token,
        "ready": bool(link.account),
        "light": not network.founding.has_kit(link.founding),
        "next": reverse("desk:day"),
    }
    return render(request, "desk/found.html", context)


@_of_founder
@require_http_methods(["GET", "POST"])
def found_name(request: HttpRequest, token: str, link: FounderLink) -> HttpResponse:
    """The sign-in name."""
    if bool(link.account) or link.person_id is not None:
        return HttpResponseRedirect(reverse("desk:found", args=[token]))
    state = state_of(request, token)
    form = SignInName(deeds.posted(request), initial=state)
    if request.method == "POST" and form.is_valid():
        request.session[STATE] = state | {"username": form.cleaned_data["username"]}
        return HttpResponseRedirect(reverse("desk:found-password", args=[token]))
    return render(request, "desk/question.html", {"form": form})


@_of_founder
@require_http_methods(["GET", "POST"])
def found_password(request: HttpRequest, token: str, link: FounderLink) -> HttpResponse:
    """The password; then the account waits for the other founder, and the recovery code is shown."""
    state = state_of(request, token)
    if "username" not in state:
        return HttpResponseRedirect(reverse("desk:found-name", args=[token]))
    form = NewPassword(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form), transaction.atomic():
            now = deeds.at(request)
            language = web.spoken()
            people, code = network.founding.get_ready(
                token, state["username"], form.cleaned_data["password"], now, language=language
            )
            if people:
                clocks.want_notice(people, now=now)
            request.session.pop(STATE, None)
            return web.once.show(request, web.once.CODE, code, reverse("desk:found", args=[token]))
    return render(request, "desk/choose_password.html", {"form": form, "username": state["username"]})


# ---- the founders, who have signed in ----


class TypeBack(web.Page):
    """The words of one's own share."""

    share = forms.CharField(
        label=lazy("The words of your share"),
        validators=[MaxLengthValidator(600)],
        widget=forms.Textarea(
            attrs={"rows": 4, "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": lazy("Type all the words of this share.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("This is my share")),)


def _mine(actor: Actor) -> FounderLink:
    link = network.founding.waits(actor)
    if link is None:
        raise NotHere
    return link


def _shown(_request: HttpRequest, actor: Actor, link: FounderLink) -> Mapping[str, Any]:
    words = network.founding.share(actor, link).split()
    return {"lines": [" ".join(words[at : at + 3]) for at in range(0, len(words), 3)]}


def _type_back(actor: Actor, _link: FounderLink, data: dict[str, Any], now: datetime) -> bool:
    return network.founding.type_back(actor, data["share"], now)


FOUNDER = Things(
    find=_mine,
    url=lambda _link: reverse("desk:day"),
    back=lazy("My day"),
    fits=lambda _actor, link, name: bool(link.share) == (name == "share"),
)
KEEP = Act(
    deed=SHARE,
    title=lazy("Your share of the recovery kit"),
    lede=lazy("If all of you lose your passwords, your share and that of the other founder open everything again."),
    form=once.Kept,
    template="desk/share.html",
    more=_shown,
    call=lambda actor, _link, _data, now: network.founding.keep(actor, now),
    leads=lambda _made: reverse("desk:founder-type-back"),
    forgets=True,
)
TYPE_BACK = Act(
    deed=SHARE,
    title=lazy("Type your share back"),
    lede=lazy("Read it from your paper. The words are only compared: nothing is kept."),
    form=TypeBack,
    call=_type_back,
    done=lambda link, proved: (
        _("The recovery kit is proved. Your organisation can begin.")
        if proved
        else _("Your share is right. We wait for %(name)s.") % {"name": network.founding.other_of(link).name}
    ),
    forgets=True,
)


def waiting(actor: Actor, _now: datetime) -> day.Section:
    """What a founder has still to do, for My day."""
    link = network.founding.waits(actor)
    if link is None:
        return day.Section(_("Your organisation is new"))
    act = KEEP if bytes(link.share) else TYPE_BACK
    page = "desk:founder-share" if bytes(link.share) else "desk:founder-type-back"
    return day.Section(_("Your organisation is new"), [day.Row(str(act.title), reverse(page))], work=True)


PATHS = [
    *below(lazy("New organisations"), "desk:foundings", guards=True).paths("foundings/", "founding-", {"new": FOUND}),
    *FOUNDINGS.paths("foundings/<uuid:founding_id>/", "founding-", {"withdraw": TAKE_BACK}),
    *FOUNDER.paths("founder/", "founder-", {"share": KEEP, "type-back": TYPE_BACK}),
]
