"""DNH-33: Red data is unreadable to operator and secretariat.

Unique strings in three scripts are typed into every field of every page, in flows that end well and in flows that
raise; afterwards they stand in no file of the installation, in no dump, backup, mail, log or temporary file, in no
form of writing. Whoever holds the keys reads all of them.
"""

import importlib
import json
import os
import pkgutil
import random
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.forms import BaseForm, CharField, ChoiceField, HiddenInput, UUIDField

from fanal import cases, concerns, passing, vault
from fanal.cases.model.declared import model
from fanal.concerns.form.questions import core
from tests.harm.canaries import Canaries, hits, hits_below, new_markers, written_in_every_way
from tests.rooms.site.conftest import SERVER, database, folder
from tests.rooms.site.installation import Installation

CONTROL = "zz"
OF_MATTERS = tuple(
    f"fanal.justice.matters.desk.{name}" for name in ("matters", "question", "answer", "proceeding_form")
)
"""Pages of the law where something about a case is written; all else there is law, which is public."""
SHOWN_TO_ALL = {"outside_address", "areas", "contact", "cost", "languages", "source"}
"""What a manager sets for the public page, and what the directory says of a provider."""
LATER = {"body", "done", "not_seen_why", "number", "summary"}
"""Too short for a canary, or on pages of a file that this play does not come to: sealed by the same two functions."""


WORDS = {"text", "text_500", "long_text", "text_list", "contact_list", "identifier_list", "factor_list", "option_list"}
"""Kinds of fields of the model into which people write."""
PUBLIC = {f"provider.{name}" for name in ("areas", "contact", "cost", "name", "source")}
"""What the directory says of a provider: nothing of a child, read by all staff."""
OTHER_NAMES = {"feedback.words", "own_code.agreed", "hand_on.declined_because", "consent.text_read"}
"""Typed into boxes of another name, or chosen."""
FURTHER_ON = {
    "closure.evidence", "closure.how_to_come_back", "feedback.done", "provider_page.asked", "referral.agreed",
    "referral.asked", "referral.receipt", "referral.spoken_to", "report.account", "report.answer", "report.asked",
    "report.authority", "report.our_contact", "report.reference", "report.spoken_to", "report.told_child",
    "report.told_them", "subject_request.decision_reason",
}  # fmt: skip
"""Asked only once others answered, or on a ground that this child did not give: sealed by the same two functions."""


@dataclass(frozen=True)
class Played:
    """The installation after the play, what the play said, and everything that it printed beside it."""

    here: Installation
    markers: tuple[str, ...]
    said: dict[str, Any]
    printed: str


@pytest.fixture(scope="module")
def played() -> Iterator[Played]:
    markers = new_markers(random.Random(secrets.randbits(64)))
    with database() as url:
        here = Installation(folder(), url, {"FANAL_MODE": "test"})
        here.keyfile.write_text(vault.KeyFile.new(demo=True).to_text())
        here.keyfile.chmod(0o600)
        (here.data / "tmp").mkdir()
        more = {"TMPDIR": str(here.data / "tmp"), "CANARIES": json.dumps(markers)}
        more["FANAL_BACKUPS"] = str(here.data / "backups")
        here.run("migrate")
        ran = subprocess.run(
            [sys.executable, "-m", "tests.harm.canary_play"],
            env=here.env | more, capture_output=True, text=True, timeout=900, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        said, printed = ran.stdout.splitlines()[-1], "\n".join([*ran.stdout.splitlines()[:-1], ran.stderr])
        yield Played(here, markers, json.loads(said), printed)


def dumped(here: Installation) -> bytes:
    """The whole database as text, as whoever can read it would take it away."""
    if not here.url:
        return here.database.read_bytes()
    from fanal.site.dumps import _programs

    for program in _programs("pg_dump"):  # an older one than the server refuses
        ran = subprocess.run([program, here.url], capture_output=True, check=False)
        if ran.returncode == 0:
            return ran.stdout
    raise AssertionError("no pg_dump fits the server")


def test_every_flow_went_as_people_meet_it(played: Played) -> None:
    """Nothing is proven by a flow that did not happen: each ended as it should."""
    statuses = played.said["statuses"]
    expected = {
        "tell": 200, "kept": 200, "child door": 200, "reply": 200, "picture in a reply": 422, "wrong code": 200,
        "picture": 422, "too long": 200, "too large": 413, "changed state": 400, "state of nobody": 400, "expired": 200,
        "other site": 403, "no such page": 400, "multipart": 415, "wrong host": 400, "broken": 500,
        "database refuses": 503, "enter": 200, "enter, wrong channel": 200, "enter, picture": 422, "open": 200,
        "write": 302, "write a picture": 200, "no token": 403, "urgent": 302, "overtaken": 409, "incomplete": 200,
        "no such file": 200, "broken desk": 500, "preview": 200, "send": 302, "received": 200, "asked back": 302,
        "answered the partner": 302, "outcome": 302, "routed": 302, "bad faith": 302,
        "second": 302, "case": 302, "not for us": 302, "information": 302, "hold": 302, "early": 302, "matter": 302,
        "question, refused": 200, "question, broken": 500, "question": 302, "proceeding, wrong": 200,
        "proceeding": 302, "privileged, overtaken": 200, "privileged": 302, "lawyers read": 200,
    }  # fmt: skip
    assert {name: statuses.get(name) for name in expected} == expected


def test_whoever_holds_the_keys_reads_every_word(played: Played) -> None:
    """The canaries were really planted: everything that was taken in is shown by an opened record."""
    assert played.said["missing"] == []
    assert played.said["planted"] > 60


def test_every_page_of_a_file_was_gone_through(played: Played) -> None:
    """By those who work on it and by the child: most of what was taken in is read on one of their pages."""
    files = played.said["files"]
    assert files["sent"] > 80
    assert len(files["refused"]) < files["sent"] // 3, files["refused"]
    assert files["taken"] > 120
    assert len(files["unseen"]) < files["taken"] // 2, files["unseen"]


def test_every_field_for_words_of_a_file_was_typed_into(played: Played) -> None:
    """A field that comes to the model must be planted, or stand here with its reason."""
    typed = set(played.said["fields"])
    fields = [one for entity in model().entities.values() for one in entity.fields.values() if one.kind in WORDS]
    missing = {one.path for one in fields if not any(name.startswith(one.path.replace(".", "_")) for name in typed)}
    assert missing == PUBLIC | OTHER_NAMES | FURTHER_ON


def boxes() -> set[str]:
    """The name of every box for words, on every page of concerns and cases, public and for staff, and of matters."""
    found = {one.id for page in (*core().pages, *core().child_door) for one in page.questions if one.kind == "text"}
    rooms = (concerns, cases, passing)
    names = [one.name for room in rooms for one in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")]
    names = [one for one in names if ".migrations" not in one]
    for name in (*names, *OF_MATTERS):
        for one in vars(importlib.import_module(name)).values():
            if isinstance(one, type) and issubclass(one, BaseForm) and one.__module__ == name:
                found |= {field for field, box in one.base_fields.items() if _takes_words(box)}
    return found | {"caller_name", "worker_words"}  # made only when the page is drawn


def _takes_words(box: Any) -> bool:
    plain = isinstance(box, CharField) and not isinstance(box, ChoiceField | UUIDField)
    return plain and not isinstance(box.widget, HiddenInput)


def test_every_box_for_words_was_typed_into(played: Played) -> None:
    """Public and staff: a new box must be planted, or be one of those whose words everybody may read."""
    missing = boxes() - set(played.said["fields"]) - SHOWN_TO_ALL - LATER
    assert missing == set()
    assert any(name.startswith("why_") for name in played.said["fields"])


def test_no_file_of_the_installation_holds_a_word(played: Played) -> None:
    """Database, its log, sessions, mail, backup, checkpoint, ledger, temporary files: nothing but the control."""
    found = hits_below(played.markers, played.here.data)
    control = f"{played.markers[0]}{CONTROL}"
    assert [line for line in found if control not in line] == []
    assert played.here.url or any(control in line for line in found), "the control was not found"
    names = {path.name for path in played.here.data.rglob("*") if path.is_file() and path.stat().st_size}
    assert any(name.startswith("fanal-") and name.endswith(".tar") for name in names), names
    assert {"erased.ledger", "checkpoints.jsonl"} <= names
    assert played.here.url or {"fanal.sqlite3", "wal-as-it-was", "sessions.sqlite3"} <= names
    assert list((played.here.data / "mail").iterdir())


def test_no_dump_holds_a_word(played: Played) -> None:
    """A dump of the database: the control, which stands in a column that is declared public, and nothing else."""
    data = dumped(played.here)
    control = f"{played.markers[0]}{CONTROL}".encode()
    assert control in data
    assert list(hits(played.markers, "dump", data.replace(control, b""))) == []


def test_no_log_and_no_error_holds_a_word(played: Played) -> None:
    """What was printed, with two pages and a database that broke and said everything they knew."""
    assert '"level": "error"' in played.printed
    assert list(hits(played.markers, "printed", played.printed.encode())) == []


@pytest.mark.skipif(not SERVER, reason="PostgreSQL only")
def test_no_file_of_postgresql_holds_a_word(played: Played) -> None:
    """The files of the server itself, with its write-ahead log and its own log."""
    control = f"{played.markers[0]}{CONTROL}"
    found = hits_below(played.markers, Path(os.environ["FANAL_TEST_HOME"]) / "postgresql")
    assert [line for line in found if control not in line] == []


def test_the_search_finds_what_it_should() -> None:
    """Each canary, in each form in which programs write text, is found; and nothing is found where there is none."""
    seeds = Canaries(new_markers(random.Random(5)))
    for part in seeds.plant("anything").split():
        for way, data in written_in_every_way(f"said: {part}.").items():
            if way != "percent" or not part.isascii():
                assert list(hits(seeds.markers, way, b"before " + data + b" after")), (part, way)
    assert list(hits(seeds.markers, "nothing", b"before and after" * 1000)) == []
