"""The law is asked about an act: facts go, no name and no number; the answer stands at the act, and proceedings as the
child meets them on the page of the file."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases.acts import acts, law, suspects
from fanal.cases.files import files, restricting
from fanal.cases.models import Act, AllegedOffender, Case, CaseProceeding
from fanal.journal.models import Entry
from fanal.justice import api as justice
from fanal.justice.content import LegalEvent, ProceedingContent
from fanal.justice.matters import asking, proceedings
from fanal.justice.models import Matter, Question
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.acts.filed import PERSON
from tests.rooms.cases.care import opened
from tests.rooms.justice.small import small_law_of_file

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("small_law_of_file")]
__all__ = ["small_law_of_file"]
SAID: dict[str, Any] = {
    "kind": "exploitation",
    "forms": ("exploitation_in_prostitution",),
    "happened_from": "2026-03",
    "age_at_time": 13,
    "country": "XB",
    "online": "no",
    "place_detail": "Hotel Zirkon",
    "account": "He said nobody would know",
}


@pytest.fixture
def act(case: Case, cast: Cast) -> Act:
    return acts.add(cast["marek"], case.pk, SAID, NOW)


@pytest.fixture
def marek(cast: Cast) -> Client:
    return client_of(cast, "marek")


def hidden(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page):
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(value)
    return found


def test_from_the_act_to_the_answer_and_back(case: Case, act: Act, cast: Cast, marek: Client) -> None:
    address = reverse("cases:act_law", args=[case.pk, act.pk])
    assert address in text(marek.get(reverse("cases:file", args=[case.pk])))
    assert "Which countries can prosecute?" in text(marek.get(address))
    page = text(marek.post(address, {}))
    matter = Matter.objects.get()
    question = reverse("justice:question_new", args=[matter.pk])
    assert f'action="{question}"' in page
    fields = hidden(page)
    assert fields["conduct"] == ["sexual_activity"]
    assert fields["places_0_in"] == ["XB"]
    checked = text(marek.post(question, fields))
    assert "Ask which states can prosecute" in checked
    asked = marek.post(question, {**fields, "go": "ask", "page": "check", "as_of": NOW.date().isoformat()})
    assert asked["Location"] == reverse("justice:answer", args=[Question.objects.get().pk])
    assert asked["Location"] in text(marek.get(reverse("cases:file", args=[case.pk])))
    marek.post(address, {})
    assert Matter.objects.count() == 1, "it is asked in the same matter"


def test_the_room_of_law_learns_of_no_child_and_no_file(case: Case, act: Act, cast: Cast, marek: Client) -> None:
    person = suspects.add(cast["marek"], case.pk, PERSON, NOW)
    told = law.ask(cast["marek"], case.pk, act.pk, NOW, person=person.pk)
    sent = f"{told.url} {told.fields}"
    known = files.look(cast["marek"], case.pk, NOW)
    for word in ("Zirkon", "nobody would know", "Lilo", "Zwarth", case.number, str(case.pk), str(case.child_id)):
        assert word not in sent
        assert word not in str(Matter.objects.values().get())
    matter = Matter.objects.get()
    assert str(matter.pk) not in {str(case.pk), str(known.case.child_id), str(act.pk)}
    assert "?" not in told.url
    deeds = set(Entry.objects.filter(record=matter.pk).values_list("deed", flat=True))
    assert deeds == {"matters.open"}


def test_nationality_and_residence_are_typed_here_and_kept_with_the_entry(
    case: Case, act: Act, cast: Cast, marek: Client
) -> None:
    person = suspects.add(cast["marek"], case.pk, PERSON, NOW)
    address = reverse("cases:act_law", args=[case.pk, act.pk])
    page = text(marek.get(address))
    assert "Asked only to find which countries can act." in page
    said = {"alleged_offender_nationalities_0": "XB", "alleged_offender_residence": "XB", "person": str(person.pk)}
    fields = hidden(text(marek.post(address, said)))
    assert fields["suspect_nationality_0_in"] == ["XB"]
    assert fields["suspect_nationality_whole"] == ["no"], "nobody said that it names all"
    (one,) = suspects.entries(suspects.look(cast["marek"], case.pk, NOW))
    assert one.said["nationalities"] == ("XB",)
    assert one.said["names"] == PERSON["names"], "the rest of the entry stays"
    assert AllegedOffender.objects.get().version == 2


def test_without_a_conduct_the_question_begins_on_its_first_page(case: Case, cast: Cast, marek: Client) -> None:
    act = acts.add(cast["marek"], case.pk, {"kind": "transit", "country": "XB"}, NOW)
    told = law.ask(cast["marek"], case.pk, act.pk, NOW)
    assert dict(told.fields)["go"] == "what"
    page = text(marek.post(told.url, dict(told.fields)))
    assert "What happened, when and where" in page


def test_two_acts_can_be_of_one_matter(case: Case, act: Act, cast: Cast, marek: Client) -> None:
    other = acts.add(cast["marek"], case.pk, SAID, NOW)
    law.ask(cast["marek"], case.pk, act.pk, NOW)
    matter = Matter.objects.get()
    address = reverse("cases:act_law", args=[case.pk, other.pk])
    assert str(matter.pk) in text(marek.get(address))
    marek.post(address, {"matter": str(matter.pk)})
    tie = CaseProceeding.objects.get()
    assert tie.acts == [str(act.pk), str(other.pk)]
    law.ask(cast["marek"], case.pk, acts.add(cast["marek"], case.pk, SAID, NOW).pk, NOW)
    assert Matter.objects.count() == 2


def proceeding(cast: Cast, matter: UUID, **more: Any) -> None:
    event = LegalEvent(on=date(2026, 11, 1), type="hearing", next_on=date(2027, 2, 3))
    content = ProceedingContent(
        kind="criminal",
        state="XB",
        child_role="victim",
        events=(event,),
        interviews=1,
        child_punished_for_being_exploited="no",
        **more,
    )
    proceedings.enter(cast["lena"], matter, content, NOW)


def test_proceedings_stand_on_the_file_as_the_child_meets_them(case: Case, act: Act, cast: Cast, marek: Client) -> None:
    law.ask(cast["marek"], case.pk, act.pk, NOW)
    page = text(marek.get(reverse("cases:file", args=[case.pk])))
    assert "No proceeding is known." in page
    proceeding(cast, Matter.objects.get().pk, support_person="yes")
    for who in ("marek", "bao"):
        page = text(client_of(cast, who).get(reverse("cases:file", args=[case.pk])))
        assert "2027" in page
        assert "who goes along" in page
    dalia = client_of(cast, "dalia").post(reverse("cases:file", args=[case.pk]), {"reason": "safety"})
    assert "The law, as the child meets it" not in text(dalia)


def test_what_is_not_of_the_file_is_not_there(case: Case, act: Act, cast: Cast) -> None:
    other = opened(cast)
    theirs = acts.add(cast["marek"], other.pk, SAID, NOW)
    stranger = suspects.add(cast["marek"], other.pk, PERSON, NOW)
    law.ask(cast["marek"], other.pk, theirs.pk, NOW)
    matter = Matter.objects.get().pk
    for wrong in ({"person": stranger.pk}, {"matter": matter}):
        with pytest.raises(NotHere):
            law.ask(cast["marek"], case.pk, act.pk, NOW, **wrong)  # type: ignore[arg-type]
    with pytest.raises(NotHere):
        law.ask(cast["marek"], case.pk, theirs.pk, NOW)
    assert Matter.objects.count() == 1, "nothing was opened"


def test_who_may_ask(case: Case, act: Act, cast: Cast) -> None:
    assert law.ask(cast["bao"], case.pk, act.pk, NOW)
    person = suspects.add(cast["marek"], case.pk, PERSON, NOW)
    with pytest.raises(NotHere):  # what the worker entered is the worker's to use
        law.ask(cast["bao"], case.pk, act.pk, NOW, person=person.pk)
    for who in ("dalia", "amara", "lena", "nils", "edo"):
        with pytest.raises((NotAllowed, NotHere)):
            law.ask(cast[who], case.pk, act.pk, NOW)


def test_a_file_for_named_people_goes_into_no_matter(case: Case, act: Act, cast: Cast, marek: Client) -> None:
    restricting.restrict(cast["marek"], case.pk, NOW)
    with pytest.raises(NotNow, match="named people only"):
        law.ask(cast["marek"], case.pk, act.pk, NOW)
    assert not Matter.objects.exists()
    address = reverse("cases:act_law", args=[case.pk, act.pk])
    assert address not in text(marek.get(reverse("cases:file", args=[case.pk])))
    assert "named people only" in text(marek.post(address, {}))


def test_a_tie_that_somebody_wrote_in_the_database_is_none(case: Case, act: Act, cast: Cast, marek: Client) -> None:
    law.ask(cast["marek"], case.pk, act.pk, NOW)
    first = Matter.objects.get()
    CaseProceeding.objects.update(made_at=datetime(2026, 1, 1, tzinfo=NOW.tzinfo))
    page = text(marek.get(reverse("cases:file", args=[case.pk])))
    assert str(first.pk) not in page
    law.ask(cast["marek"], case.pk, act.pk, NOW + timedelta(hours=1))
    assert Matter.objects.count() == 2


def test_questions_of_a_matter_are_of_those_who_see_it(case: Case, act: Act, cast: Cast) -> None:
    told = law.ask(cast["marek"], case.pk, act.pk, NOW)
    matter = Matter.objects.get().pk
    assert justice.questions_of(cast["marek"], matter) == ()
    facts = {"schema": "fanal.facts/1", "act": {"conduct": ["sexual_activity"]}}
    row = asking.put_question(cast["marek"], matter, facts, NOW.date(), NOW)
    (one,) = justice.questions_of(cast["lena"], matter)
    assert (one.id, one.as_of) == (row.pk, NOW.date())
    assert justice.questions_of(cast["nils"], matter) == ()
    assert told.url == reverse("justice:question_new", args=[matter])
