"""A key that others know: what it signed since then counts nowhere, what was earned is given anew by two people, and
whoever has the key makes nothing good by writing an earlier day."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fanal.access.api import NotAllowed, NotNow
from fanal.learning.certificates import issuing, jws, keys, reissuing, status
from fanal.learning.certificates.issuing import State
from fanal.learning.models import Certificate, StatusList
from fanal.network.api import keyfile
from fanal.site.commands import main
from fanal.vocabulary import whole
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.learning.certificates.test_certificates import (  # noqa: F401  fixtures
    _given,
    _issuers,
    _state,
    key,
)
from tests.rooms.learning.seated import Seated, seated, url

pytestmark = pytest.mark.django_db(databases="__all__")


def _kid() -> str:
    return keys.kid_of(keys.signer().public)


def _hour(hours: int) -> datetime:
    return timezone.now() + timedelta(hours=hours)


def _shown(given: Certificate) -> str:
    return text(Client().get(reverse("certificate:one", args=["en", given.code])))


def _page() -> dict[str, Any]:
    page = text(Client().get("/c"))
    found: dict[str, Any] = json.loads(
        page.partition('<script id="data"')[2].partition(">")[2].partition("</script")[0]
    )
    return found


def test_what_it_signed_since_then_is_not_genuine_and_what_was_before_stays(one: Seated, cast: Cast) -> None:
    before = _given(one)
    stolen = _kid()
    keys.compromise(stolen, _hour(1))
    assert _state(before) is State.VALID
    assert "Valid" in _shown(before)
    keys.compromise(stolen, _hour(-1))
    assert _state(before) is State.NOT_GENUINE
    assert "Others knew the key by which it was signed" in _shown(before)
    assert _kid() != stolen
    after = _given(seated(cast, "Ben"), "Ben")
    assert _state(after) is State.VALID


def test_an_earlier_day_in_what_is_signed_makes_nothing_good(one: Seated) -> None:
    """Whoever has the key and writes the database: a row of the time before, signed by what they know."""
    given = _given(one)
    stolen = keys.signer()
    keys.compromise(_kid(), _hour(1))
    said = jws.opened(given.token, keys.public_keys())[1]
    forged = keys.sign(jws.compact({**said, "validFrom": "2020-01-01T00:00:00Z"}), stolen)
    Certificate.objects.filter(pk=given.pk).update(token=forged)
    assert _state(given) is State.NOT_GENUINE
    made = Certificate.objects.get(pk=given.pk)
    made.pk, made.code, made.list_index = Certificate._meta.pk.get_default(), "1111111111", 7
    made.attempt = made.pk
    made.token = keys.sign(jws.compact({**said, "id": f"urn:uuid:{made.pk}"}), stolen)
    made.save(force_insert=True)
    assert _state(made) is State.NOT_GENUINE, "the journal tells nothing of it"


def test_two_people_give_them_anew_and_their_holders_need_do_nothing(one: Seated, cast: Cast) -> None:
    given, taken = _given(one), _given(seated(cast, "Ben"), "Ben")
    _issuers(cast, "bao", "dalia")
    issuing.ask_to_revoke(cast["bao"], taken, "error", timezone.now())
    issuing.revoke(cast["dalia"], taken, timezone.now())
    bao, dalia = client_of(cast, "bao"), client_of(cast, "dalia")
    find, ask, anew = (reverse(f"certificates:{name}") for name in ("find", "ask_reissue", "reissue"))
    assert "Others may know the key" not in text(bao.get(find))
    assert "No certificate waits" in text(bao.post(ask, {"sure": "on"}))
    keys.compromise(_kid(), _hour(-1))
    assert "Waiting: 1." in text(bao.get(find))
    assert "Others may know the key that signed your certificate" in text(
        one.client.post(url("certificate", given.attempt), {"name": "Ana Sok"})
    )
    bao.post(ask, {"sure": "on"})
    assert "Somebody asked for this already" in text(dalia.post(ask, {"sure": "on"}))
    assert "The second person is somebody else" in text(bao.post(anew, {"sure": "on"}))
    assert _state(given) is State.NOT_GENUINE
    assert "Give them anew" in text(dalia.get(find))
    dalia.post(anew, {"sure": "on"})
    assert _state(given) is State.VALID
    assert _state(taken) is State.REVOKED
    assert issuing.check(given.code, timezone.now().date()).is_of("ana sok")  # type: ignore[union-attr]
    assert "Others may know the key" not in text(dalia.get(find))
    page = text(one.client.post(url("certificate", given.attempt), {"name": "Ana Sok"}))
    assert given.code[:5] in page, "the same code"
    fresh = Certificate.objects.get(pk=given.pk)
    assert jws.opened(fresh.token, keys.public_keys())[1] == jws.opened(given.token, keys.public_keys())[1]
    assert jws.kid_of(jws.opened(fresh.token, keys.public_keys())[0]) == _kid()


def test_what_somebody_made_up_is_not_given_anew(one: Seated, cast: Cast) -> None:
    given = _given(one)
    _issuers(cast, "bao", "dalia")
    made = Certificate.objects.get(pk=given.pk)
    made.pk, made.code, made.list_index = Certificate._meta.pk.get_default(), "1111111111", 7
    made.attempt = made.pk
    said = jws.opened(given.token, keys.public_keys())[1]
    made.token = keys.sign(jws.compact({**said, "id": f"urn:uuid:{made.pk}"}), keys.signer())
    made.save(force_insert=True)
    keys.compromise(_kid(), _hour(-1))
    reissuing.ask_for_it(cast["bao"], timezone.now())
    assert reissuing.reissue(cast["dalia"], timezone.now()) == 1
    assert _state(made) is State.NOT_GENUINE
    with pytest.raises(NotAllowed):
        reissuing.reissue(cast["dalia"], timezone.now())
    for who in ("edo", "amara"):
        with pytest.raises(NotAllowed):
            reissuing.ask_for_it(cast[who], timezone.now())
    _issuers(cast, "nils")
    with pytest.raises(NotNow, match="No certificate waits"):
        reissuing.ask_for_it(cast["nils"], timezone.now())


def test_the_published_keys_and_the_page_of_devices_tell_it(one: Seated) -> None:
    _given(one)
    stolen, since = _kid(), _hour(-1)
    keys.compromise(stolen, since)
    document = Client().get("/.well-known/did.json").json()
    told = {one["id"].rpartition("#")[2]: one.get("revoked") for one in document["verificationMethod"]}
    assert told == {_kid(): None, stolen: status.stamp(since.astimezone(UTC))}
    assert document["verificationMethod"][0]["id"] == document["assertionMethod"][0]
    assert [one.rpartition("#")[2] for one in document["assertionMethod"]] == [_kid()]
    data = _page()
    assert set(data["keys"]) == {stolen, _kid()}
    assert data["stolen"] == {stolen: told[stolen]}


def test_the_command(one: Seated, capsys: pytest.CaptureFixture[str]) -> None:
    given = _given(one)
    issuing.sign_all(timezone.now())
    stolen = _kid()
    for words, said in (
        ((stolen, "yesterday"), "neither a day nor an instant"),
        ((stolen, "2999-01-01"), "is not over yet"),
        (("knone", "2026-01-01"), stolen),
    ):
        assert main(["learning", "key", "--compromised", *words]) == 2
        assert said in capsys.readouterr().err
    assert not keys.compromised()
    assert main(["learning", "key", "--json", "--compromised", stolen, "2026-01-02"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "compromised": stolen, "since": "2026-01-02T00:00:00+00:00", "key": _kid(),
    }  # fmt: skip
    assert jws.kid_of(jws.opened(StatusList.objects.get().token, keys.public_keys())[0]) == _kid() != stolen
    assert _state(given) is State.NOT_GENUINE
    assert main(["learning", "key", "--compromised", stolen, "2026-01-05T10:00"]) == 0
    assert "since 2026-01-02 00:00 UTC" in capsys.readouterr().out, "the earlier instant counts"
    assert len(keys.public_keys()) == 2, "one that is good signs already"


def test_it_stands_in_the_key_file_and_not_in_the_database(one: Seated, settings: Any) -> None:
    keys.compromise(_kid(), _hour(-1))
    written = json.loads(Path(settings.KEYFILE).read_text())
    assert list(written["compromised"]) == list(keyfile.keyfile().compromised)


class _Killed(BaseException):
    """Nothing is done after it."""


def _kill(*_said: object, **_more: object) -> None:
    raise _Killed


def test_killed_on_the_way_it_is_said_or_not_and_goes_on_when_it_is_said_again(
    one: Seated, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """At each step: before the key file takes its place, after it, and with half of the status lists signed."""
    given = _given(one)
    issuing.sign_all(timezone.now())
    stolen, said = _kid(), ["learning", "key", "--compromised", _kid(), "2026-01-02"]

    def is_killed(where: object, name: str) -> None:
        with monkeypatch.context() as killing:
            killing.setattr(where, name, _kill)
            with pytest.raises(_Killed):
                main(said)

    is_killed(whole, "put")
    assert not keys.compromised()
    assert (_kid(), _state(given)) == (stolen, State.VALID)
    for where, name in ((issuing, "sign_all"), (issuing, "sign_list")):
        is_killed(where, name)
        assert set(keys.compromised()) == {stolen}
        assert _kid() != stolen, "the key that signs from then on was written with it"
        assert _state(given) is State.NOT_GENUINE
        assert len(keys.public_keys()) == 2
    assert jws.kid_of(jws.opened(StatusList.objects.get().token, keys.public_keys())[0]) == stolen
    served = Client().get(reverse("certificate:status", args=[1])).content.decode()
    assert jws.kid_of(jws.opened(served, keys.public_keys())[0]) == _kid(), "nobody is served what others sign"
    assert main(said) == 0
    assert f"{_kid()} signs from now on" in capsys.readouterr().out
    assert len(keys.public_keys()) == 2
