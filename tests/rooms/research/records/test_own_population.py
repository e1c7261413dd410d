"""Whose children a member counts in a plan over several: those of its own records, never by chance those of a file."""

from collections.abc import Callable
from typing import Any

import pytest

from fanal.access.api import NotNow
from fanal.network.contracts import Role
from fanal.research.contracts import MAKER
from fanal.research.models import Plan, Population
from fanal.research.plans import pooling
from fanal.research.records import populations
from fanal.vocabulary.ids import new_id
from tests.people import NOW, Cast, loses
from tests.rooms.research import planning
from tests.rooms.research.planning import give

pytestmark = pytest.mark.django_db(databases="__all__")


def pooled(cast: Cast) -> Plan:
    """A plan of the secretariat over case files, as far as its members ask which of their records it counts."""
    planning.people(cast)
    planning.classes_reviewed(cast, "case")
    loses(cast["tove"].person, Role.SURVIVOR_ADVISER)
    give(cast, "tove", MAKER)
    return Plan(population=populations.open_population(cast["tove"], "pooled", "Case files of members", "case", NOW))


def opened(cast: Cast, source: str) -> Population:
    return populations.open_population(cast["bao"], source, f"Children in {source}", "case", NOW)


def test_own_records_come_before_an_older_file(cast: Cast) -> None:
    plan = pooled(cast)
    file = opened(cast, "import")
    assert pooling.own_population(cast["bao"], plan) == file, "who has nothing but a file counts that"
    own = opened(cast, "cases")
    assert pooling.own_population(cast["bao"], plan) == own
    populations.close_population(cast["bao"], own.pk, NOW)
    assert pooling.own_population(cast["bao"], plan) == file


def test_which_of_two_is_for_the_member_to_say(cast: Cast) -> None:
    """Two populations of files, as they could be opened once: no program chooses whose budget is spent."""
    plan = pooled(cast)
    with pytest.raises(NotNow, match="none with these classes"):
        pooling.own_population(cast["bao"], plan)
    file = opened(cast, "import")
    second = Population.objects.get(pk=file.pk)
    second.pk, second.definition = new_id(), "Another file"
    second.save(force_insert=True)
    with pytest.raises(NotNow, match="End all but"):
        pooling.own_population(cast["bao"], plan)
    populations.close_population(cast["bao"], file.pk, NOW)
    assert pooling.own_population(cast["bao"], plan) == second


def test_a_restore_on_which_a_closed_population_was_open_ends_well(
    cast: Cast, django_capture_on_commit_callbacks: Any, erased_again: Callable[[], int]
) -> None:
    """Its secret is erased again; the population stays with the plans that point to it, and is closed once more."""
    planning.people(cast)
    planning.classes_reviewed(cast, "case")
    found = opened(cast, "cases")
    with django_capture_on_commit_callbacks(execute=True):
        populations.close_population(cast["bao"], found.pk, NOW)
    found.save()
    assert erased_again() == 1
    assert Population.objects.get(pk=found.pk).content == b""
    populations.close_population(cast["bao"], found.pk, NOW)
    assert Population.objects.get(pk=found.pk).closed_on == NOW.date()
