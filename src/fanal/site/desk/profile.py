"""Whether a member is small, on the page of its people: who does what none of them does, and how that is changed
(docs/small-member.md)."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import may
from fanal.clocks import api as clocks
from fanal.concerns.api import agreements_lack, pages_without
from fanal.concerns.contracts import BASE
from fanal.contacts.desk.words import country
from fanal.network import api as network
from fanal.network.contracts import Actor, AgreementPurpose, OrgKind, Profile, Role
from fanal.network.queries import Colleague
from fanal.web import api as web
from fanal.web.api import Act, below

_HEAR = (Role.SUPERVISOR, Role.MANAGER)
"""Who hears at a partner that somebody is not small any more."""


class Choose(web.Page):
    """Small, or not."""

    profile = forms.ChoiceField(
        label=lazy("How many are you?"),
        choices=[
            (Profile.SMALL.value, lazy("three to five people, and a partner is second person")),
            (Profile.FULL.value, lazy("more: colleagues are second person for each other")),
        ],
        widget=forms.RadioSelect,
    )
    use_required_attribute = False
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Say this")),)

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        self.fields["profile"].help_text = _now(actor.org)


def _now(org: UUID) -> str:
    """How it stands: nothing is chosen beforehand."""
    if (until := network.small.full_from(org)) is not None:
        return _("Now it is small, until %(day)s.") % {"day": web.day_words(until)}
    return _("Now it is small.") if network.small.is_small(org) else _("Now it is not small.")


@transaction.atomic
def _choose(actor: Actor, _thing: None, data: dict[str, Any], now: datetime) -> str:
    """Whoever is second person here hears of it at once that they will not be any more."""
    until = network.small.choose(actor, Profile(data["profile"]), now)
    if until is None:
        return _("Said. It stands in the journal.")
    partners = network.small.partners(actor.org, now.date())
    told = [one for partner in partners for role in _HEAR for one in network.role_people(partner, role)]
    clocks.want_notice(told, now=now)
    words = _("Said. It holds from %(day)s, and can be taken back until then. Your partners are told.")
    return words % {"day": web.day_words(until)}


def leaving(actor: Actor, now: datetime) -> web.day.Section:
    """Members for which the actor's organisation is second person, and soon is no more: for whoever leads here."""
    rows = []
    for org, day in network.small.leaving(actor.org, now.date()) if actor.has(*_HEAR) else []:
        words = _("%(name)s says that it is not small any more") % {"name": network.org(org).name}
        note = _("from %(day)s a colleague is its second person; call them if you doubt it")
        rows.append(web.day.Row(words, reverse("desk:agreements"), note=note % {"day": web.day_words(day)}))
    return web.day.Section(_("For whom you are second person"), rows, work=True)


CHOOSE = Act(
    deed=network.small.CHOOSE,
    title=lazy("A small organisation"),
    lede=lazy("Three people can have an honest form if a partner does what none of them can do for the others."),
    points=(
        lazy("While it is small: one person is never manager and safeguarding lead, nor custodian and a reader of what "
             "is told."),
        lazy("Data protection officer and auditor come from a partner, by an agreement on being second person."),
        lazy("That partner says the second yes to a handover to an authority, to erasing early, and to bad faith."),
        lazy("That it is not small any more holds after seven days, and can be taken back until then. Until then all "
             "stays as it is, and your partners are told at once."),
        lazy("Then a colleague says the second yes, and any roles may be given. What a partner was asked about "
             "stays with the partner."),
    ),
    form=lambda request, actor, _thing: Choose(actor, web.deeds.posted(request)),
    call=_choose,
    done=lambda _thing, told: told,
)  # fmt: skip
PATHS = list(below(lazy("People"), "desk:people", guards=True).paths("people/", "", {"profile": CHOOSE}))


def shown(actor: Actor, now: datetime) -> dict[str, object]:
    """What the page of people says of it."""
    if actor.org_kind is not OrgKind.MEMBER or not network.org_holds(actor.org):
        return {}
    is_small = network.small.is_small(actor.org)
    return {
        "small": is_small,
        "full_from": network.small.full_from(actor.org),
        "from_partners": _facts(actor.org, now.date()) if is_small else [],
        "may_choose": bool(may(actor, network.small.CHOOSE)),
    }


def of_partner(actor: Actor) -> frozenset[Role]:
    """Roles that nobody gives here since a partner has them."""
    is_small = network.org_holds(actor.org) and network.small.is_small(actor.org)
    return frozenset(network.small.OF_PARTNER) if is_small else frozenset()


def _facts(org: UUID, day: date) -> list[tuple[object, str]]:
    """As the gate asks: a partner that may see too little is none."""
    lacking = agreements_lack(org, day, AgreementPurpose.SECOND_PERSON)
    nobody = " ".join(lacking) or _("nobody yet: agree with a partner")
    found = network.small.from_partners(org, day, BASE)
    names = {role: web.listed(network.org(one).name for one in partners) for role, partners in found.items()}
    return [(network.words.FROM_PARTNERS[role], name or nobody) for role, name in names.items()]


def closes(one: Colleague) -> list[str]:
    """Which public pages close where somebody leaves, and of which lines."""
    found = pages_without(one.org_id, one.id, timezone.now().date())
    words = _("The public page for %(country)s closes until somebody stands in: %(lines)s.")
    return [words % {"country": country(code), "lines": web.listed(lines)} for code, lines in found.items()]
