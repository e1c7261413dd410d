"""DNH-42, where two plans of the same records are published at once: neither leaves unless attacked with the other."""

from datetime import timedelta

import pytest

from fanal.access.api import NotNow
from fanal.engines.disclosure.model import Policy, TableSpec
from fanal.research.models import Release
from fanal.research.plans import plans, publishing, reviewing, working
from tests.people import NOW, Cast
from tests.rooms.research import planning

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=1)
NAMED = Policy(method="suppress", audience="named")
WHOLE = TableSpec(("channel",), cohorts=(2025,), title="Every way of telling")
PART = TableSpec(("channel",), where={"in_time": ("yes", "no")}, cohorts=(2025,), title="Of those with a known end")


def test_what_left_during_the_last_attacks_is_attacked_with(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exact tables, each good alone, bad together. Attacks take minutes: the other one is out before they end."""
    first = planning.approved(cast, tables=(PART,), policy=NAMED)
    form = planning.form(first.population, title="Ways of telling in 2025", tables=(WHOLE,), policy=NAMED)
    second = plans.open_plan(cast["bao"], form, LATER)
    planning.pass_gate(cast, second, LATER)
    working.work(cast["bao"], second.pk, LATER)
    reviewing.submit(cast["bao"], second.pk, LATER)
    planning.agree(cast, second, LATER)
    attacked = publishing._final(cast["bao"], second.pk, LATER)
    assert publishing.publish(cast["bao"], first.pk, LATER) is not None
    monkeypatch.setattr(publishing, "_final", lambda *_given: attacked)
    with pytest.raises(NotNow, match="Another release was published meanwhile"):
        publishing.publish(cast["bao"], second.pk, LATER)
    assert [one.plan_id for one in Release.objects.all()] == [first.pk]
