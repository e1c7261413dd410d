"""Everybody who has no business with a file, at every address of the room, with the ids of a real child."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from fanal.cases import urls
from fanal.cases.approvals.approvals import KINDS
from fanal.cases.child_side import child_side, codes
from fanal.cases.conferences import conferences
from fanal.cases.files import files, writing
from fanal.cases.models import (
    Act,
    Approval,
    CareLink,
    Case,
    Conference,
    Consent,
    Feedback,
    FollowUp,
    Goal,
    OwnCode,
    Plan,
    PushFactor,
    Seat,
    Service,
    SubjectRequest,
)
from fanal.cases.people import people
from fanal.cases.rights import rights
from fanal.journal.models import Entry
from fanal.network.contracts import Role
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_cleared, gains, opened_once
from tests.rooms.cases.care import opened
from tests.rooms.cases.course.walk import has_plan, is_met

pytestmark = pytest.mark.django_db(databases="__all__")
TELLING = ("Lilo", "Anders", "Mill lane", "Back to school", "Teresa", "stairs")


@pytest.fixture(scope="module")
def case(cast_of_file: Cast) -> Case:
    """A file with something of everything, at Aurora; Celia answers requests, Noor manages, Femi has a role of none."""
    cast = cast_of_file
    gains(cast["celia"].person, Role.DATA_PROTECTION_OFFICER)
    gains(cast["noor"].person, Role.MANAGER)
    are_cleared([cast[who].person for who in ("celia", "noor", "edo")])
    made = opened(cast)
    is_met(cast, made.pk)
    has_plan(cast, made.pk)
    link = {"relationship": "mother", "contact_allowed": "allowed", "placement_address": "Mill lane 5"}
    people.add(cast["marek"], made.pk, {"name": "Teresa"}, link, NOW)
    codes.make(cast["marek"], made.pk, "The club", NOW, wants=True, safe=True)
    child_side.give(made, child_side.Said(uuid4(), "safety", {"feels_safe": "a_little", "words": "The stairs"}), NOW)
    rights.register(cast["marek"], made.pk, "see", {"by": "child"}, None, NOW)
    writing.add_note(cast["marek"], made.pk, "contact", {"body": "Lilo sat on the stairs"}, NOW)
    _is_talked_about(cast, made)
    return made


def _is_talked_about(cast: Cast, case: Case) -> None:
    """A conference is planned, and Dalia has what is read before it."""
    said, who = {"planned_for": NOW.date(), "guests": ("somebody from the stairs",)}, [cast["dalia"].person]
    row = conferences.plan(cast["marek"], case.pk, said, who, NOW)
    with files.looking(cast["marek"], case.pk, NOW) as found:
        seen = conferences.leaves(found, NOW).hash
    conferences.give(cast["marek"], case.pk, row.pk, "The stairs", seen, NOW)


def _ids(case: Case) -> dict[str, list[Any]]:
    """For each argument of an address, ids of what is there."""
    rows = {
        "approval_id": Approval, "push_id": PushFactor, "goal_id": Goal, "help_id": Service, "service_id": Service,
        "link_id": CareLink, "act_id": Act, "request_id": SubjectRequest, "feedback_id": Feedback,
        "ground_id": Consent, "row_id": FollowUp, "plan_id": Plan, "code_id": OwnCode, "factor_id": PushFactor,
        "conference_id": Conference, "seat_id": Seat,
    }  # fmt: skip
    found = {name: [one.pk for one in table.objects.all()[:1]] for name, table in rows.items()}
    return {name: ids or [uuid4()] for name, ids in found.items()} | {
        "case_id": [case.pk], "kind": [next(iter(KINDS))], "subject": [Plan.objects.get().pk],
        "concern_id": [case.told.get().concern_id],
    }  # fmt: skip


def _addresses(case: Case) -> list[str]:
    """Every address that names a thing of a file, with the ids of this one."""
    known, made = _ids(case), []
    for one in urls.urlpatterns:
        args = one.pattern.converters
        if not args:
            continue
        values = {name: known.get(name, [case.pk])[0] for name in args}
        try:
            made.append(reverse(f"cases:{one.name}", kwargs=values))
        except NoReverseMatch:
            values = {name: "education" if "Str" in type(how).__name__ else values[name] for name, how in args.items()}
            try:
                made.append(reverse(f"cases:{one.name}", kwargs=values))
            except NoReverseMatch:
                continue
    return made


def _leaks(client: Client, url: str) -> list[str]:
    found = []
    for method in ("get", "post"):
        answer = getattr(client, method)(url)
        if any(word in text(answer) for word in TELLING):
            found.append(f"{method} {url} tells")
    return found


@pytest.mark.parametrize("who", ["oda", "femi", "noor", "celia"])
def test_nobody_without_a_relation_reads_or_changes_anything(
    cast: Cast, case: Case, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_once(cast, monkeypatch)
    urls_, client = _addresses(case), client_of(cast, who)
    assert len(urls_) > 60
    tables = [
        Approval,
        CareLink,
        Consent,
        Feedback,
        FollowUp,
        Goal,
        OwnCode,
        Plan,
        PushFactor,
        Service,
        Act,
        Conference,
        Seat,
    ]
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    written = Entry.objects.exclude(deed__startswith="cases.look_request").count()
    assert [leak for url in urls_ for leak in _leaks(client, url)] == []
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before
    if who != "celia":  # the officer's look at a request has its entry
        assert Entry.objects.count() == written


@pytest.mark.parametrize("who", ["marek", "bao"])
def test_no_title_address_or_message_names_a_child(cast: Cast, case: Case, who: str) -> None:
    client = client_of(cast, who)
    for url in _addresses(case):
        answer = client.get(url)
        assert answer.status_code < 500, url
        if "text/html" not in answer.get("Content-Type", ""):
            continue
        page = text(answer)
        for title in re.findall(r"<title>(.*?)</title>", page, re.S):
            assert not any(word in title for word in (*TELLING, case.number)), url
        for address in re.findall(r'(?:href|action|src)="([^"]*)"', page):
            assert not any(word in address for word in TELLING), url
