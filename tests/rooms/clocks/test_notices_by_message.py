"""Notices by message: the same words, pauses and tries as mails have, through a gateway that the test runs itself."""

import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.core import mail

from fanal.access.api import NotNow
from fanal.clocks import api as clocks
from fanal.clocks import gateway as ours
from fanal.clocks import hook, notices, numbers
from fanal.clocks.models import Notice, NoticeNumber
from fanal.network import api as network
from fanal.network.models import Person
from fanal.vocabulary.files import Defective
from tests.people import Cast
from tests.rooms.clocks.gateway import TOKEN, Gateway, running
from tests.rooms.clocks.scene import DAY, HOUR, MINUTE, NOW

BODY = "A task is waiting. Please sign in."
AMARA, BAO = "+15550111", "+15550122"
ADDRESS = "amara@mail.test"


@pytest.fixture
def gateway(tmp_path: Path, settings: Any) -> Iterator[Gateway]:
    """A gateway that runs, and its file in the settings."""
    with running() as made:
        settings.NOTICE_HOOK = made.file(tmp_path)
        yield made


@pytest.fixture
def amara(cast: Cast) -> Cast:
    """The cast; Amara has an address and a number."""
    numbers.choose(cast["amara"], "en", ADDRESS, AMARA, NOW)
    return cast


def _round(gateway: Gateway, now: datetime) -> tuple[list[str], list[str]]:
    """Whom a round of sending reached: by mail, by message."""
    mail.outbox.clear()
    before = len(gateway.asked)
    count = clocks.send_notices(now)
    reached = [str(json.loads(body)["recipients"][0]) for *_, body in gateway.asked[before:]]
    assert count == len(mail.outbox) + (len(reached) if gateway.answers == 201 else 0)
    return [address for message in mail.outbox for address in message.to], reached


def _want(cast: Cast, *names: str, now: datetime = NOW, alert: bool = False) -> None:
    clocks.want_notice([cast[name].person for name in names], now=now, alert=alert)


# ---- what goes out ----


@pytest.mark.django_db
def test_a_message_is_the_constant_text_to_the_number_and_nothing_else(amara: Cast, gateway: Gateway) -> None:
    _want(amara, "amara")
    assert _round(gateway, NOW) == ([ADDRESS], [AMARA])
    ((method, path, headers, body),) = gateway.asked
    assert (method, path) == ("POST", "/v2/send")
    assert headers == {
        "Host": f"127.0.0.1:{gateway.port}",
        "Accept-Encoding": "identity",
        "Content-Length": str(len(body)),
        "Content-Type": "application/json",
        "Authorization": f"Bearer {TOKEN}",
    }
    assert json.loads(body) == {"number": "+15550100", "recipients": [AMARA], "message": BODY}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_a_form_holds_the_same_in_the_persons_language(
    amara: Cast, gateway: Gateway, settings: Any, tmp_path: Path, language: str
) -> None:
    """Encoded, so that accents and the plus sign arrive."""
    settings.NOTICE_HOOK = gateway.file(tmp_path, form=True)
    Person.objects.filter(username="amara").update(language=language)
    _want(amara, "amara")
    clocks.send_notices(NOW)
    ((_, _, headers, body),) = gateway.asked
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs(body.decode("ascii"), strict_parsing=True) == {
        "number": ["+15550100"], "recipients": [AMARA], "message": [notices.words(language)[1]],
    }  # fmt: skip


def test_what_is_put_in_leaves_the_body_what_it_was(tmp_path: Path) -> None:
    """Quotes, braces and line ends of a translation break no JSON and no form, and place what they name nowhere."""
    odd = 'Say "{to}" & then\n\\sign=in; +1%'
    for form in (False, True):
        made = hook.read(Path(Gateway(1).file(tmp_path, form=form))).filled(AMARA, odd)
        said = (
            parse_qs(made.decode("ascii"), strict_parsing=True)["message"][0] if form else json.loads(made)["message"]
        )
        assert said == odd


@pytest.mark.django_db
def test_no_proxy_of_the_environment_is_asked(amara: Cast, gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    _want(amara, "amara")
    assert _round(gateway, NOW) == ([ADDRESS], [AMARA])


@pytest.mark.django_db
def test_by_mail_by_message_or_both_as_each_chose(cast: Cast, gateway: Gateway) -> None:
    numbers.choose(cast["amara"], "en", ADDRESS, "", NOW)
    numbers.choose(cast["bao"], "en", "", BAO, NOW)
    numbers.choose(cast["femi"], "en", "femi@mail.test", "+15550133", NOW)
    numbers.choose(cast["dalia"], "en", "", "", NOW)
    _want(cast, "amara", "bao", "femi", "dalia")
    mails, messages = _round(gateway, NOW)
    assert sorted(mails) == [ADDRESS, "femi@mail.test"]
    assert sorted(messages) == [BAO, "+15550133"]
    assert not Notice.objects.filter(sent_on=None).exists()


@pytest.mark.django_db
def test_one_message_in_two_hours_but_alerts_go_at_once(amara: Cast, gateway: Gateway) -> None:
    both: tuple[list[str], list[str]] = ([ADDRESS], [AMARA])
    none: tuple[list[str], list[str]] = ([], [])
    _want(amara, "amara")
    _want(amara, "amara")
    assert _round(gateway, NOW) == both
    _want(amara, "amara", now=NOW + MINUTE)
    assert _round(gateway, NOW + 119 * MINUTE) == none
    assert _round(gateway, NOW + 121 * MINUTE) == both
    _want(amara, "amara", now=NOW + 130 * MINUTE)
    _want(amara, "amara", now=NOW + 130 * MINUTE, alert=True)
    assert _round(gateway, NOW + 130 * MINUTE) == both, "one message says both"
    assert _round(gateway, NOW + DAY) == none


# ---- a gateway that does not work ----


def _codes(now: datetime) -> set[str]:
    return {one.code for one in clocks.problems(now)} & {"mail_failing", "message_failing"}


@pytest.mark.django_db
def test_a_gateway_that_answers_500_for_a_day_loses_nothing(
    amara: Cast, gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    """Tried again later each time, shown from the third failure; mails go on meanwhile, each with its own pause."""
    gateway.answers = 500
    _want(amara, "amara")
    mails, at = 0, NOW
    with caplog.at_level(logging.DEBUG):
        while at < NOW + DAY:
            _want(amara, "amara", now=at)
            mails += len(_round(gateway, at)[0])
            at += 10 * MINUTE
    assert mails == 12, "one in two hours, as ever"
    assert 20 <= len(gateway.asked) <= 60
    assert _codes(at) == {"message_failing"}
    assert "The gateway of messages answered 500." in caplog.text
    assert not any(secret in caplog.text for secret in (AMARA, TOKEN, "amara", BODY, "v2/send"))
    gateway.answers = 201
    at += 2 * HOUR
    assert _round(gateway, at)[1] == [AMARA]
    assert _codes(at) == set()
    assert _round(gateway, at + MINUTE)[1] == [], "one message for all of it"


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["hangs", "drips"])
def test_a_gateway_that_hangs_holds_nobody_up(
    amara: Cast, gateway: Gateway, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """It is given up in its time, also where it sends a byte now and then, and left alone until the next round; all
    mails go in this one."""
    monkeypatch.setattr(ours, "SECONDS", 0.2)
    monkeypatch.setattr(notices, "_SLOW", 0.1)
    gateway.answers = how
    numbers.choose(amara["bao"], "en", "bao@mail.test", BAO, NOW)
    _want(amara, "amara", "bao")
    assert clocks.send_notices(NOW) == 2
    assert len(gateway.asked) == 1
    assert len(mail.outbox) == 2
    assert Notice.objects.filter(sent_on=None, way="message").count() == 2
    gateway.answers = 201
    assert sorted(_round(gateway, NOW + MINUTE)[1]) == [AMARA, BAO]


@pytest.mark.parametrize("tls", [False, True], ids=["before it is reached", "in the handshake"])
def test_a_gateway_that_is_slow_before_it_is_asked_is_given_up_in_its_time(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tls: bool
) -> None:
    """Where its name or an address takes long, or a byte of the handshake comes now and then; what was given up is not
    sent late."""
    monkeypatch.setattr(ours, "SECONDS", 0.3)
    came, heard = threading.Event(), []
    with socket.create_server(("127.0.0.1", 0)) as slow:

        def answer() -> None:
            with slow.accept()[0] as one, suppress(OSError):
                came.set()
                one.settimeout(2)
                heard.append(one.recv(4096))
                for byte in b"\x16\x03\x03\x40\x00" + bytes(20):
                    one.sendall(bytes([byte]))
                    time.sleep(0.1)

        def look(*given: Any, **more: Any) -> Any:
            time.sleep(0 if tls else 1)
            return found(*given, **more)

        found = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", look)
        settings.NOTICE_HOOK = Gateway().file(
            tmp_path, address=f"http{'s' * tls}://localhost:{slow.getsockname()[1]}/v2/send"
        )
        answering = threading.Thread(target=answer, daemon=True)
        answering.start()
        begun = time.monotonic()
        with pytest.raises(TimeoutError):
            ours.send(AMARA, BODY)
        assert time.monotonic() - begun < 0.9
        assert came.wait(5)
        answering.join(10)
        assert not any(AMARA.encode() in one for one in heard)


@pytest.mark.django_db
def test_a_gateway_that_points_elsewhere_is_not_followed(amara: Cast, gateway: Gateway) -> None:
    gateway.answers = "elsewhere"
    _want(amara, "amara")
    assert clocks.send_notices(NOW) == 1
    assert [path for _, path, *_ in gateway.asked] == ["/v2/send"], "the number was told to nobody else"
    gateway.answers = 201
    assert _round(gateway, NOW + MINUTE) == ([], [AMARA])


@pytest.mark.django_db
def test_a_gateway_whose_certificate_nobody_signed_learns_nothing(amara: Cast, settings: Any, tmp_path: Path) -> None:
    with running(_own_certificate(tmp_path)) as strange:
        settings.NOTICE_HOOK = strange.file(tmp_path, address=f"https://localhost:{strange.port}/v2/send")
        _want(amara, "amara")
        clocks.send_notices(NOW)
        assert strange.asked == []
        assert Notice.objects.filter(sent_on=None, way="message", tries=1).exists()


def _own_certificate(folder: Path) -> Any:
    from ssl import PROTOCOL_TLS_SERVER, SSLContext

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(NOW - DAY).not_valid_after(NOW + 9999 * DAY)
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "own.pem").write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "own.pem")
    return context


@pytest.mark.django_db
def test_a_site_that_lost_its_gateway_says_so_and_sends_later(
    amara: Cast, gateway: Gateway, settings: Any, tmp_path: Path
) -> None:
    """Nobody who wants messages is forgotten because a setting is gone, or its file is no longer right."""
    _want(amara, "amara")
    at = NOW
    for named in ("", str(tmp_path / "gone.yaml"), gateway.file(tmp_path, mode=0o644)):
        settings.NOTICE_HOOK = named
        clocks.send_notices(at)
        at += HOUR
    assert _codes(at) == {"message_failing"}
    assert gateway.asked == []
    settings.NOTICE_HOOK = gateway.file(tmp_path)
    assert _round(gateway, at)[1] == [AMARA]


# ---- a number that changes meanwhile ----


@pytest.mark.django_db
def test_what_waits_for_a_number_that_was_taken_out_goes_by_mail(amara: Cast, gateway: Gateway) -> None:
    gateway.answers = 500
    numbers.choose(amara["amara"], "en", "", AMARA, NOW)
    _want(amara, "amara", alert=True)
    clocks.send_notices(NOW)
    numbers.choose(amara["amara"], "en", ADDRESS, "", NOW)
    gateway.answers, asked = 201, len(gateway.asked)
    later = [address for minutes in (1, 2) for address in _round(gateway, NOW + minutes * MINUTE)[0]]
    assert later == [ADDRESS]
    assert len(gateway.asked) == asked, "nothing more went to the number"
    assert not Notice.objects.filter(sent_on=None).exists()


@pytest.mark.django_db
def test_what_waits_for_a_mail_goes_to_the_number_that_is_there_now(amara: Cast, gateway: Gateway) -> None:
    numbers.choose(amara["amara"], "en", ADDRESS, "", NOW)
    _want(amara, "amara")
    numbers.choose(amara["amara"], "en", "", AMARA, NOW)
    got = [_round(gateway, NOW + minutes * MINUTE) for minutes in (0, 1, 2)]
    assert [number for _, reached in got for number in reached] == [AMARA]
    assert not any(mails for mails, _ in got)


@pytest.mark.django_db
def test_who_wants_neither_any_more_gets_none_and_who_leaves_has_no_number(amara: Cast, gateway: Gateway) -> None:
    gateway.answers = 500
    _want(amara, "amara", "bao")
    clocks.send_notices(NOW)
    gateway.answers = 201
    numbers.choose(amara["amara"], "en", "", "", NOW)
    numbers.choose(amara["femi"], "en", "", "+15550133", NOW)
    _want(amara, "femi")
    network.people.end_membership(amara["bao"], amara["femi"].person, NOW)
    Notice.objects.exclude(person__username__in=("amara", "femi")).delete()  # colleagues hear that femi left
    assert _round(gateway, NOW + HOUR) == ([], [])
    assert not Notice.objects.filter(sent_on=None).exists()
    assert not NoticeNumber.objects.filter(phone__gt="").exists()


# ---- the number ----


@pytest.mark.parametrize(
    "typed",
    [
        "+44 7700 900123", "+44-7700-900123", "+44.7700.900.123", "+44 (7700) 900123", "+44\u00a07700900123",
        "+٤٤ ٧٧٠٠ ٩٠٠١٢٣", "＋４４７７００９００１２３", "+४४ ७७०० ९००१२३", "+៤៤ ៧៧០០ ៩០០១២៣",
        "\u202a+447700900123\u202c", "+44 7700\u2011900123", "0044 7700 900123", "٠٠٤٤٧٧٠٠٩٠٠١٢٣",
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it_in_any_script(typed: str) -> None:
    assert numbers.e164(typed) == "+447700900123"


@pytest.mark.parametrize(
    "typed",
    [
        "07700 900123", "00447700 (0) 900123", "000447700900123", "447700900123", "+44 (0)7700 900123",
        "+07700 900123", "+44 77O0 900123", "+123456", "+1234567890123456", "++447700900123",
        "+44 7700 900123 ext. 4", "amara", "+",
    ],
)  # fmt: skip
def test_a_number_in_national_form_or_none_at_all_is_refused_in_words(typed: str) -> None:
    with pytest.raises(NotNow, match=r"Write the number with \+ and the code of its country"):
        numbers.e164(typed)


@pytest.mark.django_db
def test_a_deed_keeps_no_number_that_is_none(amara: Cast) -> None:
    with pytest.raises(NotNow):
        numbers.choose(amara["amara"], "fr", "other@mail.test", "07700 900123", NOW)
    assert numbers.held(amara["amara"].person) == (AMARA, True)
    assert Person.objects.get(username="amara").email == ADDRESS


# ---- the file ----

_GOOD = """
address: https://sms.example/send
headers: {Authorization: Bearer geheim-4711}
body: {to: "{to}", text: "{text}"}
"""
_SAID = {
    "no address": ("address: https://sms.example/send", "", "address: missing"),
    "no body": ('body: {to: "{to}", text: "{text}"}', "", "body: missing"),
    "an unknown key": ("headers", "heders", "heders: no such key: there are address, body, headers"),
    "no number": ("{to}", "+15550100", 'body: it has no "{to}"'),
    "no text": ("{text}", "geheim-4711", 'body: it has no "{text}"'),
    "no quotation marks": ('"{to}"', "{to}", 'body: it has no "{to}", in quotation marks'),
    "a sender without them": ("{to:", "{from: +15550100, to:", "a telephone number is expected in quotation marks"),
    "no https": ("https://", "http://", "address: https:// is expected"),
    "no server": ("https://sms.example/send", "sms.example/geheim-4711", "an address is expected that begins with"),
    "a password in the address": ("https://", "https://me:geheim-4711@", "stand in a header (Authorization)"),
    "the number in the address": ("/send", "/send?to={to}", "address: {to} and {text} stand in the body alone"),
    "the number in a header": ("Bearer geheim-4711", '"{to}"', "headers.Authorization: {to} and {text} stand in the"),
    "no name of a header": ("Authorization", '"My Token"', "headers.…: not the name of a header"),
    "a header of ours": ("Authorization", "Host", "headers.Host: not the name of a header"),
    "a header twice": ("Authorization", "authorization: x, Authorization", "not the name of a header"),
    "a header that breaks": ("Bearer geheim-4711", '"geheim-4711\\nX: y"', "on one line"),
    "a header run together": ("Authorization: Bearer", '"Authorization: Bearer', "not readable (line"),
    "a header that is no pair": ("Authorization: Bearer geheim-4711", '"Token: geheim-4711"', "headers.…:"),
    "another kind of body": (
        "{Authorization",
        "{Content-Type: text/xml, Authorization",
        "must be one of:",
    ),
    "lists in a form": (
        "{Authorization: Bearer geheim-4711}\nbody: {",
        "{Content-Type: application/x-www-form-urlencoded}\nbody: {all: [geheim-4711], ",
        "each key has one value",
    ),
    "a list": ("body: {", "body: [geheim-4711]\nmore: {", "body: a group of keys is expected"),
    "a key twice": ("text:", "to:", "not readable (line 4): it must be YAML, each key once"),
    "no YAML": ("body: {", "body: {{geheim-4711", "not readable (line"),
}


def _wrong(path: Path) -> str:
    with pytest.raises(Defective) as caught:
        hook.read(path)
    return str(caught.value)


@pytest.mark.parametrize(("was", "becomes", "said"), _SAID.values(), ids=_SAID.keys())
def test_a_file_that_is_not_right_says_what_is_wrong_and_no_secret(
    tmp_path: Path, was: str, becomes: str, said: str
) -> None:
    path = tmp_path / "hook.yaml"
    assert was in _GOOD
    path.write_text(_GOOD)
    path.chmod(0o600)
    assert TOKEN not in repr(hook.read(path)), "the control: it was right before"
    path.write_text(_GOOD.replace(was, becomes))
    words = _wrong(path)
    assert said in words
    assert TOKEN not in words


def test_a_file_that_others_may_read_or_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "hook.yaml"
    assert "there is no such file" in _wrong(path)
    path.write_text(_GOOD)
    for mode in (0o604, 0o640, 0o622):
        path.chmod(mode)
        assert "run `chmod 600` on it" in _wrong(path)
    path.write_bytes(b"\xff\xfe")
    assert "cannot read it as a text" in _wrong(path)
    path.unlink()
    path.mkdir(0o700)
    assert "cannot read it as a text" in _wrong(path)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "[::1]", "localhost"])
def test_only_this_machine_is_asked_without_tls(tmp_path: Path, host: str) -> None:
    assert not hook.read(Path(Gateway(1).file(tmp_path, address=f"http://{host}:8080/v2/send"))).tls


def test_the_samples_of_the_guide_are_right(tmp_path: Path) -> None:
    """Each as it stands, but for its mode, which git does not keep."""
    found = sorted((Path(__file__).parents[3] / "docs" / "operating").glob("notice-*.yaml"))
    assert [path.name for path in found] == ["notice-signal.yaml", "notice-sms.yaml"]
    for path in found:
        copy = tmp_path / path.name
        copy.write_text(path.read_text())
        copy.chmod(0o600)
        assert b"A+task+is" in hook.read(copy).filled(AMARA, BODY).replace(b" ", b"+")
