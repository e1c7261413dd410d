"""CM-65: a child is never entered as a person suspected; the form ends and another path begins."""

from typing import Any

import pytest
from django.urls import reverse

from fanal.access.api import NotNow
from fanal.cases.acts import acts, suspects
from fanal.cases.files import files
from fanal.cases.model.declared import model
from fanal.cases.models import Act, AllegedOffender, Case, Note
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.acts.filed import PERSON, posted

pytestmark = pytest.mark.django_db(databases="__all__")


def test_the_form_ends_and_leads_to_help(case: Case, cast: Cast) -> None:
    marek, new = client_of(cast, "marek"), reverse("cases:person_new", args=[case.pk])
    path = reverse("cases:another_child", args=[case.pk])
    assert marek.post(new, {"alleged_offender_adult_at_time": "no"})["Location"] == path
    whole = posted("alleged_offender", {**PERSON, "adult_at_time": "no"}) | {"version": "0"}
    assert marek.post(new, whole)["Location"] == path, "also where everything else was filled in"
    assert not AllegedOffender.objects.exists()
    page = text(marek.get(path))
    assert "a file of their own, for named people only" in page
    assert PERSON["names"][0] not in page
    marek.post(path, {"note_body": "Somebody to talk to"})
    (note,) = files.look(cast["marek"], case.pk, NOW).of(Note)
    assert note.said["body"] == "Help after harmful behaviour: Somebody to talk to"


@pytest.mark.parametrize("said", ["no", "", None])
def test_no_deed_takes_a_child(case: Case, cast: Cast, said: Any) -> None:
    with pytest.raises(NotNow) as refused:
        suspects.add(cast["marek"], case.pk, {**PERSON, "adult_at_time": said}, NOW)
    assert refused.value.field == "adult_at_time"
    row = suspects.add(cast["marek"], case.pk, PERSON, NOW)
    with pytest.raises(NotNow):
        suspects.change(cast["marek"], case.pk, row.pk, {**PERSON, "adult_at_time": said}, 1, NOW)


def test_what_turns_out_to_be_a_child_is_emptied_and_named_nowhere(case: Case, cast: Cast) -> None:
    row = suspects.add(cast["marek"], case.pk, PERSON, NOW)
    other = suspects.add(cast["marek"], case.pk, {**PERSON, "names": ("Ute Brandis",)}, NOW)
    both = (str(row.pk), str(other.pk))
    acts.add(cast["marek"], case.pk, {"kind": "exploitation", "persons": both}, NOW)
    marek = client_of(cast, "marek")
    take = reverse("cases:person_child", args=[case.pk, row.pk])
    assert "another path begins" in text(marek.get(take))
    page = text(marek.post(take, follow=True))
    assert PERSON["names"][0] not in page
    assert "Ute Brandis" in page
    emptied = AllegedOffender.objects.get(pk=row.pk)
    assert not bytes(emptied.offender)
    assert not bytes(emptied.content)
    (act,) = files.look(cast["marek"], case.pk, NOW).of(Act)
    assert act.said["persons"] == (str(other.pk),)
    assert not [one for one in files.look(cast["marek"], case.pk, NOW).of(AllegedOffender) if one.unreadable]


def test_no_code_says_what_a_child_did() -> None:
    """The answers that an entry may hold say that it is an adult, or that nobody knows."""
    assert set(model().lists["adult_at_time"].codes) == {"yes", "unknown"}
    assert set(model().lists["standing"].codes) == {"victim", "at_risk"}
