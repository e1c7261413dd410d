"""The deeds of the ledger: give, renew, narrow, take back, refuse, and a second person's signature. Each adds a row; no
row is changed but by that signature (decision 39). No machine makes one (CM-40)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, need, open_record
from fanal.cases import duties, ground, limits
from fanal.cases.access_terms import child_ref, relation
from fanal.cases.codes import Assent, Basis, ConsentAct, ConsentPurpose, GivenBy
from fanal.cases.files import ledger, record
from fanal.cases.files.files import case_of, purpose_of
from fanal.cases.ground import Giver, Row
from fanal.cases.grounds import asked
from fanal.cases.grounds.policy import RETURN, WITHDRAW
from fanal.cases.model import days
from fanal.cases.model.sealed import Said
from fanal.cases.models import CareLink, Case, Consent, Note
from fanal.cases.policy import GROUND, SIGN
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.network.contracts import Actor

# Sent in the transaction of a deed that takes something away, with `by`: Signatory, `case`, `rows` of the ledger as
# they are now, and `now`: whoever passed something on ends what has no ground any more (CM-39).
taken_back = Signal()

_ADULTS: Final = frozenset(GivenBy) - {GivenBy.CHILD, GivenBy.NOBODY}


@dataclass(frozen=True, slots=True)
class Asking:
    """A purpose for which a child of a file is asked."""

    case: Case
    purpose: ConsentPurpose


@dataclass(frozen=True, slots=True)
class Given:
    """A row of the ledger of a file. `row`: None where nobody else knows of it."""

    case: Case
    row: Consent | None

    @property
    def there(self) -> Consent:
        """Raises `NotNow` where there is none."""
        if self.row is None:
            raise NotNow(_("There is no such ground. Look at the file again."))
        return self.row


def given_of(actor: Actor, case_id: UUID, ground_id: UUID) -> Given:
    """A row of the ledger of a file that the person may see. Raises `NotHere`."""
    case = case_of(actor, case_id)
    return Given(case, Consent.objects.filter(pk=ground_id, child=case.child_id).first())


# ---- saying yes ----


def give(actor: Actor, case_id: UUID, purpose: ConsentPurpose, said: Said, now: datetime) -> bool:
    """Record a ground; returns whether it counts at once, or waits for a second person. Raises `NotHere`, `NotAllowed`,
    `NotNow` where it may not be recorded so."""
    return _give(actor, case_id, purpose, said, now)


def renew(actor: Actor, case_id: UUID, ground_id: UUID, said: Said, now: datetime) -> bool:
    """Record a ground again for what one covered that is there. Raises as `give` does."""
    row = given_of(actor, case_id, ground_id).there
    return _give(actor, case_id, ConsentPurpose(row.purpose), said, now, row)


def _give(
    actor: Actor, case_id: UUID, purpose: ConsentPurpose, said: Said, now: datetime, follows: Consent | None = None
) -> bool:
    names = ("basis", "given_by", "child_assented")
    need(
        *((not said.get(name), _("Answer this."), name) for name in names),
        (
            said.get("basis") == Basis.CONSENT and not said.get("explained") and purpose != _WORK,
            _("Read the texts to the child first, and tick what the child has understood."),
            "explained",
        ),
        *days.lacks("consent", said, network.day_at(actor.org, now)),
    )
    with record.writing(actor, case_id, GROUND, now, child=True, grounded=False) as (case, opened):
        rows = ledger.read(opened, case.child)
        _need_known(opened, case, follows)
        row = ledger.new(
            case.child, said, actor, now, act=ConsentAct.RENEW if follows else ConsentAct.GIVE, purpose=purpose,
            recipients=asked.recipients(purpose, said), categories=asked.categories(purpose, said), follows=follows,
        )  # fmt: skip
        counts = ledger.counts(row, said, _giver(opened, case, said), rows)
        record.add(opened, row, said)
        if purpose == _WORK:
            clocks.stop(case.pk, duties.CONSENT_RENEWAL, now=now)
            duties.begin(duties.CONSENT_RENEWAL, case, now, ledger.RENEWED_AFTER if counts else limits.days_without())
        if row.basis != Basis.CONSENT:
            duties.begin(duties.SIGN_GROUND, case, now)
    return counts


_WORK: Final = ConsentPurpose.CASE_MANAGEMENT


def _need_known(opened: Opened, case: Case, follows: Consent | None) -> None:
    if follows is not None and not (follows.child_id == case.child_id and opened.holds(follows)):
        raise NotNow(_("There is no such ground. Look at the file again."))


def _giver(opened: Opened, case: Case, said: Said) -> Giver:
    """Who gives it. No country says yet from which age a child decides: then both do. A grown-up who is barred gives
    nothing; where one is, it is said who of the family it was. Raises `NotNow`."""
    known = opened.try_read(case.child, "personal")
    links = list(CareLink.objects.filter(child=case.child))
    named = next((one for one in links if str(one.pk) == said.get("given_by_link")), None)
    no = {one.pk for one in links if one.consent_barred or not opened.holds(one)}
    if said.get("given_by") in _ADULTS and no and named is None:
        raise NotNow(_("Say which person it was: one of the family may not consent."), "given_by_link")
    return Giver(barred=named is not None and named.pk in no, age=known.age_at_intake if known else None)


# ---- saying less, or no ----


def narrow(actor: Actor, case_id: UUID, ground_id: UUID, said: Said, now: datetime) -> None:
    """A yes to less than before: fewer recipients, fewer kinds of facts, less long. Raises as `give` does."""
    row = given_of(actor, case_id, ground_id).there
    less = {name: frozenset(said.get(name) or ()) for name in ("recipients", "categories")}
    need(
        *((not less[name], _("To take all of it back, choose “Take it back”."), name) for name in less),
        *((not less[name] <= set(getattr(row, name)), _("This is more than before."), name) for name in less),
    )
    _take(actor, case_id, ConsentPurpose(row.purpose), said, now, (ConsentAct.NARROW, row, less))


def withdraw(actor: Actor, case_id: UUID, ground_id: UUID, said: Said, now: datetime) -> None:
    """The yes is taken back, at once, and all that rests on it ends (CM-39). Raises as `give` does."""
    row = given_of(actor, case_id, ground_id).there
    all_of_it = {name: frozenset(getattr(row, name)) for name in ("recipients", "categories")}
    _take(actor, case_id, ConsentPurpose(row.purpose), said, now, (ConsentAct.WITHDRAW, row, all_of_it))


def refuse(actor: Actor, case_id: UUID, purpose: ConsentPurpose, said: Said, now: datetime) -> None:
    """No, for a purpose, to everybody and every kind of fact. Help goes on all the same (CM-38). Raises as `give`."""
    everything = {"recipients": frozenset(asked.everybody(purpose)), "categories": asked.ALL}
    _take(actor, case_id, purpose, said, now, (ConsentAct.REFUSE, None, everything))


type _Less = tuple[ConsentAct, Consent | None, Mapping[str, Collection[str]]]


def _take(actor: Actor, case_id: UUID, purpose: ConsentPurpose, said: Said, now: datetime, less: _Less) -> None:
    act, follows, what = less
    need((not said.get("given_by"), _("Answer this."), "given_by"))
    with record.writing(actor, case_id, WITHDRAW, now, child=True, grounded=False, ended=True) as (case, opened):
        _need_known(opened, case, follows)
        said = {"child_assented": Assent.AGREED.value, **said}
        row = ledger.new(case.child, said, actor, now, act=act, purpose=purpose, follows=follows, **what)
        if act is not ConsentAct.NARROW or not said.get("expires_on"):
            row.expires_on = follows.expires_on if follows else row.expires_on
        rows = ledger.read(opened, case.child)
        ledger.counts(row, said, Giver(), rows)
        record.add(opened, row, said)
        after = (*rows, ledger.as_row(row, said))
        if purpose == _WORK and not ledger.works(after, now):
            clocks.stop(case.pk, duties.CONSENT_RENEWAL, now=now)
            duties.begin(duties.CONSENT_RENEWAL, case, now, limits.days_without())
        taken_back.send(sender=None, by=actor.signatory(), case=case, rows=after, now=now)


# ---- the second person ----


def sign(actor: Actor, case_id: UUID, ground_id: UUID, now: datetime) -> None:
    """The second person's signature on a ground that is not consent: from then on it counts (CM-37, CM-77). Raises
    `NotHere`, `NotAllowed`, `NotNow` where there is nothing to sign, it was one's own, or the child said no since."""
    with record.writing(actor, case_id, SIGN, now, child=True, grounded=False) as (case, opened):
        row = _to_sign(opened, case, ground_id)
        if row.made_by_id == actor.person:
            raise NotNow(_("A second person signs: ask a colleague."))
        rows = ledger.read(opened, case.child)
        known = next((one for one in rows if one.id == row.pk), None)
        if known is None:
            raise NotNow(_("There is nothing to sign. Look at the file again."))
        ledger.signable(known, actor.person, Giver(), rows)
        row.second_signature_id = actor.person
        opened.state(row)
        row.save(update_fields=["second_signature"])
        if not any(one.id != row.pk and _waits(one) for one in rows):
            clocks.stop(case.pk, duties.SIGN_GROUND, now=now)
        if row.purpose == _WORK:
            clocks.stop(case.pk, duties.CONSENT_RENEWAL, now=now)
            duties.begin(duties.CONSENT_RENEWAL, case, now, ledger.RENEWED_AFTER)


def _to_sign(opened: Opened, case: Case, ground_id: UUID) -> Consent:
    row = Consent.objects.filter(pk=ground_id, child=case.child_id).first()
    if row is None or row.basis == Basis.CONSENT or row.answered or row.act in ground.TAKES:
        raise NotNow(_("There is nothing to sign. Look at the file again."))
    if not opened.holds(row):
        raise NotNow(_("There is nothing to sign. Look at the file again."))
    return row


def _waits(row: Row) -> bool:
    waits = row.second_signature is None and not row.sent_back
    return row.basis is not Basis.CONSENT and waits and row.act not in ground.TAKES


def send_back(actor: Actor, case_id: UUID, ground_id: UUID, said: Said, now: datetime) -> None:
    """The second person does not sign, and writes why: it stands in the file as a decision, the ground counts no more,
    and what rested on it ends. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    need((not said.get("body"), _("Write why."), "body"))
    given_of(actor, case_id, ground_id)
    with record.writing(actor, case_id, RETURN, now, grounded=False) as (case, opened):
        ref = child_ref(case.child)
        purpose = purpose_of(relation(actor, case))
        with open_record(actor, ref, RETURN, purpose=purpose, now=now, thing=case, write=True) as of_child:
            row = _to_sign(of_child, case, ground_id)
            if row.made_by_id == actor.person:
                raise NotNow(_("There is nothing to sign. Look at the file again."))
            row.returned_by_id = actor.person
            of_child.state(row)
            row.save(update_fields=["returned_by"])
            rows = ledger.read(of_child, case.child)
        record.add(opened, Note(case=case, kind="decision", **record.by(actor, now)), said)
        if not any(_waits(one) for one in rows):
            clocks.stop(case.pk, duties.SIGN_GROUND, now=now)
        taken_back.send(sender=None, by=actor.signatory(), case=case, rows=rows, now=now)


# ---- without any key ----

_LOOKED_FOR: Final = timedelta(days=7)
"""So long a signature that was missed is looked for: the clock may have stood still."""


def end_unsigned(now: datetime) -> None:
    """What rested on a ground that nobody signed in time ends. Key-less."""
    since, until = now - ground.SIGN_WITHIN - _LOOKED_FOR, now - ground.SIGN_WITHIN
    missed = Consent.objects.filter(given_at__range=(since, until), second_signature=None, returned_by=None)
    missed = missed.exclude(basis=Basis.CONSENT).exclude(act__in=ground.TAKES)
    for pk in list(Case.objects.filter(child__in=missed.values("child")).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            case = Case.objects.select_for_update(of=("self",)).select_related("child").get(pk=pk)
            by = keyfile.installation(case.org_id)
            taken_back.send(sender=None, by=by, case=case, rows=ledger.unread(case.child), now=now)
