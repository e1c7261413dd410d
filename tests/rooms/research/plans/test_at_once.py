"""Two at once, and a process that is killed: no budget is overdrawn, one of two wins, a release is whole or not at all.

Run on SQLite and on PostgreSQL, on connections of their own.
"""

import os
import signal
import warnings
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections

from fanal.access.api import NotNow
from fanal.engines.disclosure import dp
from fanal.engines.disclosure.ledger import MOST_LIFE
from fanal.engines.disclosure.model import Policy
from fanal.research.contracts import PlanState
from fanal.research.models import Plan, Population, Release, Spend
from fanal.research.plans import forms, plans, publishing
from fanal.research.records import ledger, populations
from fanal.research.releases import releases
from tests.people import NOW, Cast
from tests.rooms.research import planning
from tests.rooms.test_concurrency import MANY, at_once, failures

pytestmark = pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))
LATER = NOW + timedelta(hours=1)
RHO = Fraction(1, 10)


def test_32_who_spend_at_once_never_pass_the_cap(people: Cast) -> None:
    """Five of 0.1 fit into 0.5: exactly five get through, and the chain of the ledger is whole."""
    found = planning.population(people)
    planning.tell(people, 60)
    policy = Policy(method="dp", rho=RHO)
    tables = planning.TABLES[1:]
    rows = [
        plans.open_plan(people["bao"], planning.form(found, tables=tables, policy=policy), NOW) for _ in range(MANY)
    ]
    bao, classes = people["bao"], populations.classes_of(found)
    losses = dp.spends(classes, (2025,), forms.specs_of(rows[0]), policy)
    results = at_once(lambda n: ledger.spend(bao, rows[n], losses, LATER))
    assert {type(one) for one in failures(results)} == {NotNow}
    assert len(failures(results)) == MANY - MOST_LIFE // RHO
    assert ledger.left(found, 2025) == 0
    assert sum((one.spend.rho for one in ledger.of(found).entries), Fraction(0)) == MOST_LIFE
    assert [one.number for one in Spend.objects.order_by("number")] == [1, 2, 3, 4, 5]


def test_of_32_who_open_a_population_at_once_one_does(people: Cast) -> None:
    """Two open ones would have two secrets: two noises on the same children."""
    planning.people(people)
    planning.classes_reviewed(people, "case")
    bao = people["bao"]
    results = at_once(lambda n: populations.open_population(bao, "import", f"File {n}", "case", NOW))
    assert {type(one) for one in failures(results)} == {NotNow}
    assert len(failures(results)) == MANY - 1
    assert Population.objects.count() == 1


def test_32_who_open_plans_at_once_get_numbers_of_their_own(people: Cast) -> None:
    found = planning.population(people)
    planning.tell(people, 60)
    bao, form = people["bao"], planning.form(found, tables=planning.TABLES[1:])
    results = at_once(lambda n: plans.open_plan(bao, form, NOW))
    assert failures(results) == []
    assert sorted(one.number for one in Plan.objects.all()) == [f"XA-2026-{n:04}" for n in range(1, MANY + 1)]


def test_two_who_publish_at_once_make_one_release(people: Cast) -> None:
    plan = planning.approved(people)
    bao = people["bao"]
    results = at_once(lambda n: publishing.publish(bao, plan.pk, LATER), 2)
    assert [type(one) for one in failures(results)] == [NotNow]
    (release,) = Release.objects.all()
    assert releases.verified(release)


def test_killed_at_any_statement_it_is_whole_or_not_at_all(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """`kill -9` before each statement of the last transaction in turn, in its own process, until one gets through."""
    plan = planning.approved(people)
    final = publishing._final(people["bao"], plan.pk, LATER)
    monkeypatch.setattr(publishing, "_final", lambda *_given: final)
    bao, killed = people["bao"], 0
    for statement in range(1, 200):
        if _in_a_process(lambda: publishing.publish(bao, plan.pk, LATER), statement):
            break
        killed += 1
        assert not Release.objects.exists()
        assert planning.fresh(plan).state == PlanState.APPROVED
    assert killed > 10, "nothing was killed: nothing was proved"
    (release,) = Release.objects.all()
    assert releases.verified(release)
    assert planning.fresh(plan).state == PlanState.PUBLISHED


def _in_a_process(work: Any, kill_at: int) -> bool:
    """Whether the work was done in a process that is killed before its statement of that number."""
    connections.close_all()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other threads of the tests are idle, none is used
        child = os.fork()
    if child == 0:
        try:
            with connection.execute_wrapper(_killer(kill_at)):
                work()
        except BaseException:
            os._exit(3)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return False
    assert os.waitstatus_to_exitcode(status) == 0, "the work failed by itself"
    return True


def _killer(kill_at: int) -> Any:
    counted: Iterator[int] = iter(range(1, 1000))

    def wrapper(execute: Any, *given: Any) -> Any:
        if next(counted) == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*given)

    return wrapper
