"""DNH-44: of files those children are linked who agreed to that, to count; never a person suspected or who cares for
them; and no pair comes back to a file."""

from dataclasses import fields
from datetime import timedelta

import pytest
from django.apps import apps

from fanal.access.api import NotAllowed
from fanal.cases.codes import ConsentPurpose
from fanal.cases.counting import linking
from fanal.cases.files import restricting
from fanal.cases.grounds import grounds
from fanal.cases.models import Case, Consent
from fanal.engines.linkage.model import ChildRow
from fanal.engines.linkage.rows import COLUMNS
from tests.harm.case_ways import allowed, case, case_of_file
from tests.people import NOW, Cast
from tests.rooms.cases.acts.filed import PERSON
from tests.rooms.research.runs.test_runs_files import YES

pytestmark = pytest.mark.django_db(databases="__all__")
__all__ = ["case", "case_of_file"]
DAY, LATER = timedelta(days=1), NOW + timedelta(hours=1)


def listed(cast: Cast, who: str = "bao") -> tuple[ChildRow, ...]:
    return linking.rows(cast[who], NOW.date() - DAY, NOW.date() + DAY, LATER)


def test_only_who_agreed_to_this_is_on_a_list(cast: Cast, case: Case) -> None:
    allowed(cast, case)
    assert listed(cast) == (), "a yes to something else is none to this"
    grounds.give(cast["marek"], case.pk, ConsentPurpose.RESEARCH_LINKAGE, YES, NOW)
    (row,) = listed(cast)
    assert {one.name for one in fields(row)} == set(COLUMNS)
    assert row.names == ("Lilo Anders",)
    told = str([getattr(row, one.name) for one in fields(row)])
    assert not [word for word in (*PERSON["names"], "foreign_tourist", case.number, str(case.pk)) if word in told]
    given = Consent.objects.get(child=case.child_id, purpose="research_linkage")
    grounds.withdraw(cast["marek"], case.pk, given.pk, {"given_by": "child"}, LATER - timedelta(minutes=1))
    assert listed(cast) == ()


def test_nobody_but_who_answers_for_files_makes_one_and_a_file_for_few_is_on_none(cast: Cast, case: Case) -> None:
    grounds.give(cast["marek"], case.pk, ConsentPurpose.RESEARCH_LINKAGE, YES, NOW)
    for who in ("marek", "edo", "noor", "lena"):
        with pytest.raises(NotAllowed):
            listed(cast, who)
    restricting.restrict(cast["dalia"], case.pk, LATER - timedelta(minutes=1), "About our own people")
    assert listed(cast) == ()


def test_no_table_of_files_points_to_a_run_or_holds_a_pair() -> None:
    columns = [one for table in apps.get_app_config("cases").get_models() for one in table._meta.concrete_fields]
    assert len(columns) > 300
    assert not [one for one in columns if one.related_model and one.related_model._meta.app_label == "research"]
    assert not {one.name for one in columns} & {"pair", "pairs", "handle", "match", "matches", "linked_to"}
