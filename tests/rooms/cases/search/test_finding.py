"""Finding a file among those that one holds: who finds it, by what, and what a stolen or changed index is worth."""

from datetime import timedelta
from uuid import UUID

import pytest

from fanal import vault
from fanal.access.api import NotAllowed
from fanal.cases import index
from fanal.cases.files import writing
from fanal.cases.files.restricting import restrict
from fanal.cases.keeping import keeping
from fanal.cases.model.parts import Contact, Identifier
from fanal.cases.models import Case, Holding, SearchCard, SearchToken
from fanal.cases.opening.opening import open_file
from fanal.cases.search.search import Asked, Found, find
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network import people
from fanal.network.contracts import RingKind
from tests.people import NOW, Cast
from tests.rooms.cases.care import ANSWERS, accepted, opened
from tests.rooms.cases.keeping.test_keeping import ended

pytestmark = pytest.mark.django_db(databases="__all__")


def found(cast: Cast, who: str, name: str = "", value: str = "", **more: object) -> list[str]:
    """The numbers of what somebody finds."""
    hits = find(cast[who], Asked(value, name, **more), NOW).hits  # type: ignore[arg-type]
    return [one.case.number for one in hits]


@pytest.mark.parametrize("name", ["Lilo Anders", "Anders, Lilo", "lilo", "ANDERS", "Lilò Ánders", "Lylo Anderss"])
def test_a_child_is_found_by_the_name_as_it_was_heard(cast: Cast, name: str) -> None:
    case = opened(cast)
    opened(cast, child__given_name="Tomas", child__family_name="Kirk")
    assert found(cast, "marek", name) == [case.number]


def test_a_hit_shows_initials_age_and_sex_and_no_name(cast: Cast) -> None:
    case = opened(cast)
    (hit,) = find(cast["marek"], Asked(name="Lilo"), NOW).hits
    assert (hit.case.pk, hit.initials, hit.age, hit.sex) == (case.pk, "L. A.", 13, "female")
    assert "Lilo" not in repr(hit)


def test_of_a_protected_name_not_a_letter_is_shown(cast: Cast) -> None:
    case = opened(cast)
    type(case.child).objects.update(protected_name=True)
    (hit,) = find(cast["marek"], Asked(name="Lilo"), NOW).hits
    assert hit.initials == ""


def test_by_the_number_of_the_file_however_it_was_typed(cast: Cast) -> None:
    case = opened(cast)
    for typed in (case.number.lower().replace("-", " "), case.number.lower().replace("-", "")):
        assert found(cast, "marek", value=typed) == [case.number]
    assert found(cast, "marek", value=case.number[:-1]) == []


def _with(cast: Cast, case: Case, **said: object) -> None:
    writing.set_about(cast["marek"], case.pk, said, Case.objects.get(pk=case.pk).child.version, NOW)


def test_by_a_number_or_an_address_of_the_child_whole_only(cast: Cast) -> None:
    case = opened(cast)
    _with(
        cast, case,
        identifiers=(Identifier("passport", "XA 12.345-678 901", "XA"),),
        contacts=(Contact("phone", "+254 712 345 678"), Contact("email", "Lilo.A@example.org")),
    )  # fmt: skip
    for value in ("xa12345678901", "XA-12345678901", "0712345678", "+254712345678", "٠٧١٢٣٤٥٦٧٨", "lilo.a@example.ORG"):
        assert found(cast, "marek", value=value) == [case.number], value
    for value in ("XA 12.345", "45678901", "712345", "lilo", "*", "%", "_", "l*"):
        assert found(cast, "marek", value=value) == [], value
    assert found(cast, "marek", name="L*") == found(cast, "marek", name="%") == []


def test_it_is_found_by_what_is_known_now(cast: Cast) -> None:
    case = opened(cast)
    _with(cast, case, given_name="Mira", family_name="Okafor")
    assert found(cast, "marek", "Mira Okafor") == [case.number]
    assert found(cast, "marek", "Lilo Anders") == []


def test_whoever_had_no_hand_in_it_finds_it_too(cast: Cast) -> None:
    """A caseworker has no key of the supervisors or of safeguarding: what is theirs waits, sealed, until they look."""
    case = opened(cast)
    waits = SearchCard.objects.filter(waiting=True)
    assert waits.count() == 2
    assert not SearchToken.objects.filter(principal__in=waits.values("principal")).exists()
    for who in ("bao", "dalia"):
        assert found(cast, who, "Lilo") == [case.number]
    assert not waits.exists()
    assert list(index.differences()) == []


@pytest.mark.parametrize("who", ["amara", "femi", "celia", "edo", "lena", "nils", "noor"])
def test_nobody_else_looks(cast: Cast, who: str) -> None:
    opened(cast)
    with pytest.raises(NotAllowed):
        find(cast[who], Asked(name="Lilo"), NOW)


def test_a_restricted_file_is_found_by_the_two_and_the_safeguarding_lead(cast: Cast) -> None:
    case = open_file(cast["marek"], accepted(cast, by="dalia", about_us="yes").id, ANSWERS, NOW)
    assert case.restricted
    for who in ("marek", "bao", "dalia"):
        assert found(cast, who, "Lilo") == [case.number], who
    held = Holding.objects.filter(case=case).values_list("principal", flat=True)
    assert set(SearchCard.objects.values_list("principal", flat=True)) == set(held)


def test_a_new_key_of_a_team_changes_nothing_for_those_who_have_it(cast: Cast) -> None:
    """Old tokens are looked at, then made anew under the new key: whoever left reads nothing of them later."""
    before = opened(cast)
    people.rotate_ring(cast["bao"], RingKind.CASEWORK, "suspicion", NOW)
    after = opened(cast, child__given_name="Lilo", child__family_name="Berg")
    team = SearchCard.objects.filter(principal=network.teams.main(cast.aurora, RingKind.CASEWORK))
    assert sorted(team.values_list("version", flat=True)) == [1, 2]
    old = set(SearchToken.objects.filter(case=before).values_list("token", flat=True))
    assert sorted(found(cast, "marek", "Lilo")) == sorted([before.number, after.number])
    assert set(team.values_list("version", flat=True)) == {2}
    assert set(SearchToken.objects.filter(case=before).values_list("token", flat=True)) != old
    assert sorted(found(cast, "marek", "Lilo")) == sorted([before.number, after.number])


def test_a_search_is_one_entry_with_the_count_and_no_value(cast: Cast) -> None:
    opened(cast)
    find(cast["marek"], Asked(name="Lilo Anders"), NOW)
    (line,) = journal.read(cast["marek"].person)
    assert (line.deed, line.purpose) == ("cases.search", "casework:1")
    assert "ilo" not in str(line)


# ---- what somebody changed in the database ----


def test_a_card_or_a_token_at_another_file_shows_nothing_wrong(cast: Cast) -> None:
    mine, other = opened(cast), opened(cast, child__given_name="Tomas", child__family_name="Kirk")
    team = SearchCard.objects.filter(waiting=False)
    SearchToken.objects.filter(case=other).delete()
    SearchToken.objects.filter(case=mine).update(case=other)
    assert found(cast, "marek", "Lilo") == []
    card = team.get(case=mine).card
    team.filter(case=other).update(card=card)
    looked = find(cast["marek"], Asked(name="Lilo"), NOW)
    assert looked == Found(broken=1)


def test_what_somebody_sealed_to_a_team_themselves_is_not_taken_in(cast: Cast) -> None:
    """The public key of a team anybody has who reads the database; the mark of the installation they do not."""
    case = opened(cast)
    to = network.rings.principal(cast.aurora, RingKind.SUPERVISORS)
    forged = b"0" * 64 + b'{"given": "Zaza", "latin": ["zaza"]}'
    told = f"card:{case.org_id}:{case.pk}:ring:{to.id.hex()}:{to.version}"
    waiting = SearchCard.objects.filter(waiting=True, principal=UUID(bytes=to.id))
    waiting.update(card=vault.seal_to(to.public, told, forged.ljust(512)))
    SearchCard.objects.exclude(pk__in=waiting).delete()
    SearchToken.objects.all().delete()
    looked = find(cast["bao"], Asked(name="Zaza"), NOW)
    assert looked == Found(behind=1)


def test_a_file_of_another_organisation_is_found_by_nobody_here(cast: Cast) -> None:
    case = opened(cast)
    Case.objects.filter(pk=case.pk).update(org_id=cast.nordlys)
    assert found(cast, "marek", "Lilo") == []


def test_what_is_erased_is_found_no_more(cast: Cast) -> None:
    case = ended(cast)
    assert found(cast, "bao", "Lilo") == [case.number], "also once it is closed"
    assert keeping.erase_due(NOW + timedelta(days=6000)) == 1
    assert not SearchCard.objects.exists()
    assert not SearchToken.objects.exists()


def test_a_file_that_becomes_restricted_is_found_by_those_who_are_named(cast: Cast) -> None:
    case = opened(cast)
    restrict(cast["dalia"], case.pk, NOW)
    held = Holding.objects.filter(case=case).values_list("principal", flat=True)
    assert set(SearchCard.objects.values_list("principal", flat=True)) == set(held)
    team = network.teams.main(cast.aurora, RingKind.CASEWORK)
    assert not SearchToken.objects.filter(principal=team).exists()
    for who in ("marek", "bao", "dalia"):
        assert found(cast, who, "Lilo") == [case.number], who
