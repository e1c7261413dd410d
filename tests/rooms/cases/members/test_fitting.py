"""What has no page for somebody now is not done by sending its form either: the deeds ask for themselves what fits."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from fanal.cases.members import asking
from fanal.cases.members.desk.acts import ACTS, TRANSITIONS
from fanal.cases.members.kind import REQUESTS
from fanal.cases.models import Case, Service, Transition, TransitionStep
from fanal.clocks import api as clocks
from fanal.passing.api import receiving
from tests.desk import client_of
from tests.people import NOW, Cast
from tests.rooms.cases.members.scenes import SAID, a_child, a_help, accepted, offered_transfer, taken_over

pytestmark = pytest.mark.django_db(databases="__all__")
SAME = ({"accept", "agree"}, {"outcome", "not_offered", "arrived"})
"""One deed, whose page has other words for other kinds."""


@pytest.fixture(scope="module")
def both_of_all(cast_of_file: Cast) -> tuple[Service, Case]:
    return a_help(cast_of_file), a_child(cast_of_file)


def asked(cast: Cast) -> Transition:
    row = asking.send(cast["oda"], cast.aurora, SAID, uuid4(), NOW)
    return receiving.accept(REQUESTS, cast["bao"], row.pk, NOW)


ROWS: dict[str, Callable[[Cast, Service, Case], Transition]] = {
    "help with a yes": lambda cast, help_, _case: accepted(cast, help_),
    "a child who is offered": lambda cast, _help, case: offered_transfer(cast, case),
    "a child with a yes": lambda cast, _help, case: taken_over(cast, case),
    "a child who is asked for, with a yes": lambda cast, _help, _case: asked(cast),
}
REASONS = {
    "decline": "capacity", "outcome": "helped", "not_offered": "not_possible", "renew": "still_working",
    "revoke": "not_needed",
}  # fmt: skip


def stands(row: Transition) -> tuple[Any, ...]:
    steps, duties = TransitionStep.objects.filter(transition=row).count(), clocks.open_duties(subjects=[row.pk])
    cases, helps = Case.objects.values_list("status", "version"), Service.objects.values_list("state", "version")
    return Transition.objects.filter(pk=row.pk).values().get(), steps, len(duties), list(cases), list(helps)


@pytest.mark.parametrize("which", ROWS)
def test_whose_page_is_not_there_now_is_not_done_by_its_form(
    cast: Cast, both_of_all: tuple[Service, Case], which: str
) -> None:
    row = ROWS[which](cast, Service.objects.get(pk=both_of_all[0].pk), Case.objects.get(pk=both_of_all[1].pk))
    typed = {
        "worker": str(cast["nils"].person), "supervisor": str(cast["oda"].person), "sure": "on", "text": "A word",
        "key": str(uuid4()),
    }  # fmt: skip
    for who in ("bao", "oda"):
        client = client_of(cast, who)
        fits = {name for name in ACTS if TRANSITIONS.fits(cast[who], row, name)}
        fits |= {other for same in SAME if same & fits for other in same}
        before = stands(row)
        for name in sorted(set(ACTS) - fits):
            client.post(reverse(f"cases:transition_{name}", args=[row.pk]), typed | {"reason": REASONS.get(name, "")})
            assert stands(row) == before, (which, who, name)
