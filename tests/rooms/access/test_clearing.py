"""Clearances: given by one person, never to oneself, until a day; without one a deed is refused and the page says whom
to ask."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from fanal.access.api import ClearanceGiven, NotAllowed, NotHere, NotNow, clearing, may
from fanal.concerns.access_terms import TRAINED
from fanal.concerns.models import Decision
from fanal.concerns.triage import decisions
from fanal.journal import api as journal
from fanal.journal.contracts import ActorKind
from fanal.network import api as network
from fanal.network.contracts import Role
from fanal.network.models import GrantHeld, Person
from tests.desk import client_of, person_of, sign_in, text, token_in
from tests.people import NOW, Cast, gains
from tests.rooms.concerns.told import tell

pytestmark = pytest.mark.django_db(databases="__all__")
UNTIL = date(2027, 5, 1)
TYPED = {"version": "1", "text": "A family on holiday, by the register of the hotel"}


def lacks(who: str) -> None:
    network.grants.end(person_of(who), TRAINED)


def given(cast: Cast, who: str = "femi", by: str = "bao", code: str = TRAINED, until: date = UNTIL) -> ClearanceGiven:
    return clearing.give(
        cast[by], network.person(person_of(who)), code, clearing.Basis.COURSE, until, NOW, "Course of  May"
    )


def deeds_of(record: UUID) -> list[str]:
    return [line.deed for line in journal.read(record)][::-1]


def hidden(page: str) -> dict[str, str]:
    mark = page.partition('name="whose" value="')[2].partition('"')[0]
    return {"csrfmiddlewaretoken": token_in(page), "whose": mark}


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def decide_url(cast: Cast) -> str:
    return reverse("concerns:decide", args=[tell(cast).id, "information_only"])


# ---- what it is for ----


def test_without_it_nobody_decides_and_everybody_who_could_still_reads(cast: Cast) -> None:
    """A lapse keeps no concern unread: what was told opens, and says what is missing."""
    sent = tell(cast)
    lacks("amara")
    answer = may(cast["amara"], decisions.DECIDE, sent.row)
    assert (answer.reason_code, answer.detail) == ("clearance", (TRAINED,))  # type: ignore[union-attr]
    assert may(cast["amara"], "concerns.open", sent.row)
    page = text(client_of(cast, "amara").get(reverse("concerns:concern", args=[sent.id])))
    assert "For this you need a clearance: Training: triage" in page
    assert "For this you need" not in text(client_of(cast, "femi").get(reverse("concerns:concern", args=[sent.id])))


def test_whoever_may_not_do_it_anyway_is_not_sent_for_a_clearance(cast: Cast) -> None:
    sent = tell(cast)
    assert may(cast["celia"], decisions.DECIDE, sent.row).reason_code == "role"  # type: ignore[union-attr]
    lacks("nils")
    assert may(cast["nils"], decisions.DECIDE, sent.row).reason_code == "foreign"  # type: ignore[union-attr]


def test_the_page_says_which_one_and_whom_to_ask(cast: Cast) -> None:
    url = decide_url(cast)
    lacks("femi")
    response = client_of(cast, "femi").get(url)
    assert response.status_code == 403
    page = text(response)
    assert "You need a clearance first" in page
    assert "Training: triage" in page
    assert "Who can give it to you: Bao, Dalia." in words_of(page)
    lacks("dalia")
    gains(person_of("dalia"), Role.INTAKE_OFFICER)
    assert "Who can give it to you: Bao." in words_of(text(client_of(cast, "dalia").get(url)))


def test_the_last_day_counts_and_the_next_does_not(cast: Cast) -> None:
    given(cast)
    row = Person.objects.select_related("org").get(username="femi")
    for day, counts in ((UNTIL, True), (UNTIL + timedelta(1), False)):
        actor = network.open_actor(row, cast.seed("femi"), day)
        assert bool(may(actor, decisions.DECIDE)) is counts


def test_what_was_typed_when_it_ended_is_sent_again_once_it_is_there(cast: Cast) -> None:
    """The clearance ends while the form is open: nothing is decided, nothing is lost."""
    url = decide_url(cast)
    client = sign_in("femi", csrf=True)
    form = TYPED | hidden(text(client.get(url, {"version": "1"})))
    lacks("femi")
    refused = client.post(url, form)
    assert refused.status_code == 403
    assert "What you typed is not lost" in text(refused)
    assert not Decision.objects.exists()
    kept = _kept(client)
    assert "A family on holiday" in kept
    again = client.post(url, form | {"kept_send": _which(kept)})
    assert again.status_code == 403
    assert _kept(client).count("A family on holiday") == 2, "once to read, once to send; not kept twice"
    given(cast)
    done = client.post(url, form | {"kept_send": _which(kept)})
    assert done.status_code == 302, text(done)
    assert Decision.objects.count() == 1
    assert client.get(reverse("desk:kept"))["Location"] == reverse("desk:day")


def _kept(client: Client) -> str:
    return text(client.get(reverse("desk:kept")))


def _which(page: str) -> str:
    return page.partition('name="kept_send" value="')[2].partition('"')[0]


# ---- who gives it ----


def test_one_person_gives_it_and_it_is_in_the_journal(cast: Cast) -> None:
    lacks("femi")
    assert TRAINED not in cast["femi"].grants
    row = given(cast)
    assert TRAINED in cast["femi"].grants
    assert row.note == "Course of May"
    assert deeds_of(row.pk) == [clearing.GIVE]
    assert clearing.is_left(row)


@pytest.mark.parametrize(("by", "who"), [("bao", "bao"), ("dalia", "dalia"), ("amara", "femi"), ("edo", "femi")])
def test_nobody_gives_it_to_themselves_and_only_who_leads_gives_it(cast: Cast, by: str, who: str) -> None:
    with pytest.raises(NotAllowed):
        given(cast, who, by)
    assert not ClearanceGiven.objects.exists()


def test_the_lead_gives_the_manager_theirs(cast: Cast) -> None:
    lacks("bao")
    given(cast, "bao", "dalia")
    assert TRAINED in cast["bao"].grants


def test_another_organisation_gives_nothing_and_sees_nothing(cast: Cast) -> None:
    with pytest.raises(NotHere):
        given(cast, "nils", "bao")
    row = given(cast)
    with pytest.raises(NotHere):
        clearing.withdraw(cast["oda"], row.pk, NOW)
    assert clearing.holds(row, UNTIL)


@pytest.mark.parametrize("until", [NOW.date(), date(2028, 11, 26), date(2020, 1, 1)])
def test_it_ends_within_twenty_four_months(cast: Cast, until: date) -> None:
    with pytest.raises(NotNow):
        given(cast, until=until)
    assert not ClearanceGiven.objects.exists()


@pytest.mark.parametrize(("code", "basis"), [("training:none", "course"), (TRAINED, "upgrade"), (TRAINED, "")])
def test_what_is_no_clearance_or_rests_on_nothing_is_not_given(cast: Cast, code: str, basis: str) -> None:
    with pytest.raises(NotNow):
        clearing.give(cast["bao"], network.person(person_of("femi")), code, basis, UNTIL, NOW)


def test_a_new_one_takes_the_place_of_the_old_one(cast: Cast) -> None:
    first, second = given(cast), given(cast, by="dalia", until=date(2028, 1, 1))
    first.refresh_from_db()
    assert first.ended_at == NOW
    assert clearing.held_in(cast.aurora)[person_of("femi")] == {TRAINED: second}
    clearing.withdraw(cast["bao"], first.pk, NOW)
    assert TRAINED in cast["femi"].grants, "ending the old one again takes nothing"


def test_it_ends_at_once(cast: Cast) -> None:
    url, row = decide_url(cast), given(cast)
    client = client_of(cast, "femi")
    assert client.get(url, {"version": "1"}).status_code == 200
    clearing.withdraw(cast["dalia"], row.pk, NOW)
    assert client.get(url, {"version": "1"}).status_code == 403
    assert deeds_of(row.pk) == [clearing.GIVE, clearing.WITHDRAW]
    assert list(clearing.unproved()) == []


def test_whoever_leaves_holds_nothing(cast: Cast) -> None:
    row = given(cast)
    network.people.end_membership(cast["bao"], person_of("femi"), NOW)
    row.refresh_from_db()
    assert row.ended_at == NOW
    assert not GrantHeld.objects.filter(person=person_of("femi")).exists()
    assert list(clearing.unproved()) == []


# ---- the upgrade that brings them ----


def test_whoever_did_the_work_goes_on_for_thirty_days(cast: Cast) -> None:
    """Signed by the installation; nobody else gets one, and nobody who was changed past Fanal."""
    GrantHeld.objects.filter(code=TRAINED, person=person_of("amara")).delete()
    for who in ("bao", "dalia", "femi", "nils", "oda", "pia"):
        lacks(who)
    assert clearing.begin(NOW) == 11, "of Amara a row was taken out; five work with children, or answer for it"
    row = ClearanceGiven.objects.get(person=person_of("femi"), code=TRAINED)
    assert (row.given_by, row.basis, row.until) == (None, clearing.Basis.UPGRADE, NOW.date() + timedelta(days=30))
    (line,) = journal.read(row.pk)
    assert (line.deed, line.kind) == (clearing.UPGRADE, ActorKind.SYSTEM)
    assert TRAINED in cast["femi"].grants
    assert TRAINED not in cast["celia"].grants
    assert list(clearing.unproved()) == []
    given(cast)
    row.refresh_from_db()
    assert row.ended_at == NOW, "a person's word takes its place"


# ---- pages ----


def test_the_pages_give_renew_and_end_it(cast: Cast) -> None:
    lacks("femi")
    femi, bao = person_of("femi"), client_of(cast, "bao")
    person, give = reverse("desk:person", args=[femi]), reverse("desk:clearance-give", args=[femi])
    assert "none: needed for this work" in text(bao.get(person))
    wrong = bao.post(give, {"code": TRAINED, "basis": "course", "until": "2031-01-01", "note": "Course of May"})
    assert (wrong.status_code, "Course of May" in text(wrong)) == (200, True)
    day = (datetime.now(UTC) + timedelta(days=300)).date().isoformat()
    assert bao.post(give, {"code": TRAINED, "basis": "course", "until": day}).status_code == 302
    page = text(bao.get(person))
    assert "The person passed the course" in page
    assert "valid" in page
    row = ClearanceGiven.objects.get()
    assert bao.post(give, {"code": TRAINED, "basis": "reference", "until": day}).status_code == 302
    newest = ClearanceGiven.objects.get(ended_at=None)
    assert row.pk != newest.pk
    withdraw = reverse("desk:clearance-withdraw", args=[newest.pk])
    assert bao.get(withdraw).status_code == 200
    assert bao.post(withdraw).status_code == 302
    assert TRAINED not in cast["femi"].grants
    assert "ended already" in text(bao.get(withdraw, follow=True))


def test_nobody_finds_a_button_for_their_own(cast: Cast) -> None:
    bao = client_of(cast, "bao")
    page = text(bao.get(reverse("desk:person", args=[person_of("bao")])))
    give = reverse("desk:clearance-give", args=[person_of("bao")])
    assert give not in page
    refused = bao.post(give, {"code": TRAINED, "basis": "course", "until": "2027-05-01"})
    assert "to themselves" in text(refused)
    assert not ClearanceGiven.objects.exists()


def test_who_leads_sees_everybody_and_everybody_themselves(cast: Cast) -> None:
    given(cast)
    given(cast, "lena", code="vetting")
    lacks("amara")
    table = reverse("desk:clearances")
    page = re.sub(r"\s+", " ", text(client_of(cast, "bao").get(table)).partition("<main")[2])
    assert page.index("Amara") < page.index("Femi"), "what is missing stands first"
    for said in ("Vetting", "Lena", "Training: triage"):
        assert said in page
    own = text(client_of(cast, "femi").get(table))
    assert "Training: triage" in own
    assert "Lena" not in own
    assert "Who gives you one: Bao, Dalia." in words_of(own)
    assert "your work needs none" in text(client_of(cast, "celia").get(table))
