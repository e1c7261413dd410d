"""DNH-35 and DNH-36, in research: opening rows for counting is a bulk export. Three roles agree first, one person with
a grant opens, the journal says so, and nothing of a row leaves memory. What was erased is in no later release."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.urls import get_resolver

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.concerns import api as concerns
from fanal.journal import api as journal
from fanal.research.models import Extraction, ImportedTable
from fanal.research.plans import plans, working
from fanal.research.records import importing, populations
from tests.people import NOW, Cast
from tests.rooms.research import planning

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=1)


def test_opening_takes_a_gate_a_grant_and_an_entry(cast: Cast) -> None:
    plan = planning.drafted(cast)
    with pytest.raises(NotNow):
        working.work(cast["bao"], plan.pk, LATER)
    planning.pass_gate(cast, plan)
    for username in ("amara", "edo", "dalia", "femi"):
        with pytest.raises((NotAllowed, NotHere)):
            working.work(cast[username], plan.pk, LATER)
    assert not Extraction.objects.exists()
    working.work(cast["bao"], plan.pk, LATER)
    for record in (plan.pk, plan.population_id):
        (entry,) = [line for line in journal.read(record) if line.deed == "research.work"]
        assert (entry.actor, entry.purpose) == (cast["bao"].person, "statistics")


def test_the_grant_alone_opens_nothing_without_the_ring(cast: Cast) -> None:
    """Femi holds the grant but not the key of the counting team."""
    plan = planning.gated(cast)
    planning.give(cast, "femi", "research.release_maker")
    with pytest.raises(NotAllowed):
        working.work(cast["femi"], plan.pk, LATER)
    assert not Extraction.objects.exists()


def test_no_row_is_stored_by_counting(cast: Cast) -> None:
    """Everything that the room wrote while it worked: no record key, no row of codes, no identifier of a cell."""
    from fanal.engines.disclosure.classes import record_keys

    plan, _ = planning.worked(cast)
    with populations.opened_secret(cast["bao"], plan.population, LATER) as secret:
        ids = [one.id for one in concerns.count_cells(cast.aurora)]
        keys = record_keys(secret, [one.bytes for one in ids])
    stored = everything()
    assert plan.pk.hex in stored, "the control: what is stored is found"
    for one, (high, low) in zip(ids, keys.tolist(), strict=True):
        for canary in (
            one.hex,
            str(one),
            one.bytes.decode("latin-1"),
            str(high << 32 | low),
            f"{high << 32 | low:016x}",
        ):
            assert canary not in stored
    assert secret.hex() not in stored
    assert secret.decode("latin-1") not in stored


def everything() -> str:
    """All columns of all tables of the room, as text."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_app_config("research").get_models():
            columns = ", ".join(connection.ops.quote_name(one.column) for one in model._meta.concrete_fields)
            cursor.execute(f"SELECT {columns} FROM {connection.ops.quote_name(model._meta.db_table)}")
            for row in cursor.fetchall():
                found += [_text(one) for one in row]
    return "\n".join(found).replace("-", "") + "\n" + "\n".join(found)


def _text(one: object) -> str:
    return bytes(one).decode("latin-1") if isinstance(one, memoryview | bytes) else str(one)


def test_no_address_of_the_room_gives_rows() -> None:
    """Rows are named by no route; what can be taken along is a signed release."""
    routes = [str(one.pattern) for one in get_resolver("fanal.research.urls").url_patterns]
    assert routes
    assert not [one for one in routes if "rows" in one or "extract" in one]


def test_what_was_erased_is_in_no_later_release(cast: Cast) -> None:
    """DNH-36: a file that was erased cannot be counted again, though the plan stands."""
    planning.people(cast)
    planning.classes_reviewed(cast, "case")
    found = populations.open_population(cast["bao"], "import", "Children in a file of 2024", "case", NOW)
    rows = "\n".join(["2024,Feminine,12", "2024,Masculine,13"] * 40)
    text = f"cas_IncomingReferralDate,prs_Gender,vic_AgeWhenTrafficked\n{rows}\n"
    report = importing.read_in(cast["bao"], found.pk, text, NOW)
    assert report.read == 80
    form = planning.form(
        found,
        question="children-sex",
        title="Girls and boys in the file of 2024",
        cohorts=(2024,),
        tables=(planning.TableSpec(("sex",), cohorts=(2024,)),),
    )
    plan = plans.open_plan(cast["bao"], form, NOW)
    planning.pass_gate(cast, plan)
    assert working.work(cast["bao"], plan.pk, LATER).passed
    importing.erase(cast["bao"], ImportedTable.objects.get().pk, LATER)
    again = working.work(cast["bao"], plan.pk, LATER)
    assert not again.passed
    assert [one["code"] for one in again.attacks] == ["X2"]


def test_secrets_of_populations_go_when_they_end(cast: Cast) -> None:
    plan = planning.drafted(cast)
    with pytest.raises(NotNow):
        populations.close_population(cast["bao"], plan.population_id, LATER)
    plans.stop(cast["bao"], plan.pk, "Enough", LATER)
    populations.close_population(cast["bao"], plan.population_id, LATER)
    again = planning.fresh(plan).population
    assert (bytes(again.content), again.closed_on) == (b"", LATER.date())
    with pytest.raises(NotAllowed), populations.opened_secret(cast["bao"], again, LATER):
        pass
