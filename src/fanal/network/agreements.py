"""Agreements between two organisations: signed by both identities, for named purposes and data categories, until a day.

`check` is the one question that every crossing of a zone asks (docs/network.md, "From Python").
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from babel.dates import format_date
from django.db import transaction
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fanal import vault
from fanal.journal import api as journal
from fanal.journal.contracts import Told
from fanal.network import identities, trusted, vouched
from fanal.network.contracts import LIGHT, Actor, AgreementPurpose, AgreementRef, NetworkError, Standing
from fanal.network.identities import is_pinned
from fanal.network.models import Agreement, Organisation
from fanal.network.rings import identity_signer
from fanal.network.signals import agreement_ended
from fanal.vocabulary.results import Allowed, Refused

END = "network.end_agreement"
LONGEST = timedelta(days=3653)


def statement(agreement: Agreement) -> bytes:
    """What both identities sign."""
    return vault.canonical(
        {
            "agreement": str(agreement.id),
            "a": str(agreement.a_id),
            "b": str(agreement.b_id),
            "purposes": sorted(agreement.purposes),
            "categories": sorted(agreement.categories),
            "starts": agreement.starts.isoformat(),
            "ends": agreement.ends.isoformat(),
        }
    )


@transaction.atomic
def propose(
    actor: Actor,
    partner: UUID,
    purposes: Sequence[AgreementPurpose],
    categories: Sequence[str],
    starts: date,
    ends: date,
    now: datetime,
) -> UUID:
    """Draw up an agreement and sign it for the actor's organisation. It is in force once the partner signs too."""
    if partner == actor.org:
        raise NetworkError(_("An agreement needs two organisations."))
    if Organisation.objects.get(pk=partner).kind in LIGHT:
        raise identities.keyless()
    if ends < starts:
        raise NetworkError(_("The last day must not lie before the first."))
    if ends < now.date():
        raise NetworkError(_("The last day has passed already. Choose a later one."))
    if ends > starts + LONGEST:
        raise NetworkError(_("An agreement holds for ten years at most. Choose days that lie closer together."))
    if not purposes or not categories:
        raise NetworkError(_("Name at least one purpose and one kind of data."))
    agreement = Agreement(a_id=actor.org, b_id=partner, starts=starts, ends=ends)
    agreement.purposes, agreement.categories = sorted(purposes), sorted(categories)
    mine = Organisation.objects.get(pk=actor.org)
    agreement.signature_a = identity_signer(mine, actor.keyring).sign("agreement", statement(agreement))
    agreement.save(force_insert=True)
    journal.write(agreement.id, actor.signatory(), "network.propose_agreement", at=now)
    return agreement.id


@transaction.atomic
def sign(actor: Actor, agreement_id: UUID, now: datetime) -> None:
    """Sign a proposed agreement for the second party."""
    agreement = Agreement.objects.select_for_update().get(pk=agreement_id)
    if agreement.b_id != actor.org:
        raise NetworkError(_("Only the partner signs here."))
    if ended(agreement) or bytes(agreement.signature_b):
        raise NetworkError(_("This agreement is signed or ended already."))
    if _ends(agreement).torn:
        raise NetworkError(trusted.torn())
    mine = Organisation.objects.get(pk=actor.org)
    agreement.signature_b = identity_signer(mine, actor.keyring).sign("agreement", statement(agreement))
    agreement.save(update_fields=["signature_b"])
    journal.write(agreement.id, actor.signatory(), "network.sign_agreement", at=now)


@transaction.atomic
def end(actor: Actor, agreement_id: UUID, now: datetime) -> None:
    """End an agreement from today. Either side may, alone."""
    agreement = Agreement.objects.select_for_update().get(pk=agreement_id)
    if actor.org not in {agreement.a_id, agreement.b_id}:
        raise NetworkError(_("This agreement is not yours."))
    identity_signer(Organisation.objects.get(pk=actor.org), actor.keyring)
    agreement.ended_on = now.date()
    agreement.save(update_fields=["ended_on"])
    journal.write(agreement.id, actor.signatory(), END, at=now)
    agreement_ended.send(sender=None, agreement=agreement.id, now=now)


def ended(agreement: Agreement) -> date | None:
    """From which day an agreement is ended. The journal holds it beside the row: an end has no signature of its own,
    and whoever empties the column must not bring the agreement back in force."""
    days = [line.at.date() for line in _ends(agreement).lines if line.org in {agreement.a_id, agreement.b_id}]
    return min([*days, *([agreement.ended_on] if agreement.ended_on else [])], default=None)


def is_over(agreement: Agreement, day: date) -> bool:
    """Whether an agreement was ended, or its last day is past: it comes into force no more."""
    last = ended(agreement)
    return day > agreement.ends or (last is not None and last <= day)


def is_surely_over(agreement: Agreement, day: date) -> bool:
    """As `is_over`, by what both signed and the journal holds alone: for what is destroyed for good, a day that
    somebody wrote into the row is not enough."""
    lines = [line for line in _ends(agreement).lines if line.org in {agreement.a_id, agreement.b_id}]
    return bool(lines) or (day > agreement.ends and signed(agreement))


def _ends(agreement: Agreement) -> Told:
    """What the journal says of its end. Where it is torn, somebody may have ended it, and nothing may go."""
    return journal.told(agreement.id, [END], trusted.Signers())


def check(
    sender: UUID, recipient: UUID, purpose: AgreementPurpose, categories: Collection[str], day: date
) -> Allowed | Refused:
    """Whether an agreement in force on `day` lets `sender` pass these data categories to `recipient` for `purpose`.

    Both signatures are verified against the pinned identities each time: a row that somebody wrote into the
    database is no agreement. Of several it is the one that ends last.
    """
    if sender == recipient:
        return Refused("self", _("An organisation does not hand over to itself."))
    rows = Agreement.objects.filter(_between(sender, recipient)).select_related("a", "b").order_by("-ends", "pk")
    agreed = [a for a in rows if purpose in a.purposes]
    if not agreed:
        return Refused("no_agreement", _("There is no agreement with this organisation for this purpose."))
    refusals = [_refusal(agreement, frozenset(categories), day) for agreement in agreed]
    for agreement, refusal in zip(agreed, refusals, strict=True):
        if refusal is None:
            return Allowed("agreement", words(agreement), until=agreement.ends, source=str(agreement.id))
    known = [refusal for refusal in refusals if refusal is not None]
    return min(known, key=lambda refusal: _WEIGHT.index(refusal.reason_code))


def hold(one: UUID, other: UUID) -> None:
    """Until the transaction ends nobody ends or signs an agreement between two organisations."""
    list(Agreement.objects.select_for_update(no_key=True).filter(_between(one, other)).order_by("pk").values_list("pk"))


def _between(one: UUID, other: UUID) -> Q:
    return Q(a_id=one, b_id=other) | Q(a_id=other, b_id=one)


# The reason that is nearest to working stands first: it tells what to do.
_WEIGHT = ("categories", "expired", "not_started", "ended", "unsigned", "torn", "changed", "forged")


def _refusal(agreement: Agreement, categories: frozenset[str], day: date) -> Refused | None:
    # A refusal is false, so `or` would pass it over.
    found = (_not_valid(agreement), _not_now(agreement, day), _not_covered(agreement, categories))
    return next((refusal for refusal in found if refusal is not None), None)


def _not_valid(agreement: Agreement) -> Refused | None:
    if not bytes(agreement.signature_a) or not bytes(agreement.signature_b):
        return Refused("unsigned", _("The agreement is not signed by both sides yet."))
    if not signed(agreement):
        words = _("The signatures of the agreement do not hold. Nothing may go. Tell your administrator.")
        return Refused("forged", words)
    for org in (agreement.a, agreement.b):
        if not vouched.is_whole(org):
            return Refused("changed", str(vouched.changed(org)))
    return Refused("torn", trusted.torn()) if _ends(agreement).torn else None


def _not_now(agreement: Agreement, day: date) -> Refused | None:
    if (last := ended(agreement)) and last <= day:
        return Refused("ended", _("The agreement with this organisation was ended."))
    if day > agreement.ends:
        return Refused("expired", _("The agreement with this organisation has expired."))
    if day < agreement.starts:
        return Refused("not_started", _("The agreement with this organisation has not started yet."))
    return None


def _not_covered(agreement: Agreement, categories: frozenset[str]) -> Refused | None:
    if missing := categories - set(agreement.categories):
        return Refused("categories", _("The agreement does not cover this kind of data."), tuple(sorted(missing)))
    return None


def signed(agreement: Agreement) -> bool:
    """Whether both signatures fit the pinned identities."""
    for org, signature in ((agreement.a, agreement.signature_a), (agreement.b, agreement.signature_b)):
        if not is_pinned(org):
            return False
        if not vault.verify(bytes(org.identity), "agreement", statement(agreement), bytes(signature)):
            return False
    return True


EXPIRES_SOON = timedelta(days=60)


def standing(agreement: Agreement, org: UUID, day: date) -> Standing:
    """How an agreement (with `a` and `b` loaded) stands on `day` for the party `org`. Signatures are verified."""
    refusal = _not_valid(agreement)
    if refusal is not None and refusal.reason_code in {"forged", "changed", "torn"}:
        return Standing(refusal.reason_code)
    if (last := ended(agreement)) and last <= day:
        return Standing.ENDED
    if day > agreement.ends:
        return Standing.EXPIRED
    if refusal is not None:
        mine = agreement.signature_a if agreement.a_id == org else agreement.signature_b
        return Standing.THEIRS_TO_SIGN if bytes(mine) else Standing.YOURS_TO_SIGN
    if day < agreement.starts:
        return Standing.NOT_STARTED
    return Standing.EXPIRING if agreement.ends - day <= EXPIRES_SOON else Standing.IN_FORCE


def words(agreement: Agreement) -> str:
    """An agreement in one sentence."""
    day = format_date(agreement.ends, "d MMMM y", locale=get_language() or "en")
    return _("{a} and {b}, signed by both, until {day}").format(a=agreement.a.name, b=agreement.b.name, day=day)


def ref(agreement: Agreement) -> AgreementRef:
    """The agreement as other rooms see it."""
    return AgreementRef(
        agreement.id,
        agreement.a_id,
        agreement.b_id,
        frozenset(AgreementPurpose(purpose) for purpose in agreement.purposes),
        frozenset(agreement.categories),
        agreement.starts,
        agreement.ends,
    )


def others(org: UUID) -> frozenset[UUID]:
    """With whom an organisation has any agreement at all, also one that does not hold: `check` refuses all else."""
    rows = Agreement.objects.filter(Q(a_id=org) | Q(b_id=org)).values_list("a_id", "b_id")
    return frozenset(one for both in rows for one in both) - {org}


def to_sign(org: UUID, day: date) -> list[Agreement]:
    """Those that the other side signed and this one has not, the first to begin first."""
    rows = Agreement.objects.filter(Q(a_id=org, signature_a=b"") | Q(b_id=org, signature_b=b""))
    found = rows.select_related("a", "b").order_by("starts", "pk")
    return [one for one in found if standing(one, org, day) is Standing.YOURS_TO_SIGN]


def of(org: UUID) -> list[Agreement]:
    """Every agreement of an organisation, newest end first."""
    return list(Agreement.objects.filter(Q(a_id=org) | Q(b_id=org)).select_related("a", "b").order_by("-ends"))
