"""A card of one's own, linked once; a certificate gives the clearance that a room asks for, and takes it along."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from fanal.access.api import ClearanceGiven, NotNow, clearing, may
from fanal.concerns.access_terms import TRAINED
from fanal.concerns.triage import decisions
from fanal.learning.certificates import believing, issuing, keys
from fanal.learning.certificates.policy import GRANT, ISSUED
from fanal.learning.courses import library
from fanal.learning.models import Card, Certificate, GroupSession, Learner, LinkedCard, Sheet
from fanal.learning.sessions import sessions
from fanal.learning.skills import skills
from fanal.learning.skills.skills import Mark
from fanal.learning.staff import cards
from fanal.network import api as network
from fanal.network.models import Person
from fanal.vocabulary.dates import months_later
from tests.desk import client_of, person_of, text
from tests.people import FOUNDED, Cast, are_trained
from tests.rooms.concerns.told import tell
from tests.rooms.learning import reviewed
from tests.rooms.learning.passed import passed
from tests.rooms.learning.seated import PIN, Seated, card, observer, seated, url

pytestmark = pytest.mark.django_db(databases="__all__")
CODE = "triage"
COURSE = library.shipped()[CODE]


@pytest.fixture(autouse=True)
def key(keyfile_kept: None) -> None:
    keys.add()


@pytest.fixture
def femi(cast: Cast) -> Seated:
    """Femi decides on concerns, and has no training; somebody made her a card."""
    reviewed.all_say(cast, CODE)
    network.grants.end(person_of("femi"), TRAINED)
    return seated(cast, "Femi")


def _see(cast: Cast, one: Seated, who: str, at: datetime) -> None:
    marks = dict.fromkeys(COURSE.skills, str(Mark.SHOWN))
    skills.observe(cast[who], one.learner, COURSE, marks, at)


def _pass(cast: Cast, one: Seated, at: datetime | None = None) -> Certificate:
    """All of it: the situations, the skills, the certificate, which is asked for now."""
    at = at or timezone.now()
    observer(cast)
    _see(cast, one, "edo", at)
    row = passed(one.learner, COURSE, at)
    one.client.post(url("certificate", row.pk), {"name": "Femi Ade"})
    return Certificate.objects.get(attempt=row.pk)


def _decides(cast: Cast) -> bool:
    """Whether Femi may decide today."""
    row = Person.objects.select_related("org").get(username="femi")
    return bool(may(network.open_actor(row, cast.seed("femi"), timezone.now().date()), decisions.DECIDE))


def _link(cast: Cast, one: Seated, who: str = "femi") -> LinkedCard:
    return cards.link(cast[who], one.code, PIN, timezone.now())


@pytest.mark.parametrize("first", ["link", "course"])
def test_whoever_passes_the_course_may_decide(cast: Cast, femi: Seated, first: str) -> None:
    if first == "link":
        _link(cast, femi)
    given = _pass(cast, femi)
    if first == "course":
        assert not _decides(cast)
        _link(cast, femi)
    assert _decides(cast)
    row = ClearanceGiven.objects.get(person=person_of("femi"))
    assert (row.until, row.note, row.given_by) == (given.expires_on, given.code, None)
    assert list(clearing.unproved()) == []
    assert "a course that was passed here" in text(client_of(cast, "bao").get(reverse("desk:clearances")))


def test_a_certificate_of_which_the_journal_does_not_say_whose_it_is_gives_no_clearance(
    cast: Cast, femi: Seated, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first ones: whoever writes to the database could have given it to Femi."""
    write = believing.journal.write

    def unnamed(*said: Any, items: Any = (), **more: Any) -> object:
        return write(*said, items=() if ISSUED in said else items, **more)

    monkeypatch.setattr(believing.journal, "write", unnamed)
    _pass(cast, femi)
    monkeypatch.undo()
    _link(cast, femi)
    assert not _decides(cast)
    page = text(client_of(cast, "femi").get(reverse("staff:mine")))
    assert "One of the first certificates counts no more" in page
    assert "None yet." not in page
    _pass(cast, femi, timezone.now() + timedelta(minutes=1))
    assert _decides(cast)
    assert "counts no more" not in text(client_of(cast, "femi").get(reverse("staff:mine")))


def test_without_it_the_page_names_the_course_and_leads_to_it(cast: Cast, femi: Seated) -> None:
    page = client_of(cast, "femi").get(reverse("concerns:decide", args=[tell(cast).id, "information_only"]))
    assert page.status_code == 403
    assert COURSE.texts["title"] in text(page)
    assert reverse("staff:mine") in text(page)
    mine = text(client_of(cast, "femi").get(reverse("staff:mine")))
    assert COURSE.texts["title"] in mine
    assert reverse("learner:course", args=["en", CODE]) in mine
    assert "not yet" in mine


def test_where_no_course_is_given_a_manager_gives_it_as_before(cast: Cast) -> None:
    """Nobody is locked out of a child in danger by a course that is not there."""
    until, bao = timezone.now().date() + timedelta(days=300), cast["bao"]
    network.grants.end(person_of("femi"), TRAINED)
    page = client_of(cast, "femi").get(reverse("concerns:decide", args=[tell(cast).id, "information_only"]))
    assert "passing this course" not in text(page)
    clearing.give(bao, network.person(person_of("femi")), TRAINED, "course", until, timezone.now())
    assert _decides(cast)


def test_where_it_is_given_a_manager_bridges_thirty_days(cast: Cast, femi: Seated) -> None:
    now, bao, whom = timezone.now(), cast["bao"], network.person(person_of("femi"))
    with pytest.raises(NotNow, match="gives the course"):
        clearing.give(bao, whom, TRAINED, "course", now.date() + timedelta(days=31), now)
    clearing.give(bao, whom, TRAINED, "course", now.date() + timedelta(days=30), now)
    assert _decides(cast)
    clearing.give(bao, whom, "vetting", "certificate", now.date() + timedelta(days=300), now)


@pytest.mark.parametrize("longer", [False, True])
def test_what_is_held_for_longer_stays(cast: Cast, longer: bool) -> None:
    now = timezone.now()
    network.grants.end(person_of("femi"), TRAINED)
    until = months_later(now.date(), clearing.LONGEST) if longer else now.date() + timedelta(days=20)
    before = clearing.give(cast["bao"], network.person(person_of("femi")), TRAINED, "course", until, now)
    reviewed.all_say(cast, CODE)
    one = seated(cast, "Femi")
    _link(cast, one)
    given = _pass(cast, one, FOUNDED)
    assert given.expires_on < months_later(now.date(), clearing.LONGEST)
    held = clearing.held_in(cast.aurora)[person_of("femi")][TRAINED]
    before.refresh_from_db()
    assert (held.until, before.ended_at is None) == (until if longer else given.expires_on, longer)


def test_taken_back_it_takes_the_clearance_along(cast: Cast, femi: Seated) -> None:
    _link(cast, femi)
    given = _pass(cast, femi)
    _take_back(cast, given)
    assert not _decides(cast)
    assert list(clearing.unproved()) == []


def _take_back(cast: Cast, given: Certificate) -> None:
    are_trained([cast["bao"].person, cast["dalia"].person], GRANT)
    row = Certificate.objects.get(pk=given.pk)
    issuing.ask_to_revoke(cast["bao"], row, "error", timezone.now())
    issuing.revoke(cast["dalia"], row, timezone.now())


def test_also_where_their_learning_was_deleted_since(cast: Cast, femi: Seated) -> None:
    _link(cast, femi)
    given = _pass(cast, femi)
    femi.client.post(url("delete"), {"sure": "yes"})
    assert not LinkedCard.objects.exists()
    assert _decides(cast)
    _take_back(cast, given)
    assert not _decides(cast)
    assert list(clearing.unproved()) == []


def test_an_older_certificate_that_still_holds_gives_it_again(
    cast: Cast, femi: Seated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issuing, "RENEWED", timedelta(days=1000))
    _link(cast, femi)
    older = _pass(cast, femi, FOUNDED)
    newer = _pass(cast, femi)
    assert clearing.held_in(cast.aurora)[person_of("femi")][TRAINED].note == newer.code
    _take_back(cast, newer)
    held = clearing.held_in(cast.aurora)[person_of("femi")][TRAINED]
    assert (held.note, held.until) == (older.code, older.expires_on)
    assert _decides(cast)
    _take_back(cast, older)
    assert not _decides(cast)


def test_nobody_leads_it_who_did_not_pass_it(cast: Cast, femi: Seated) -> None:
    now = timezone.now()
    with pytest.raises(NotNow, match="Who leads this course has passed it"):
        sessions.plan(cast["edo"], femi.cohort.pk, CODE, "en", 30, now.date(), now)
    are_trained([cast["edo"].person], TRAINED)
    assert sessions.plan(cast["edo"], femi.cohort.pk, CODE, "en", 30, now.date(), now).course == CODE


# ---- the card ----


def test_it_is_linked_once_and_by_whoever_has_card_and_pin(cast: Cast, femi: Seated) -> None:
    femi_desk, address = client_of(cast, "femi"), reverse("staff:link")
    for pin in ("111222", "999999"):
        assert "do not go together" in text(femi_desk.post(address, {"card": femi.code, "pin": pin}))
    assert Card.objects.get(learner=femi.learner).wrong == 2, "they are counted"
    kept = text(femi_desk.post(address, {"card": femi.code, "pin": "12"}))
    assert "6 digits" in kept
    assert femi.code in kept
    assert femi_desk.post(address, {"card": femi.code, "pin": PIN}).status_code == 302
    assert "Linked: Femi" in text(femi_desk.get(reverse("staff:mine")))
    with pytest.raises(NotNow, match="linked to your account already"):
        _link(cast, femi)
    with pytest.raises(NotNow, match="linked to another account"):
        _link(cast, femi, "amara")


def test_a_card_without_a_pin_or_of_another_member_is_not_linked(cast: Cast) -> None:
    learner, code, _of = card(cast, "Amara")
    with pytest.raises(NotNow, match="no PIN yet"):
        cards.link(cast["amara"], code, PIN, timezone.now())
    seated_one = seated(cast, "Ben")
    Learner.objects.filter(pk=seated_one.learner.pk).update(org_id=cast.nordlys)
    with pytest.raises(NotNow, match="another organisation"):
        cards.link(cast["amara"], seated_one.code, PIN, timezone.now())
    assert not LinkedCard.objects.exists()
    assert learner.pk


@pytest.mark.parametrize("how", ["marks", "sheet"])
def test_nobody_links_the_card_whose_holder_they_judged(cast: Cast, femi: Seated, how: str) -> None:
    """Marked first and linked later it would be one's own word."""
    now = timezone.now()
    observer(cast)
    if how == "marks":
        _see(cast, femi, "edo", now)
    else:
        session = GroupSession.objects.create(
            org_id=cast.aurora, cohort=femi.cohort, course=CODE, version=COURSE.version, language="en", minutes=20,
            planned_on=now.date(), led_by_id=cast["edo"].person, made_at=now,
        )  # fmt: skip
        Sheet.objects.create(
            session=session, learner=femi.learner, number=1, form="B", seed="0" * 32, second=False, typed_at=now,
            typed_by_id=cast["edo"].person,
        )  # fmt: skip
    with pytest.raises(NotNow, match="ask a colleague for a new card"):
        _link(cast, femi, "edo")
    assert not LinkedCard.objects.exists()
    _link(cast, femi)


@pytest.mark.parametrize("how", ["made up", "another person"])
def test_a_link_that_somebody_wrote_gives_nothing(cast: Cast, femi: Seated, how: str) -> None:
    if how == "made up":
        LinkedCard.objects.create(person_id=person_of("femi"), learner=femi.learner, at=timezone.now())
    else:
        _link(cast, femi, "amara")
        LinkedCard.objects.update(person_id=person_of("femi"))
    _pass(cast, femi)
    assert not _decides(cast)
    assert cards.learner_of(person_of("femi")) is None


def test_the_account_leads_to_it(cast: Cast) -> None:
    page = text(client_of(cast, "femi").get(reverse("desk:account")))
    assert re.search(rf'href="{reverse("staff:mine")}"', page)
