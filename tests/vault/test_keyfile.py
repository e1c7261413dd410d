"""The key file keeps all its secrets through writing and reading, and refuses what it does not understand."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fanal import vault
from fanal.vault import CannotOpen, KeyFile, Pepper, Seed
from tests.vault.people import fixed


def full() -> KeyFile:
    return (
        KeyFile.new().rotated().rotated().with_issuer(Seed.new()).with_issuer(Seed.new()).with_pin("org", "12345 67890")
    )


def secrets_of(file: KeyFile) -> list[Any]:
    peppers = [(pepper.version, pepper.key.reveal()) for pepper in file.peppers]
    return [peppers, file.signing.reveal(), [seed.reveal() for seed in file.issuers], dict(file.pins), file.demo]


def test_what_was_written_is_read_again() -> None:
    for file in (full(), KeyFile.new(), KeyFile.new(demo=True)):
        assert secrets_of(KeyFile.parse(file.to_text())) == secrets_of(file)
    assert KeyFile.new(demo=True).demo
    assert not KeyFile.new().demo
    assert not KeyFile((Pepper(1, fixed("a")),), fixed("c")).demo


def test_since_when_others_know_a_key_is_kept_and_the_earlier_instant_counts() -> None:
    since = datetime(2026, 11, 3, 14, tzinfo=UTC)
    assert "compromised" not in full().to_text(), "a version before reads it"
    file = KeyFile.parse(full().with_compromised("k1", since).with_compromised("k2", since).to_text())
    assert dict(file.compromised) == {"k1": since, "k2": since}
    again = file.with_compromised("k1", since + timedelta(1)).with_compromised("k2", since - timedelta(1))
    assert dict(again.compromised) == {"k1": since, "k2": since - timedelta(1)}


def test_a_new_key_file_has_its_own_secrets() -> None:
    one, other = KeyFile.new(), KeyFile.new()
    secrets = {seed.reveal() for file in (one, other) for seed in (file.signing, file.pepper.key)}
    assert len(secrets) == 4
    assert (one.pepper.version, one.issuers, dict(one.pins)) == (1, (), {})


def test_versions_of_the_pepper_are_added_and_all_are_kept() -> None:
    file = KeyFile.new()
    later = file.rotated().rotated()
    assert [pepper.version for pepper in later.peppers] == [1, 2, 3]
    assert later.pepper.version == 3
    assert vault.same(later.pepper_of(1).key.reveal(), file.pepper.key.reveal())
    assert len({later.pepper_of(version).key.reveal() for version in (1, 2, 3)}) == 3
    for version in (0, 4):
        with pytest.raises(CannotOpen):
            later.pepper_of(version)


def test_pins_are_added_replaced_and_removed_in_copies() -> None:
    file = KeyFile.new()
    pinned = file.with_pin("a", "1").with_pin("b", "2").with_pin("a", "3")
    assert dict(file.pins) == {}
    assert dict(pinned.pins) == {"a": "3", "b": "2"}
    assert dict(pinned.without_pin("a").pins) == {"b": "2"}
    assert dict(pinned.without_pin("c").pins) == {"a": "3", "b": "2"}


def test_the_key_of_forms_is_none_of_the_secrets_themselves() -> None:
    file = full()
    assert [key.version for key in file.form_key.keys] == [1, 2, 3]
    for key, pepper in zip(file.form_key.keys, file.peppers, strict=True):
        assert key.key.reveal() != pepper.key.reveal()


def test_the_file_sealed_to_the_recovery_key_comes_back_with_the_kit() -> None:
    file, recovery = full(), Seed.new()
    kit = vault.make_kit(recovery, 3, 5)
    sealed = vault.seal_to(recovery.kem().public, "keyfile", file.to_text().encode())
    opened = vault.open_sealed(vault.open_kit(kit[:3]), "keyfile", sealed)
    assert secrets_of(KeyFile.parse(opened.decode())) == secrets_of(file)


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "fanal/keyfile/2"},
        {"schema": None},
        {"demo": "no"},
        {"demo": None},
        {"peppers": []},
        {"peppers": None},
        {"peppers": [{"version": 1}]},
        {"peppers": [{"version": 1, "key": "AAAA"}]},
        {"peppers": [{"version": 1, "key": "*" * 44}]},
        {"peppers": [{"version": 0, "key": "A" * 43 + "="}]},
        {"peppers": [{"version": 65536, "key": "A" * 43 + "="}]},
        {"peppers": [{"version": True, "key": "A" * 43 + "="}]},
        {"peppers": [{"version": "1", "key": "A" * 43 + "="}]},
        {"peppers": [{"version": version, "key": "A" * 43 + "="} for version in (2, 1)]},
        {"peppers": [{"version": version, "key": "A" * 43 + "="} for version in (1, 1)]},
        {"signing": None},
        {"signing": "A" * 42},
        {"signing": 5},
        {"signing": "é" * 44},
        {"issuers": [None]},
        {"issuers": 5},
        {"pins": []},
        {"pins": {"org": 5}},
        {"more": 1},
        {"compromised": []},
        {"compromised": {"k1": 5}},
        {"compromised": {"k1": "2026-11-03"}},
        {"compromised": {"k1": "yesterday"}},
    ],
)
def test_a_file_that_is_damaged_or_of_another_version_is_refused(change: dict[str, Any]) -> None:
    made = json.loads(full().to_text())
    with pytest.raises(CannotOpen):
        KeyFile.parse(json.dumps({**made, **change}))


@pytest.mark.parametrize("missing", ["schema", "demo", "peppers", "signing", "issuers", "pins"])
def test_a_file_without_one_of_its_parts_is_refused(missing: str) -> None:
    made = json.loads(full().to_text())
    del made[missing]
    with pytest.raises(CannotOpen):
        KeyFile.parse(json.dumps(made))


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "5", "{", '"x"', "[" * 100_000, "\x00"])
def test_a_text_that_is_no_key_file_is_refused(text: str) -> None:
    with pytest.raises(CannotOpen):
        KeyFile.parse(text)


def test_versions_may_begin_later_and_have_gaps() -> None:
    """An operator may drop an old version once its last receipt is erased."""
    last = KeyFile((Pepper(65535, fixed("a")),), fixed("c"))
    assert KeyFile.parse(last.to_text()).pepper.version == 65535
    file = KeyFile((Pepper(3, fixed("a")), Pepper(7, fixed("b"))), fixed("c"))
    again = KeyFile.parse(file.to_text()).rotated()
    assert [pepper.version for pepper in again.peppers] == [3, 7, 8]
