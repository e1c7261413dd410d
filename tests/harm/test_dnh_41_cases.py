"""DNH-41: of files nothing is published but by a release: no page shows a number of them to somebody who is not signed
in, and what may be counted has no place below a country, ten or more, six months later."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from fanal.access.api import NotNow
from fanal.cases.counting import coded
from fanal.cases.model.declared import model
from fanal.cases.models import ProviderAnswer
from fanal.cases.urls import urlpatterns
from fanal.engines.disclosure.model import Policy
from fanal.research.questions import catalogue
from fanal.research.records import populations
from tests.harm.scene import open_form
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.concerns.reporter import every_page
from tests.rooms.research import planning

pytestmark = pytest.mark.django_db(databases="__all__")
__all__ = ["open_form"]
FEW = 3


def numbers() -> dict[str, list[str]]:
    """What stands on the public pages, but the time and a code."""
    pages = {name: page.words for name, page in every_page().items() if name != "receipt"}
    return {name: re.findall(r"(?<![\d:])\d+(?![\d:])", words) for name, words in pages.items()}


def test_no_page_that_anybody_opens_counts_files(open_form: Cast) -> None:
    before = numbers()
    for _each in range(FEW):
        opened(open_form)
    assert before == numbers()


def test_every_page_of_the_room_asks_who_it_is() -> None:
    alone = [one.name for one in urlpatterns if "<" not in str(one.pattern)]
    assert len(alone) > 15
    for name in alone:
        answer = Client().get(reverse(f"cases:{name}"))
        assert (answer.status_code, answer["Location"].startswith(reverse("account_login"))) == (302, True), name


def test_what_is_counted_of_a_file_is_coarse_and_waits() -> None:
    policy = Policy()
    assert (policy.k, policy.audience, policy.delay_months) == (10, "public", 6)
    variables = catalogue.class_set("case").variables
    assert len(variables) > 20
    assert not [one.name for one in variables if one.kind in {"place", "origin"}]
    kinds = {one.kind for one in coded.counted()}
    assert not kinds & {"text", "text_500", "long_text", "text_list", "partial_date", "date", "instant"}
    assert not [one.path for one in model().fields if one.path in {"child.given_name", "act.place"} and one.stat]


def test_files_are_counted_only_after_two_others_looked_at_the_classes(cast: Cast) -> None:
    planning.people(cast)
    with pytest.raises(NotNow, match="reviewed"):
        populations.open_population(cast["bao"], "cases", "Files of Aurora", "case", NOW)


def test_how_fast_a_provider_answers_is_kept_without_a_file() -> None:
    assert {one.name for one in ProviderAnswer._meta.concrete_fields}.isdisjoint(
        {"case", "child", "service", "referral"}
    )
