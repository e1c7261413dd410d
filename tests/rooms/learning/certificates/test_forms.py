"""The parts of a certificate, against what the standards say and against bytes made by hand."""

import base64
import gzip
import json
from datetime import UTC, datetime
from itertools import pairwise
from uuid import UUID

import pytest

from fanal import vault
from fanal.learning.certificates import forms, jws, status
from fanal.learning.certificates.forms import Issued
from fanal.vocabulary import short_codes

AT = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)


def _issued() -> Issued:
    return Issued(
        id=UUID(int=7), issuer="did:web:a.example", issuer_name="Aurora", achievement=UUID(int=8), title="Front desk",
        about="For the desk.", criteria="You can.", version=3, language="km", issued=AT,
        expires=AT.replace(year=2028), list_at="https://a.example/c/status/1", index=42017,
        name_hash=forms.name_hash("Ana", "5a17"), salt="5a17",
    )  # fmt: skip


# ---- JWS ----


def test_a_token_opens_with_the_key_that_signed_it_and_with_no_other() -> None:
    signer, other = vault.Seed.new().signer(), vault.Seed.new().signer()
    token = jws.signed({"alg": "EdDSA", "kid": "did:web:a#k1"}, b'{"a":1}', signer.sign_jws)
    assert jws.opened(token, {"k1": signer.public})[1] == {"a": 1}
    for keys in ({"k1": other.public}, {"k2": signer.public}, {}):
        with pytest.raises(jws.NotGenuine):
            jws.opened(token, keys)


@pytest.mark.parametrize("what", ["payload", "header", "signature", "none", "pieces", "words"])
def test_what_was_changed_is_not_genuine(what: str) -> None:
    signer = vault.Seed.new().signer()
    head, body, mark = jws.signed({"alg": "EdDSA", "kid": "k1"}, b'{"a":1}', signer.sign_jws).split(".")
    unsigned = jws.encoded(b'{"alg":"none","kid":"k1"}')
    token = {
        "payload": f"{head}.{jws.encoded(b'{"a":2}')}.{mark}",
        "header": f"{jws.encoded(b'{"alg":"EdDSA","kid":"k1","x":1}')}.{body}.{mark}",
        "signature": f"{head}.{body}.{mark[:-4]}AAAA",
        "none": f"{unsigned}.{body}.",
        "pieces": f"{head}.{body}",
        "words": "a certificate",
    }[what]
    with pytest.raises(jws.NotGenuine):
        jws.opened(token, {"k1": signer.public})


# ---- status lists ----


def test_the_first_bit_is_the_most_significant_of_the_first_byte() -> None:
    """W3C Bitstring Status List v1.0, section 3.2: index 0 is the left-most bit."""
    assert status.with_bit(status.blank(), 0)[0] == 0b1000_0000
    assert status.with_bit(status.blank(), 9)[1] == 0b0100_0000
    assert len(status.blank()) == 16 * 1024


@pytest.mark.parametrize("taken", [set(), {0}, {status.BITS - 1}, {7, 8, 9}, {1, 42017, 77777, 131_000}])
def test_exactly_the_bits_that_were_set(taken: set[int]) -> None:
    bits = status.blank()
    for index in taken:
        bits = status.with_bit(bits, index)
    assert {at for at in range(status.BITS) if bits[at // 8] >> 7 - at % 8 & 1} == taken


def test_a_list_is_gzip_without_a_time_in_base64url() -> None:
    packed = status.packed(status.blank())
    raw = base64.urlsafe_b64decode(packed[1:] + "=" * (-len(packed[1:]) % 4))
    assert packed[0] == "u"
    assert raw[4:8] == b"\0\0\0\0"
    assert gzip.decompress(raw) == bytes(16 * 1024)
    assert len(packed) < 1200


def test_a_list_holds_for_a_week() -> None:
    made = status.credential("https://a.example/c/status/1", "did:web:a.example", status.blank(), AT)
    assert (made["validFrom"], made["validUntil"]) == ("2026-12-01T09:30:00Z", "2026-12-08T09:30:00Z")
    assert made["credentialSubject"]["statusPurpose"] == "revocation"


# ---- the credential ----


def test_a_credential_says_what_open_badges_asks_and_nothing_of_where_somebody_works() -> None:
    made = forms.credential(_issued())
    assert made["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert (made["validFrom"], made["validUntil"]) == ("2026-12-01T09:30:00Z", "2028-12-01T09:30:00Z")
    assert (made["iss"], made["jti"]) == (made["issuer"]["id"], made["id"])
    assert made["exp"] - made["nbf"] == (AT.replace(year=2028) - AT).total_seconds()
    achievement = made["credentialSubject"]["achievement"]
    assert {"id", "type", "name", "description", "criteria"} <= set(achievement)
    assert made["credentialStatus"]["statusListIndex"] == "42017"
    text = json.dumps(made).lower()
    for word in ("ana", "hotel", "score", "employer", "birth", "nationality", "site"):
        assert f'"{word}"' not in text


def test_a_name_is_compared_however_it_is_written() -> None:
    hashed = forms.name_hash("  ANA  María ", "salt")
    assert hashed == forms.name_hash("ana maría", "salt")
    assert hashed == forms.name_hash("Ana Mari\u0301a", "salt")
    assert hashed != forms.name_hash("Ana Maria", "salt")
    assert hashed != forms.name_hash("Ana María", "other")


# ---- short codes ----


def test_one_wrong_sign_and_two_that_changed_places_are_found() -> None:
    for _ in range(20):
        code = short_codes.new()
        assert short_codes.tidied(short_codes.grouped(code).lower()) == code
        for at in range(short_codes.LENGTH):
            for sign in short_codes.SIGNS:
                if sign != code[at]:
                    assert short_codes.tidied(code[:at] + sign + code[at + 1 :]) == ""
        for at, (one, other) in enumerate(pairwise(code)):
            if one != other and at < short_codes.LENGTH - 2:
                assert short_codes.tidied(code[:at] + other + one + code[at + 2 :]) == ""


@pytest.mark.parametrize("typed", ["", "ABC", "ABCDEFGHJKM", "ABCDEFGH0!", "ΑΒΓΔΕΖΗΘΙΚ"])
def test_what_is_no_code(typed: str) -> None:
    assert short_codes.tidied(typed) == ""
