"""Deeds on the directory: an entry added, looked at again, changed, ended; a provider stopped and allowed again. Each
says in the journal what the entry is now (`stated`), so that nobody opens a door by writing into the database."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, as_seen, ask, found, need, stated, visible
from fanal.cases.directory import directory, duties
from fanal.cases.directory.directory import Entry
from fanal.cases.directory.policy import KEEP, READ, SUSPEND
from fanal.cases.model import days
from fanal.cases.model.sealed import Said
from fanal.cases.models import Provider
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor, AgreementPurpose
from fanal.vocabulary.results import Allowed, Answer, Refused

FILLED: Final = (
    "name", "organisation_id", "public", "confidential", "services", "areas", "age_from", "age_to", "sexes",
    "languages", "access", "hours", "free", "cost", "contact", "capacity_free", "capacity_as_of",
    "answer_hours_urgent", "answer_hours", "vetted_until", "agreement_until", "source",
)  # fmt: skip


def providers(actor: Actor) -> list[Provider]:
    """The entries of the actor's organisation, by name."""
    ask(actor, READ)
    return list(visible(actor, Provider.objects.all()).select_related("organisation", "checked_by").order_by("name"))


def provider_of(actor: Actor, provider_id: UUID) -> Provider:
    """One entry. Raises `NotHere`."""
    row = found(actor, Provider, provider_id, "organisation", "checked_by", "vetted_by")
    ask(actor, READ, row)
    return row


def entries(org: UUID, on: date) -> list[Entry]:
    """All entries of an organisation, for the pure rules."""
    rows = list(Provider.objects.filter(org=org).order_by("name"))
    chains = journal.newest([row.pk for row in rows], network.trusted.Signers())
    return [entry(row, on, holds=stated.holds(row, chains[row.pk])) for row in rows]


def entry(row: Provider, on: date, *, holds: bool) -> Entry:
    """One entry for the pure rules. For an organisation of the network, the agreement that both signed counts."""
    return Entry(
        id=row.pk,
        name=row.name,
        services=frozenset(row.services),
        vetted_until=row.vetted_until,
        checked_on=row.checked_on,
        agreement_until=_agreed_until(row, on),
        areas=frozenset(row.areas),
        ages=(row.age_from, row.age_to),
        sexes=frozenset(row.sexes),
        languages=frozenset(row.languages),
        access=frozenset(row.access),
        free_places=row.capacity_free,
        counted_on=row.capacity_as_of,
        answer_hours=row.answer_hours,
        answer_hours_urgent=row.answer_hours_urgent,
        suspended=row.suspended,
        ended_on=row.ended_on,
        holds=holds,
    )


def entry_of(row: Provider, on: date) -> Entry:
    """As `entry`, where the journal is asked."""
    return entry(row, on, holds=stated.stands(row))


def _agreed_until(row: Provider, on: date) -> date | None:
    if row.organisation_id is None or row.organisation_id == row.org_id:
        return row.agreement_until
    answer = network.agreements.check(row.org_id, row.organisation_id, AgreementPurpose.REFERRAL, (), on)
    return answer.until if isinstance(answer, Allowed) else None


def usable(org: UUID, provider_id: UUID | str, on: date) -> Answer:
    """Whether data of a child may go to a provider of the directory on a day (CM-27). Raises `NotHere`."""
    return directory.usable(_entry_of(org, provider_id, on), on)


def may_help(org: UUID, provider_id: UUID | str, service: str, on: date) -> Answer:
    """Whether a provider may be in a plan for a kind of help. Raises `NotHere`."""
    entry = _entry_of(org, provider_id, on)
    answer = directory.may_help(entry, on)
    if answer and service not in entry.services:
        return Refused("other_help", _("They do not give this help. Choose somebody who does, or another help."))
    return answer


def _entry_of(org: UUID, provider_id: UUID | str, on: date) -> Entry:
    row = Provider.objects.filter(org=org, pk=provider_id).first()
    if row is None:
        raise NotHere
    return entry_of(row, on)


def called(org: UUID, providers: Iterable[str]) -> dict[str, str]:
    """How some providers of an organisation are called that an open file of it names, by identifier."""
    rows = Provider.objects.filter(org=org, pk__in=list(providers)).values_list("pk", "name")
    return {str(pk): name for pk, name in rows}


# ---- deeds ----


@transaction.atomic
def add(actor: Actor, said: Said, now: datetime) -> Provider:
    """A new entry, looked at today by whoever adds it. Raises `NotAllowed`, `NotNow`."""
    ask(actor, KEEP)
    row = Provider(org_id=actor.org)
    _fill(actor, row, said, now)
    row.vetted_by_id = actor.person
    row.save(force_insert=True)
    _say(actor, row, KEEP, now)
    return row


@transaction.atomic
def change(actor: Actor, provider_id: UUID, said: Said, version: int, now: datetime) -> Provider:
    """What the entry says now; whoever writes it looked at it today. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row = _held(actor, provider_id, KEEP, version)
    if said.get("vetted_until") != row.vetted_until:
        row.vetted_by_id = actor.person
    _fill(actor, row, said, now)
    _keep(actor, row, KEEP, now)
    return row


@transaction.atomic
def checked(actor: Actor, provider_id: UUID, source: str, version: int, now: datetime) -> None:
    """Looked at today, and it is still so. Raises as `change` does."""
    need((not source.strip(), _("Say how you know."), "source"))
    row = _held(actor, provider_id, KEEP, version)
    row.source, row.checked_by_id, row.checked_on = source, actor.person, network.day_at(actor.org, now)
    _keep(actor, row, KEEP, now)


@transaction.atomic
def end(actor: Actor, provider_id: UUID, version: int, now: datetime) -> None:
    """No longer there: the entry stays, since plans name it. Raises as `change` does."""
    row = _held(actor, provider_id, KEEP, version)
    row.ended_on, row.public = row.ended_on or network.day_at(actor.org, now), False
    _keep(actor, row, KEEP, now)


@transaction.atomic
def suspend(actor: Actor, provider_id: UUID, now: datetime) -> None:
    """Nobody is sent there for the time being; the reason stands elsewhere. Raises `NotHere`, `NotAllowed`."""
    _set_suspended(actor, provider_id, now, is_stopped=True)


@transaction.atomic
def allow_again(actor: Actor, provider_id: UUID, now: datetime) -> None:
    """Used again. Raises `NotHere`, `NotAllowed`."""
    _set_suspended(actor, provider_id, now, is_stopped=False)


def _set_suspended(actor: Actor, provider_id: UUID, now: datetime, *, is_stopped: bool) -> None:
    row = _held(actor, provider_id, SUSPEND)
    if row.suspended == is_stopped:
        return  # the second press
    row.suspended = is_stopped
    if is_stopped:
        row.public = False
    _keep(actor, row, SUSPEND, now)


def _held(actor: Actor, provider_id: UUID, deed: str, version: int | None = None) -> Provider:
    row = found(actor, Provider, provider_id, lock=True)
    ask(actor, deed, row)
    as_seen(version in {None, row.version}, row.version)
    stated.need(row.pk, row)
    return row


def _keep(actor: Actor, row: Provider, deed: str, now: datetime) -> None:
    row.version += 1
    row.save()
    _say(actor, row, deed, now)


def _say(actor: Actor, row: Provider, deed: str, now: datetime) -> None:
    journal.write(row.pk, actor.signatory(), deed, at=now, items=[stated.item(row)])
    duties.settle(row, now)


def _fill(actor: Actor, row: Provider, said: Said, now: datetime) -> None:
    """What was filled in, once it may stand so (CM-28). Raises `NotNow`."""
    today = network.day_at(actor.org, now)
    for name in FILLED:
        if name in said:
            setattr(row, name, said[name])
    row.checked_by_id, row.checked_on = actor.person, today
    secret = directory.may_be_public(row.services, confidential=row.confidential)
    need(
        (not row.name.strip(), _("Write the name."), "name"),
        (not row.services, _("Choose at least one kind of help."), "services"),
        (not row.areas, _("Write at least one area."), "areas"),
        (not row.source.strip(), _("Say how you know."), "source"),
        (row.age_to < row.age_from, _("This is less than the first age."), "age_to"),
        (row.vetted_until is None, _("Say until when the check is good."), "vetted_until"),
        (row.capacity_free is not None and row.capacity_as_of is None, _("Say on which day."), "capacity_as_of"),
        *days.lacks("provider", {"vetted_until": row.vetted_until, "agreement_until": row.agreement_until}, today),
        (row.public and not secret, getattr(secret, "words", ""), "public"),
    )
    if row.capacity_as_of and row.capacity_as_of > today:
        raise NotNow(_("This day is still to come."), "capacity_as_of")
