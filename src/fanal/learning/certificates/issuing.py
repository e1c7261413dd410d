"""A certificate: issued to whoever passed, checked by whoever asks, taken back by two people with a reason.

What it says is signed, and the journal names its row: one that was changed or made up is not believed (`believing`).
That one was taken back, the journal says.
"""

import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.dispatch import Signal
from django.urls import reverse
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, ask, found, need, need_second, visible
from fanal.journal import api as journal
from fanal.learning import published, reviewing
from fanal.learning.certificates import believing, earning, forms, jws, keys, statement, status
from fanal.learning.certificates.forms import Issued
from fanal.learning.certificates.policy import ASK_REVOKE, ISSUED, LEAVE, READ, REVOKE
from fanal.learning.certificates.statement import Stated
from fanal.learning.courses.model import Course
from fanal.learning.models import Attempt, Certificate, Learner, StatusList
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.network.contracts import Actor
from fanal.vocabulary import short_codes

_TRIES: Final = 20
_DRAWN: Final = 64
RENEWED: Final = timedelta(days=60)
"""So long before a certificate ends another attempt gets one of its own."""
FRESH: Final = timedelta(days=2)
"""So old is a status list at most: each day it is signed anew, and by whoever asks only where that failed."""
REASONS: Final = ("error", "identity", "session", "safety")
"""Why one can be taken back. That somebody left a job, or their employer a programme, is none."""


issued, taken_back = Signal(), Signal()
"""Sent in the transaction of the deed, with `row: Certificate` and `now: datetime`."""


class State(StrEnum):
    """What somebody reads who checks one."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    NOT_GENUINE = "not_genuine"


@dataclass(frozen=True, slots=True)
class Checked:
    """A certificate that was looked at. `payload`: what was signed; empty where it is not genuine. `stolen`: it is not,
    since others knew the key when it was signed. `first`: one of the first, of which the journal does not say whose
    they are: it counts for nobody."""

    row: Certificate
    state: State
    payload: dict[str, Any]
    stolen: bool = False
    first: bool = False

    @property
    def title(self) -> str:
        return str(self.payload.get("name", ""))

    @property
    def last(self) -> date:
        """The last day on which it holds, as it was signed."""
        return status.day_of(self.payload["validUntil"])

    def is_of(self, name: str) -> bool:
        """Whether it was given to somebody of this name."""
        [holder] = self.payload["credentialSubject"]["identifier"]
        return bool(holder["identityHash"] == f"sha256${forms.name_hash(name, holder['salt'])}")


# ---- issuing ----


def of_attempt(row: Attempt, today: date) -> Certificate | None:
    """The certificate that was given for an attempt; else that of another attempt that passed the same version, for as
    long as it is not soon to be renewed: who passes twice has one. One of the first is given where there is no other:
    no attempt gets two."""
    theirs = Certificate.objects.filter(learner_id=row.learner_id)
    own = theirs.filter(attempt=row.pk).first()
    if own is not None and believing.chains([own.pk])[own.pk].says_whose:
        return own
    lasting = theirs.filter(course=row.course, version=row.version, expires_on__gt=today + RENEWED)
    rows = list(lasting.order_by("issued_at"))
    known = known_of([one.pk for one in rows])
    found = (checked(one, today, known) for one in rows)
    return next((one.row for one in found if one.state is State.VALID and not one.first), own)


def issue(learner: Learner, course: Course, row: Attempt, name: str, now: datetime) -> Certificate:
    """Give the certificate for an attempt that passed; asked again, the same one. `name`: as the holder writes it, kept
    as a salted hash. Raises `NotNow`."""
    name = " ".join(name.split())
    refused = earning.why_not(learner, course, row, now.date())
    need(
        (bool(refused), refused, ""),
        (not name, _("Write your name as it stands in your papers."), "name"),
        (len(name) > forms.LONGEST_NAME, _("A name has at most 120 characters."), "name"),
    )
    for _try in range(_TRIES):
        try:
            with transaction.atomic():
                Learner.objects.select_for_update().get(pk=learner.pk)
                return of_attempt(row, now.date()) or _made(learner, course, row, name, now)
        except IntegrityError:  # its place in the list, its code or its attempt is taken
            continue
    raise NotNow(_("That did not work. Try again."))


def _made(learner: Learner, course: Course, row: Attempt, name: str, now: datetime) -> Certificate:
    signer, salt = keys.signer(), secrets.token_hex(8)
    last = earning.last_day(learner, course, row, now.date())
    number, index = _place()
    giver = reviewing.giver(learner.org_id, course.code, row.language, now.date())
    made = Certificate(
        learner=learner, org_id=giver, code=short_codes.new(), course=course.code, version=course.version,
        language=row.language, attempt=row.pk, issued_at=now, expires_on=last, list_number=number,
        list_index=index,
    )  # fmt: skip
    made.token = keys.sign(jws.compact(forms.credential(_said(made, course, name, salt))), signer)
    made.save(force_insert=True)
    journal.write(made.pk, keyfile.installation(made.org_id), ISSUED, at=now, items=[believing.named(made)])
    issued.send(sender=Certificate, row=made, now=now)
    return made


def _place() -> tuple[int, int]:
    """A list in which there is room, and a place in it that is drawn of some that are free: in a list that is nearly
    full one that is drawn blindly would be taken nine times of ten."""
    number = _list_number()
    drawn = [secrets.randbelow(status.BITS) for _one in range(_DRAWN)]
    rows = Certificate.objects.filter(list_number=number, list_index__in=drawn)
    taken = set(rows.values_list("list_index", flat=True))
    return number, next((one for one in drawn if one not in taken), drawn[0])


def _list_number() -> int:
    """The list in which there is room; the next begins where one is nearly full, so that no place is guessed."""
    last = Certificate.objects.order_by("-list_number").values_list("list_number", flat=True).first() or 1
    used = Certificate.objects.filter(list_number=last).count()
    return last + 1 if used >= status.BITS * status.FULL else last


def _said(made: Certificate, course: Course, name: str, salt: str) -> Issued:
    texts = published.spoken(course, made.language).texts
    end = datetime.combine(made.expires_on, time(23, 59, 59), UTC)
    return Issued(
        id=made.pk, issuer=keys.did(), issuer_name=network.org(made.org_id).name,
        achievement=forms.achieved(course.code, course.version, made.language),
        title=texts["title"], about=texts["about"], criteria="\n".join(texts[key] for key in course.objectives),
        version=course.version, language=made.language,
        issued=made.issued_at.replace(microsecond=0), expires=end, list_at=list_address(made.list_number),
        index=made.list_index, name_hash=forms.name_hash(name, salt), salt=salt,
    )  # fmt: skip


def stated(found: Checked, name: str) -> str:
    """The short statement for the code for a camera (`statement`), signed by the key that signs now. It says what the
    credential says. `name`: that of the holder. Raises `NotNow`, also where nobody signed it."""
    said, row = found.payload, found.row
    need((not said, _("This certificate is not genuine. Ask whoever gave it for a new one."), ""))
    number, index = status.place_of(said["credentialStatus"])
    one = Stated(
        code=row.code, course=row.course, version=row.version, language=row.language, issuer=said["issuer"]["name"],
        issued=status.day_of(said["validFrom"]), expires=found.last, list_number=number, index=index,
    )  # fmt: skip
    signer = keys.signer()
    header = {"alg": "EdDSA", "kid": keys.kid_of(signer.public)}
    return jws.signed(header, jws.compact(statement.payload(one, name)), signer.sign_jws)


# ---- checking ----


def check(code: str, today: date) -> Checked | None:
    """The certificate of a short code; None where there is none."""
    tidied = short_codes.tidied(code)
    row = Certificate.objects.filter(code=tidied).first() if tidied else None
    return checked(row, today) if row else None


@dataclass(frozen=True, slots=True)
class Known:
    """By what certificates are judged, looked up once for all of them: our keys, since when others know some of them,
    and what the journal tells."""

    keys: jws.Keys
    stolen: Mapping[str, datetime]
    chains: believing.Chains


def known_of(pks: Collection[UUID]) -> Known:
    """What is known of these certificates."""
    return Known(keys.public_keys(), keys.compromised(), believing.chains(pks))


def checked(row: Certificate, today: date, known: Known | None = None) -> Checked:
    """How one stands on a day: as its token says, which must be signed by a key of ours, and the journal, which must
    name its row. `known`: where somebody looked there already."""
    known = known or known_of([row.pk])
    return replace(_checked(row, today, known), first=not known.chains[row.pk].says_whose)


def _checked(row: Certificate, today: date, known: Known) -> Checked:
    try:
        header, payload = jws.opened(row.token, known.keys)
    except jws.NotGenuine:
        return Checked(row, State.NOT_GENUINE, {})
    if (signed := forms.id_of(payload)) != row.pk:  # in another row; or a list, which the same keys sign
        is_back = signed is not None and believing.chains([signed])[signed].revoked
        return Checked(row, State.REVOKED, payload) if is_back else Checked(row, State.NOT_GENUINE, {})
    chain = known.chains[row.pk]
    if chain.revoked:
        return Checked(row, State.REVOKED, payload)
    since = known.stolen.get(jws.kid_of(header))
    stolen = since is not None and not chain.torn and not (chain.given and chain.given < since)
    if stolen or not believing.fits(row, payload, chain, others_sign=since is not None):
        return Checked(row, State.NOT_GENUINE, {}, stolen=stolen)
    found = Checked(row, State.VALID, payload)
    return replace(found, state=State.EXPIRED) if today > found.last else found


def held(of: Collection[UUID], today: date) -> dict[UUID, list[Checked]]:
    """By learner, the certificates that they were given, as each stands; newest first. One of which the journal does
    not say whose it is, as of the first ones, is nobody's: whoever writes to the database could move it."""
    return {who: [one for one in found if not one.first] for who, found in every(of, today).items()}


def every(of: Collection[UUID], today: date) -> dict[UUID, list[Checked]]:
    """The same with the first ones, which count for nobody: for their holders, who are told so."""
    found: dict[UUID, list[Checked]] = {one: [] for one in of}
    rows = list(Certificate.objects.filter(learner_id__in=of).order_by("-issued_at"))
    known = known_of([row.pk for row in rows])
    for row in rows:
        assert row.learner_id
        found[row.learner_id].append(checked(row, today, known))
    return found


# ---- status lists ----


def list_address(number: int) -> str:
    """Where a list lies."""
    return keys.address(reverse("certificate:status", args=[number]))


def sign_list(number: int, now: datetime) -> StatusList:
    """Sign a list as it stands: from what the journal says and what was signed, not from columns."""
    bits = status.blank()
    for of, index in _taken_back(now.date()):
        if of == number:
            bits = status.with_bit(bits, index)
    payload = jws.compact(status.credential(list_address(number), keys.did(), bits, now))
    token = keys.sign(payload, keys.signer())
    return StatusList.objects.update_or_create(number=number, defaults={"signed_at": now, "token": token})[0]


def _taken_back(today: date) -> Iterator[tuple[int, int]]:
    """List and place of all that were taken back, wherever their rows are: the journal names the place. Its first
    entries named none: of these the row says it."""
    taken = journal.records_of({REVOKE})  # of all: through the whole journal, once a day and when one is taken back
    chains = believing.chains(taken)
    yield from (one.place for one in chains.values() if one.place)
    rows = list(Certificate.objects.filter(pk__in=[pk for pk, one in chains.items() if not one.place]))
    known = Known(keys.public_keys(), keys.compromised(), chains)
    found = (checked(row, today, known) for row in rows)
    yield from (status.place_of(one.payload["credentialStatus"]) for one in found if one.state is State.REVOKED)


def status_list(number: int, now: datetime) -> StatusList:
    """A list for whoever asks; signed anew where the last is too old, or by another key than signs now, or none that
    was signed here. Raises `NotHere`, `NotNow`."""
    found = StatusList.objects.filter(number=number).first()
    signed = _signed_at(found) if found is not None else None
    if found is not None and signed is not None and now - signed < FRESH:
        return found
    if not Certificate.objects.filter(list_number=number).exists():
        raise NotHere
    return sign_list(number, now)


def _signed_at(found: StatusList) -> datetime | None:
    """When a list was signed, as it says itself: nobody makes an old one new in the database. None where it is no list
    of this number by the key that signs now."""
    if not found.token.startswith(keys.beginning(keys.signer())):
        return None
    try:
        said = keys.opened(found.token)
    except jws.NotGenuine:
        return None
    return datetime.fromisoformat(said["validFrom"]) if said.get("id") == list_address(found.number) else None


def list_numbers() -> list[int]:
    """Of the lists in which certificates have a place, the newest first."""
    return list(Certificate.objects.order_by("-list_number").values_list("list_number", flat=True).distinct())


@transaction.atomic
def sign_all(now: datetime) -> None:
    """Sign every list anew; each day, with nobody signed in."""
    if keyfile.keyfile().issuers:
        for number in list_numbers():
            sign_list(number, now)


# ---- taking back ----


def find(actor: Actor, code: str, today: date) -> Checked | None:
    """One of the organisation's own, by its code."""
    ask(actor, READ)
    row = visible(actor, Certificate.objects.filter(code=short_codes.tidied(code))).first()
    return checked(row, today) if row else None


def certificate(actor: Actor, pk: UUID) -> Certificate:
    """One of the organisation's own. Raises `NotHere`."""
    return found(actor, Certificate, pk)


def asked(row: Certificate) -> bool:
    """Whether somebody asked for it to be taken back, and nobody decided since."""
    line = journal.last(row.pk, {ASK_REVOKE, LEAVE, REVOKE}, network.trusted.Signers())
    return line is not None and line.deed == ASK_REVOKE


def reason(row: Certificate) -> str:
    """Why somebody asked, as a code; empty where nobody did."""
    line = journal.last(row.pk, {ASK_REVOKE}, network.trusted.Signers())
    return line.purpose if line else ""


@transaction.atomic
def ask_to_revoke(actor: Actor, row: Certificate, why: str, now: datetime) -> None:
    """Ask for a certificate to be taken back. Raises `NotAllowed`, `NotNow`."""
    ask(actor, ASK_REVOKE, row)
    believing.need(row)
    need(
        (why not in REASONS, _("Choose why."), "reason"),
        (believing.chains([row.pk])[row.pk].revoked, _("It was taken back already."), ""),
        (asked(row), _("Somebody asked for this already. A second person decides."), ""),
    )
    journal.write(row.pk, actor.signatory(), ASK_REVOKE, at=now, purpose=why)


@transaction.atomic
def revoke(actor: Actor, row: Certificate, now: datetime) -> None:
    """The second person takes it back: the list is signed anew at once. Raises `NotAllowed`, also for a row that
    somebody changed: the clearance that rests on it would stay."""
    ask(actor, REVOKE, row)
    believing.need(row)
    need_second(actor, row.pk, ASK_REVOKE, LEAVE, REVOKE)
    place = status.name_place(row.list_number, row.list_index)
    journal.write(row.pk, actor.signatory(), REVOKE, at=now, purpose=place)
    sign_list(row.list_number, now)
    taken_back.send(sender=Certificate, row=row, now=now)


@transaction.atomic
def leave(actor: Actor, row: Certificate, now: datetime) -> None:
    """It stays as it is. Raises `NotAllowed`, `NotNow`."""
    ask(actor, LEAVE, row)
    need((not asked(row), _("Nobody asked for it to be taken back."), ""))
    journal.write(row.pk, actor.signatory(), LEAVE, at=now)
