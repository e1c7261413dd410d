"""The keys of one person, after it was checked that this installation made them and that their organisation signed for
them: a key that somebody put into the database receives nothing and signs for nobody."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _

from fanal import vault
from fanal.journal.contracts import ActorKind, Line
from fanal.network import identities, marks, standing, vouched
from fanal.network.contracts import LIGHT, NetworkError
from fanal.network.keyfile import keyfile
from fanal.network.memberships import is_ours, is_signed, sign_membership
from fanal.network.models import Person, PersonKey
from fanal.network.standing import Standing


def principal(person_id: UUID) -> vault.Principal:
    """A person to whom something is sealed. Raises NetworkError where the key is not signed by their organisation."""
    return principal_of(_standing(person_id))


def as_principal(key: PersonKey) -> vault.Principal:
    """A person's key as one to whom things are sealed, or who opens them. Nothing is checked."""
    return vault.Principal("user", key.person_id.bytes, key.version, vault.PublicKey.of(bytes(key.kem)))


def signs(person_id: UUID, purpose: str, message: bytes, signature: bytes) -> bool:
    """Whether a signature is that of the person's newest key, for which their organisation signed."""
    try:
        key = _key_of(_standing(person_id))
    except NetworkError:
        return False
    return vault.verify(bytes(key.sign), purpose, message, signature)


def admit(person: Person, identity: vault.Signer, on: date) -> None:
    """Sign for a person whom a key keeper knows. Raises NetworkError for a key that was not made on this site, and for
    somebody of whom something was changed."""
    one = standing.of([person])[person.id]
    if one.key is None or not is_ours(one.key):
        raise NetworkError(
            _("The key of this person was not made on this site. Nothing was changed. Make them a new password link.")
        )
    if not one.is_whole:
        raise standing.changed(person)
    sign_membership(person, one.key, identity, on)


def among(people: Collection[Person]) -> frozenset[UUID]:
    """Who of these people (with their organisations) can be believed to be who they are; five queries."""
    return frozenset(id for id, one in standing.of(people).items() if holds(one))


def holds(one: Standing) -> bool:
    """Whether somebody (with their organisation loaded) works here, with a key for which it signed, and both are as
    this installation left them: what an organisation is says what its people may do."""
    return one.is_whole and one.person.left_on is None and _is_signed_for(one) and vouched.is_whole(one.person.org)


def torn() -> str:
    """What people read where a chain of the journal is torn (`journal.Told`)."""
    return _(
        "Somebody changed the journal of this past Fanal. Until it is mended, nobody knows what was decided or ended, "
        "and nothing is given. Tell your administrator: “fanal journal verify” says what was changed."
    )


def _is_signed_for(one: Standing) -> bool:
    """Whether the organisation signed for the key. A light one has no identity: the installation let the key in."""
    org, key = one.person.org, one.key
    if key is None or not identities.is_pinned(org) or not is_ours(key):
        return False
    return key.admitted_on is not None if org.kind in LIGHT else is_signed(one.person, key, bytes(org.identity))


def _standing(person_id: UUID) -> Standing:
    person = Person.objects.select_related("org").filter(pk=person_id).first()
    stand = standing.of([person])[person_id] if person is not None else None
    if stand is None or stand.key is None:
        raise NetworkError(_("This person has no key yet."))
    return stand


def principal_of(stand: Standing) -> vault.Principal:
    """As `principal`, of somebody (with their organisation) who was read. Nothing is sealed to people of light
    organisations: raises NetworkError, too."""
    if stand.person.org.kind in LIGHT:
        raise identities.keyless()
    return as_principal(_key_of(stand))


def _key_of(stand: Standing) -> PersonKey:
    if stand.key is None or not _is_signed_for(stand):
        raise NetworkError(
            _("The key of this person is not signed by their organisation. Nothing was sent. Ask a key keeper.")
        )
    if not vouched.is_whole(stand.person.org):
        raise vouched.changed(stand.person.org)
    if not holds(stand):
        raise standing.changed(stand.person)
    return stand.key


# ---- the history of keys ----


@dataclass(frozen=True, slots=True)
class _Period:
    """From which day until which a person's key signs for them; `until` is None while it still does."""

    since: date
    until: date | None


def mark(people: Collection[UUID]) -> bytes:
    """A digest of the keys of these people as they lie in the database, and of whose they are: another where one is let
    in, changed or ended."""
    columns = [one.attname for one in PersonKey._meta.concrete_fields]
    rows = PersonKey.objects.filter(person__in=people).order_by().values_list(*columns, "person__org_id")
    plain = ([bytes(one) if isinstance(one, memoryview) else one for one in row] for row in rows)  # of PostgreSQL
    return sha256("".join(sorted(map(repr, plain))).encode()).digest()


class Signers:
    """Whether the key that signed an entry of the journal was that of the actor whom it names, on that day and in that
    organisation: says in words what is not so. It remembers whom it looked up, and serves one look or one deed: whoever
    can write to the database could have left there for all of it what it found first, and gains nothing by a change
    meanwhile. A deed that makes or ends a key looks anew."""

    def __init__(self) -> None:
        self._installation = keyfile().signing.signer().public
        self._people: dict[UUID, tuple[UUID | None, dict[bytes, _Period]]] = {}

    def __call__(self, public: bytes, line: Line) -> str:
        strange = "is signed by a key that is not that actor's"
        if line.kind is not ActorKind.PERSON:
            return "" if public == self._installation else strange
        org, periods = self._of(line.actor) if line.actor is not None else (None, {})
        period = periods.get(public)
        if period is None:
            return strange
        if org != line.org:
            return "is signed by somebody of another organisation"
        day = line.at.date()
        if day < period.since:
            return "is signed by a key before a key keeper let it in"
        if period.until is not None and day > period.until:
            return "is signed by a key after its end"
        return ""

    def key_of(self, person_id: UUID, day: date, purpose: str, message: bytes, signature: bytes) -> bytes:
        """The public key with which a person signed something on a day, also if it ended since; empty where it was none
        of theirs."""
        for public, period in self._of(person_id)[1].items():
            lasts = period.since <= day and (period.until is None or day <= period.until)
            if lasts and vault.verify(public, purpose, message, signature):
                return public
        return b""

    def meet(self, people: Iterable[UUID]) -> None:
        """Look up these people, all at once."""
        new = set(people).difference(self._people)
        if not new:
            return
        self._people |= dict.fromkeys(new, (None, {}))
        keys = PersonKey.objects.filter(person__in=new).select_related("person").order_by("person", "-version")
        for person, theirs in groupby(keys, lambda key: key.person):
            self._people[person.id] = person.org_id, _periods(person, theirs)

    def _of(self, person_id: UUID) -> tuple[UUID | None, dict[bytes, _Period]]:
        self.meet([person_id])
        return self._people[person_id]


def _periods(person: Person, keys: Iterable[PersonKey]) -> dict[bytes, _Period]:
    """Of the keys of a person, the newest first, those that this installation made and their organisation let in. A key
    ends where the next was made, the last where the person left, also if somebody took the row that says so out of the
    database."""
    known, periods = marks.known(), {}
    left, newer = known.get((marks.MarkKind.PERSON, person.id)), known.get((marks.MarkKind.KEY, person.id))
    until = person.left_on or (left.day if left else None)
    for key in keys:
        if newer is not None and key.version < newer.number and until is None:
            until = newer.day
        if is_ours(key):
            if key.admitted_on is not None:
                periods[bytes(key.sign)] = _Period(key.admitted_on, until)
            until = key.since
    return periods
