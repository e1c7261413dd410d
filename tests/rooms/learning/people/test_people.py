"""A training lead: cohorts, people, cards that are shown once, and nothing of what anybody answered."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.journal.models import Entry
from fanal.learning.models import Card, Cohort, Learner, Post
from fanal.learning.people import people
from fanal.network.contracts import Role
from tests.desk import client_of, text
from tests.people import NOW, Cast, gains
from tests.rooms.learning.seated import card, cohort, lead, seated, sit

pytestmark = pytest.mark.django_db(databases="__all__")


def test_from_nobody_to_a_card_in_somebody_s_hand(cast: Cast) -> None:
    lead(cast)
    edo = client_of(cast, "edo")
    assert "Nobody learns here yet" in text(edo.get(reverse("learners:cohorts")))
    said = {"label": "Hotel Lantern", "kind": "site", "country": "XA"}
    made = edo.post(reverse("learners:add_cohort"), said, follow=True)
    assert "Nobody is here yet" in text(made)
    of = Cohort.objects.get()
    add = reverse("learners:add_people", args=[of.pk])
    names = {"labels": "Ana\n  Ben  \n\n117", "role": "front_desk", "language": "en"}
    shown = text(edo.post(add, names, follow=True))
    codes = re.findall(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b", shown)
    assert len(set(codes)) == 3
    assert "/en/xa/" in shown, "where to tell it, alike on all cards of a country"
    assert shown.count('class="qr"') == 6
    assert [row.label for row in Learner.objects.order_by("label")] == ["117", "Ana", "Ben"]
    edo.post(reverse("desk:once"), {"kept": "on"})
    assert edo.get(reverse("desk:once")).status_code == 410, "shown once"
    page = text(edo.get(reverse("learners:cohort", args=[of.pk])))
    assert page.count("not used yet") == 3
    sit(codes[0])
    assert text(edo.get(reverse("learners:cohort", args=[of.pk]))).count("in use") == 1
    assert not any(code in page for code in codes)


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ("", "aria-invalid"),
        ("Ana\nAna", "Add a number to tell apart"),
        ("Eva", "Add a number to tell apart"),
        ("ana@hotel.example", "No addresses"),
        ("x" * 81, "at most 80 characters"),
        ("\n".join(f"p{number}" for number in range(201)), "At most 200 at once"),
    ],
)
def test_what_is_wrong_is_said_and_kept(cast: Cast, labels: str, words: str) -> None:
    _learner, _code, of = card(cast, "Eva")
    said = {"labels": labels, "role": "front_desk", "language": "en"}
    page = text(client_of(cast, "edo").post(reverse("learners:add_people", args=[of.pk]), said))
    assert words in page
    assert labels.split("\n", maxsplit=1)[0] in page
    assert Learner.objects.count() == 1


def test_a_lost_card_a_locked_one_and_somebody_who_leaves(cast: Cast) -> None:
    one, edo = seated(cast), client_of(cast, "edo")
    post = Post.objects.get()
    Card.objects.update(locked_at=NOW)
    page = text(edo.get(reverse("learners:cohort", args=[one.cohort.pk])))
    assert "locked" in page
    edo.post(reverse("learners:open_card", args=[post.pk]), {"sure": "on"})
    assert Card.objects.get().verifier == ""
    shown = text(edo.post(reverse("learners:new_card", args=[post.pk]), {"sure": "on"}, follow=True))
    assert "Print the cards now" in shown
    edo.post(reverse("desk:once"), {"kept": "on"})
    edo.post(reverse("learners:end_post", args=[post.pk]), {"on": NOW.date().isoformat()})
    assert Post.objects.get().until == NOW.date()
    assert "Nobody is here yet" in text(edo.get(reverse("learners:cohort", args=[one.cohort.pk])))
    assert Card.objects.filter(ended_at=None).count() == 1, "the card stays theirs"
    deeds = set(Entry.objects.filter(record=one.learner.pk).values_list("deed", flat=True))
    assert {"learning.make_card", "learning.open_card", "learning.pin_set", "learning.keep_people"} <= deeds


def test_only_who_trains_and_only_their_own(cast: Cast) -> None:
    of = cohort(cast)
    with pytest.raises(NotAllowed):
        people.open_cohort(cast["amara"], "Mine", "XA", "site", NOW)
    gains(cast["nils"].person, Role.CAREGIVER_TRAINER)
    with pytest.raises(NotHere):
        people.cohort(cast["nils"], of.pk)
    assert client_of(cast, "nils").get(reverse("learners:cohort", args=[of.pk])).status_code == 404
    assert client_of(cast, "edo").get(reverse("learners:cohort", args=[uuid4()])).status_code == 404
    assert client_of(cast, "amara").get(reverse("learners:cohorts")).status_code == 403


def test_an_end_before_the_beginning(cast: Cast) -> None:
    card(cast)
    with pytest.raises(NotNow, match="from the first day"):
        people.end_post(
            cast["edo"], people.post(cast["edo"], Post.objects.get().pk), NOW.date() - timedelta(days=1), NOW
        )
