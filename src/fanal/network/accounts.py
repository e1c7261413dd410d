"""A person's seed and the slots that unwrap it (docs/vault.md, "Formats")."""

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
    person.save()
    _make_key(person, seed, 1, on)
    set_password(person, seed, password)
    return set_code(person, seed)


def set_password(person: Person, seed: vault.Seed, password: str) -> None:
    """Replace the password slot. Raises `vault.WeakPassword`."""
    vault.check_password_rules(password, person.username, person.name)
    current, salt = pepper(), vault.new_salt()
    keys = vault.hash_password(password, salt, current)
    person.password = encode(keys, salt, current.version)
    person.save(update_fields=["password"])
    sealed = vault.make_password_slot(seed, keys, person.id.bytes)
    Slot.objects.update_or_create(person=person, kind=PASSWORD, defaults={"pepper": current.version, "sealed": sealed})


def set_code(person: Person, seed: vault.Seed) -> str:
    """Replace the recovery code slot. Returns the new code."""
    current, code = pepper(), vault.new_recovery_code()
    Slot.objects.update_or_create(
        person=person,
        kind=CODE,
        defaults={
            "pepper": current.version,
            "verifier": vault.code_verifier(code, current),
            "sealed": vault.make_code_slot(seed, code, current, person.id.bytes),
        },
    )
    return code


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
    _make_key(person, seed, last.version + 1 if last else 1, on)


def _make_key(person: Person, seed: vault.Seed, version: int, on: date) -> None:
    key = PersonKey(person=person, version=version, kem=seed.kem().public.raw, sign=seed.signer().public, since=on)
    key.code = code_of(key)
    key.save(force_insert=True)
    marks.note(marks.Mark(marks.MarkKind.KEY, person.id, version, on))
