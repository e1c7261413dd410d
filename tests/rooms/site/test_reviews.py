"""Before a review ends somebody reviews anew; the check says what ends when; what waits for whom stands on a page."""

from datetime import timedelta
from typing import Any
from unittest import mock
from uuid import NAMESPACE_URL, uuid5

import pytest
from django.urls import reverse

from fanal.access.api import reviews
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network.contracts import Role
from fanal.research.contracts import Stage, Verdict
from fanal.research.models import Decision
from fanal.research.questions import catalogue, classing
from fanal.research.records import populations
from fanal.site import reviews as clocked
from fanal.site.checks import State, upkeep
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.research import planning

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = NOW.date()
CONCERNS = ["classes", "concerns"]


def _states(cast: Cast, who: str, kind: str, days: int) -> None:
    item = classing.item("concerns")
    said = reviews.Statement(kind, True, item.digest, TODAY, TODAY + timedelta(days=days), "Wren, of the university")
    clocked.review(cast[who], item, said, NOW)


def _owed() -> list[tuple[str, str]]:
    return sorted((duty.kind, str(duty.owner)) for duty in clocks.open_duties(kinds=[clocked.AGAIN]))


def test_thirty_days_before_its_end_it_is_a_duty_of_that_role(cast: Cast) -> None:
    planning.people(cast)
    _states(cast, "sol", "ethics", 31)
    _states(cast, "tove", "survivor", 200)
    clocked.look(NOW)
    assert _owed() == []
    clocked.look(NOW + timedelta(days=1))
    clocked.look(NOW + timedelta(days=40))
    assert _owed() == [("review_again", "role:ethics_reviewer")]
    _states(cast, "sol", "ethics", 300)
    assert _owed() == []


def test_what_was_taken_back_is_owed_no_more(cast: Cast) -> None:
    planning.people(cast)
    _states(cast, "sol", "ethics", 10)
    clocked.look(NOW)
    assert len(_owed()) == 1
    planning.review_classes(cast["sol"], "concerns", "ethics", NOW, no="Too fine.")
    clocked.look(NOW)
    assert _owed() == []


def test_the_check_says_of_each_review_what_ends_when(cast: Cast) -> None:
    assert upkeep.reviews(TODAY).state is State.OK
    planning.people(cast)
    _states(cast, "sol", "ethics", 31)
    line = upkeep.reviews(TODAY)
    assert line.state is State.OK
    assert f"classes/concerns, ethics: until {TODAY + timedelta(days=31)}" in line.words
    assert upkeep.reviews(TODAY + timedelta(days=1)).state is State.WARN
    other = mock.Mock(wraps=classing.canonical, side_effect=lambda found: b"other")
    with mock.patch.object(classing, "canonical", other):
        line = upkeep.reviews(TODAY)
    assert (line.state, "of another wording" in line.words) == (State.WARN, True)


def test_whoever_has_the_role_reads_what_waits_and_states_it(cast: Cast) -> None:
    planning.people(cast)
    there, do = (reverse(f"desk:{name}", args=CONCERNS) for name in ("review", "review-state"))
    sol, bao = client_of(cast, "sol"), client_of(cast, "bao")
    assert "Waits for you" in text(sol.get(reverse("desk:reviews")))
    mine = text(bao.get(reverse("desk:reviews"))).partition("Waits for you")[2].partition("</table>")[0]
    assert there not in mine, "it is the secretariat's to state"
    assert "State a review" not in text(bao.get(there))
    assert bao.get(do).status_code == 403
    page = text(sol.get(do))
    assert classing.item("concerns").digest in page
    assert all("What came of it" in text(sol.get(address)) for address in (there, do)), "the wording in full"
    form: dict[str, Any] = {
        "kind": "ethics", "verdict": "yes", "reviewer": "Wren, of the university", "reviewed_on": TODAY,
        "until": TODAY + timedelta(days=400), "digest": "0" * 64,
    }  # fmt: skip
    assert "A colleague changed this meanwhile" in text(sol.post(do, form))
    form["digest"] = classing.item("concerns").digest
    assert "(optional)" not in page
    two = text(sol.post(do, form | {"reviewer": " ", "reviewed_on": TODAY + timedelta(days=9)}))
    assert "Write the name or office of who reviewed it." in two
    assert "Choose today or a day before it." in two
    assert sol.post(do, form).status_code == 302
    assert "Wren, of the university" in text(bao.get(there)), "what the secretariat states counts here"
    assert bao.get(reverse("desk:review", args=["nothing", "concerns"])).status_code == 404


def test_whoever_counts_is_told_that_nobody_vouches_for_the_classes_any_more(cast: Cast) -> None:
    found = planning.population(cast)
    page, plan = reverse("research:record", args=[found.pk]), planning.drafted(cast)
    bao = client_of(cast, "bao")
    assert "classes were reviewed" not in text(bao.get(page)), "the control"
    planning.review_classes(cast["sol"], "concerns", "ethics", NOW, no="A class points at one child.")
    for address in (page, reverse("research:plan", args=[plan.pk])):
        assert "Somebody who reviewed these classes says no" in text(bao.get(address))
    assert populations.classes_of(found).reviewed_on, "what was opened is counted on"


def test_what_was_decided_of_classes_before_holds_for_its_two_years(cast: Cast) -> None:
    """Version 0.1.0 stored decisions of research, whose entries name no row."""
    planning.people(cast)
    sha = catalogue.class_set("concerns").sha256
    subject = uuid5(NAMESPACE_URL, f"fanal.classes/{sha}")
    for who, role in (("sol", Role.ETHICS_REVIEWER), ("tove", Role.SURVIVOR_ADVISER)):
        person = cast[who]
        Decision.objects.create(
            subject=subject, stage=Stage.CLASSES, role=role, org_id=person.org, person_id=person.person,
            verdict=Verdict.PASSED, about=sha, at=NOW,
        )  # fmt: skip
        journal.write(subject, person.signatory(), "research.review_classes", at=NOW)
    assert classing.classes_for(cast.aurora, "concerns", TODAY).reviewed_on == TODAY
    assert classing.classes_for(cast.aurora, "concerns", TODAY + timedelta(days=740)).reviewed_on is None
    planning.review_classes(cast["sol"], "concerns", "ethics", NOW + timedelta(hours=1), no="Too fine.")
    assert classing.classes_for(cast.aurora, "concerns", TODAY).reviewed_on is None, "the last word counts"
