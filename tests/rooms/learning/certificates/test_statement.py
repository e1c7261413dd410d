"""The code for a camera: small, read back by another program, signed, and of no use as anything else; and the page to
which it leads."""

import hashlib
import re
from base64 import b64encode, urlsafe_b64decode
from datetime import date, timedelta
from json import loads
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fanal.access.api import NotNow, languages
from fanal.learning.certificates import issuing, jws, keys
from fanal.learning.certificates.issuing import State
from fanal.learning.certificates.offline import offline
from fanal.learning.models import Certificate
from fanal.vocabulary import short_codes
from tests.camera import read_back
from tests.desk import text
from tests.rooms.learning.certificates.test_certificates import CODE, _given, key  # noqa: F401  fixtures
from tests.rooms.learning.seated import Seated, url

pytestmark = pytest.mark.django_db(databases="__all__")


def _camera(one: Seated, given: Certificate, name: str = "Ana Sok") -> tuple[int, str]:
    page = text(one.client.post(url("certificate", given.attempt), {"name": name}))
    return read_back(re.findall(r'<svg class="qr".*?</svg>', page, re.DOTALL)[0])


def test_a_camera_reads_a_statement_that_the_published_key_signed(one: Seated) -> None:
    given = _given(one)
    size, address = _camera(one, given)
    assert size <= 85, "denser than a printer and a cheap telephone take"
    where, _, token = address.partition("#")
    assert where == "http://testserver/c"
    head, body, mark = token.split(".")
    kid = loads(urlsafe_b64decode(f"{head}=="))["kid"]
    [method] = [one for one in keys.document()["verificationMethod"] if one["id"].endswith(f"#{kid}")]
    public = Ed25519PublicKey.from_public_bytes(urlsafe_b64decode(f"{method['publicKeyJwk']['x']}="))
    public.verify(urlsafe_b64decode(f"{mark}=="), f"{head}.{body}".encode())
    said = loads(urlsafe_b64decode(f"{body}=="))
    whole = jws.opened(given.token, keys.public_keys())[1]
    assert said["s"] == given.code
    assert (said["c"], said["cv"], said["l"]) == (CODE, given.version, "en")
    assert (date(1970, 1, 1) + timedelta(days=said["e"])).isoformat() == whole["validUntil"][:10]
    assert (date(1970, 1, 1) + timedelta(days=said["i"])).isoformat() == whole["validFrom"][:10]
    assert f"/{said['x'][0]}#{said['x'][1]}" in whole["credentialStatus"]["id"]
    assert said["n"] == jws.encoded(hashlib.sha256(f"ana sok{given.code}".encode()).digest()[:9])
    assert set(said) == {"v", "s", "c", "cv", "l", "i", "e", "x", "n", "o"}, "no employer, no score, no name"


@pytest.mark.parametrize(
    "change", [{"course": "front-desk"}, {"expires_on": date(2099, 1, 1)}, {"list_index": 1}, {"version": 9}], ids=str
)
def test_what_columns_say_is_not_signed(one: Seated, change: dict[str, Any]) -> None:
    given = _given(one)
    Certificate.objects.update(**change)
    with pytest.raises(NotNow, match="not genuine"):
        issuing.stated(issuing.checked(Certificate.objects.get(), timezone.now().date()), "Ana Sok")
    assert "not genuine" in text(one.client.post(url("certificate", given.attempt), {"name": "Ana Sok"}))


def test_a_statement_or_a_list_is_no_certificate(one: Seated) -> None:
    """They are signed by the same keys; a writer of the database may put one in the place of the other."""
    given = _given(one)
    statement = issuing.stated(issuing.checked(given, timezone.now().date()), "Ana Sok")
    for token in (statement, issuing.status_list(1, timezone.now()).token):
        Certificate.objects.update(token=token)
        assert issuing.check(given.code, timezone.now().date()).state is State.NOT_GENUINE  # type: ignore[union-attr]
        assert Client().get(reverse("certificate:one", args=["en", given.code])).status_code == 200


# ---- the page ----


def test_the_page_is_small_whole_and_asks_nobody_else(one: Seated) -> None:
    _given(one)
    left = offline.ROOM - len(issuing.status_list(1, timezone.now()).token)
    for code, _name in languages.shown():
        answer = Client().get(reverse("certificate:page_in", args=[code]))
        assert len(answer.content) + left <= offline.LARGEST, (code, len(answer.content), left)
        page = answer.content.decode()
        assert f'lang="{code}"' in page
        for found in re.findall(r'(?:src|href)="([^"]*)"', page):
            assert found.startswith("http://testserver/c/"), found
        policy = answer["Content-Security-Policy"]
        for kind, inside in re.findall(r"<(script|style)>(.*?)</", page, re.DOTALL):
            mark = b64encode(hashlib.sha256(inside.encode()).digest()).decode()
            assert f"{kind}-src 'sha256-{mark}'" in policy
        assert "style=" not in page
        assert "max-age" in answer["Cache-Control"]
        assert not answer.cookies


def test_it_is_read_in_the_language_of_the_reader(one: Seated) -> None:
    assert 'lang="fr"' in text(Client(headers={"Accept-Language": "fr-FR"}).get("/c"))
    assert 'lang="en"' in text(Client().get("/c"))


def test_it_holds_every_key_and_the_newest_list(one: Seated) -> None:
    _given(one)
    before = keys.signer().public
    keys.add()
    page = text(Client().get("/c"))
    data = loads(re.findall(r'<script id="data"[^>]*>(.*?)</script>', page, re.DOTALL)[0])
    assert data["keys"] == {keys.kid_of(each): jws.encoded(each) for each in (before, keys.signer().public)}
    assert data["lists"] == {"1": issuing.status_list(1, timezone.now()).token}
    for address, kept in ((f"{data['lists_at']}1", "public, max-age=300"), (data["did"], "no-cache")):
        answer = Client().get(address.removeprefix("http://testserver"))
        assert answer["Access-Control-Allow-Origin"] == "*", "a page that somebody keeps may read it"
        assert answer["Cache-Control"] == kept


def test_lists_that_are_too_long_are_fetched_instead(one: Seated, monkeypatch: pytest.MonkeyPatch) -> None:
    _given(one)
    monkeypatch.setattr(offline, "ROOM", 100)
    assert '"lists": {}' in text(Client().get("/c"))


def test_what_others_wrote_is_as_it_says() -> None:
    """The file is the one of which its README says where it is from."""
    there = Path(offline.__file__).parent / "vendored"
    told = (there / "README.md").read_text("utf-8")
    assert hashlib.sha256((there / "ed25519.js").read_bytes()).hexdigest() in told
    assert "Permission is hereby granted" in (there / "LICENSE").read_text("utf-8")


# ---- short codes ----


def test_a_source_tries_twenty_codes_a_minute(one: Seated) -> None:
    given = _given(one)
    here, there = Client(REMOTE_ADDR="203.0.113.9"), Client(REMOTE_ADDR="198.51.100.9")
    said = []
    while len(said) < 40 and 429 not in said:
        said.append(here.get(reverse("certificate:one", args=["en", short_codes.new()])).status_code)
    assert said[:20] == [404] * 20
    assert len(said) <= 25, "one more every three seconds"
    late = here.get(reverse("certificate:one", args=["en", given.code]))
    assert "Wait a minute" in text(late)
    assert given.code[:5] in text(late), "what was typed stays"
    assert "Valid" in text(there.get(reverse("certificate:one", args=["en", given.code])))


def test_an_unknown_code_is_told_on_the_page() -> None:
    answer = Client().get(reverse("certificate:one", args=["en", "1111111111"]))
    assert answer.status_code == 404
    assert "Look at each sign again" in text(answer)
