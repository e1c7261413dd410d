"""Our certificates before programs that we did not write: openbadgeslib 4, 1EdTech's schema, jose in Node."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from django.utils import timezone
from jsonschema import Draft201909Validator
from openbadgeslib.ob3 import OB3Verifier
from openbadgeslib.ob3.verifier import OB3VerificationError
from playwright.sync_api import Browser, Route

from fanal import vault
from fanal.learning.certificates import issuing, jws, keys, reissuing
from fanal.learning.certificates.offline import offline
from fanal.learning.courses import library
from fanal.learning.models import Certificate, StatusList
from fanal.web.api import own_name
from tests.interop import others
from tests.people import Cast
from tests.rooms.learning import reviewed
from tests.rooms.learning.certificates.test_certificates import _given, _issuers, key  # noqa: F401
from tests.rooms.learning.seated import seated

pytestmark = [pytest.mark.once, pytest.mark.django_db(databases="__all__")]
CODE = "tourism-core"


@pytest.fixture
def given(cast: Cast) -> Certificate:
    reviewed.all_say(cast, CODE)
    return _given(seated(cast))


def _download(address: str) -> bytes:
    """The web, of which there is this site alone."""
    there = urlsplit(address)
    assert (there.scheme, there.hostname) == ("https", own_name()), address
    answer = Client().get(there.path)
    assert answer.status_code == 200
    return answer.content


def _verified(token: str) -> Any:
    """By the keys that the site publishes, with the status list that it serves. Raises `OB3VerificationError`."""
    verifier = OB3Verifier.for_issuer_did(keys.did(), download=_download)
    return verifier.verify(token, check_status=True, download=_download)


def _signed(given: Certificate, **changes: object) -> str:
    """The same credential with something else in it, signed by our own key: a defect of ours, not a forger."""
    claims = {**jws.opened(given.token, keys.public_keys())[1], **changes}
    return keys.sign(jws.compact({name: said for name, said in claims.items() if said is not None}), keys.signer())


# ---- openbadgeslib ----


def test_one_that_is_good(given: Certificate) -> None:
    found = _verified(given.token)
    assert found.issuer.id == keys.did()
    assert found.achievement.name == library.shipped()[CODE].texts["title"]


def test_one_that_was_taken_back(given: Certificate, cast: Cast) -> None:
    _issuers(cast, "bao", "dalia")
    issuing.ask_to_revoke(cast["bao"], given, "error", timezone.now())
    _verified(given.token)
    issuing.revoke(cast["dalia"], given, timezone.now())
    with pytest.raises(OB3VerificationError, match="'revocation' is set"):
        _verified(given.token)


def test_one_that_expired(given: Certificate) -> None:
    ago = timezone.now() - timedelta(days=1)
    with pytest.raises(OB3VerificationError, match="expired"):
        _verified(_signed(given, exp=int(ago.timestamp())))
    with pytest.raises(OB3VerificationError, match="expired"):
        _verified(_signed(given, validUntil=ago.strftime("%Y-%m-%dT%H:%M:%SZ")))


def test_one_that_was_given_anew_since_others_know_the_key(given: Certificate, cast: Cast) -> None:
    _issuers(cast, "bao", "dalia")
    keys.compromise(keys.kid_of(keys.signer().public), timezone.now() - timedelta(hours=1))
    issuing.sign_all(timezone.now())
    reissuing.ask_for_it(cast["bao"], timezone.now())
    reissuing.reissue(cast["dalia"], timezone.now())
    fresh = Certificate.objects.get(pk=given.pk)
    assert fresh.token != given.token
    assert _verified(fresh.token).issuer.id == keys.did()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"iss": "did:web:elsewhere.example"}, "iss"),
        ({"nbf": None}, "nbf"),
        ({"jti": None}, "jti"),
        ({"issuer": {"id": "did:web:elsewhere.example", "type": ["Profile"], "name": "x"}}, "issuer|iss"),
    ],
)
def test_what_we_must_not_leave_out(given: Certificate, changes: dict[str, object], why: str) -> None:
    with pytest.raises(OB3VerificationError, match=why):
        _verified(_signed(given, **changes))


def test_one_that_was_changed_or_made_up(given: Certificate) -> None:
    head, _body, mark = given.token.split(".")
    other = jws.encoded(jws.compact({**jws.opened(given.token, keys.public_keys())[1], "name": "Another course"}))
    with pytest.raises(OB3VerificationError, match="Invalid signature"):
        _verified(f"{head}.{other}.{mark}")
    claims = jws.compact(jws.opened(given.token, keys.public_keys())[1])
    with pytest.raises(OB3VerificationError, match="no verificationMethod"):
        _verified(keys.sign(claims, vault.Seed.new().signer()))


def test_one_of_an_older_key_and_one_of_the_new(given: Certificate, cast: Cast) -> None:
    """Each is found by the id in its head; the list is signed by the newest."""
    keys.add()
    StatusList.objects.all().delete()
    _verified(given.token)
    newer = _given(seated(cast, "Ben"), "Ben")
    heads = {jws.decoded(row.token.split(".")[0]) for row in (given, newer)}
    assert len(heads) == 2
    _verified(newer.token)


def test_a_list_of_last_week(given: Certificate) -> None:
    old = issuing.sign_list(1, timezone.now() - timedelta(days=8)).token.encode()
    verifier = OB3Verifier.for_issuer_did(keys.did(), download=_download)
    with pytest.raises(OB3VerificationError, match=r"status list .* expired"):
        verifier.verify(given.token, check_status=True, download=lambda _address: old)


def test_with_one_key_in_hand(given: Certificate) -> None:
    public = Ed25519PublicKey.from_public_bytes(keys.signer().public)
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    OB3Verifier(pem).verify(given.token, check_status=True, download=_download)


# ---- 1EdTech ----


def _faults(name: str, said: object) -> list[str]:
    return [error.message for error in Draft201909Validator(others.schema(name)).iter_errors(said)]


def test_the_schema_of_open_badges_has_no_fault_to_find(given: Certificate) -> None:
    said = jws.opened(given.token, keys.public_keys())[1]
    assert _faults("achievementcredential", said) == []
    assert _faults("profile", said["issuer"]) == []
    del said["credentialSubject"]["achievement"]["criteria"]
    assert _faults("achievementcredential", said), "what is left out is seen"


# ---- jose ----


def _tokens(given: Certificate) -> dict[str, str]:
    """All that we sign, and what nobody may take for it."""
    statement = issuing.stated(issuing.checked(given, timezone.now().date()), "Ana Sok")
    head, body, mark = given.token.split(".")
    return {
        "certificate": given.token,
        "statement": statement,
        "list": issuing.status_list(1, timezone.now()).token,
        "changed": f"{head}.{body}.{mark[:-6]}AAAAAA",
        "swapped": f"{head}.{statement.split('.')[1]}.{mark}",
        "stranger": keys.sign(b"{}", vault.Seed.new().signer()),
        "late": _signed(given, exp=int(timezone.now().timestamp()) - 900),
    }


def _published() -> dict[str, Any]:
    return {one["id"].split("#")[1]: one["publicKeyJwk"] for one in keys.document()["verificationMethod"]}


def test_jose_in_node_reads_all_that_we_sign(given: Certificate) -> None:
    said = others.run("verify.mjs", {"keys": _published(), "tokens": _tokens(given)})
    assert {name for name, one in said.items() if one["ok"]} == {"certificate", "statement", "list"}
    assert said["statement"]["claims"]["s"] == given.code
    assert said["late"]["why"] == "ERR_JWT_EXPIRED"


VERIFY = """async ({ keys, tokens }) => {
  const { compactVerify, importJWK } = await import("https://jose.example/index.js"), good = [];
  for (const [name, token] of Object.entries(tokens)) {
    const find = ({ kid }) => importJWK(keys[kid.split("#").pop()], "EdDSA");
    try { await compactVerify(token, find, { algorithms: ["EdDSA"] }); good.push(name); } catch { /* not this one */ }
  }
  return good;
}"""


@pytest.mark.journey
def test_jose_in_chromium_reads_the_same(given: Certificate, browser: Browser) -> None:
    """Signatures alone: dates are asked in Node."""
    folder = others.packages() / "node_modules" / "jose" / "dist" / "webapi"

    def serve(route: Route) -> None:
        place = urlsplit(route.request.url).path.lstrip("/")
        if place:
            route.fulfill(path=folder / place, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>jose</title>", content_type="text/html")

    page = browser.new_context().new_page()
    page.route("https://jose.example/**", serve)
    page.goto("https://jose.example/")
    good = page.evaluate(VERIFY, {"keys": _published(), "tokens": _tokens(given)})
    assert set(good) == {"certificate", "statement", "list", "late"}


def test_what_others_wrote_can_be_made_anew() -> None:
    """The check of signatures in the page is the package that it says, byte by byte."""
    there = (offline.HERE / "vendored" / "ed25519.js").read_text("utf-8")
    assert others.run("ed25519.mjs", None) == there
