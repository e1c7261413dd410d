"""Seeds are never shown; keys that grow from them seal, sign and verify for one purpose each."""

import copy
import pickle
from collections.abc import Callable
from dataclasses import is_dataclass
from typing import Any

import pytest

from fanal import vault
from fanal.vault import CannotOpen, KeyFile, Keyring, PendingSeed, PublicKey, Seed
from tests.vault.people import fixed, flips, ring, user


@pytest.mark.parametrize(
    ("secret", "shown"),
    [
        (Seed.new(), "<seed>"),
        (Seed.new().kem(), "<key pair>"),
        (Seed.new().signer(), "<signer>"),
        (PendingSeed(Seed.new()), "<pending seed>"),
        (vault.new_receipt(), "<receipt>"),
    ],
)
def test_a_secret_is_neither_shown_nor_compared_nor_stored_by_accident(secret: Any, shown: str) -> None:
    assert repr(secret) == shown
    for leak in (str, hash, pickle.dumps, copy.copy, copy.deepcopy, bytes, "{}".format, "{:>3}".format):
        with pytest.raises(TypeError):
            leak(secret)
    other: Any = Seed.new()
    with pytest.raises(TypeError):
        secret == other  # noqa: B015
    with pytest.raises(TypeError):
        secret != other  # noqa: B015
    assert not hasattr(secret, "__dict__")


def test_whatever_holds_seeds_shows_none_of_them() -> None:
    known = Seed.of(b"\x41" * 32)
    team = vault.RingKeys(ring("x").ring, 1, known)
    keys = vault.RecordKeys(ring("x").ring, ring("y").ring, (vault.CompartmentKey("content", 1, known),))
    pepper = vault.Pepper(1, known)
    file = KeyFile((pepper,), known, (known,), {"org": "pin"})
    passwords = vault.PasswordKeys(b"\x41" * 32, known, 1)
    person, _ = user("amal")
    for holder in (team, keys, pepper, file, file.form_key, passwords, Keyring.of([(person, known)])):
        assert "41" not in repr(holder)
        assert "AAAA" not in repr(holder)
        assert "pin" not in repr(holder)
        with pytest.raises(TypeError):
            pickle.dumps(holder)


DATACLASSES = [part for name in vault.__all__ if is_dataclass(part := getattr(vault, name))]


@pytest.mark.parametrize("made", DATACLASSES)
def test_what_the_vault_gives_cannot_be_changed(made: Any) -> None:
    assert made.__dataclass_params__.frozen
    assert "__slots__" in vars(made)


def test_holders_of_secrets_are_only_equal_to_themselves() -> None:
    """Or `==` would compare the seeds in them."""
    seed, org = Seed.new(), ring("x").ring
    pepper = vault.Pepper(1, seed)
    made: list[Callable[[], object]] = [
        lambda: vault.RingKeys(org, 1, seed),
        lambda: vault.CompartmentKey("content", 1, seed),
        lambda: vault.RecordKeys(org, org, ()),
        lambda: vault.PasswordKeys(b"", seed, 1),
        lambda: vault.Pepper(1, seed),
        lambda: vault.FormKey((pepper,)),
        lambda: KeyFile((pepper,), seed),
    ]
    for make in made:
        assert make() != make()


def test_seeds_are_random_and_of_32_bytes() -> None:
    assert len({Seed.new().reveal() for _ in range(1000)}) == 1000
    assert {len(Seed.new().reveal()) for _ in range(10)} == {32}
    for length in (0, 31, 33):
        with pytest.raises(ValueError, match="32 bytes"):
            Seed.of(bytes(length))


def test_labels_give_independent_seeds_and_the_same_ones_again() -> None:
    seed = fixed("amal")
    derived = [seed.derive(label).reveal() for label in ("kem", "sign", "list", "search", "")]
    assert len({*derived, seed.reveal()}) == 6
    assert derived[0] == fixed("amal").derive("kem").reveal()
    assert derived[0] != fixed("bea").derive("kem").reveal()


def test_a_public_key_is_its_1216_bytes() -> None:
    public = fixed("amal").kem().public
    again = PublicKey.of(public.raw)
    assert len(public.raw) == 1216
    assert (again, hash(again), again.id) == (public, hash(public), public.id)
    assert len(public.id) == 32
    assert repr(public) == f"<public key {public.id.hex()[:8]}>"
    assert public != fixed("bea").kem().public
    assert public != public.raw
    assert fixed("amal").kem().public == public


@pytest.mark.parametrize("raw", [b"", bytes(1215), bytes(1217), b"\xff" * 1216])
def test_bytes_that_are_no_public_key_are_refused(raw: bytes) -> None:
    with pytest.raises(CannotOpen):
        PublicKey.of(raw)


def test_a_public_key_of_small_order_receives_nothing() -> None:
    """32 zero bytes are a point with which every X25519 secret is zero."""
    weak = PublicKey.of(fixed("amal").kem().public.raw[:1184] + bytes(32))
    with pytest.raises(CannotOpen):
        vault.seal_to(weak, "keyfile", b"data")


def test_what_is_sealed_to_a_key_opens_with_its_seed_for_its_purpose_only() -> None:
    seed = Seed.new()
    sealed = vault.seal_to(seed.kem().public, "keyfile", b"the key file")
    assert vault.open_sealed(seed, "keyfile", sealed) == b"the key file"
    assert len(sealed) == len(b"the key file") + 1137
    for other, purpose in ((Seed.new(), "keyfile"), (seed, "export")):
        with pytest.raises(CannotOpen):
            vault.open_sealed(other, purpose, sealed)
    for cut in (b"", sealed[:1], sealed[:1000], sealed[:-1], sealed + b"\0"):
        with pytest.raises(CannotOpen):
            vault.open_sealed(seed, "keyfile", cut)


def test_every_single_bit_of_what_is_sealed_to_a_key_counts() -> None:
    seed = Seed.new()
    for changed in flips(vault.seal_to(seed.kem().public, "keyfile", b"")):
        with pytest.raises(CannotOpen):
            vault.open_sealed(seed, "keyfile", changed)


def test_a_signature_is_good_for_its_key_purpose_and_message_only() -> None:
    signer = Seed.new().signer()
    signature = signer.sign("ring", b"message")
    assert (len(signer.public), len(signature)) == (32, 64)
    assert vault.verify(signer.public, "ring", b"message", signature)
    assert not vault.verify(Seed.new().signer().public, "ring", b"message", signature)
    assert not vault.verify(signer.public, "journal", b"message", signature)
    assert not vault.verify(signer.public, "rin", b"gmessage", signature)
    assert not vault.verify(signer.public, "ring", b"messagE", signature)
    for changed in flips(signature):
        assert not vault.verify(signer.public, "ring", b"message", changed)


@pytest.mark.parametrize(("public", "signature"), [(b"", bytes(64)), (bytes(31), bytes(64)), (bytes(32), b"")])
def test_bytes_that_are_no_key_or_no_signature_verify_nothing(public: bytes, signature: bytes) -> None:
    assert not vault.verify(public, "ring", b"message", signature)


def test_a_jws_is_signed_as_others_verify_it_and_is_never_a_signature_of_ours() -> None:
    signer = Seed.new().signer()
    token = b"eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJmYW5hbCJ9"
    signature = signer.sign_jws(token)
    assert vault.verify_jws(signer.public, token, signature)
    assert not vault.verify_jws(signer.public, token + b"A", signature)
    assert not vault.verify(signer.public, "jws", token, signature)
    ours = b"fanal/v1/sign\x00\x04ringmessage"
    for other in (ours, b"", b"no point", b"a.b.c", b"a.b\n"):
        with pytest.raises(ValueError, match="base64url"):
            signer.sign_jws(other)
    assert not vault.verify_jws(signer.public, ours, signer.sign("ring", b"message"))


def test_a_fingerprint_is_twelve_groups_that_people_can_compare() -> None:
    shown = vault.fingerprint(fixed("amal").signer().public)
    groups = shown.split(" ")
    assert len(groups) == 12
    assert all(len(group) == 5 and group.isdecimal() for group in groups)
    assert shown == vault.fingerprint(fixed("amal").signer().public)
    assert shown != vault.fingerprint(fixed("bea").signer().public)
