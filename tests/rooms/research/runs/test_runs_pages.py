"""Pages of linkage runs: everybody sees each step and what the unit sees; nobody sees a pair, a record or two lists."""

from typing import Any

import pytest
from django.urls import reverse

from fanal.engines.linkage.model import ChildRow
from fanal.research.models import LinkageRun, SealedPart
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.research import linking, studying
from tests.rooms.research.linking import ADVISER, DELETE_BY, MAKERS, MEMBERS, SECONDS

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(autouse=True)
def steady(monkeypatch: pytest.MonkeyPatch) -> None:
    linking.steady(monkeypatch)


@pytest.fixture
def staged(cast: Cast) -> Cast:
    linking.stage(cast)
    return cast


@pytest.fixture(scope="module")
def lists() -> dict[str, list[ChildRow]]:
    return linking.lists_of(MEMBERS)


def _typed(cast: Cast, **more: Any) -> dict[str, Any]:
    asked = linking.form(cast)
    return {
        "title": asked.title, "population": asked.population, "first": "2025-01-01", "last": "2025-12-31",
        "members": [str(one) for one in asked.members], "unit": str(asked.unit), "delete_by": DELETE_BY.isoformat(),
        "use": asked.use, "harms": asked.harms, **more,
    }  # fmt: skip


def test_an_empty_list_says_what_to_do(staged: Cast) -> None:
    page = text(client_of(staged, "tove").get(reverse("research:runs")))
    assert "No linkage runs yet." in page
    assert reverse("research:run_new") in page


def test_from_opening_to_the_unit(staged: Cast, lists: dict[str, list[ChildRow]]) -> None:
    there = client_of(staged, "tove")
    page = text(there.post(reverse("research:run_new"), _typed(staged, unit=str(staged.aurora))))
    assert "The unit is an outside office, or a member that has no list" in page
    assert linking.form(staged).harms in page, "what was typed is kept"
    there.post(reverse("research:run_new"), _typed(staged))
    run = LinkageRun.objects.get()
    at = {name: reverse(f"research:run_{name}", args=[run.pk]) for name in (
        "gate", "join", "key", "declare", "countersign", "send", "commit", "reveal", "count", "deleted", "stop",
    )}  # fmt: skip
    shown = reverse("research:run", args=[run.pk])
    unit = client_of(staged, "uma")
    makers = {name: client_of(staged, MAKERS[name]) for name in MEMBERS}
    seconds = {name: client_of(staged, SECONDS[name]) for name in MEMBERS}
    assert "your organisation" in text(unit.get(reverse("research:runs"))), "whose turn it is"
    unit.post(at["join"])
    assert "your organisation" not in text(unit.get(reverse("research:runs")))
    advisers = {"survivor_adviser": client_of(staged, ADVISER), "ethics_reviewer": client_of(staged, "sol")}
    for role, adviser in advisers.items():
        assert "What the unit sees" in text(adviser.get(at["gate"]))
        adviser.post(at["gate"], {"role": role, "verdict": "passed", "reasons": ""})
    for name in MEMBERS:
        assert "fewer than 100" in text(makers[name].post(at["join"], {"most": "12"}))
        makers[name].post(at["join"], {"most": "2000"})
        seconds[name].post(at["gate"], {"role": "data_protection_officer", "verdict": "passed", "reasons": ""})
    for name in MEMBERS:
        assert "Draw a part of the key" in text(makers[name].get(shown))
        makers[name].post(at["key"])
    for name, rows in lists.items():
        makers[name].post(at["declare"], {"count": str(len(rows)), "script": "Latn"})
        assert f"{len(rows)} different children" in text(seconds[name].get(at["countersign"]))
        seconds[name].post(at["countersign"])
    for name, rows in lists.items():
        answer = makers[name].post(at["send"], {"rows": linking.text(rows)})
        assert answer.headers["Location"] == shown
    assert LinkageRun.objects.get().state == "sent"
    waiting = text(makers["Aurora"].get(shown))
    assert "It is the turn of: Office" in waiting
    assert f"{len(lists['Nordlys'])}" in waiting, "how long each list is, for all"
    assert "Join the lists" in text(unit.get(shown))
    unit.post(at["commit"])
    for name in MEMBERS:
        makers[name].post(at["reveal"])
    unit.post(at["count"])
    page = text(unit.get(shown))
    assert "registered first" in page
    assert LinkageRun.objects.get().state == "revealed"
    assert "Oda" not in text(makers["Aurora"].get(shown)), "people of another organisation stay unnamed"
    there.post(at["stop"], {"because": "The study was given up."})
    assert "The study was given up." in text(unit.get(shown))
    assert not SealedPart.objects.exists()


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("names,suspect_name\nA B,C D\n", "persons suspected, reporters, caregivers and staff have no place"),
        ("names,nationality\nA B,XA\n", "never compared of a child"),
        ("names,birth_year\nMira Zumthor,12x\n", "row 2"),
        ("# subject: staff\nnames\nA B\n", "only lists of children are linked"),
    ],
)
def test_a_list_of_anything_else_is_refused_and_no_value_is_told(
    staged: Cast, lists: dict[str, list[ChildRow]], rows: str, words: str
) -> None:
    run = linking.declared(staged, lists)
    answer = client_of(staged, "bao").post(reverse("research:run_send", args=[run.pk]), {"rows": rows})
    page = text(answer)
    assert answer.status_code == 200
    assert words in page
    told = page[: page.index("<textarea")]
    assert "Mira" not in told
    assert answer.headers["Cache-Control"] == "no-store"
    assert not SealedPart.objects.filter(kind="list").exists()


def test_whoever_has_no_part_finds_nothing(staged: Cast) -> None:
    run = linking.opened(staged)
    address = reverse("research:run", args=[run.pk])
    assert client_of(staged, "femi").get(address).status_code == 403
    assert client_of(staged, "viet").get(address).status_code == 403
    assert client_of(staged, "bao").get(address).status_code == 200
    assert client_of(staged, "bao").post(reverse("research:run_commit", args=[run.pk])).status_code == 403


def test_a_form_that_is_sent_empty_names_each_field(cast: Cast) -> None:
    studying.maker(cast)
    page = text(client_of(cast, "bao").post(reverse("research:run_new"), {}))
    summary = page.partition('role="alert"')[2].partition("</ul>")[0]
    assert "“Title” needs an answer." in summary
    assert "This needs an answer." not in summary
