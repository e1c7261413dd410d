"""Founding by links: the secretariat names an organisation and its two founders, and each makes an account in a browser
of their own (docs/founding.md).

Nothing is founded before both are ready; then all of it is, in one transaction. Who writes to the database founds
nothing: a link is a code of the installation over what was named, and the entry of the person who let the organisation
in, signed with their key, must name the same (decision 32).
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.journal import api as journal
from fanal.journal.contracts import ActorKind, Told
from fanal.network import accounts, identities, kit, organisations, trusted, vouched
from fanal.network.accounts import Account
from fanal.network.contracts import LIGHT, Actor, NetworkError, NewOrg, OrgKind, Role
from fanal.network.keyfile import installation, keyfile, pepper
from fanal.network.memberships import is_free
from fanal.network.models import FounderLink, Founding, Organisation, Person
from fanal.network.organisations import First
from fanal.network.people import link_code
from fanal.vocabulary.ids import new_id

DAYS = 14
"""How long the links work."""
SHARES = (2, 2)
"""The kit of an organisation that two people found: each keeps one share, and both are needed."""
LET_IN, WITHDRAW, READY = "network.let_in", "network.withdraw_founding", "network.founder_ready"
FOUND, KEPT, TYPED = "network.found", "network.share_kept", "network.share_typed"
KINDS = (OrgKind.MEMBER, OrgKind.AUTHORITY, OrgKind.OFFICE, OrgKind.COMPANY, OrgKind.PROVIDER)
"""What can be founded so. The first organisation, the secretariat, is founded at the console."""
_ROLES = {
    OrgKind.COMPANY: (Role.COMPANY_FOCAL_POINT,),
    OrgKind.PROVIDER: (Role.PROVIDER_WORKER,),
}
_LEADS = (Role.KEY_KEEPER, Role.MANAGER, Role.MEMBER_ADMIN)


@dataclass(frozen=True, slots=True)
class Called:
    """A founder as the secretariat names them."""

    name: str
    email: str


# ---- the secretariat ----


@transaction.atomic
def let_in(actor: Actor, new: NewOrg, founders: Sequence[Called], now: datetime) -> list[str]:
    """Let an organisation in that these two found. Returns the secret part of the link of each: shown once, kept as a
    code. Raises NetworkError."""
    if actor.org_kind is not OrgKind.SECRETARIAT or new.kind not in KINDS:
        raise NetworkError(_("Your organisation does not do this."))
    first, second = founders
    if first.name.casefold() == second.name.casefold() or first.email.casefold() == second.email.casefold():
        words = _("An organisation is founded by two people. Give two names and two addresses.")
        raise NetworkError(words, "name_2" if first.name.casefold() == second.name.casefold() else "email_2")
    organisations.check_free(new.name, [])
    row = Founding(org_id=actor.org, made_by_id=actor.person, made_on=now.date(), **asdict(new))
    row.expires_on = (now + timedelta(days=DAYS)).date()
    row.save(force_insert=True)
    links = [FounderLink(founding=row, number=n, **asdict(one)) for n, one in enumerate(founders, start=1)]
    tokens = [secrets.token_urlsafe(32) for _link in links]
    for link, token in zip(links, tokens, strict=True):
        link.token = link_code(token, founder=str(link.id), named=_named(row, links).hex())
        link.save(force_insert=True)
    journal.write(row.id, actor.signatory(), LET_IN, at=now, items=[_named(row, links)])
    return tokens


@transaction.atomic
def withdraw(actor: Actor, founding_id: UUID, now: datetime) -> None:
    """Take both links back, if nothing was founded. Raises NetworkError."""
    row = Founding.objects.select_for_update().filter(pk=founding_id, org_id=actor.org, founded=None).first()
    if row is None or _ended(_told(row)):
        raise NetworkError(_("This was founded already, or taken back."))
    row.links.update(account=b"", username="", email="")
    journal.write(row.id, actor.signatory(), WITHDRAW, at=now)


@dataclass(frozen=True, slots=True)
class Stands:
    """How a founding stands. `waits_for`: founders who have not made their account yet; `unproved`: those who have not
    typed their share back."""

    row: Founding
    waits_for: tuple[str, ...]
    unproved: tuple[str, ...]
    withdrawn: bool
    over: bool

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def org_id(self) -> UUID:
        return self.row.org_id


def of(org: UUID, now: datetime) -> list[Stands]:
    """What a secretariat let in, the newest first."""
    rows = list(Founding.objects.filter(org_id=org).prefetch_related("links").order_by("-made_on", "-id"))
    told = journal.told_of([row.id for row in rows], (), trusted.Signers())
    return [
        Stands(
            row,
            tuple(link.name for link in _links(row) if not bytes(link.account) and link.person_id is None),
            tuple(link.name for link in _links(row) if _is_unproved(row, link, told[row.id])),
            any(line.deed == WITHDRAW for line in told[row.id].lines),
            row.founded_id is None and row.expires_on < now.date(),
        )
        for row in rows
    ]


def _is_unproved(row: Founding, link: FounderLink, told: Told) -> bool:
    return row.founded_id is not None and has_kit(row) and vault.item_hash(link.id.bytes) not in _typed(told)


def clear(now: datetime) -> None:
    """Where the links have ended, addresses go, and what founders chose who never founded: nobody needs them any
    more."""
    over = FounderLink.objects.filter(founding__expires_on__lt=now.date())
    over.filter(founding__founded=None).exclude(username="").update(account=b"", username="")
    over.exclude(email="").update(email="")


# ---- the founders, who are nobody yet ----


def link_of(token: str, now: datetime) -> FounderLink:
    """The link of a founder, with its founding: one that still works, or with which the organisation was founded.
    Raises NetworkError."""
    rows = FounderLink.objects.filter(founding__expires_on__gte=now.date()).select_related("founding")
    rows = rows.prefetch_related("founding__links")
    found = next((row for row in rows if _fits(row, token)), None)
    if found is None:
        raise _gone()
    if found.founding.founded_id is None:
        _check(found.founding)
    return found


def _fits(link: FounderLink, token: str) -> bool:
    named = _named(link.founding, _links(link.founding)).hex()
    return vault.same(link_code(token, founder=str(link.id), named=named), bytes(link.token))


def other_of(link: FounderLink) -> FounderLink:
    """The link of the other founder."""
    (other,) = [one for one in _links(link.founding) if one.id != link.id]
    return other


@transaction.atomic
def get_ready(
    token: str, username: str, password: str, now: datetime, *, language: str = "en"
) -> tuple[list[UUID], str]:
    """A founder makes their account. Once both have, the organisation is founded. Returns (its people then, the
    recovery code shown once). Raises NetworkError, `vault.WeakPassword`."""
    row = Founding.objects.select_for_update().get(pk=link_of(token, now).founding_id)
    link = next((one for one in _links(row) if _fits(one, token)), None)
    if link is None:  # it was withdrawn meanwhile
        raise _gone()
    if row.founded_id is not None or bytes(link.account) or link.person_id is not None:
        raise NetworkError(_("This link was used already. If that was not you, tell the secretariat at once."))
    link.username = username.strip().lower()
    if not link.username or not is_free(link.username):
        raise _taken()
    person = Person(id=new_id(), username=link.username, name=link.name, email=link.email, language=language)
    account, code = accounts.prepared(person, vault.Seed.new(), password)
    link.account = _sealed(link, person, account)
    try:
        with transaction.atomic():
            link.save(update_fields=["username", "account"])
    except IntegrityError:  # somebody of another founding chose it at the same moment
        raise _taken() from None
    journal.write(row.id, installation(row.org_id), READY, at=now)
    links = _links(row)
    if not all(bytes(one.account) for one in links):
        return [], code
    return _found(row, links, now), code


def has_kit(row: Founding) -> bool:
    """Whether what is founded gets a recovery kit: a light organisation has none."""
    return row.kind not in LIGHT


def _found(row: Founding, links: Sequence[FounderLink], now: datetime) -> list[UUID]:
    """Both are ready: the organisation comes to be, and each founder's share waits for them alone."""
    kind = OrgKind(row.kind)
    new = NewOrg(row.name, kind, row.country, tuple(row.mandates), tuple(row.languages), row.time_zone)
    first = [_opened(link, _ROLES.get(kind, _LEADS)) for link in links]
    row.links.update(username="")  # it is no longer kept for them: they have it now
    org, shares = organisations.establish(new, first, now, SHARES)
    if shares:
        kit.prove(org, shares)
    row.founded = org
    row.save(update_fields=["founded"])
    for number, (link, one) in enumerate(zip(links, first, strict=True)):
        link.person, link.account = one.person, b""
        if shares:
            words, to = shares[number].encode(), vault.PublicKey.of(one.account.kem)
            link.share, link.proof = vault.seal_to(to, f"share/{link.id}", words), _proof(link, shares[number])
        link.save(update_fields=["person", "account", "share", "proof"])
    journal.write(row.id, installation(row.org_id), FOUND, at=now)
    return [one.person.id for one in first]


def _sealed(link: FounderLink, person: Person, account: Account) -> bytes:
    """The account of a founder, under the key file: whoever writes to the database puts no key of theirs in its
    place."""
    told = {
        "person": str(person.id), "language": person.language, "username": person.username,
        "password": account.password, "kem": account.kem.hex(), "sign": account.sign.hex(),
        "ways": [[kind, version, verifier.hex(), sealed.hex()] for kind, version, verifier, sealed in account.ways],
    }  # fmt: skip
    return vault.seal_secret(pepper(), f"founder/{link.id}", json.dumps(told).encode())


def _opened(link: FounderLink, roles: tuple[Role, ...]) -> First:
    try:
        plain = vault.open_secret(keyfile().pepper_of, f"founder/{link.id}", bytes(link.account))
    except vault.CannotOpen:
        raise NetworkError(
            _("Somebody changed what a founder had chosen. Nothing was founded. Tell the secretariat.")
        ) from None
    told = json.loads(plain)
    person = Person(id=UUID(told["person"]), username=told["username"], name=link.name, email=link.email)
    person.language = told["language"]
    ways = tuple((kind, version, bytes.fromhex(one), bytes.fromhex(two)) for kind, version, one, two in told["ways"])
    account = Account(told["password"], bytes.fromhex(told["kem"]), bytes.fromhex(told["sign"]), ways)
    return First(person, account, roles)


# ---- the founders, who have signed in ----


def waits(actor: Actor) -> FounderLink | None:
    """The link of a founder who has still to keep their share, or to type it back."""
    found = FounderLink.objects.filter(person_id=actor.person, founding__founded_id=actor.org).exclude(proof=b"")
    return found.select_related("founding").first()


def share(actor: Actor, link: FounderLink) -> str:
    """The words of the founder's share, until they have kept it. Raises NetworkError where their key is another now."""
    holder = next(one for one in actor.keyring.principals if one.kind == "user")
    try:
        seed = actor.keyring.seed_of("user", holder.id, holder.version)
        return vault.open_sealed(seed, f"share/{link.id}", bytes(link.share)).decode()
    except vault.CannotOpen:
        raise NetworkError(
            _(
                "Your share was made for the key that you had before, so nobody can read it any more. Ask the "
                "secretariat for new links: your organisation is founded anew."
            )
        ) from None


@transaction.atomic
def keep(actor: Actor, now: datetime) -> None:
    """The founder has written their share down: it is not shown again. Raises NetworkError."""
    link = _mine(actor)
    link.share = b""
    link.save(update_fields=["share"])
    journal.write(link.founding_id, actor.signatory(), KEPT, at=now)


@transaction.atomic
def type_back(actor: Actor, words: str, now: datetime) -> bool:
    """The drill: the founder types their share, and nothing of it is stored. Once both have, the kit is proved, since
    the two shares opened what they must when they were made. Returns whether it is. Raises NetworkError."""
    link = _mine(actor)
    if bytes(link.share) or not vault.same(_proof(link, words), bytes(link.proof)):
        raise NetworkError(_("This is not the share that you were given. Check each word."))
    link.proof = b""
    link.save(update_fields=["proof"])
    journal.write(link.founding_id, actor.signatory(), TYPED, at=now, items=[link.id.bytes])
    told = _told(link.founding)
    if told.torn or len(_typed(told)) < SHARES[1]:
        return False
    with vouched.changing(Organisation, actor.org) as org:
        identities.identity(org)
        org.kit_drilled_on = now.date()
        org.save(update_fields=["kit_drilled_on"])
    journal.write(actor.org, installation(actor.org), "network.kit_drill", at=now)
    return True


def _typed(told: Told) -> frozenset[bytes]:
    """The hashes of the links whose share was typed back: one share that both typed is one."""
    those = [items for line, items in told.said if line.deed == TYPED]
    return frozenset[bytes]().union(*those)


def _mine(actor: Actor) -> FounderLink:
    link = waits(actor)
    if link is None:
        raise NetworkError(_("You have done this already."))
    Founding.objects.select_for_update().get(pk=link.founding_id)  # of two at once the second sees the first
    link.refresh_from_db(fields=["share", "proof"])
    return link


def _proof(link: FounderLink, words: str) -> bytes:
    told = {"link": str(link.id), "share": " ".join(words.casefold().split())}
    return keyfile().signing.code("share", vault.canonical(told))


# ---- what was let in ----


def _links(row: Founding) -> list[FounderLink]:
    return sorted(row.links.all(), key=lambda link: link.number)


def _named(row: Founding, links: Sequence[FounderLink]) -> bytes:
    """The installation's code over what the secretariat named: links and the signed entry rest on it."""
    told = {
        "founding": str(row.id), "by": str(row.made_by_id), "of": str(row.org_id), "name": row.name, "kind": row.kind,
        "country": row.country, "mandates": list(row.mandates), "languages": list(row.languages),
        "time_zone": row.time_zone, "expires": row.expires_on.isoformat(),
        "founders": [[str(link.id), link.number, link.name, link.email] for link in links],
    }  # fmt: skip
    return keyfile().signing.code("founding", vault.canonical(told))


def _told(row: Founding) -> Told:
    return journal.told(row.id, (), trusted.Signers())


def _ended(told: Told) -> bool:
    return any(line.deed in {WITHDRAW, FOUND} for line in told.lines)


def _check(row: Founding) -> None:
    """Raises NetworkError unless somebody of a secretariat let this organisation in, as the entry says that they
    signed, and it was neither founded nor taken back."""
    told = _told(row)
    if told.torn:
        raise NetworkError(trusted.torn())
    if not told.said or _ended(told):
        raise _gone()
    line, items = told.said[0]
    office = Organisation.objects.filter(pk=row.org_id, kind=OrgKind.SECRETARIAT).first()
    by = (line.deed, line.kind, line.actor, line.org) == (LET_IN, ActorKind.PERSON, row.made_by_id, row.org_id)
    named = vault.item_hash(_named(row, _links(row))) in items
    if not (by and named and office is not None and identities.is_pinned(office) and vouched.is_whole(office)):
        raise _gone()


def _taken() -> NetworkError:
    return NetworkError(_("This sign-in name is taken. Choose another."))


def _gone() -> NetworkError:
    return NetworkError(_("This link was taken back, or it has ended. Ask the secretariat for a new one."))
