"""Who is affected by an incident, over all rooms: what keys of teams and people open, and what was opened."""

import ast
import inspect
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fanal import vault
from fanal.access import incident
from fanal.concerns.conflict import conflict
from fanal.concerns.triage import triage
from fanal.justice.matters import matters, training
from fanal.network import api as network
from fanal.network.contracts import Role
from fanal.network.models import HeldByTeam
from fanal.passing.kinds import Kind
from fanal.vocabulary.ids import short
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.told import tell
from tests.rooms.justice.acts import matter

pytestmark = pytest.mark.django_db(databases="__all__")
CASE = training.CASES[0].code
SOURCES = Path(inspect.getfile(incident)).parents[1]


def told(cast: Cast, who: str, *, by: str = "dalia") -> list[tuple[str, tuple[str, ...], bool]]:
    report = incident.of_account(cast[by], cast[who].person, NOW.date(), NOW)
    return [(one.kind, one.compartments, one.opened) for one in report.records]


def test_every_compartment_has_words_and_the_gravest_come_first() -> None:
    assert set(incident.COMPARTMENTS) == set(vault.COMPARTMENTS)
    classes = list(vault.COMPARTMENTS.values())
    assert classes == sorted(classes, reverse=True)


def test_every_kind_of_record_is_told_of() -> None:
    """Whatever is opened under a name of its own (`RecordRef`) has a room that says what it is."""
    made: set[str] = set()
    for path in SOURCES.rglob("*.py"):
        names = {}
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RecordRef":
                names[ast.unparse(node.args[2])] = path
        for said, where in names.items():
            made |= _kinds(said, where)
    assert {"concern", "matter", "study", "agreement_secret", "handover_words"} <= made
    assert made <= incident.known()


def _kinds(said: str, where: Path) -> set[str]:
    if "noun" in said:
        return {eval(said, {"self": kind, "kind": kind}) for kind in Kind.__subclasses__()}
    if "about.kind" in said:  # another of the same kind
        return set()
    module = ".".join(("fanal", *where.relative_to(SOURCES).with_suffix("").parts))
    if said.startswith("KINDS["):  # by table
        return set(vars(__import__(module, fromlist=["_"]))["KINDS"].values())
    return {eval(said, vars(__import__(module, fromlist=["_"])))}


def test_what_was_opened_counts_also_where_it_opens_no_more(cast: Cast) -> None:
    """Femi read it; then it was given to the safeguarding lead alone. The control: Amara read nothing."""
    sent = tell(cast)
    triage.look(cast["femi"], sent.id, NOW)
    conflict.mark(cast["bao"], sent.id, NOW)
    HeldByTeam.objects.update(until=NOW.date() - timedelta(days=1))  # it was given away before that day
    assert told(cast, "femi") == [("concern", (), True)]
    asked = {"about": f"person:{cast['femi'].person}", "since": NOW.date().isoformat()}
    assert "it opens no more" in text(client_of(cast, "dalia").post(reverse("desk:incident"), asked))
    assert told(cast, "amara") == []


def test_a_record_is_told_by_its_number_and_led_to_whoever_may_open_it(cast: Cast) -> None:
    """Dalia opens what was given to her alone; the other one the intake team has, who are told its number."""
    hers, theirs = tell(cast), tell(cast)
    conflict.mark(cast["bao"], hers.id, NOW)
    asked = {"about": f"person:{cast['dalia'].person}", "since": NOW.date().isoformat()}
    page = text(client_of(cast, "dalia").post(reverse("desk:incident"), asked))
    asked["about"] = f"person:{cast['femi'].person}"
    page += text(client_of(cast, "dalia").post(reverse("desk:incident"), asked))
    assert all(short(one.id) in page for one in (hers, theirs))
    assert reverse("concerns:concern", args=[hers.id]) in page
    assert str(theirs.id) not in page


def test_a_day_to_come_is_refused_at_its_field(cast: Cast) -> None:
    asked = {"about": f"person:{cast['femi'].person}", "since": (timezone.now() + timedelta(days=2)).date().isoformat()}
    page = text(client_of(cast, "dalia").post(reverse("desk:incident"), asked))
    assert "This day is still to come." in page
    assert "What could be read" not in page


def test_who_left_a_team_opens_by_name_what_came_later(cast: Cast) -> None:
    """The last day in a team ends what its key opens, not what is granted to a person."""
    marek, later = cast["marek"], NOW + timedelta(days=3)
    matter(marek)
    matters.open_matter(marek, later, label="later")
    matters.open_matter(marek, later, training=CASE)
    network.people.take_role(cast["bao"], marek.person, Role.CASEWORKER, NOW)
    assert sorted(kind for kind, *_more in told(cast, "marek")) == ["exercise", "matter"]


def test_what_it_costs_does_not_grow_with_the_records(cast: Cast) -> None:
    lead, femi = cast["dalia"], cast["femi"].person

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            incident.of_account(lead, femi, NOW.date(), NOW)
        return len(asked)

    tell(cast)
    before = cost()
    for _one in range(5):
        tell(cast)
    assert cost() == before
    assert len(told(cast, "femi")) == 6


def test_many_records_are_asked_for_in_parts(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """No database takes any number of them at once; nothing is cut."""
    for _one in range(4):
        tell(cast)
    whole = told(cast, "femi")
    assert len(whole) == 4
    monkeypatch.setattr(incident, "_CHUNK", 1)
    assert told(cast, "femi") == whole
