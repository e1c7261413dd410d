"""Sessions open with cookie, row and key file together, in any process; forms give back what people wrote."""

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal import vault
from fanal.vault import CannotOpen, FormExpired, FormKey, KeyFile, Pepper
from tests.vault.people import fixed, flips

PEPPER, OTHER_PEPPER = Pepper(1, fixed("pepper")), Pepper(2, fixed("other pepper"))
SID = bytes(range(32))
FILE = KeyFile.new()
SERVER = """
import json, sys
from fanal import vault
file = vault.KeyFile.parse(json.loads(sys.stdin.readline()))
for line in sys.stdin:
    sid, row = (bytes.fromhex(part) for part in json.loads(line))
    count = int(vault.unwrap_session(sid, row, file.pepper_of(vault.pepper_version(row)))) if row else 0
    print(json.dumps(vault.wrap_session(sid, b"%d" % (count + 1), file.pepper).hex()), flush=True)
"""


def test_a_session_opens_with_cookie_row_and_key_file_and_without_none_of_them() -> None:
    wrapped = vault.wrap_session(SID, b"payload", PEPPER)
    assert vault.unwrap_session(SID, wrapped, PEPPER) == b"payload"
    for sid, pepper in (
        (bytes(32), PEPPER),
        (vault.session_row(SID), PEPPER),
        (SID, OTHER_PEPPER),
        (SID, Pepper(1, OTHER_PEPPER.key)),
        (SID, Pepper(2, PEPPER.key)),
    ):
        with pytest.raises(CannotOpen):
            vault.unwrap_session(sid, wrapped, pepper)
    for changed in [*flips(wrapped), b"", wrapped[:3], wrapped[:-1]]:
        with pytest.raises(CannotOpen):
            vault.unwrap_session(SID, changed, PEPPER)


def test_the_row_does_not_say_the_cookie_and_each_save_is_new() -> None:
    assert vault.session_row(SID) != SID
    assert len(vault.session_row(SID)) == 32
    assert vault.wrap_session(SID, b"x", PEPPER) != vault.wrap_session(SID, b"x", PEPPER)
    assert {len(vault.wrap_session(SID, bytes(size), PEPPER)) for size in (0, 300, 508)} == {31 + 512}
    assert len(vault.wrap_session(SID, bytes(509), PEPPER)) == 31 + 1024


def test_two_processes_serve_alternating_requests_of_one_session() -> None:
    """No state in a process: whichever answers finds what the other saved."""
    command = [sys.executable, "-c", SERVER]
    servers: list[subprocess.Popen[str]] = []
    row = ""
    try:
        for _ in range(2):
            server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            servers.append(server)
            say(server, FILE.to_text())
        for turn in range(6):
            say(servers[turn % 2], [SID.hex(), row])
            row = json.loads(servers[turn % 2].stdout.readline())  # type: ignore[union-attr]
    finally:
        for server in servers:
            server.communicate()
    assert vault.unwrap_session(SID, bytes.fromhex(row), FILE.pepper) == b"6"


def say(server: subprocess.Popen[str], what: Any) -> None:
    assert server.stdin is not None
    server.stdin.write(json.dumps(what) + "\n")
    server.stdin.flush()


# Forms


@settings(max_examples=40, deadline=None)
@given(state=st.binary(max_size=6000), expires=st.integers(min_value=1, max_value=2**40))
def test_a_form_gives_back_its_state_until_it_expires(state: bytes, expires: int) -> None:
    text = vault.wrap_form(state, FILE.form_key, expires)
    assert vault.unwrap_form(text, FILE.form_key, expires - 1) == state


def test_an_expired_form_still_carries_the_answers() -> None:
    text = vault.wrap_form(b"answers", FILE.form_key, 7200)
    for now, age in ((7200, 0), (7201, 1), (90_000, 82_800)):
        with pytest.raises(FormExpired) as expired:
            vault.unwrap_form(text, FILE.form_key, now)
        assert (expired.value.state, expired.value.age) == (b"answers", age)
        assert str(expired.value) == "this form has expired"


def test_a_form_is_text_for_a_page_and_says_its_bucket_only() -> None:
    assert {len(vault.wrap_form(bytes(size), FILE.form_key, 1)) for size in (0, 500)} == {724}
    assert len({len(vault.wrap_form(bytes(size), FILE.form_key, 1)) for size in (501, 1012)}) == 1
    text = vault.wrap_form(b"x" * 5000, FILE.form_key, 1)
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert text != vault.wrap_form(b"x" * 5000, FILE.form_key, 1)


def test_every_changed_sign_of_a_form_counts() -> None:
    text = vault.wrap_form(b"answers", FILE.form_key, 7200)
    for at, sign in enumerate(text):
        changed = text[:at] + ("A" if sign != "A" else "B") + text[at + 1 :]
        with pytest.raises(CannotOpen):
            vault.unwrap_form(changed, FILE.form_key, 0)


@pytest.mark.parametrize("text", ["", "A", "AAAA", "AQAB", "AQAB" * 200, "é", "\ud800", "====", "\x00", "A" * 100_000])
def test_what_is_no_form_cannot_be_opened(text: str) -> None:
    with pytest.raises(CannotOpen):
        vault.unwrap_form(text, FILE.form_key, 0)


def test_one_state_has_one_text() -> None:
    text = vault.wrap_form(b"answers", FILE.form_key, 7200)
    for other in (text + "=", text + "\n", " " + text, text + "!", text[:50] + " " + text[50:], text + "===="):
        with pytest.raises(CannotOpen):
            vault.unwrap_form(other, FILE.form_key, 0)


def test_a_form_of_another_installation_cannot_be_opened() -> None:
    text = vault.wrap_form(b"answers", KeyFile.new().form_key, 7200)
    with pytest.raises(CannotOpen):
        vault.unwrap_form(text, FILE.form_key, 0)


def test_a_form_begun_before_the_pepper_was_renewed_can_still_be_sent() -> None:
    text = vault.wrap_form(b"answers", FILE.form_key, 7200)
    renewed = FILE.rotated()
    assert vault.unwrap_form(text, renewed.form_key, 0) == b"answers"
    later = vault.wrap_form(b"answers", renewed.form_key, 7200)
    assert vault.unwrap_form(later, renewed.form_key, 0) == b"answers"
    for form in (FILE.form_key, FormKey(())):
        with pytest.raises(CannotOpen):
            vault.unwrap_form(later, form, 0)


# Small secrets


def test_a_small_secret_opens_under_its_label_with_its_pepper() -> None:
    file = KeyFile.new().rotated()
    old, new = file.peppers
    sealed = vault.seal_secret(old, "totp", b"secret of a second factor")
    assert vault.open_secret(file.pepper_of, "totp", sealed) == b"secret of a second factor"
    assert vault.pepper_version(sealed) == 1
    assert vault.pepper_version(vault.seal_secret(new, "totp", b"")) == 2
    with pytest.raises(CannotOpen):
        vault.open_secret(file.pepper_of, "recovery-codes", sealed)
    with pytest.raises(CannotOpen):
        vault.open_secret(KeyFile.new().pepper_of, "totp", sealed)
    for changed in flips(sealed):
        with pytest.raises(CannotOpen):
            vault.open_secret(file.pepper_of, "totp", changed)
