"""From passing to a paper that anybody can check; taken back by two; and what a writer of the database cannot do."""

import base64
import gzip
import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from typst import Compiler

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.journal.models import Entry
from fanal.learning.certificates import earning, issuing, jws, keys, pages, status
from fanal.learning.certificates.issuing import State
from fanal.learning.certificates.policy import GRANT
from fanal.learning.courses import library
from fanal.learning.models import Attempt, Certificate, Learner, StatusList
from fanal.learning.people import people
from fanal.network import api as network
from fanal.web import papers
from tests.camera import read_picture
from tests.desk import client_of, text
from tests.people import FOUNDED, Cast
from tests.rooms.learning import reviewed
from tests.rooms.learning.device import best, harmful
from tests.rooms.learning.passed import made_so, passed
from tests.rooms.learning.seated import Device, Seated, play, seated, sit, url

pytestmark = pytest.mark.django_db(databases="__all__")
CODE = "tourism-core"


@pytest.fixture(autouse=True)
def key(keyfile_kept: None) -> None:
    keys.add()
    pages.TRIES.forget()


def _given(one: Seated, name: str = "Ana Sok") -> Certificate:
    """The certificate of somebody who passed. How one comes to it page by page, the first test shows."""
    course, now = library.shipped()[CODE], timezone.now()
    return issuing.issue(one.learner, course, passed(one.learner, course, now), name, now)


def _issuers(cast: Cast, *who: str) -> None:
    for person in who:
        network.grants.hold(cast[person].person, GRANT, FOUNDED.date(), FOUNDED.date() + timedelta(days=3650))


def _state(row: Certificate, days: int = 0) -> State:
    return issuing.checked(Certificate.objects.get(pk=row.pk), timezone.now().date() + timedelta(days=days)).state


def test_from_passing_to_a_paper_that_anybody_can_check(one: Seated) -> None:
    row = play(one.client, "final", best)
    assert "My certificate" in text(one.client.get(url("attempt", row.pk)))
    page = text(one.client.post(url("certificate", row.pk), {"name": "  Ana   Sok "}))
    given = Certificate.objects.get()
    assert "Ana Sok" in page
    assert 'class="qr"' in page
    assert "It says nothing about the safety of any place." in page
    assert "Hotel Lantern" not in page, "it names no employer"
    assert "Ana" not in f"{given.token}{given.code}", "the name is not stored"
    shown = text(Client().get(reverse("certificate:one", args=["en", given.code])))
    assert "Valid" in shown
    assert library.shipped()[CODE].texts["title"] in shown
    assert Client().get(reverse("certificate:short", args=[given.code])).url.endswith(f"/{given.code}/")  # type: ignore[attr-defined]


@pytest.mark.parametrize(("language", "name"), [("en", "Ana Sok"), ("fr", "Zoë Ñandú"), ("ar", "ليلى حداد")])
def test_as_a_pdf_that_a_screen_reader_reads_with_the_credential_inside(
    one: Seated, language: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = _given(one, name)
    address = url("certificate", given.attempt).replace("/en/", f"/{language}/")
    assert "PDF" in text(one.client.post(address, {"name": name}))
    pressed: list[dict[str, str]] = []
    compiled = papers._press("certificate.typ")
    monkeypatch.setattr(papers, "_press", lambda page: _Seen(compiled, pressed))
    answer = one.client.post(address, {"name": name, "as": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="certificate-{given.code}.pdf"'
    assert answer["Cache-Control"] == "no-store"
    pdf = PdfReader(io.BytesIO(answer.content))
    root: Any = pdf.trailer["/Root"]
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith(language)
    assert pdf.attachments == {f"certificate-{given.code}.jwt": [given.token.encode()]}
    [page] = pdf.pages
    if language != "ar":
        assert name in page.extract_text()
    assert f"{given.code[:5]}-{given.code[5:]}" in page.extract_text()
    [camera] = read_picture(compiled.compile(sys_inputs=pressed[0], format="png", ppi=150))
    assert jws.opened(camera.partition("#")[2], keys.public_keys())[1]["s"] == given.code


class _Seen:
    """Notes what is told to the page, which is then drawn as a picture too, for a camera."""

    def __init__(self, compiler: Any, told: list[dict[str, str]]) -> None:
        self.compiler, self.told = compiler, told

    def compile(self, **how: Any) -> bytes:
        self.told.append(how["sys_inputs"])
        made: bytes = self.compiler.compile(**how)
        return made


def test_a_name_for_which_there_is_no_font_is_told_and_stays(one: Seated, monkeypatch: pytest.MonkeyPatch) -> None:
    given = _given(one, "ស្រី Ana")
    bare = Compiler(papers._HERE / "certificate.typ", ignore_system_fonts=True)
    monkeypatch.setattr(papers, "_press", lambda page: bare)
    page = text(one.client.post(url("certificate", given.attempt), {"name": "ស្រី Ana", "as": "pdf"}))
    assert "no font for some letters" in page
    assert "ស្រី Ana" in page


def test_asked_twice_it_is_the_same_and_another_name_gets_none(one: Seated) -> None:
    given = _given(one)
    again = text(one.client.post(url("certificate", given.attempt), {"name": "ana sok"}))
    assert "ana sok" in again
    other = text(one.client.post(url("certificate", given.attempt), {"name": "Somebody Else"}))
    assert "It was given to another name" in other
    assert "have the certificate taken back, and pass the situations once more" in other, "what to do"
    assert Certificate.objects.count() == 1


def test_whoever_no_longer_knows_the_name_gets_a_new_one_as_the_page_says(one: Seated, cast: Cast) -> None:
    _issuers(cast, "bao", "dalia")
    given = _given(one, "Anna Sok")
    assert _given(one, "Ana Sok").pk == given.pk, "passing once more is not enough"
    issuing.ask_to_revoke(cast["bao"], given, "error", timezone.now())
    issuing.revoke(cast["dalia"], given, timezone.now())
    new = _given(one, "Ana Sok")
    assert _state(new) is State.VALID
    page = text(one.client.post(url("certificate", new.attempt), {"name": "Ana Sok"}))
    assert "another name" not in page


@pytest.mark.parametrize(("name", "words"), [("", "aria-invalid"), ("x" * 121, "at most 120"), ("ស្រី 👩 Ana", "ស្រី")])
def test_names(one: Seated, name: str, words: str) -> None:
    row = play(one.client, "final", best)
    assert words in text(one.client.post(url("certificate", row.pk), {"name": name}))


def test_whoever_opens_the_card_gets_no_certificate_for_what_another_passed(one: Seated, cast: Cast) -> None:
    row = play(one.client, "final", best)
    post = people.posts(cast["edo"], one.cohort)[0][0]
    lead = sit(people.new_card(cast["edo"], post, timezone.now()).code, "650913")
    page = text(lead.post(url("certificate", row.pk), {"name": "Edo"}))
    assert "Pass the situations at the end once more" in page
    assert not Certificate.objects.exists()


def test_it_is_printed_also_when_the_course_has_another_version(one: Seated) -> None:
    given = _given(one)
    Attempt.objects.filter(pk=given.attempt).update(version=99)
    assert given.code[:5] in text(one.client.post(url("certificate", given.attempt), {"name": "Ana Sok"}))
    assert one.client.get(url("token", given.attempt)).content.decode() == given.token


def test_nobody_gets_one_who_did_not_pass(one: Seated) -> None:
    row = play(one.client, "final", harmful)
    page = text(one.client.post(url("certificate", row.pk), {"name": "Ana"}))
    assert "Pass the situations at the end first" in page
    assert not Certificate.objects.exists()


def test_a_course_that_asks_for_a_skill_check_or_another_course_first(one: Seated, cast: Cast) -> None:
    now = timezone.now()
    front, caring = library.shipped()["front-desk"], library.shipped()["words-without-blame"]
    row = passed(one.learner, front, now)
    assert "Pass this course first" in earning.why_not(one.learner, front, row, reviewed.TODAY)
    seen = passed(one.learner, caring, now)
    assert "sees first what you do" in earning.why_not(one.learner, caring, seen, reviewed.TODAY)
    play(one.client, "final", best)
    assert "not given any more" in earning.why_not(one.learner, front, row, reviewed.TODAY)
    reviewed.all_say(cast, "front-desk")
    assert earning.why_not(one.learner, front, row, reviewed.TODAY) == ""


def test_without_a_key_it_says_who_makes_one(one: Seated, monkeypatch: pytest.MonkeyPatch) -> None:
    row = play(one.client, "final", best)
    monkeypatch.setattr(keys, "signer", lambda: (_ for _ in ()).throw(NotNow("no key for certificates yet")))
    assert "no key for certificates yet" in text(one.client.post(url("certificate", row.pk), {"name": "Ana"}))


def _payload(token: str) -> dict[str, Any]:
    body = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return found


def test_whoever_has_the_published_keys_verifies_it_without_us(one: Seated) -> None:
    """With nothing of Fanal: key by id from the DID document, Ed25519 over header and payload."""
    given = _given(one)
    token = one.client.get(url("token", given.attempt)).content.decode()
    head, body, mark = token.split(".")
    header = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    document = Client().get("/.well-known/did.json").json()
    [method] = [one for one in document["verificationMethod"] if one["id"] == header["kid"]]
    public = base64.urlsafe_b64decode(method["publicKeyJwk"]["x"] + "==")
    signature = base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4))
    Ed25519PublicKey.from_public_bytes(public).verify(signature, f"{head}.{body}".encode())
    said = _payload(token)
    assert said["issuer"]["id"] == document["id"]
    assert said["credentialStatus"]["statusListCredential"].endswith("/c/status/1")


def test_a_new_key_signs_and_the_old_one_still_checks(one: Seated) -> None:
    given = _given(one)
    before = keys.kid_of(keys.signer().public)
    keys.add()
    assert keys.kid_of(keys.signer().public) != before
    assert _state(given) is State.VALID


@pytest.mark.parametrize("changed", ["title", "token of another", "made up"])
def test_a_row_that_was_changed_or_made_up_is_not_genuine(one: Seated, cast: Cast, changed: str) -> None:
    given = _given(one)
    if changed == "title":
        head, _body, mark = given.token.split(".")
        said = {**_payload(given.token), "validUntil": "2099-01-01T00:00:00Z"}
        forged = base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()
        Certificate.objects.filter(pk=given.pk).update(token=f"{head}.{forged}.{mark}")
    else:
        other = _given(seated(cast, "Ben"), "Ben")
        token = given.token if changed == "token of another" else "x.y.z"
        Certificate.objects.filter(pk=other.pk).update(token=token)
        given = other
    assert _state(given) is State.NOT_GENUINE
    assert "Nobody here signed this" in text(Client().get(reverse("certificate:one", args=["en", given.code])))


def test_it_ends_on_its_day(one: Seated) -> None:
    given = _given(one)
    months = library.shipped()[CODE].valid_months
    assert _state(given, days=months * 30 - 10) is State.VALID
    assert _state(given, days=months * 31 + 10) is State.EXPIRED


def test_two_take_it_back_and_every_list_says_so(one: Seated, cast: Cast) -> None:
    given = _given(one)
    _issuers(cast, "bao", "dalia")
    listed = issuing.status_list(1, timezone.now())
    index = int(_payload(given.token)["credentialStatus"]["statusListIndex"])
    assert index not in _taken(listed.token)
    bao, dalia = client_of(cast, "bao"), client_of(cast, "dalia")
    found = bao.post(reverse("certificates:find"), {"code": given.code.lower()})
    page = found.url  # type: ignore[attr-defined]
    bao.post(f"{page}ask/", {"reason": "error"})
    assert _state(given) is State.VALID, "one person alone takes nothing back"
    assert "The second person is somebody else" in text(bao.post(f"{page}revoke/", {"sure": "on"}))
    assert "It was given in error" in text(dalia.get(page))
    dalia.post(f"{page}revoke/", {"sure": "on"})
    assert _state(given) is State.REVOKED
    assert _taken(StatusList.objects.get().token) == {index}
    assert "Taken back" in text(Client().get(reverse("certificate:one", args=["en", given.code])))
    served = Client().get(reverse("certificate:status", args=[1]))
    assert served["Content-Type"] == "application/vc+jwt"
    assert _taken(served.content.decode()) == {index}


@pytest.mark.parametrize("change", ["another row", "another code", "gone"])
def test_what_was_taken_back_stays_so_wherever_its_row_is(one: Seated, cast: Cast, change: str) -> None:
    """Whoever writes to the database gives the code and what was signed to another row, or takes the row away: whoever
    looks the code up never reads that it is valid, and the list goes on to say that it was taken back."""
    given, good = _given(one), _given(seated(cast, "Ben"), "Ben")
    _issuers(cast, "bao", "dalia")
    issuing.ask_to_revoke(cast["bao"], given, "error", timezone.now())
    issuing.revoke(cast["dalia"], given, timezone.now())
    index, code = given.list_index, given.code
    changes: dict[str, Callable[[], object]] = {
        "another row": lambda: Certificate.objects.filter(pk=given.pk).update(id=uuid4()),
        "another code": lambda: _swapped(given, good),
        "gone": lambda: Certificate.objects.filter(pk=given.pk).delete(),
    }
    changes[change]()
    found = issuing.check(code, timezone.now().date())
    assert {"another row": State.REVOKED, "another code": State.NOT_GENUINE, "gone": None}[change] == (
        found.state if found else None
    )
    if change == "another row":
        assert "Taken back" in text(Client().get(reverse("certificate:one", args=["en", code])))
    issuing.sign_all(timezone.now())
    assert _taken(StatusList.objects.get().token) == {index}


def _swapped(given: Certificate, good: Certificate) -> None:
    """The code of the one that was taken back stands on one that holds."""
    Certificate.objects.filter(pk=given.pk).update(code="1111111111")
    Certificate.objects.filter(pk=good.pk).update(code=given.code)


def test_of_the_first_ones_that_were_taken_back_the_row_says_the_place(
    one: Seated, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their entries named no place."""
    given = _given(one)
    _issuers(cast, "bao", "dalia")
    issuing.ask_to_revoke(cast["bao"], given, "error", timezone.now())
    monkeypatch.setattr(status, "name_place", lambda _number, _index: "")
    issuing.revoke(cast["dalia"], given, timezone.now())
    assert _state(given) is State.REVOKED
    assert _taken(StatusList.objects.get().token) == {given.list_index}


def test_the_next_list_begins_where_nine_tenths_are_used(
    one: Seated, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 1,280 places 1,152 are nine tenths. Whoever passes while the list is nearly full has a place at once, however
    few are free; both lists stand, and a certificate of each is looked up in its own."""
    monkeypatch.setattr(status, "BITS", 1_280)
    given = _given(one)
    rest = [
        Certificate(
            org_id=given.org_id, code=f"x{n:09}", course=CODE, version=1, language="en", attempt=uuid4(),
            issued_at=given.issued_at, expires_on=given.expires_on, list_number=1, list_index=n, token="",
        )
        for n in [n for n in range(1_280) if n != given.list_index][:1_140]
    ]  # fmt: skip
    Certificate.objects.bulk_create(rest)
    monkeypatch.setattr(issuing, "_TRIES", 1)
    people = [seated(cast, f"Ben {n}") for n in range(12)]
    *last, next_one = [_given(each, "Ben") for each in people]
    assert Certificate.objects.filter(list_number=1).count() == 1_152
    assert {each.list_number for each in last} == {1}
    assert next_one.list_number == 2
    assert status.place_of(_payload(next_one.token)["credentialStatus"])[0] == 2
    _issuers(cast, "bao", "dalia")
    issuing.ask_to_revoke(cast["bao"], next_one, "error", timezone.now())
    issuing.revoke(cast["dalia"], next_one, timezone.now())
    issuing.sign_all(timezone.now())
    taken = [_taken(Client().get(reverse("certificate:status", args=[n])).content.decode()) for n in (1, 2)]
    assert taken == [set(), {next_one.list_index}]


def test_the_list_is_kept_for_as_long_as_it_says_itself(one: Seated) -> None:
    """Bitstring Status List v1.0, `ttl`: what HTTP says of caching is aligned with it; the media type is that of what
    the list is signed for (Securing Verifiable Credentials using JOSE and COSE)."""
    _given(one)
    address = reverse("certificate:status", args=[1])
    served = Client().get(address)
    seconds = _payload(served.content.decode())["credentialSubject"]["ttl"] // 1000
    assert seconds == 300
    assert served["Cache-Control"] == f"public, max-age={seconds}"
    assert (served["Content-Type"], served["Access-Control-Allow-Origin"]) == ("application/vc+jwt", "*")
    assert one.client.get(url("token", Certificate.objects.get().attempt))["Content-Type"] == served["Content-Type"]
    assert Client().get(address, headers={"if-none-match": served["ETag"]}).status_code == 304


@pytest.mark.parametrize("change", ["put back", "made new", "another list"])
def test_a_list_that_somebody_put_back_is_signed_anew(one: Seated, cast: Cast, change: str) -> None:
    """The column with its day is believed as little as its token."""
    given, now = _given(one), timezone.now()
    old = issuing.sign_list(1, now - timedelta(days=3)).token
    other = issuing.sign_list(2, now).token
    _issuers(cast, "bao", "dalia")
    issuing.ask_to_revoke(cast["bao"], given, "error", now)
    issuing.revoke(cast["dalia"], given, now)
    token = {"put back": old, "made new": f"{old[:-8]}AAAAAAAA", "another list": other}[change]
    StatusList.objects.filter(number=1).update(token=token, signed_at=now + timedelta(hours=9))
    served = Client().get(reverse("certificate:status", args=[1])).content.decode()
    assert _taken(served) == {given.list_index}


def _taken(token: str) -> set[int]:
    """The places that a list says were taken back, read as the Recommendation has it (section 3.2)."""
    packed = _payload(token)["credentialSubject"]["encodedList"].removeprefix("u")
    bits = gzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    return {at for at in range(8 * len(bits)) if bits[at // 8] >> 7 - at % 8 & 1}


def test_a_second_person_may_leave_it(one: Seated, cast: Cast) -> None:
    given = _given(one)
    _issuers(cast, "bao", "dalia")
    now = timezone.now()
    issuing.ask_to_revoke(cast["bao"], given, "identity", now)
    with pytest.raises(NotNow, match="asked for this already"):
        issuing.ask_to_revoke(cast["dalia"], given, "error", now)
    issuing.leave(cast["dalia"], given, now)
    with pytest.raises(NotAllowed):
        issuing.revoke(cast["dalia"], given, now)
    assert _state(given) is State.VALID
    with pytest.raises(NotNow, match="Choose why"):
        issuing.ask_to_revoke(cast["bao"], given, "left the job", now)


def test_who_may(one: Seated, cast: Cast) -> None:
    given = _given(one)
    for who in ("edo", "amara", "bao"):
        with pytest.raises(NotAllowed):
            issuing.ask_to_revoke(cast[who], given, "error", timezone.now())
    _issuers(cast, "nils")
    with pytest.raises(NotHere):
        issuing.certificate(cast["nils"], given.pk)
    assert client_of(cast, "edo").get(reverse("certificates:find")).status_code == 403


def test_a_learner_who_is_gone_leaves_a_number_that_can_be_checked(one: Seated) -> None:
    given = _given(one)
    one.client.post(url("delete"), {"sure": "yes"})
    assert not Learner.objects.exists()
    assert Certificate.objects.get(pk=given.pk).learner_id is None
    assert _state(given) is State.VALID


def test_the_name_is_compared_and_forgotten(one: Seated) -> None:
    given = _given(one)
    address, visitor = reverse("certificate:check", args=["en"]), Device(enforce_csrf_checks=True)
    assert "somebody of this name" in text(visitor.post(address, {"code": given.code, "name": "ANA  sok"}))
    assert "not given to this name" in text(visitor.post(address, {"code": given.code, "name": "Ben"}))
    assert "There is no certificate of this code" in text(visitor.post(address, {"code": "1111111111", "name": "Ben"}))
    assert visitor.post(address, {"code": given.code}).url.endswith(f"/c/en/{given.code}/")
    assert Client().get(reverse("certificate:status", args=[9])).status_code == 404


def test_the_order_of_issue_does_not_show(one: Seated, cast: Cast) -> None:
    """Places in the list are drawn at random; codes have no order."""
    places = [
        _given(one if name == "Ana" else seated(cast, name), name).list_index for name in ("Ana", "Ben", "Cy", "Di")
    ]
    assert len(set(places)) == 4
    assert max(places) > 1000


def test_a_training_lead_sees_who_was_given_one_and_until_when(one: Seated, cast: Cast) -> None:
    page = reverse("learners:cohort", args=[one.cohort.pk])
    edo = client_of(cast, "edo")
    assert "none" in text(edo.get(page))
    given = _given(one)
    shown = text(edo.get(page))
    assert library.shipped()[CODE].texts["title"] in shown
    assert "until " in shown
    Certificate.objects.filter(pk=given.pk).update(token="x.y.z")
    assert library.shipped()[CODE].texts["title"] not in text(edo.get(page))


def test_lists_are_signed_each_day_with_nobody_there(one: Seated) -> None:
    _given(one)
    issuing.sign_all(timezone.now() - timedelta(days=3))
    before = StatusList.objects.get().token
    issuing.sign_all(timezone.now())
    after = StatusList.objects.get().token
    assert after != before
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", _payload(after)["validUntil"])


def test_a_list_of_yesterday_is_signed_by_nobody_who_asks(one: Seated) -> None:
    """The daily job signs it: whoever asks between two runs of it makes the site sign nothing."""
    _given(one)
    now = timezone.now()
    before = issuing.sign_list(1, now - timedelta(hours=26)).token
    assert issuing.status_list(1, now).token == before
    assert issuing.status_list(1, now + timedelta(hours=23)).token != before


@pytest.mark.parametrize(("since", "left"), [(timedelta(days=400), 300), (timedelta(days=800), None)])
def test_its_term_begins_when_it_was_passed(one: Seated, since: timedelta, left: int | None) -> None:
    """Whoever asks late for it gets what is left of two years, and nothing where nothing is left."""
    row = play(one.client, "final", best)
    made_so(row, finished_at=timezone.now() - since)
    page = text(one.client.post(url("certificate", row.pk), {"name": "Ana Sok"}))
    if left is None:
        assert "You passed this too long ago" in page
        assert not Certificate.objects.exists()
    else:
        last = Certificate.objects.get().expires_on - timezone.now().date()
        assert left < last.days < left + 35


def test_it_says_no_other_version_than_the_one_that_was_passed(one: Seated) -> None:
    row = play(one.client, "final", best)
    made_so(row, version=99)
    page = text(one.client.post(url("certificate", row.pk), {"name": "Ana Sok"}))
    assert "another version of the course" in page
    assert not Certificate.objects.exists()


def test_whether_one_whose_chain_was_changed_was_taken_back_nobody_knows(one: Seated, cast: Cast) -> None:
    """One byte of the entry that took it back: it is valid no more, and not again."""
    given, now = _given(one), timezone.now()
    _issuers(cast, "bao", "dalia")
    issuing.ask_to_revoke(cast["bao"], given, "identity", now)
    issuing.revoke(cast["dalia"], given, now)
    entry = Entry.objects.get(record=given.pk, deed=issuing.REVOKE)
    Entry.objects.filter(pk=entry.pk).update(signature=bytes([*entry.signature[:-1], entry.signature[-1] ^ 1]))
    found = issuing.check(given.code, now.date())
    assert found
    assert found.state is State.NOT_GENUINE
