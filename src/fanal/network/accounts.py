"""A person's seed and the slots that unwrap it (docs/vault.md, "Formats")."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fanal import vault
from fanal.network import marks
from fanal.network.contracts import NetworkError
from fanal.network.keyfile import keyfile, pepper
from fanal.network.memberships import code_of, newest_key
from fanal.network.models import Person, PersonKey, Slot

PASSWORD, CODE = "password", "code"
_SCHEME = "vault"

type Way = tuple[str, int, bytes, bytes]
"""One way to unwrap a seed: kind, version of the pepper, verifier, sealed."""


@dataclass(frozen=True, slots=True)
class Account:
    """What is stored of somebody who can sign in: the verifier of their password, public keys, and their seed wrapped.
    Nothing of it opens anything without the password or the recovery code."""

    password: str
    kem: bytes
    sign: bytes
    ways: tuple[Way, ...]


def encode(keys: vault.PasswordKeys, salt: bytes, version: int) -> str:
    """What `Person.password` holds: scheme, pepper version, salt, verifier."""
    return f"{_SCHEME}${version}${salt.hex()}${keys.verifier.hex()}"


def decode(encoded: str) -> tuple[int, bytes, bytes]:
    """(pepper version, salt, verifier) of `Person.password`. Raises ValueError for anything else."""
    scheme, version, salt, verifier = encoded.split("$")
    if scheme != _SCHEME:
        raise ValueError("not a verifier of the vault")
    return int(version), bytes.fromhex(salt), bytes.fromhex(verifier)


def check(person: Person | None, username: str, password: str) -> tuple[bool, vault.PasswordKeys]:
    """The one Argon2id run of a sign-in: (does it fit, keys). An unknown name costs the same run on a derived fake
    salt."""
    version, salt, verifier = _stored(person, username)
    keys = vault.hash_password(password, salt, keyfile().pepper_of(version))
    return vault.same(keys.verifier, verifier) and person is not None, keys


def _stored(person: Person | None, username: str) -> tuple[int, bytes, bytes]:
    if person is not None:
        try:
            return decode(person.password)
        except ValueError:
            pass
    current = pepper()
    return current.version, vault.fake_salt(username, current), bytes(32)


def make_account(person: Person, seed: vault.Seed, password: str, on: date) -> str:
    """Give a new person their keys, a password slot and a recovery code. Returns the code: shown once, kept nowhere."""
    account, code = prepared(person, seed, password)
    enter(person, account, on)
    return code


def prepared(person: Person, seed: vault.Seed, password: str) -> tuple[Account, str]:
    """The account of somebody who is stored later, and their recovery code. Raises `vault.WeakPassword`."""
    (encoded, by_password), (code, by_code) = _by_password(person, seed, password), _by_code(person, seed)
    return Account(encoded, seed.kem().public.raw, seed.signer().public, (by_password, by_code)), code


def enter(person: Person, account: Account, on: date) -> None:
    """Store a new person with their account."""
    person.password = account.password
    person.save()
    _make_key(person, account.kem, account.sign, 1, on)
    for way in account.ways:
        _store(person, way)


def set_password(person: Person, seed: vault.Seed, password: str) -> None:
    """Replace the password slot. Raises `vault.WeakPassword`."""
    person.password, way = _by_password(person, seed, password)
    person.save(update_fields=["password"])
    _store(person, way)


def set_code(person: Person, seed: vault.Seed) -> str:
    """Replace the recovery code slot. Returns the new code."""
    code, way = _by_code(person, seed)
    _store(person, way)
    return code


def _by_password(person: Person, seed: vault.Seed, password: str) -> tuple[str, Way]:
    vault.check_password_rules(password, person.username, person.name)
    current, salt = pepper(), vault.new_salt()
    keys = vault.hash_password(password, salt, current)
    sealed = vault.make_password_slot(seed, keys, person.id.bytes)
    return encode(keys, salt, current.version), (PASSWORD, current.version, b"", sealed)


def _by_code(person: Person, seed: vault.Seed) -> tuple[str, Way]:
    current, code = pepper(), vault.new_recovery_code()
    sealed = vault.make_code_slot(seed, code, current, person.id.bytes)
    return code, (CODE, current.version, vault.code_verifier(code, current), sealed)


def _store(person: Person, way: Way) -> None:
    kind, version, verifier, sealed = way
    held = {"pepper": version, "verifier": verifier, "sealed": sealed}
    Slot.objects.update_or_create(person=person, kind=kind, defaults=held)


def seed_by_password(person: Person, keys: vault.PasswordKeys) -> vault.Seed:
    """The seed behind a password that fits. Raises NetworkError when the slot is gone."""
    slot = Slot.objects.filter(person=person, kind=PASSWORD).first()
    if slot is None:
        raise NetworkError(_("This account has no key. Ask a colleague for a reset link."))
    return vault.open_password_slot(bytes(slot.sealed), keys, person.id.bytes)


def seed_by_code(person: Person, code: str) -> vault.Seed:
    """The seed behind a recovery code. Raises NetworkError for a wrong one."""
    slot = Slot.objects.filter(person=person, kind=CODE).first()
    wrong = NetworkError(_("This recovery code does not fit. Check it, or go on without it."))
    if slot is None:
        raise wrong
    try:
        version = keyfile().pepper_of(slot.pepper)
        if not vault.same(vault.code_verifier(code, version), bytes(slot.verifier)):
            raise wrong
        return vault.open_code_slot(bytes(slot.sealed), code, version, person.id.bytes)
    except vault.CannotOpen:
        raise wrong from None


def rewrap(person: Person, seed: vault.Seed, password: str) -> None:
    """Move a password slot to the newest pepper, at a sign-in (docs/vault.md, "Passwords")."""
    if decode(person.password)[0] != pepper().version:
        set_password(person, seed, password)


def renew_keys(person: Person, seed: vault.Seed, on: date) -> None:
    """A new seed after every slot was lost: the old public keys end, everything sealed to them must be sealed anew."""
    last = newest_key(person)
    PersonKey.objects.filter(person=person, until=None).update(until=on)
    _make_key(person, seed.kem().public.raw, seed.signer().public, last.version + 1 if last else 1, on)


def _make_key(person: Person, kem: bytes, sign: bytes, version: int, on: date) -> None:
    key = PersonKey(person=person, version=version, kem=kem, sign=sign, since=on)
    key.code = code_of(key)
    key.save(force_insert=True)
    marks.note(marks.Mark(marks.MarkKind.KEY, person.id, version, on))
