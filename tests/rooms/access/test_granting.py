"""Duties for a time: given by two people, never by or to oneself, with an end, and ended at once."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from fanal.access.api import GrantGiven, NotAllowed, NotHere, NotNow, granting
from fanal.journal import api as journal
from fanal.journal.models import Entry
from fanal.justice.gaps.policy import GRANT
from fanal.network import api as network
from fanal.network.contracts import Role
from fanal.network.models import GrantHeld
from tests.desk import client_of, person_of, text
from tests.people import NOW, Cast, gains

pytestmark = pytest.mark.django_db(databases="__all__")
UNTIL = date(2027, 5, 1)


def proposed(cast: Cast, who: str = "noor", by: str = "bao", until: date = UNTIL) -> GrantGiven:
    return granting.propose(cast[by], GRANT, network.person(person_of(who)), "A reform of the law of XA", until, NOW)


def granted(cast: Cast, who: str = "noor") -> GrantGiven:
    return granting.confirm(cast["dalia"], proposed(cast, who).pk, NOW)


def make_editor(username: str) -> None:
    gains(person_of(username), Role.CORPUS_EDITOR)


def deeds_of(record: UUID) -> list[str]:
    return [line.deed for line in journal.read(record)][::-1]


def test_two_people_give_it_and_it_is_in_the_journal(cast: Cast) -> None:
    row = proposed(cast)
    assert GRANT not in cast["noor"].grants, "one person alone gives nothing"
    granting.confirm(cast["dalia"], row.pk, NOW)
    assert GRANT in cast["noor"].grants
    assert deeds_of(row.pk) == ["access.propose_grant", "access.confirm_grant"]


@pytest.mark.parametrize("second", ["bao", "noor"])
def test_neither_the_first_nor_the_one_who_gets_it_confirms(cast: Cast, second: str) -> None:
    row = proposed(cast)
    gains(person_of("noor"), Role.MANAGER)
    with pytest.raises(NotAllowed):
        granting.confirm(cast[second], row.pk, NOW)
    assert not GrantHeld.objects.filter(code=GRANT).exists()


@pytest.mark.parametrize("changed", ["proposed_by", "person", "until", "code"])
def test_whoever_writes_to_the_database_is_not_the_second_person_of_their_own_proposal(
    cast: Cast, changed: str
) -> None:
    """Nor does a second person confirm what nobody proposed."""
    row, other = proposed(cast), cast["dalia"].person
    told = {"proposed_by": other, "person": person_of("femi"), "until": date(2027, 11, 1), "code": "research.maker"}
    GrantGiven.objects.filter(pk=row.pk).update(**{changed: told[changed]})
    second = "bao" if changed == "proposed_by" else "dalia"
    with pytest.raises(NotAllowed, match="somebody changed it"):
        granting.confirm(cast[second], row.pk, NOW)
    assert not GrantHeld.objects.filter(code=GRANT).exists()


def test_what_was_proposed_under_0_1_0_is_confirmed(cast: Cast) -> None:
    """Its entry says who proposed and when, and names nothing more."""
    row = proposed(cast)
    Entry.objects.filter(record=row.pk).delete()
    journal.write(row.pk, cast["bao"].signatory(), granting.PROPOSE, at=NOW)
    granting.confirm(cast["dalia"], row.pk, NOW)
    assert GRANT in cast["noor"].grants


@pytest.mark.parametrize("moved", ["confirmed by another", "goes on", "lasts longer"])
def test_what_was_given_is_as_two_people_left_it(cast: Cast, moved: str) -> None:
    """A second person, an end or a last day that somebody wrote into the database counts for nothing, and is named;
    ending needs nothing of it to hold."""
    row = granted(cast)
    assert granting.held(cast["noor"], GRANT, "law.look_at_gaps", NOW).pk == row.pk
    if moved == "goes on":
        granting.end(cast["bao"], row.pk, NOW)
    assert list(granting.unproved()) == []
    told = {"confirmed by another": {"confirmed_by": cast["femi"].person}, "goes on": {"ended_at": None}}
    GrantGiven.objects.filter(pk=row.pk).update(**told.get(moved, {"until": date(2027, 11, 1)}))
    with pytest.raises(NotAllowed):
        granting.held(cast["noor"], GRANT, "law.look_at_gaps", NOW)
    assert list(granting.unproved()) == [f"record {row.pk}: a duty for a time is by nobody, or was changed"]
    granting.end(cast["bao"], row.pk, NOW)
    assert GRANT not in cast["noor"].grants
    assert list(granting.unproved()) != [], "what ends it vouches for nothing of it"


def test_an_end_that_somebody_wrote_keeps_nobody_from_ending_it(cast: Cast) -> None:
    row = granted(cast)
    GrantGiven.objects.filter(pk=row.pk).update(ended_at=NOW)
    assert GRANT in cast["noor"].grants, "the row gives nothing, and takes nothing"
    granting.end(cast["bao"], row.pk, NOW)
    assert GRANT not in cast["noor"].grants


def test_nobody_proposes_it_for_themselves(cast: Cast) -> None:
    with pytest.raises(NotNow):
        proposed(cast, who="bao")


@pytest.mark.parametrize("who", ["noor", "lena", "femi", "dalia"])
def test_only_who_leads_proposes(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        proposed(cast, who="marek", by=who)


@pytest.mark.parametrize("until", [NOW.date(), date(2027, 11, 26), date(2020, 1, 1)])
def test_it_ends_within_twelve_months(cast: Cast, until: date) -> None:
    with pytest.raises(NotNow):
        proposed(cast, until=until)
    assert not GrantGiven.objects.exists()


def test_the_last_day_counts_and_the_next_does_not(cast: Cast) -> None:
    granted(cast)
    seed = cast.seed("noor")
    row = network.people.Person.objects.select_related("org").get(username="noor")
    assert GRANT in network.open_actor(row, seed, UNTIL).grants
    assert GRANT not in network.open_actor(row, seed, UNTIL + timedelta(1)).grants


@pytest.mark.parametrize("who", ["bao", "dalia", "noor"])
def test_it_ends_at_once(cast: Cast, who: str) -> None:
    """By whoever gave it, and by the person who holds it: the next request is refused."""
    row = granted(cast)
    there = client_of(cast, "noor")
    assert there.get(reverse("justice:reforms")).status_code == 200
    granting.end(cast[who], row.pk, NOW)
    assert GRANT not in cast["noor"].grants
    assert there.get(reverse("justice:reforms")).status_code == 403
    assert deeds_of(row.pk)[-1] == "access.end_grant"
    granting.end(cast["bao"], row.pk, NOW)
    assert deeds_of(row.pk).count("access.end_grant") == 1


def test_a_colleague_without_a_part_in_it_cannot_end_it(cast: Cast) -> None:
    row = granted(cast)
    with pytest.raises(NotHere):
        granting.end(cast["lena"], row.pk, NOW)
    assert GRANT in cast["noor"].grants


def test_a_proposal_does_not_wait_for_ever(cast: Cast) -> None:
    row = proposed(cast)
    with pytest.raises(NotNow):
        granting.confirm(cast["dalia"], row.pk, NOW + timedelta(days=granting.WAITS + 1))


def test_one_proposal_at_a_time(cast: Cast) -> None:
    proposed(cast)
    with pytest.raises(NotNow):
        proposed(cast)


def test_a_new_grant_takes_the_place_of_the_old_one(cast: Cast) -> None:
    first, second = granted(cast), granted(cast)
    first.refresh_from_db()
    assert first.ended_at == NOW
    assert granting.in_force(second, NOW.date())
    granting.end(cast["bao"], first.pk, NOW)
    assert GRANT in cast["noor"].grants, "ending the old one again takes nothing"


def test_another_organisation_sees_none_of_it(cast: Cast) -> None:
    row = proposed(cast)
    assert not granting.grants_of(cast["oda"])
    with pytest.raises(NotHere):
        granting.confirm(cast["oda"], row.pk, NOW)


def test_an_editor_of_the_library_proposes_for_any_member_and_a_member_confirms(cast: Cast) -> None:
    make_editor("tove")
    there = client_of(cast, "tove")
    form = {"duty": GRANT, "name": "noor", "reason": "A reform", "until": str(UNTIL)}
    assert there.post(reverse("desk:grant-propose"), form | {"name": "nobody.here"}).status_code == 200
    assert not GrantGiven.objects.exists()
    assert there.post(reverse("desk:grant-propose"), form).status_code == 302
    row = GrantGiven.objects.get()
    assert row.org_id == cast.aurora
    with pytest.raises(NotAllowed):
        granting.confirm(cast["tove"], row.pk, NOW)
    granting.confirm(cast["bao"], row.pk, NOW)
    assert GRANT in cast["noor"].grants


def test_whoever_leaves_holds_nothing(cast: Cast) -> None:
    row = granted(cast)
    network.people.end_membership(cast["bao"], person_of("noor"), NOW)
    row.refresh_from_db()
    assert row.ended_at == NOW
    assert not GrantHeld.objects.filter(code=GRANT).exists()


def test_the_pages_give_it_by_two(cast: Cast) -> None:
    bao, dalia = client_of(cast, "bao"), client_of(cast, "dalia")
    form = {"duty": GRANT, "who": str(person_of("noor")), "reason": "A reform of the law of XA", "until": str(UNTIL)}
    assert bao.post(reverse("desk:grant-propose"), form).status_code == 302
    row = GrantGiven.objects.get()
    page = text(bao.get(reverse("desk:grant", args=[row.pk])))
    assert "Another person confirms" in page
    assert bao.post(reverse("desk:grant-confirm", args=[row.pk])).status_code == 200
    assert not GrantHeld.objects.filter(code=GRANT).exists()
    assert dalia.post(reverse("desk:grant-confirm", args=[row.pk])).status_code == 302
    assert "in force" in text(dalia.get(reverse("desk:grants")))
    assert "Noor" not in text(client_of(cast, "celia").get(reverse("desk:grants")))
    assert dalia.post(reverse("desk:grant-end", args=[row.pk])).status_code == 302
    assert not GrantHeld.objects.filter(code=GRANT).exists()


def test_a_form_that_cannot_be_done_keeps_what_was_typed(cast: Cast) -> None:
    form = {"duty": GRANT, "who": str(person_of("noor")), "reason": "A reform of the law", "until": "2031-01-01"}
    page = client_of(cast, "bao").post(reverse("desk:grant-propose"), form)
    assert page.status_code == 200
    assert "twelve months" in text(page)
    assert "A reform of the law" in text(page)
    assert client_of(cast, "bao").post(reverse("desk:grant-propose"), {}).status_code == 200


def test_who_confirms_after_a_colleague_is_told_that_it_is_done(cast: Cast) -> None:
    """Not to propose it again: it is in force."""
    row = proposed(cast, "lena")
    granting.confirm(cast["dalia"], row.pk, NOW)
    with pytest.raises(NotNow, match="confirmed it already"):
        granting.confirm(cast["dalia"], row.pk, NOW)
    page = client_of(cast, "dalia").get(reverse("desk:grant-confirm", args=[row.pk]), follow=True)
    assert "Here is how it stands" in text(page)
