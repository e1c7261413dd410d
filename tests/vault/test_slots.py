"""A seed comes back by password or recovery code, in its place, with its pepper; a name unknown costs the same."""

import threading
from itertools import pairwise
from time import perf_counter
from typing import Any

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from fanal import vault
from fanal.vault import CannotOpen, PasswordKeys, PendingSeed, Pepper, Seed, _slots
from fanal.vault._wire import bound, box, derive
from tests.vault.people import fixed, flips, uid

pytestmark = pytest.mark.usefixtures("full_price")
PEPPER, OTHER_PEPPER = Pepper(1, fixed("pepper")), Pepper(2, fixed("other pepper"))
HERE, THERE = uid("amal").bytes, uid("bea").bytes
PASSWORD = "a lantern on the quay"


class Runs(list[tuple[float, float]]):
    """Begin and end of every run of Argon2id, and the settings of each."""

    settings: set[tuple[tuple[str, Any], ...]]


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    """The real Argon2id, watched."""
    seen, argon = Runs(), Argon2id
    seen.settings = set()

    class Watched:
        def __init__(self, **settings: Any) -> None:
            known = {name: value for name, value in settings.items() if name not in {"salt", "secret"}}
            seen.settings.add(tuple(sorted(known.items())))
            self.real = argon(**settings)

        def derive(self, typed: bytes) -> bytes:
            begin = perf_counter()
            derived = self.real.derive(typed)
            seen.append((begin, perf_counter()))
            return derived

    monkeypatch.setattr(_slots, "Argon2id", Watched)
    return seen


@pytest.fixture(scope="module")
def keys() -> PasswordKeys:
    return vault.hash_password(PASSWORD, HERE, PEPPER)


def test_one_run_gives_verifier_and_key_and_they_say_nothing_of_each_other(runs: Runs) -> None:
    made = vault.hash_password(PASSWORD, HERE, PEPPER)
    assert len(runs) == 1
    assert runs.settings == {(("iterations", 3), ("lanes", 1), ("length", 32), ("memory_cost", 65536))}
    assert len(made.verifier) == 32
    assert made.verifier != made.kek.reveal()
    assert made.version == 1


def test_password_salt_and_pepper_each_change_the_keys(keys: PasswordKeys) -> None:
    again = vault.hash_password(PASSWORD, HERE, PEPPER)
    assert vault.same(again.verifier, keys.verifier)
    assert vault.same(again.kek.reveal(), keys.kek.reveal())
    others = [
        vault.hash_password("a lantern on the key", HERE, PEPPER),
        vault.hash_password(PASSWORD, THERE, PEPPER),
        vault.hash_password(PASSWORD, HERE, OTHER_PEPPER),
    ]
    assert len({keys.verifier, *(other.verifier for other in others)}) == 4
    assert len({keys.kek.reveal(), *(other.kek.reveal() for other in others)}) == 4


def test_a_password_is_the_same_from_every_keyboard_and_never_an_error() -> None:
    composed, decomposed = vault.hash_password("Ångström quay", HERE, PEPPER), "A\u030angstro\u0308m quay"
    assert vault.same(composed.verifier, vault.hash_password(decomposed, HERE, PEPPER).verifier)
    assert len(vault.hash_password("\ud800", HERE, PEPPER).verifier) == 32


def test_a_salt_has_sixteen_bytes() -> None:
    assert len({vault.new_salt() for _ in range(100)}) == 100
    assert len(vault.new_salt()) == 16
    for salt in (b"", bytes(15), bytes(17)):
        with pytest.raises(ValueError, match="16 bytes"):
            vault.hash_password(PASSWORD, salt, PEPPER)


def test_no_two_runs_overlap_in_a_process(runs: Runs) -> None:
    threads = [threading.Thread(target=vault.hash_password, args=(PASSWORD, HERE, PEPPER)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    order = sorted(runs)
    assert len(order) == 3
    assert all(before[1] <= after[0] for before, after in pairwise(order))


def test_a_password_slot_opens_with_its_password_in_its_place_only(keys: PasswordKeys) -> None:
    seed = Seed.new()
    slot = vault.make_password_slot(seed, keys, HERE)
    assert vault.same(vault.open_password_slot(slot, keys, HERE).reveal(), seed.reveal())
    assert (len(slot), vault.pepper_version(slot)) == (63, 1)
    for other, place in (
        (vault.hash_password("a lantern on the key", HERE, PEPPER), HERE),
        (keys, THERE),
        (keys, b""),
        (PasswordKeys(keys.verifier, keys.kek, 2), HERE),
        (PasswordKeys(keys.verifier, Seed.of(keys.verifier), 1), HERE),
    ):
        with pytest.raises(CannotOpen):
            vault.open_password_slot(slot, other, place)
    for changed in [*flips(slot), b"", slot[:3], slot[:-1]]:
        with pytest.raises(CannotOpen):
            vault.open_password_slot(changed, keys, HERE)


def test_a_recovery_code_is_160_random_bits_that_people_can_copy() -> None:
    codes = [vault.new_recovery_code() for _ in range(500)]
    assert len(set(codes)) == 500
    assert all([len(group) for group in code.split("-")] == [4] * 8 for code in codes)
    assert {code[0] for code in codes} == {code[-1] for code in codes} == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert set("".join(codes)) == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")


def test_a_code_slot_opens_with_its_code_however_it_is_typed() -> None:
    seed, code = Seed.new(), "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ"
    slot = vault.make_code_slot(seed, code, PEPPER, HERE)
    for typed in (
        code,
        code.lower().replace("-", " "),
        code.replace("0", "o").replace("1", "I"),
        code.replace("1", "l"),
    ):
        assert vault.same(vault.open_code_slot(slot, typed, PEPPER, HERE).reveal(), seed.reveal())
        assert vault.same(vault.code_verifier(typed, PEPPER), vault.code_verifier(code, PEPPER))


def test_a_code_slot_opens_with_nothing_else() -> None:
    seed, code = Seed.new(), vault.new_recovery_code()
    slot = vault.make_code_slot(seed, code, PEPPER, HERE)
    for typed, pepper, place in (
        (vault.new_recovery_code(), PEPPER, HERE),
        (code, PEPPER, THERE),
        (code, OTHER_PEPPER, HERE),
        (code, Pepper(1, OTHER_PEPPER.key), HERE),
        (code, Pepper(2, PEPPER.key), HERE),
        ("", PEPPER, HERE),
        (code[:-1], PEPPER, HERE),
        (code + "0", PEPPER, HERE),
        (code[:-1] + "U", PEPPER, HERE),
    ):
        with pytest.raises(CannotOpen):
            vault.open_code_slot(slot, typed, pepper, place)
    for changed in flips(slot):
        with pytest.raises(CannotOpen):
            vault.open_code_slot(changed, code, PEPPER, HERE)
    for no_code in ("", "1234", code + "A", "U" * 32):
        with pytest.raises(CannotOpen):
            vault.make_code_slot(seed, no_code, PEPPER, HERE)
        with pytest.raises(CannotOpen):
            vault.code_verifier(no_code, PEPPER)


def test_the_verifier_of_a_code_opens_no_slot_and_needs_the_pepper() -> None:
    code = vault.new_recovery_code()
    verifier = vault.code_verifier(code, PEPPER)
    slot = vault.make_code_slot(Seed.new(), code, PEPPER, HERE)
    assert len(verifier) == 32
    assert verifier != vault.code_verifier(code, OTHER_PEPPER)
    with pytest.raises(CannotOpen):
        vault.open_password_slot(slot, PasswordKeys(verifier, Seed.of(verifier), 1), HERE)


def test_a_password_slot_is_no_code_slot_even_under_one_key() -> None:
    code = vault.new_recovery_code()
    kek = Seed.of(derive(_slots._code(code), bound("recovery"), salt=PEPPER.key.reveal()))
    slot = vault.make_password_slot(Seed.new(), PasswordKeys(b"", kek, 1), HERE)
    with pytest.raises(CannotOpen):
        vault.open_code_slot(slot, code, PEPPER, HERE)


def test_a_slot_that_wraps_something_else_cannot_be_opened(keys: PasswordKeys) -> None:
    for raw in (b"", bytes(31), bytes(33)):
        boxed = box(keys.kek.reveal(), bound("slot/password", HERE), raw)
        with pytest.raises(CannotOpen):
            vault.open_password_slot(b"\x01\x00\x01" + boxed, keys, HERE)


def test_slots_survive_three_versions_of_the_pepper() -> None:
    """A slot names its version; at the next sign-in it is made again under the current one."""
    file = vault.KeyFile.new()
    seed, code = Seed.new(), vault.new_recovery_code()
    slot = vault.make_code_slot(seed, code, file.pepper, HERE)
    for version in (2, 3):
        file = file.rotated()
        opened = vault.open_code_slot(slot, code, file.pepper_of(vault.pepper_version(slot)), HERE)
        slot = vault.make_code_slot(opened, code, file.pepper, HERE)
        assert vault.pepper_version(slot) == version
    assert vault.same(vault.open_code_slot(slot, code, file.pepper_of(3), HERE).reveal(), seed.reveal())


def test_a_seed_keeps_its_state_in_a_session() -> None:
    seed = Seed.new()
    whole, pending = vault.unpack_seed(vault.pack_seed(seed)), vault.unpack_seed(vault.pack_seed(PendingSeed(seed)))
    assert isinstance(whole, Seed)
    assert isinstance(pending, PendingSeed)
    assert vault.same(whole.reveal(), seed.reveal())
    assert vault.same(pending.passed().reveal(), seed.reveal())
    assert len(vault.pack_seed(seed)) == 33
    for packed in (b"", b"S", b"S" + bytes(31), b"S" + bytes(33), b"X" + bytes(32), b"SP" + bytes(31) + b"x"):
        with pytest.raises(CannotOpen):
            vault.unpack_seed(packed)


# Names


def test_the_salt_of_an_unknown_name_is_always_the_same_and_looks_like_any_other() -> None:
    salt = vault.fake_salt("nobody@example.org", PEPPER)
    assert len(salt) == 16
    assert salt == vault.fake_salt("Nobody@Example.ORG", PEPPER)
    assert salt != vault.fake_salt("somebody@example.org", PEPPER)
    assert salt != vault.fake_salt("nobody@example.org", OTHER_PEPPER)


def test_signing_in_with_a_known_and_an_unknown_name_is_the_same_work(runs: Runs, keys: PasswordKeys) -> None:
    known = {"amal": (HERE, keys.verifier)}

    for turn in range(1, 7):
        for name in ("amal", "nobody"):
            before = len(runs)
            salt, verifier = known.get(name, (vault.fake_salt(name, PEPPER), bytes(32)))
            assert not vault.same(vault.hash_password("a wrong password", salt, PEPPER).verifier, verifier)
            assert len(runs) == before + 1, turn
    assert len(runs.settings) == 1
