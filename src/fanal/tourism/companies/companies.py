"""Profile, brands, places, contacts of a company: it keeps them itself."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, as_seen, ask, found, need, visible
from fanal.learning import api as learning
from fanal.network import api as network
from fanal.network.contracts import Actor, Role
from fanal.tourism.companies import firm
from fanal.tourism.membership import joining, rows, seen, twice
from fanal.tourism.models import Brand, Company, Contact, Membership, Site
from fanal.tourism.policy import END_VOICE, INVITE, KEEP
from fanal.vocabulary.countries import is_country
from fanal.web import api as web

MOST_SITES: Final = 100_000
MOST_SPEAKERS: Final = 10


def company(actor: Actor, org: UUID | None = None) -> Company:
    """What a company says of itself: the actor's own, or one that they see. Raises `NotHere`."""
    row = visible(actor, Company.objects.select_related("org")).filter(pk=org or actor.org).first()
    if row is None:
        raise NotHere
    return row


def brands(actor: Actor, org: UUID) -> list[Brand]:
    """Its brands, by name."""
    return list(visible(actor, Brand.objects.filter(org_id=org)).order_by("name"))


def sites(actor: Actor, org: UUID, after: str = "", limit: int = 200) -> list[Site]:
    """Its places that are open, by their code, from behind one on."""
    rows = visible(actor, Site.objects.filter(org_id=org, closed_on=None)).select_related("brand")
    return list(rows.filter(code__gt=after).order_by("code")[:limit])


def by_code(actor: Actor, org: UUID, codes: Collection[str], field: str) -> list[Site]:
    """Open places of a company by their codes, as somebody typed them into a field. Raises `NotNow`."""
    here = _open_places(actor, org, codes)
    wrong = _unknown(codes, here)
    need((bool(wrong), no_place(wrong), field))
    return [here[code] for code in codes]


def unknown(actor: Actor, org: UUID, codes: Collection[str]) -> str:
    """The first code that no open place of a company has; empty where each has one."""
    return _unknown(codes, _open_places(actor, org, codes) if codes else {})


def _unknown(codes: Collection[str], here: Collection[str]) -> str:
    return next((code for code in codes if code not in here), "")


def no_place(code: str) -> str:
    """How a code is refused that no place has."""
    return _("No place has the code %(code)s.") % {"code": code[:40]}


def _open_places(actor: Actor, org: UUID, codes: Collection[str]) -> dict[str, Site]:
    rows = visible(actor, Site.objects.filter(org_id=org, closed_on=None, code__in=codes))
    return {one.code: one for one in rows}


def site(actor: Actor, pk: UUID) -> Site:
    """One of them. Raises `NotHere`."""
    return found(actor, Site, pk, "brand")


def contacts(actor: Actor, org: UUID) -> list[Contact]:
    """Who speaks for it now, beside those with an account."""
    return list(visible(actor, Contact.objects.filter(org_id=org, until=None)).order_by("role", "name"))


def contact(actor: Actor, pk: UUID) -> Contact:
    """One of them. Raises `NotHere`."""
    return found(actor, Contact, pk)


@transaction.atomic
def keep(actor: Actor, told: Mapping[str, Any], version: int, now: datetime) -> Company:
    """Write down what the company says of itself. Raises `NotAllowed`, `NotNow`."""
    row = firm.hold(company(actor).pk)
    ask(actor, KEEP, row)
    as_seen(row.version == version, row.version)
    wrong = [code for code in told["countries"] if not is_country(code)]
    need((bool(wrong), _("Choose a country."), "countries"))
    for name, value in told.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    firm.tell(actor, now)
    return row


@transaction.atomic
def add_brand(actor: Actor, name: str, now: datetime) -> Brand:
    """A brand, under which places can stand."""
    ask(actor, KEEP)
    firm.hold(actor.org)
    name = " ".join(name.split())
    taken = Brand.objects.filter(org_id=actor.org, name__iexact=name).exists()
    need((not name, _("Write its name."), "name"), (taken, _("This brand is here already."), "name"))
    row = Brand.objects.create(org_id=actor.org, name=name, made_on=now.date())
    firm.tell(actor, now)
    return row


@transaction.atomic
def keep_site(actor: Actor, told: Mapping[str, Any], row: Site | None, now: datetime) -> Site:
    """Write down a place: a new one, or one that is here."""
    ask(actor, KEEP, row)
    firm.hold(actor.org)
    as_seen(row is None or row.version == told["version"], row.version if row else None)
    code = str(told["code"]).strip()
    others = Site.objects.filter(org_id=actor.org, code=code)
    others = others.exclude(pk=row.pk) if row else others
    need(
        (not code, _("Give the place a code of your own."), "code"),
        (others.exists(), _("Another place has this code. Give another."), "code"),
        (not is_country(told["country"]), _("Choose a country."), "country"),
        (twice.is_barred(told, twice.barred(actor.org, [told["country"]])), twice.words(), "licence"),
    )
    row = row or Site(org_id=actor.org, made_on=now.date(), version=0)
    for name in _SITE:
        setattr(row, name, told[name])
    row.version += 1
    _list_people(actor, [row], now)
    row.save()
    firm.tell(actor, now)
    return row


def _list_people(actor: Actor, places: Sequence[Site], now: datetime) -> None:
    """Each place has a list of its people in the room of learning, which has its code and its name."""
    told = [learning.Listed(one.cohort, one.code, one.name, one.country, one.closed_on) for one in places]
    for one, cohort in zip(places, learning.keep_lists(actor, told, now), strict=True):
        one.cohort = cohort


def without_list(actor: Actor) -> list[Site]:
    """The places that are open and have no list of their people yet: they were here before there were any."""
    return list(visible(actor, Site.objects.filter(org_id=actor.org, cohort=None, closed_on=None)))


@transaction.atomic
def list_people(actor: Actor, now: datetime) -> int:
    """A list of its people for each place that has none. Returns how many there were."""
    ask(actor, KEEP)
    rows = without_list(actor)
    _list_people(actor, rows, now)
    Site.objects.bulk_update(rows, ["cohort"], batch_size=500)
    return len(rows)


@transaction.atomic
def say_flags(actor: Actor, pk: UUID, told: Mapping[str, bool | None], now: datetime) -> Site:
    """Answer what laws ask of a place; what is not said is not kept."""
    firm.hold(actor.org)
    row = site(actor, pk)
    ask(actor, KEEP, row)
    said = {**dict(row.flags), **told}
    row.flags = [[name, value] for name, value in said.items() if value is not None]
    row.version += 1
    row.save(update_fields=["flags", "version"])
    firm.tell(actor, now)
    return row


_SITE: Final = ("code", "name", "country", "admin1", "kind", "rooms", "licence", "operated", "brand")


@transaction.atomic
def close_site(actor: Actor, pk: UUID, now: datetime) -> Site:
    """A place is closed, or no longer of the company: it is listed no more, and asked for nothing."""
    row = site(actor, pk)
    ask(actor, KEEP, row)
    firm.hold(actor.org)
    as_seen(row.closed_on is None)
    row.closed_on = now.date()
    _list_people(actor, [row], now)
    row.save(update_fields=["closed_on", "cohort"])
    firm.tell(actor, now)
    return row


@transaction.atomic
def take_sites(actor: Actor, given: Sequence[Mapping[str, Any]], now: datetime) -> web.tables.Came:
    """Places of a table: those that are here by their code are changed, the others are new. None is closed. Raises
    `NotAllowed`, `NotNow`."""
    ask(actor, KEEP)
    firm.hold(actor.org)
    here = {one.code: one for one in Site.objects.filter(org_id=actor.org)}
    known = {one.name.casefold(): one for one in Brand.objects.filter(org_id=actor.org)}
    barred = twice.barred(actor.org, {told["country"] for told in given})
    need((any(twice.is_barred(told, barred) for told in given), twice.words(), ""))
    came, new, changed = web.tables.Came(), [], []
    for told in given:
        brand = _brand(actor, known, str(told.get("brand") or ""), now)
        said = {**{name: told[name] for name in _SITE[1:-1]}, "brand_id": brand, "closed_on": None}
        row = here.get(told["code"])
        if row is None:
            new.append(Site(org_id=actor.org, code=told["code"], made_on=now.date(), version=1, **said))
            came.new.append(told["code"])
            continue
        differs = [name for name, value in said.items() if getattr(row, name) != value]
        if differs:
            came.changed[row.code] = [_COLUMNS.get(name, name) for name in differs]
            row.version += 1
            changed.append(row)
        came.same += not differs
        for name in differs:
            setattr(row, name, said[name])
    many = len(here) + len(new) > MOST_SITES
    need((many, _("A company has at most %(count)s places here.") % {"count": web.digits(MOST_SITES)}, ""))
    _list_people(actor, [*new, *changed], now)
    Site.objects.bulk_create(new, batch_size=1000)
    Site.objects.bulk_update(changed, [*_SITE[1:], "version", "closed_on", "cohort"], batch_size=500)
    firm.tell(actor, now)
    return came


_COLUMNS: Final = {"licence": "licence_no", "brand_id": "brand"}
"""How a table calls what differs, where that is called otherwise here; a place that is open again differs in
`closed_on`."""


def _brand(actor: Actor, known: dict[str, Brand], name: str, now: datetime) -> UUID | None:
    """A brand by its name, made where there is none."""
    if not name:
        return None
    if name.casefold() not in known:
        known[name.casefold()] = Brand.objects.create(org_id=actor.org, name=name, made_on=now.date())
    return known[name.casefold()].pk


@transaction.atomic
def name_contact(actor: Actor, role: str, name: str, function: str, now: datetime) -> Contact:
    """Name who does something for the company. One person signs at a time; where the agreement waited for that, it goes
    out."""
    ask(actor, KEEP)
    firm.hold(actor.org)
    need((not name.strip(), _("Write the name."), "name"), (not function.strip(), _("Write what they do."), "function"))
    if role == "signatory":
        Contact.objects.filter(org_id=actor.org, role=role, until=None).update(until=now.date())
    row = Contact.objects.create(
        org_id=actor.org, role=role, name=" ".join(name.split()), function=" ".join(function.split()), since=now.date()
    )
    firm.tell(actor, now)
    for one in Membership.objects.select_for_update(of=("self",)).select_related("org").filter(org_id=actor.org):
        if rows.is_believed(one):
            joining.send_if_ready(one, now)
    return row


@transaction.atomic
def end_contact(actor: Actor, pk: UUID, now: datetime) -> Contact:
    """Somebody does it no more."""
    row = contact(actor, pk)
    ask(actor, KEEP, row)
    firm.hold(actor.org)
    as_seen(row.until is None)
    row.until = now.date()
    row.save(update_fields=["until"])
    firm.tell(actor, now)
    return row


@transaction.atomic
def invite(actor: Actor, name: str, now: datetime) -> str:
    """A way in for a deputy: the secret part of a link, shown once. Whoever gets it makes an account of their own.
    Raises `NotNow` where many speak for the company, or may soon."""
    ask(actor, INVITE)
    firm.hold(actor.org)
    many = len(seen.speakers(actor.org)) + len(network.queries.invitations(actor.org, now.date())) >= MOST_SPEAKERS
    need((many, _("Ten people speak for your company, or have a link for it. Ask the secretariat."), ""))
    return network.people.invite(actor, name, (Role.COMPANY_FOCAL_POINT,), now)


def end_account(actor: Actor, person: UUID, now: datetime) -> None:
    """The account of a colleague ends. Raises `NotAllowed`, `NotHere`."""
    ask(actor, END_VOICE)
    network.light.end(actor, account(actor, person).id, now)


def account(actor: Actor, person: UUID) -> network.queries.Colleague:
    """A colleague with an account. Raises `NotHere`."""
    here = {one.id: one for one in network.queries.colleagues(actor.org)}
    if person not in here:
        raise NotHere
    return here[person]
