"""CM-6: opening a file takes at most twenty answers, and eight that must be there open it."""

import pytest

from fanal.cases.model.declared import MOST_ASKED, model
from fanal.cases.models import Case
from fanal.cases.opening.desk.opening import Open, asked
from fanal.cases.opening.opening import NEEDED, THEN, open_file
from fanal.cases.opening.prefill import Prefill
from tests.people import NOW, Cast
from tests.rooms.cases.care import ANSWERS, accepted

pytestmark = pytest.mark.django_db(databases="__all__")


def test_of_a_child_twenty_are_asked_at_most_and_of_an_adult_one_more() -> None:
    """Why without consent is asked of whoever has none; all else the model marks."""
    paths = {one.path for one in asked()} - {"consent.basis_reason"}
    assert len(paths) <= MOST_ASKED == 20
    assert paths - {"consent.given_by"} <= {one.path for one in model().intake}
    assert {one.path for one in asked(adult=True)} - {one.path for one in asked()} == {THEN}


@pytest.mark.parametrize("age", ["", "3", "13", "40", "9999", "x"])
def test_the_form_has_an_input_for_each_and_no_other(age: str) -> None:
    form = Open(Prefill(), {"child_age_at_intake": age})
    known = {one.path.replace(".", "_") for one in asked(adult=True)}
    own = {name for name in form.fields if not any(name == one or name.startswith(f"{one}_") for one in known)}
    assert own == set()
    assert (THEN.replace(".", "_") in form.fields) == (age == "40")


def test_these_eight_open_it(cast: Cast) -> None:
    """A child of whom nothing else is known has a file."""
    assert len(NEEDED) <= 8
    open_file(cast["marek"], accepted(cast).id, {path: ANSWERS[path] for path in NEEDED}, NOW)
    assert Case.objects.count() == 1
