"""Whether a member is small, on the page of its people: who does what none of them does, and how that is changed
(docs/small-member.md)."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import may
from fanal.concerns.api import pages_without
from fanal.concerns.contracts import BASE
from fanal.contacts.desk.words import country
from fanal.network import api as network
from fanal.network.contracts import Actor, OrgKind, Profile, Role
from fanal.network.queries import Colleague
from fanal.web import api as web
from fanal.web.api import Act, below


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
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Say this")),)

    def __init__(self, actor: Actor, data: Any = None) -> None:
        now_ = Profile.SMALL if network.small.is_small(actor.org) else Profile.FULL
        super().__init__(data, initial={"profile": now_.value})


CHOOSE = Act(
    deed=network.small.CHOOSE,
    title=lazy("A small organisation"),
    lede=lazy("Three people can have an honest form if a partner does what none of them can do for the others."),
    points=(
        lazy("While it is small: one person is never manager and safeguarding lead, nor custodian and a reader of what "
             "is told."),
        lazy("Data protection officer and auditor come from a partner, by an agreement on being second person."),
        lazy("That partner says the second yes to a handover to an authority, to erasing early, and to bad faith."),
        lazy("When it is not small any more, a colleague says the second yes again, at once; any roles may be given, "
             "and what waits for the partner is taken back."),
    ),
    form=lambda request, actor, _thing: Choose(actor, web.deeds.posted(request)),
    call=lambda actor, _thing, data, now: network.small.choose(actor, Profile(data["profile"]), now),
    done=lazy("Said. It stands in the journal."),
)  # fmt: skip
PATHS = list(below(lazy("People"), "desk:people", guards=True).paths("people/", "", {"profile": CHOOSE}))


def shown(actor: Actor, now: datetime) -> dict[str, object]:
    """What the page of people says of it."""
    if actor.org_kind is not OrgKind.MEMBER or not network.org_holds(actor.org):
        return {}
    is_small = network.small.is_small(actor.org)
    return {
        "small": is_small,
        "from_partners": _facts(actor.org, now.date()) if is_small else [],
        "may_choose": bool(may(actor, network.small.CHOOSE)),
    }


def of_partner(actor: Actor) -> frozenset[Role]:
    """Roles that nobody gives here since a partner has them."""
    is_small = network.org_holds(actor.org) and network.small.is_small(actor.org)
    return frozenset(network.small.OF_PARTNER) if is_small else frozenset()


def _facts(org: UUID, day: date) -> list[tuple[object, str]]:
    """As the gate asks: a partner that may see too little is none."""
    nobody = _("nobody yet: agree with a partner")
    found = network.small.from_partners(org, day, BASE)
    names = {role: web.listed(network.org(one).name for one in partners) for role, partners in found.items()}
    return [(network.words.FROM_PARTNERS[role], name or nobody) for role, name in names.items()]


def closes(one: Colleague) -> list[str]:
    """Which public pages close where somebody leaves, and of which lines."""
    found = pages_without(one.org_id, one.id, timezone.now().date())
    words = _("The public page for %(country)s closes until somebody stands in: %(lines)s.")
    return [words % {"country": country(code), "lines": web.listed(lines)} for code, lines in found.items()]
