"""The register as it is signed each night: what whoever keeps some of it finds wrong, and what a writer of the database
cannot make it say. `tests/golden/register` holds what the first version signed."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from fanal.journal.models import Entry
from fanal.learning.certificates import issuing, jws, keys, status
from fanal.site.commands import main
from fanal.tourism import tasks
from fanal.tourism.membership import applying
from fanal.tourism.models import RegisterSnapshot
from fanal.tourism.public import chain, entries, snapshots
from tests.people import NOW, Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import DAY

pytestmark = pytest.mark.django_db(databases="__all__")
GOLDEN = Path(__file__).parents[3] / "golden" / "register"
NEWEST = "/api/public/register.jws"


@pytest.fixture
def key(tmp_path: Path, settings: Any, keyfile_kept: None) -> Path:
    """This site has a key; what it publishes of it, as a file."""
    keys.add()
    path = tmp_path / "did.json"
    path.write_text(json.dumps(keys.document()))
    return path


def _nights(number: int, into: Path, after: int = 0) -> list[Path]:
    """So many nights, and what somebody fetched each morning."""
    made = []
    for night in range(after, after + number):
        row = snapshots.take(NOW + night * DAY)
        made.append(into / f"{row.number}.jws")
        made[-1].write_bytes(Client().get(NEWEST).content)
    return made


def _verify(capsys: pytest.CaptureFixture[str], key: Path, on: datetime, *files: Path) -> tuple[int, str]:
    day = on.date().isoformat()
    code = main(["tourism", "snapshot", "verify", *map(str, files), "--keys", str(key), "--on", day])
    told = capsys.readouterr()
    return code, told.out + told.err


def _told(row: RegisterSnapshot) -> Mapping[str, Any]:
    return jws.opened(row.token, keys.public_keys())[1]


# ---- what is signed ----


def test_it_says_what_the_register_says_and_names_the_one_before(cast: Cast, key: Path) -> None:
    firm = firms.active(cast)
    first, second = snapshots.take(NOW), snapshots.take(NOW + DAY)
    assert _told(first)["companies"] == entries.document(NOW.date())["companies"] != []
    assert (_told(first)["number"], _told(first)["before"]) == (1, None)
    assert (_told(second)["number"], _told(second)["before"]) == (2, chain.hash_of(first.token))
    applying.withdraw(firm.rosa, firm.pk, "Hotel Lantern", NOW)
    assert _told(snapshots.take(NOW + 2 * DAY))["companies"][0]["state"] == "ended"
    assert "Lantern" not in json.dumps({**_told(first), "companies": []}), "a name stands in its row alone"


def test_programs_fetch_the_newest_and_each_that_is_kept(key: Path, tmp_path: Path) -> None:
    _nights(2, tmp_path)
    answer = Client().get(NEWEST, headers={"origin": "https://booking.example"})
    assert (answer["Access-Control-Allow-Origin"], answer["Content-Type"]) == ("*", "application/jose")
    again = {"if-none-match": answer["ETag"]}
    assert Client().get(NEWEST, headers=again).status_code == 304
    assert Client().get("/api/public/register/1.jws").content == (tmp_path / "1.jws").read_bytes()
    assert Client().get("/api/public/register/3.jws").status_code == 404
    assert Client().post(NEWEST).status_code == 405
    _nights(1, tmp_path, after=2)
    assert Client().get(NEWEST, headers=again).status_code == 200


def test_without_a_key_the_night_goes_on_and_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    none = replace(keys.keyfile.keyfile(), issuers=())
    monkeypatch.setattr(keys.keyfile, "keyfile", lambda: none)
    tasks.sign_register.func()
    assert not RegisterSnapshot.objects.exists()
    assert Client().get(NEWEST).status_code == 404


def test_what_the_register_forgot_is_not_told_for_ever(key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "KEPT", 3)
    for night in range(5):
        snapshots.take(NOW + night * DAY)
    assert sorted(RegisterSnapshot.objects.values_list("pk", flat=True)) == [3, 4, 5]
    assert _told(RegisterSnapshot.objects.get(pk=3))["before"], "it still names the one that is not here"


# ---- whoever writes to the database ----


def _put_back(rows: list[RegisterSnapshot]) -> None:
    RegisterSnapshot.objects.filter(pk=3).update(token=rows[0].token)


def _made_up(rows: list[RegisterSnapshot]) -> None:
    head, _body, mark = rows[2].token.split(".")
    told = {**_told(rows[2]), "companies": [], "number": 9}
    RegisterSnapshot.objects.create(number=9, taken_at=NOW, token=f"{head}.{jws.encoded(jws.compact(told))}.{mark}")
    rows[2].delete()


def _another_list(_rows: list[RegisterSnapshot]) -> None:
    said = status.credential(issuing.list_address(1), keys.did(), status.blank(), NOW)
    RegisterSnapshot.objects.filter(pk=3).update(token=keys.sign(jws.compact(said), keys.signer()))


@pytest.mark.parametrize("forge", [_put_back, _made_up, _another_list])
def test_what_somebody_wrote_into_the_database_is_no_snapshot(
    key: Path, forge: Callable[[list[RegisterSnapshot]], None]
) -> None:
    rows = [snapshots.take(NOW + night * DAY) for night in range(3)]
    second = rows[1].token
    forge(rows)
    assert Client().get(NEWEST).content.decode() == second
    assert Client().get("/api/public/register/3.jws").status_code == 404
    made = snapshots.take(NOW + 3 * DAY)
    assert (_told(made)["number"], _told(made)["before"]) == (4, chain.hash_of(rows[2].token)), "the chain goes on"
    assert Client().get(NEWEST).content.decode() == made.token
    assert not RegisterSnapshot.objects.filter(pk__gt=4).exists()


def test_what_a_key_signed_that_somebody_took_is_published_by_nobody(
    key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has the key, also where nobody knows of it, and writes rows: the journal names none of them. The control
    is what was signed in the night."""
    monkeypatch.setattr("fanal.site.commands.start_site", lambda: None)
    one, two = _nights(2, tmp_path)
    taken, said = keys.signer(), chain.said(3, chain.hash_of(two.read_text()), keys.did(), [], NOW + 2 * DAY)
    forged = RegisterSnapshot(number=3, taken_at=NOW + 2 * DAY, token=keys.sign(jws.compact(said), taken))
    forged.save(force_insert=True)
    for number in (2**31 - 1, 4):
        RegisterSnapshot(number=number, taken_at=NOW, token=forged.token).save(force_insert=True)
    assert Client().get(NEWEST).content == two.read_bytes()
    assert Client().get("/api/public/register/3.jws").status_code == 404
    three = tmp_path / "3.jws"
    three.write_text(forged.token)
    assert _verify(capsys, key, NOW + 2 * DAY, one, two, three)[0] == 0, "whoever asks nobody does not see it yet"
    asked = ["tourism", "snapshot", "verify", "--on", (NOW + 2 * DAY).date().isoformat()]
    assert main([*asked, str(one), str(two)]) == 0
    capsys.readouterr()
    assert main([*asked, str(one), str(two), str(three)]) == 1
    assert capsys.readouterr().out.count("the journal of this site does not name it") == 1
    [night] = _nights(1, tmp_path / ".", after=2)
    assert night.read_text() != forged.token
    assert sorted(RegisterSnapshot.objects.values_list("pk", flat=True)) == [1, 2, 3]
    assert _verify(capsys, key, NOW + 2 * DAY, one, two, night)[0] == 0


def test_a_key_that_others_know_begins_no_chain(key: Path) -> None:
    """Of a site that signed before the journal named what it signed, the newest goes on, but none by such a key."""
    stolen = keys.signer()
    first = keys.sign(jws.compact(chain.said(7, None, keys.did(), [], NOW)), stolen)
    RegisterSnapshot.objects.create(number=7, taken_at=NOW, token=first)
    assert Client().get(NEWEST).status_code == 404, "until the next night"
    keys.compromise(keys.kid_of(stolen.public), NOW)
    assert _told(snapshots.take(NOW + DAY))["number"] == 1


def test_the_chain_of_the_first_version_goes_on(key: Path) -> None:
    first = keys.token(chain.said(7, None, keys.did(), [], NOW), "x")
    RegisterSnapshot.objects.create(number=7, taken_at=NOW, token=first)
    made = _told(snapshots.take(NOW + DAY))
    assert (made["number"], made["before"]) == (8, chain.hash_of(first))


def test_one_is_signed_a_day(key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """However often the work of the night runs; where somebody took it away the next goes on from it."""
    first = snapshots.take(NOW)
    assert snapshots.take(NOW + timedelta(minutes=5)).token == first.token
    assert snapshots.take(NOW - DAY).token == first.token, "a clock that went back makes none"
    RegisterSnapshot.objects.all().delete()
    again = snapshots.take(NOW + timedelta(minutes=9))
    assert (_told(again)["number"], _told(again)["before"]) == (2, chain.hash_of(first.token))
    files = [tmp_path / "1.jws", tmp_path / "2.jws"]
    for path, row in zip(files, (first, again), strict=True):
        path.write_text(row.token)
    code, said = _verify(capsys, key, NOW, *files)
    assert (code, said.count("were made on one day, and one is made a day")) == (1, 1)


# ---- whoever checks ----


def test_a_chain_is_whole_in_any_order_and_also_twice(
    cast: Cast, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    firms.active(cast)
    one, two, three = _nights(3, tmp_path)
    three.write_text(f"{three.read_text()}\n")
    code, said = _verify(capsys, key, NOW + 2 * DAY, three, one, two, one)
    assert code == 0
    assert "Whole: 1 to 3, one chain." in said
    assert "names 1 companies" in said
    assert _verify(capsys, key, NOW + 2 * DAY, three)[0] == 0


def test_the_keys_are_those_of_this_installation_where_none_are_given(
    key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fanal.site.commands.start_site", lambda: None)
    [one] = _nights(1, tmp_path)
    assert main(["tourism", "snapshot", "verify", "--json", "--on", NOW.date().isoformat(), str(one)]) == 0
    assert json.loads(capsys.readouterr().out) == {"numbers": [1], "wrong": []}


def test_a_byte_that_was_changed(key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Wherever it is: header, what is said, signature."""
    [one] = _nights(1, tmp_path)
    token = one.read_bytes()
    for at in {0, 5, len(token) // 3, len(token) // 2, len(token) - 3}:
        one.write_bytes(token[:at] + (b"A" if token[at : at + 1] != b"A" else b"B") + token[at + 1 :])
        code, said = _verify(capsys, key, NOW, one)
        assert code == 1
        assert "1.jws was changed, or this register did not sign it" in said
    one.write_bytes(b"\xff\x00 no token")
    assert _verify(capsys, key, NOW, one)[0] == 1


def test_a_link_that_is_missing(key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, _two, three, _four, _five, six = _nights(6, tmp_path)
    code, said = _verify(capsys, key, NOW + 5 * DAY, one, three, six)
    assert code == 1
    assert "2 missing between 1 (" in said
    assert "4 to 5 missing between 3 (" in said


def test_a_register_that_was_made_over_or_put_back(
    key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two, _three = _nights(3, tmp_path)
    RegisterSnapshot.objects.filter(pk__gte=2).delete()
    Entry.objects.filter(deed=snapshots.SIGN, purpose__in=["2", "3"]).delete()  # as after a backup was put back
    (tmp_path / "again").mkdir()
    other, next_one = _nights(2, tmp_path / "again", after=3)
    code, said = _verify(capsys, key, NOW + 4 * DAY, one, two, other)
    assert code == 1
    assert "have one number and say different things" in said
    code, said = _verify(capsys, key, NOW + 4 * DAY, one, two, next_one)
    assert code == 1
    assert "3 (" in said
    assert "does not go on from 2 (" in said
    assert _verify(capsys, key, NOW + 4 * DAY, one, other, next_one)[0] == 0


def test_an_old_one_that_is_given_for_a_new_one(key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [one] = _nights(1, tmp_path)
    assert _verify(capsys, key, NOW + 2 * DAY, one)[0] == 0
    code, said = _verify(capsys, key, NOW + 4 * DAY, one)
    assert code == 1
    assert "is old: it was made on" in said
    code, said = _verify(capsys, key, NOW - 3 * DAY, one)
    assert code == 1
    assert "still to come: look at your clock" in said


def test_what_else_was_signed_by_this_site_is_no_snapshot(
    key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.jws"
    said = status.credential(issuing.list_address(1), keys.did(), status.blank(), NOW)
    path.write_text(keys.sign(jws.compact(said), keys.signer()))
    assert "no snapshot of a register, or of a newer format" in _verify(capsys, key, NOW, path)[1]
    for wrong in ({"number": 0}, {"number": True}, {"before": "x"}, {"taken_at": "noon"}, {"companies": 3}):
        path.write_text(keys.token({**chain.said(1, None, keys.did(), [], NOW), **wrong}, "x"))
        code, told = _verify(capsys, key, NOW, path)
        assert (code, "does not say what a snapshot says" in told) == (1, True), wrong


def test_a_key_that_others_know(key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What it signed counts only where a later one, by a key that holds, goes on from it."""
    one, two = _nights(2, tmp_path)
    stolen = keys.signer()
    keys.compromise(keys.kid_of(stolen.public), NOW)
    key.write_text(json.dumps(keys.document()))
    code, said = _verify(capsys, key, NOW + DAY, one, two)
    assert code == 1
    assert said.count("was signed by a key that others may know") == 2
    [three] = _nights(1, tmp_path, after=2)
    assert _verify(capsys, key, NOW + 2 * DAY, one, two, three)[0] == 0
    forged = tmp_path / "forged.jws"
    forged.write_text(keys.sign(jws.compact(chain.said(2, None, keys.did(), [], NOW)), stolen))
    assert _verify(capsys, key, NOW + 2 * DAY, one, forged, three)[0] == 1


def test_files_that_cannot_be_read(key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = _verify(capsys, key, NOW, tmp_path / "nowhere.jws")
    assert (code, "there is no file or folder" in said) == (2, True)
    key.write_text('{"verificationMethod": 3}')
    code, said = _verify(capsys, key, NOW, key)
    assert (code, "is no did.json of a site" in said) == (2, True)


def test_what_the_first_version_signed_is_read_for_ever(capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted(GOLDEN.glob("*.jws"))
    code, said = _verify(capsys, GOLDEN / "did.json", NOW + 2 * DAY, *files)
    assert (code, len(files)) == (0, 3)
    assert "Whole: 1 to 3, one chain." in said
    told = jws.opened(files[2].read_text().strip(), jws.of_document(json.loads((GOLDEN / "did.json").read_text()))[0])[
        1
    ]
    assert told["schema"] == "fanal.tourism.register.snapshot/1"
    assert told["companies"][0].keys() == {
        "code", "page", "name", "country", "countries", "programme", "state", "member_since", "not_member_since",
        "last_report_accepted", "appealed",
    }  # fmt: skip
