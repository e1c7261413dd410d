"""DNH-49: the employer learns nothing of what somebody answered: no page, no export and no deed of staff shows an
attempt, an answer, a score, a time or how often somebody tried."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import reverse

import fanal
from fanal.access.api import rules
from fanal.learning.policy import MEASURES
from fanal.network.contracts import Role
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.learning import reviewed
from tests.rooms.learning.device import best, harmful, played, send
from tests.rooms.learning.seated import play, seated

pytestmark = pytest.mark.django_db(databases="__all__")
ROOM = Path(fanal.__file__).parent / "learning"
SECRET = {"Attempt", "Event", "Seat"}
OWN = ("attempts", "certificates", "measures", "mine.py", "player", "signin", "tasks.py", "models.py", "migrations")
"""`measures` counts, for authors alone, and tells nothing of fewer than 30 (tests/rooms/learning/measures); `mine` is
what a learner takes along; `tasks` shows nobody anything."""


def test_only_the_learner_s_own_pages_know_of_attempts() -> None:
    for path in sorted(ROOM.rglob("*.py")):
        place = path.relative_to(ROOM)
        if place.parts[0] in OWN and "desk" not in place.parts:
            continue
        imports = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)]
        names = {one.name for node in imports for one in node.names}
        assert not names & SECRET, place
        assert "attempts" not in names, place


def test_what_many_answered_is_asked_for_by_authors_alone() -> None:
    """And counted for other rooms over all organisations, of thirty people at least (`counts.gain`)."""
    asking = [
        str(path.relative_to(ROOM))
        for path in sorted(ROOM.rglob("*.py"))
        if path.relative_to(ROOM).parts[0] != "measures" and "learning.measures" in path.read_text()
    ]
    assert asking == ["counts.py", "desk/measures.py", "employed.py", "policy.py"]
    assert rules()[MEASURES].roles == {Role.CORPUS_EDITOR}
    assert not rules()[MEASURES].grants


def _main(cast: Cast, who: str, address: str) -> str:
    """What a page says, without what changes with each showing."""
    shown = text(client_of(cast, who).get(address)).partition("<main")[2].partition("</main>")[0]
    return re.sub(r'name="(?:csrfmiddlewaretoken|whose)" value="[^"]*"', "", shown)


def test_no_page_of_staff_changes_with_how_it_went(cast: Cast) -> None:
    reviewed.all_say(cast, "tourism-core")
    one = seated(cast)
    pages = [reverse("learners:cohorts"), reverse("learners:cohort", args=[one.cohort.pk])]
    pages += [reverse("learning:courses"), reverse("learning:course", args=["tourism-core"]), reverse("desk:journal")]
    before = {(who, address): _main(cast, who, address) for who in ("edo", "bao") for address in pages}
    play(one.client, "final", harmful)
    play(one.client, "final", best)
    send(NOW, played(one.code, "tourism-core", NOW, harmful))
    assert {place: _main(cast, *place) for place in before} == before


def test_a_package_has_no_word_for_an_answer_or_a_name() -> None:
    """What the learning system of an employer can be told, all of it; that it is told nothing else when it is played:
    `tests/interop/test_scorm.py`."""
    scripts = "".join(path.read_text() for path in (ROOM / "scorm").glob("*.js"))
    told = "lesson_status lesson_location score.min score.max score.raw session_time exit"
    assert set(re.findall(r"cmi\.[a-z_.]+", scripts)) == {f"cmi.core.{name}" for name in told.split()} | {
        "cmi.suspend_data"
    }
    assert not re.search(r"fetch\(|XMLHttpRequest|sendBeacon|WebSocket|localStorage|document\.cookie", scripts)
