"""The primitives give the published values, and what this version once stored opens for ever."""

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import cryptography_vectors
import pyhpke
import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from fanal import vault
from fanal.vault import Bundle, KeyFile, Keyring, PublicKey, Seed
from fanal.vault._seeds import SUITE, KemPair, Signer, _verified
from fanal.vault._wire import derive, digest, tag
from tests.vault import pin
from tests.vault.people import ORG, RECORD, fixed

HERE = Path(__file__).parent
PINNED = json.loads((HERE / "pinned.json").read_text())
unhex = bytes.fromhex

# Published vectors


def x_wing() -> dict[str, Any]:
    path = Path(cryptography_vectors.__file__).parent / "HPKE" / "hpke-pq-test-vectors.json"
    chosen = [
        one
        for one in json.loads(path.read_text())
        if (one["kem_id"], one["kdf_id"], one["aead_id"], one["mode"]) == (0x647A, 1, 3, 0)
    ]
    assert len(chosen) == 1
    return dict(chosen[0])


def test_x_wing_grows_the_published_key_pair_and_opens_the_published_message() -> None:
    vector = x_wing()
    pair = KemPair(unhex(vector["skRm"]))
    assert pair.public.raw == unhex(vector["pkRm"])
    first = vector["encryptions"][0]
    message = unhex(vector["enc"]) + unhex(first["ct"])
    opened = openssl.hpke._decrypt_with_aad(SUITE, message, pair._private, unhex(vector["info"]), unhex(first["aad"]))
    assert opened == unhex(first["pt"])


def test_our_hpke_messages_are_those_of_the_suite_with_an_empty_aad() -> None:
    pair = KemPair(unhex(x_wing()["skRm"]))
    message = PublicKey.of(pair.public.raw).encrypt(b"plain", b"info")
    assert openssl.hpke._decrypt_with_aad(SUITE, message, pair._private, b"info", b"") == b"plain"
    assert len(message) == len(b"plain") + 1136


def test_the_x25519_suite_of_the_library_agrees_with_another_implementation() -> None:
    """pyhpke has no hybrid KEM; that both agree on X25519 shows key schedule, info and AEAD to be those of RFC 9180."""
    theirs = pyhpke.CipherSuite.new(
        pyhpke.KEMId.DHKEM_X25519_HKDF_SHA256, pyhpke.KDFId.HKDF_SHA256, pyhpke.AEADId.CHACHA20_POLY1305
    )
    ours = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
    private = X25519PrivateKey.from_private_bytes(fixed("x25519").reveal())
    public = private.public_key()
    message = ours.encrypt(b"to them", public, b"fanal/v1/to")
    receiver = theirs.create_recipient_context(
        message[:32], pyhpke.KEMKey.from_pyca_cryptography_key(private), b"fanal/v1/to"
    )
    assert receiver.open(message[32:]) == b"to them"
    enc, sender = theirs.create_sender_context(pyhpke.KEMKey.from_pyca_cryptography_key(public), b"fanal/v1/to")
    assert ours.decrypt(enc + sender.seal(b"to us"), private, b"fanal/v1/to") == b"to us"


RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC_8032)
def test_signatures_are_those_of_rfc_8032(secret: str, public: str, message: str, signature: str) -> None:
    signer = Signer(unhex(secret))
    assert signer.public == unhex(public)
    assert signer._private.sign(unhex(message)) == unhex(signature)
    assert _verified(unhex(public), unhex(message), unhex(signature))


def test_a_signature_of_ours_is_rfc_8032_over_purpose_and_message() -> None:
    signer = fixed("amal").signer()
    assert signer.sign("ring", b"message") == signer._private.sign(b"fanal/v1/sign\x00\x04ringmessage")


def test_argon2id_is_that_of_rfc_9106() -> None:
    argon = Argon2id(salt=b"\2" * 16, length=32, iterations=3, lanes=4, memory_cost=32, ad=b"\4" * 12, secret=b"\3" * 8)
    expected = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    assert argon.derive(b"\1" * 32).hex() == expected


@pytest.mark.parametrize(
    ("secret", "salt", "info", "length", "okm"),
    [
        (
            b"\x0b" * 22,
            bytes(range(13)),
            bytes(range(0xF0, 0xFA)),
            42,
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (
            b"\x0b" * 22,
            None,
            b"",
            42,
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    ],
)
def test_derivation_is_that_of_rfc_5869(secret: bytes, salt: bytes | None, info: bytes, length: int, okm: str) -> None:
    assert derive(secret, info, salt=salt, length=length).hex() == okm


def test_codes_are_those_of_rfc_4231_and_hashes_those_of_fips_180() -> None:
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert tag(b"Jefe", b"what do ya want for nothing?").hex() == expected
    assert digest(b"abc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


# Our formats, read by a second hand


def hkdf(secret: bytes, info: bytes, salt: bytes = bytes(32), blocks: int = 1) -> bytes:
    """RFC 5869 with the standard library alone."""
    extracted, block, made = hmac.digest(salt, secret, "sha256"), b"", b""
    for number in range(1, blocks + 1):
        block = hmac.digest(extracted, block + info + bytes([number]), "sha256")
        made += block
    return made


def test_an_item_is_what_the_design_says() -> None:
    item = vault.seal(pin.KEYS, pin.PLACE, b'{"told":"x"}')
    assert item[:3] == b"\x01\x00\x02"
    context = pin.PLACE.context()
    opened = AESGCM(hkdf(fixed("two").reveal(), context)).decrypt(item[3:15], item[15:], context)
    assert opened == b'\x00\x00\x00\x0c{"told":"x"}' + bytes(512 - 16)


def test_a_bundle_is_what_the_design_says() -> None:
    bundle = vault.grant(pin.KEYS, pin.RING.principal, ["content"])
    assert bundle.sealed[:17] == b"\x01" + ORG.bytes
    parts = ORG.bytes, RECORD.bytes, b"ring", pin.RING.ring.bytes, b"\x00\x00\x00\x04"
    info = b"fanal/v1/bundle" + b"".join(len(part).to_bytes(2) + part for part in parts)
    assert pin.RING.seed.kem().decrypt(bundle.sealed[17:], info) == (
        b"\x00\x02"
        + (b"\x07content\x00\x01" + fixed("one").reveal())
        + (b"\x07content\x00\x02" + fixed("two").reveal())
    )


def test_a_receipt_is_what_the_design_says() -> None:
    receipt = vault.parse_receipt(pin.RECEIPT)
    number = int(receipt.digits.replace("-", ""))
    made = hkdf(number.to_bytes(13), b"fanal/v1/receipt", fixed("pepper").reveal(), 2)
    locator, seed = vault.receipt_keys(receipt, pin.PEPPER)
    assert (locator, seed.reveal()) == (made[:16], made[16:48])


def test_a_token_is_the_first_bits_of_a_code() -> None:
    code = hmac.digest(fixed("search").reveal(), b"fanal/v1/blind\x00\x04name\x00\x05maria", "sha256")
    assert vault.blind(fixed("search"), "name", "María", 20) == int.from_bytes(code) >> 236


def test_the_key_of_a_seed_is_what_the_design_says() -> None:
    raw = hkdf(fixed("amal").reveal(), b"fanal/v1/seed\x00\x03kem")
    assert fixed("amal").kem().public == KemPair(raw).public
    assert hashlib.sha256(fixed("amal").kem().public.raw).digest() == fixed("amal").kem().public.id


# Pinned: a change of format must not pass unseen


@pytest.fixture(scope="module")
def computed(full_price: None) -> dict[str, str]:
    return pin.computed()


@pytest.mark.parametrize("name", PINNED["computed"])
def test_what_was_computed_once_is_computed_again(computed: dict[str, str], name: str) -> None:
    assert computed[name] == PINNED["computed"][name]


def test_everything_that_can_be_pinned_is_pinned(computed: dict[str, str]) -> None:
    assert PINNED["computed"].keys() == computed.keys()
    assert PINNED["sealed"].keys() == pin.sealed().keys()


OPENED: dict[str, tuple[Any, bytes]] = {
    "item": (lambda sealed: vault.open_item(pin.KEYS, pin.PLACE, sealed), b"told"),
    "sealed_to": (lambda sealed: vault.open_sealed(fixed("amal"), "keyfile", sealed), b"data"),
    "summary": (lambda sealed: vault.open_summary(pin.RING, pin.PLACE, sealed), b"9, f"),
    "card": (lambda sealed: vault.open_card(pin.RING, pin.PLACE, sealed), b"names"),
    "session": (lambda sealed: vault.unwrap_session(pin.SID, sealed, pin.PEPPER), b"session"),
    "secret": (lambda sealed: vault.open_secret(pin.FILE.pepper_of, "totp", sealed), b"factor"),
    "form": (lambda text: vault.unwrap_form(text, pin.FILE.form_key, 7199), b"answers"),
}


@pytest.mark.parametrize("name", OPENED)
def test_what_was_sealed_once_still_opens(name: str) -> None:
    opens, plain = OPENED[name]
    stored = PINNED["sealed"][name]
    assert opens(stored if name == "form" else unhex(stored)) == plain


def test_keys_that_were_handed_out_once_still_open() -> None:
    stored = PINNED["sealed"]
    bundle = Bundle(RECORD, "ring", pin.RING.ring.bytes, 4, unhex(stored["bundle"]))
    opened = vault.open_bundles([bundle], Keyring.of([(pin.RING.principal, pin.RING.seed)]))
    assert opened.org == ORG
    assert [(key.compartment, key.epoch, key.seed.reveal()) for key in opened.keys] == [
        ("content", 1, fixed("one").reveal()),
        ("content", 2, fixed("two").reveal()),
    ]
    ring = vault.open_ring(unhex(stored["ring"]), pin.RING.principal, pin.USER, fixed("amal"))
    assert ring.seed.reveal() == fixed("ring").reveal()


def test_seeds_that_were_wrapped_once_still_come_back() -> None:
    stored = PINNED["sealed"]
    amal: list[Seed] = [
        vault.open_password_slot(unhex(stored["password_slot"]), pin.PASSWORDS, pin.USER.id),
        vault.open_code_slot(unhex(stored["code_slot"]), pin.CODE, pin.PEPPER, pin.USER.id),
    ]
    assert [seed.reveal() for seed in amal] == [fixed("amal").reveal()] * 2
    assert vault.open_kit(stored["kit"].splitlines()).reveal() == fixed("recovery").reveal()


def test_a_key_file_that_was_written_once_is_still_read() -> None:
    text = (HERE / "pinned_keyfile.json").read_text()
    assert text == pin.FILE.to_text()
    assert KeyFile.parse(text).to_text() == text
