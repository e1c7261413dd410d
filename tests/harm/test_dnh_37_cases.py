"""DNH-37: a lost device shows no file any more once somebody says so, and nothing of a file or its keys lies on it or
in the store of sessions. There is no copy for work without a network yet, so there is none to wipe."""

import base64
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

import fanal
from fanal import vault
from fanal.cases.models import Case
from fanal.cases.urls import urlpatterns
from fanal.network import api as network
from fanal.network.models import SessionRow
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")
KEEPS = ("localStorage", "sessionStorage", "indexedDB", "serviceWorker", "caches.open", "showSaveFilePicker")


@pytest.fixture
def case(cast: Cast) -> Case:
    return opened(cast, datetime.now(UTC))


def addresses(case: Case) -> list[str]:
    """All pages about a file that need its number alone."""
    alone = [one.name for one in urlpatterns if re.fullmatch(r"<uuid:case_id>/[a-z/-]*", str(one.pattern))]
    return [reverse(f"cases:{name}", args=[case.pk]) for name in alone]


def test_every_page_of_a_file_is_shut_at_once(cast: Cast, case: Case, django_capture_on_commit_callbacks: Any) -> None:
    lost = client_of(cast, "marek")
    page = lost.get(reverse("cases:file", args=[case.pk]))
    assert "Lilo" in text(page)
    assert "no-store" in page["Cache-Control"]
    with django_capture_on_commit_callbacks(execute=True):
        network.people.sign_out_everywhere(cast["bao"], cast["marek"].person, datetime.now(UTC))
    assert not SessionRow.objects.filter(person=cast["marek"].person).exists()
    found = [*addresses(case), reverse("cases:mine"), reverse("cases:team"), reverse("cases:find")]
    assert len(found) > 40
    for address in found:
        for answer in (lost.get(address), lost.post(address, {})):
            assert (answer.status_code, "Lilo" in text(answer)) == (302, False), address
            assert answer["Location"].startswith(reverse("account_login"))


def test_the_store_of_sessions_holds_no_key_and_nothing_of_a_file(cast: Cast, case: Case) -> None:
    """Its rows open only with what the device itself has: not by whoever copies the database."""
    marek = client_of(cast, "marek")
    marek.get(reverse("cases:file", args=[case.pk]))
    seed = vault.pack_seed(cast.seed("marek"))
    known = (
        seed,
        base64.b64encode(seed),
        b"Lilo",
        b"Anders",
        case.pk.bytes,
        str(case.pk).encode(),
        case.pk.hex.encode(),
    )
    rows = [bytes(one.payload) for one in SessionRow.objects.all()]
    assert rows
    assert not [one for one in known for row in rows if one in row]
    assert {name for name, cookie in marek.cookies.items() if b"Lilo" in cookie.value.encode()} == set()


def test_no_script_of_ours_keeps_anything_on_a_device() -> None:
    """But the player of courses, under a host name of its own, where no page of staff is."""
    ours = Path(fanal.__file__).parent
    scripts = list(ours.rglob("static/**/*.js"))
    assert scripts
    keeping = {path.name for path in scripts for word in KEEPS if word in path.read_text("utf-8")}
    assert keeping == {"offline.js"}
    drawn = [path for path in ours.rglob("templates/**/*.html") if "offline.js" in path.read_text("utf-8")]
    assert drawn
    assert {path.relative_to(ours).parts[0] for path in drawn} == {"learning"}
