"""Deeds of completeness: a lawyer declares a law complete for a conduct and days, a second one confirms, anybody who
works on law withdraws it.

Only then does a state say *none* or *barred* because its law is silent. Nobody who drafted a text of that law takes
part; what was looked at is bound by its digest (`looks`). One day of a conduct has one declaration, so that whoever
withdraws it has withdrawn all that was said of that day.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, as_seen, ask, found, need, need_second, stated, visible
from fanal.engines.jurisdiction.contracts import CONDUCTS, Law
from fanal.journal import api as journal
from fanal.justice.law import library, looks, places
from fanal.justice.law import words as law_words
from fanal.justice.law.declared import DEEDS, Declared, Stands
from fanal.justice.law.looks import Claim, Look
from fanal.justice.law.policy import CONFIRM, DECLARE, REVOKE
from fanal.justice.law.reviews import NoSuchItem, last_day
from fanal.justice.models import Declaration
from fanal.network import api as network
from fanal.network.contracts import Actor, PersonState
from fanal.web import api as web

LONGEST = 300
"""Characters of a reason why an article does not matter."""


@dataclass(frozen=True, slots=True)
class OnLaw:
    """A law with everybody who drafted a text of it here, and who declared the thing that is asked about."""

    law: Law
    authors: Collection[UUID]
    declared_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """What a reviewer says beside the ticks: under which name everybody reads it, and until when it holds."""

    shown: str
    until: date | None


def on_law(jurisdiction: str, now: datetime) -> OnLaw:
    """A law in force; raises `NoSuchItem`."""
    law = library.corpus(now).laws.get(jurisdiction)
    if law is None:
        raise NoSuchItem(jurisdiction)
    return OnLaw(law, library.authors(jurisdiction, now))


def look(jurisdiction: str, claim: Claim, now: datetime) -> Look:
    """What one goes through before one declares. Raises `NoSuchItem`, and `NotNow` where this cannot be declared."""
    about = on_law(jurisdiction, now)
    if claim.conduct not in CONDUCTS:
        raise NotNow(_("Choose a conduct."), "conduct")
    if claim.first and claim.last and claim.last < claim.first:
        raise NotNow(_("The last day lies before the first."), "last")
    if claim.first and claim.first > now.date():
        raise NotNow(_("This day has not come yet."), "first")
    _free(jurisdiction, claim, now)
    seen = looks.look(about.law, claim)
    for item, first, last in looks.unread(seen):
        words = _(
            "What %(article)s said %(first)s %(last)s is not known here. Choose other days, or read it and enter it."
        )
        given = {"article": places.heading(about.law, item), **_days(first, last)}
        raise NotNow(words % given, "first")
    return seen


def _free(jurisdiction: str, claim: Claim, now: datetime) -> None:
    """Raises `NotNow` where a day of a claim is declared already, or waits; the same days may be declared anew."""
    for one, stands in library.declarations(now).get(jurisdiction, ()):
        if one.row.conduct != claim.conduct or not one.claim.meets(claim.first, claim.last):
            continue
        given = {**_days(one.row.first, one.row.last), "until": web.day_words(one.row.valid_until)}
        if stands is Stands.WAITING:
            words = _(
                "It was declared already %(first)s %(last)s, and waits for a second reviewer. Confirm that, or "
                "withdraw it first."
            )
            raise NotNow(words % given, "first")
        if stands is Stands.IN_FORCE and one.claim != claim:
            words = _(
                "It was declared already %(first)s %(last)s, which holds until %(until)s. Choose other days, or "
                "withdraw that first."
            )
            raise NotNow(words % given, "first")


def _days(first: date | None, last: date | None) -> dict[str, str]:
    return dict(zip(("first", "last"), law_words.days(first, last), strict=True))


def declare(
    actor: Actor, jurisdiction: str, claim: Claim, ticked: Mapping[str, str], digest: str, signed: Signed, now: datetime
) -> Declaration:
    """The first reviewer declares. `ticked`: each article that is irrelevant, with the reason; `digest`: of what was
    looked at. Raises `NotNow` with all that is wrong, `NotAllowed`, `NoSuchItem`."""
    with transaction.atomic():
        ask(actor, DECLARE, on_law(jurisdiction, now))
        seen = look(jurisdiction, claim, now)
        if seen.digest != digest:
            raise NotNow(_("The law has changed since you opened this page. Look at it again."))
        need(*_unticked(seen, ticked), *_unsigned(signed, now))
        assert signed.until
        row = Declaration(
            jurisdiction=jurisdiction, conduct=claim.conduct, first=claim.first, last=claim.last, digest=digest,
            irrelevant={point.art: _line(ticked[point.art], LONGEST) for point in seen.points},
            valid_until=signed.until, declared_by_id=actor.person, declared_as=_line(signed.shown), declared_at=now,
        )  # fmt: skip
        own = visible(actor, Declaration.objects.filter(jurisdiction=jurisdiction, conduct=claim.conduct))
        row.number = (own.aggregate(last=Max("number"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:  # somebody declared at the same moment
            as_seen(False)
        _say(actor, row, DECLARE, now)
    return row


def _unticked(seen: Look, ticked: Mapping[str, str]) -> list[tuple[bool, str, str]]:
    """A case for each article; one is wrong at most."""
    open_ = _("Article %(article)s is not ticked: say why it does not matter, or enter it.")
    mute = _("Article %(article)s: write why it does not matter.")
    return [
        (not ticked.get(point.art, "").strip(), (mute if point.art in ticked else open_) % {"article": point.art}, at)
        for point in seen.points
        for at in (f"why_{point.key}" if point.art in ticked else f"tick_{point.key}",)
    ]


def _unsigned(signed: Signed, now: datetime) -> list[tuple[bool, str, str]]:
    today, until = now.date(), signed.until
    late = until is None or not today < until <= last_day(today)
    return [
        (not signed.shown.strip(), _("Write the name or office that is shown with the declaration."), "shown"),
        (late, _("A declaration holds for 24 months at most. Choose a day from tomorrow on."), "until"),
    ]


@transaction.atomic
def confirm(actor: Actor, declaration: UUID, shown: str, now: datetime) -> Declaration:
    """The second reviewer went through the same look and agrees: the law is complete for that conduct and those days.
    Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row = found(actor, Declaration, declaration, lock=True)
    about = asked_about(row, now)
    ask(actor, CONFIRM, about)
    stated.need_last(row, *DEEDS)
    if row.withdrawn_at:
        raise NotNow(_("Somebody has withdrawn this already."))
    if row.confirmed_at:
        raise NotNow(_("Somebody has confirmed this already."))
    need_second(actor, row.pk, DECLARE, REVOKE)
    stands = _stands(row, now)
    need(
        (stands is Stands.CHANGED, _("The law has changed since this was declared. Declare it anew."), ""),
        (stands is Stands.OVER, _("Its day has passed. Declare it anew."), ""),
        (stands in {Stands.REPLACED, Stands.LOST}, _("A later declaration ended this. Declare it anew."), ""),
    )
    if network.person(row.declared_by_id).state is PersonState.LEFT:
        raise NotNow(_("Whoever declared this has left. Declare it anew, and a colleague confirms it."))
    if row.declared_by_id in about.authors:
        raise NotNow(_("Whoever declared this has drafted a text of this law since. Declare it anew with a colleague."))
    need((not shown.strip(), _("Write the name or office that is shown with the declaration."), "shown"))
    row.confirmed_by_id, row.confirmed_as, row.confirmed_at = actor.person, _line(shown), now
    row.save(update_fields=["confirmed_by", "confirmed_as", "confirmed_at"])
    _say(actor, row, CONFIRM, now)
    return row


@transaction.atomic
def withdraw(actor: Actor, declaration: UUID, note: str, now: datetime) -> Declaration:
    """Something is missing after all, or may be: a no counts whoever says it. Raises `NotHere`, `NotAllowed`,
    `NotNow`."""
    row = found(actor, Declaration, declaration, lock=True)
    ask(actor, REVOKE)
    stated.need_last(row, *DEEDS)
    need(
        (row.withdrawn_at is not None, _("Somebody has withdrawn this already."), ""),
        (not note.strip(), _("Write what is missing, or what is open."), "note"),
    )
    row.withdrawn_by_id, row.withdrawn_at, row.note = actor.person, now, _line(note, 500)
    row.save(update_fields=["withdrawn_by", "withdrawn_at", "note"])
    _say(actor, row, REVOKE, now)
    return row


def asked_about(row: Declaration, now: datetime) -> OnLaw:
    """What the policy is asked about a declaration; raises `NoSuchItem` where its law is not in force."""
    about = on_law(row.jurisdiction, now)
    return OnLaw(about.law, about.authors, row.declared_by_id)


def declaration_of(row: Declaration, now: datetime) -> tuple[Declared, Stands]:
    """A declaration as the journal holds it, and how it stands; raises `NotHere` where its law is not in force."""
    for one, stands in library.declarations(now).get(row.jurisdiction, ()):
        if one.row.pk == row.pk:
            return one, stands
    raise NotHere


def ended_by(law: Law, now: datetime) -> list[Declared]:
    """What counts or waits, and ends once this text of a law is in force."""
    held = library.declarations(now).get(law.jurisdiction, ())
    open_ = (one for one, stands in held if stands in {Stands.IN_FORCE, Stands.WAITING})
    return [one for one in open_ if looks.look(law, one.claim).digest != one.row.digest]


def _stands(row: Declaration, now: datetime) -> Stands:
    return declaration_of(row, now)[1]


def _line(text: str, longest: int = 80) -> str:
    return " ".join(text.split())[:longest]


def _say(actor: Actor, row: Declaration, deed: str, now: datetime) -> None:
    told = f"{row.jurisdiction} {row.conduct}"
    journal.write(row.pk, actor.signatory(), deed, at=now, purpose=told, items=[stated.whole(row)])
