"""Who writes to the database founds nothing: a founding counts as somebody of the secretariat signed it, and what a
founder chose is sealed by the key file."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fanal.journal.models import Entry
from fanal.network import api as network
from fanal.network import founding
from fanal.network.contracts import NetworkError, OrgKind
from fanal.network.founding import FOUND, LET_IN, Called
from fanal.network.models import FounderLink, Founding, Organisation
from fanal.network.people import link_code
from tests.attacks.writer import kept, planted, put_back
from tests.people import NOW, Cast
from tests.rooms.network.test_founding import SOL, founded, links, ready

LATER = NOW + timedelta(days=400)


def test_an_honest_founding_counts(cast: Cast) -> None:
    """The control of all that follows."""
    for token, name in zip(links(cast), ("rosa", "timo"), strict=True):
        ready(token, name)
    assert Organisation.objects.filter(name="Solano").exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Another"},
        {"kind": OrgKind.AUTHORITY},
        {"country": "XA"},
        {"mandates": ["XA", "XB"]},
        {"expires_on": LATER.date()},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_founding_that_was_changed_founds_nothing(cast: Cast, changed: dict[str, object]) -> None:
    """What is founded, and until when, stands under the code of each link."""
    one, _two = links(cast)
    Founding.objects.update(**changed)
    with pytest.raises(NetworkError, match="taken back"):
        ready(one, "rosa")


@pytest.mark.parametrize("column", ["name", "email", "number"])
def test_a_founder_who_was_changed_founds_nothing(cast: Cast, column: str) -> None:
    one, _two = links(cast)
    FounderLink.objects.filter(number=2).update(**{column: 7 if column == "number" else "mine@else.example"})
    with pytest.raises(NetworkError, match="taken back"):
        ready(one, "rosa")


def test_a_founding_that_nobody_of_the_secretariat_signed_founds_nothing(cast: Cast) -> None:
    """Somebody has the key file's codes of links at hand, or a member made them: the entry decides."""
    one, _two = links(cast)
    row = Founding.objects.get()
    planted(Entry.objects.filter(record=row.pk, deed=LET_IN))
    with pytest.raises(NetworkError):
        ready(one, "rosa")
    Entry.objects.filter(record=row.pk).delete()
    with pytest.raises(NetworkError, match="taken back"):
        ready(one, "rosa")


def test_a_link_that_somebody_wrote_into_the_database_opens_nothing(cast: Cast) -> None:
    """With a hash of theirs, or the code of another link."""
    one, two = links(cast)
    codes = [bytes(link.token) for link in FounderLink.objects.order_by("number")]
    FounderLink.objects.filter(number=1).update(token=link_code("mine")[::-1])
    with pytest.raises(NetworkError, match="taken back"):
        ready("mine", "rosa")
    FounderLink.objects.filter(number=2).update(token=b"away")
    FounderLink.objects.filter(number=1).update(token=codes[1])
    for token in (one, two):
        with pytest.raises(NetworkError, match="taken back"):
            ready(token, "rosa")


def test_what_a_founder_chose_cannot_be_put_in_the_place_of_the_others(cast: Cast) -> None:
    """Nor anything that the key file did not seal: nothing is founded, and it is said."""
    one, two = links(cast)
    ready(one, "rosa")
    FounderLink.objects.filter(number=1).update(account=b"\x01" * 200)
    with pytest.raises(NetworkError, match="changed what a founder had chosen"):
        ready(two, "timo")
    assert not Organisation.objects.filter(name="Solano").exists()


def test_links_that_were_used_or_taken_back_do_not_come_back_with_their_rows(cast: Cast) -> None:
    one, two = links(cast)
    before = kept(Founding.objects.all(), FounderLink.objects.all())
    network.founding.withdraw(cast["sol"], Founding.objects.get().pk, NOW)
    put_back(before)
    with pytest.raises(NetworkError, match="taken back"):
        ready(one, "rosa")
    del two


def test_an_organisation_is_not_founded_again_with_links_that_are_put_back(cast: Cast) -> None:
    """The rows as they were before, under another name of the organisation that is there."""
    tokens = links(cast)
    before = kept(Founding.objects.all(), FounderLink.objects.all())
    for token, name in zip(tokens, ("rosa", "timo"), strict=True):
        ready(token, name)
    Organisation.objects.filter(name="Solano").update(name="Away")
    put_back(before)
    assert Entry.objects.filter(deed=FOUND, record=Founding.objects.get().pk).exists()
    with pytest.raises(NetworkError, match="taken back"):
        ready(tokens[0], "other")


def test_nobody_proves_the_kit_for_the_other_founder(cast: Cast) -> None:
    """Taking away what the other one must type back, or giving it to the first, proves nothing."""
    rosa, timo = founded(cast)
    link = network.founding.waits(rosa)
    assert link is not None
    words = network.founding.share(rosa, link)
    network.founding.keep(rosa, NOW)
    FounderLink.objects.filter(person_id=timo.person).update(proof=b"", share=b"")
    assert not network.founding.type_back(rosa, words, NOW)
    assert Organisation.objects.get(pk=rosa.org).kit_drilled_on is None
    FounderLink.objects.filter(person_id=timo.person).update(person_id=rosa.person, proof=bytes(link.proof))
    with pytest.raises(NetworkError, match="not the share"):
        network.founding.type_back(rosa, words, NOW)


def test_one_share_that_both_founders_type_proves_nothing(cast: Cast) -> None:
    """Rosa tells Timo her words, and somebody puts her link back with his name on it. The control: each types their
    own (`test_two_people_found_a_member_and_prove_its_kit`)."""
    rosa, timo = founded(cast)
    link = network.founding.waits(rosa)
    assert link is not None
    words = network.founding.share(rosa, link)
    network.founding.keep(rosa, NOW)
    assert not network.founding.type_back(rosa, words, NOW), "one of two"
    FounderLink.objects.filter(person_id=timo.person).update(person=None)
    FounderLink.objects.filter(pk=link.pk).update(person_id=timo.person, proof=bytes(link.proof), share=b"")
    assert not network.founding.type_back(timo, words, NOW)
    assert Organisation.objects.get(pk=rosa.org).kit_drilled_on is None


def test_a_share_that_was_taken_away_is_told_as_not_typed(cast: Cast) -> None:
    """The secretariat goes by what was typed, not by what waits."""
    founded(cast)
    FounderLink.objects.update(proof=b"", share=b"")
    (stands,) = network.founding.of(cast.secretariat, NOW)
    assert stands.unproved == ("Rosa", "Timo")


def test_of_two_foundings_one_has_a_sign_in_name(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both founders asked for it before either had it: one is told, and both organisations can be founded."""
    one = links(cast)
    other = [Called("Ana", "ana@founders.example"), Called("Ben", "ben@founders.example")]
    two = links(cast, replace(SOL, name="Lunaro"), other)
    ready(one[0], "rosa")
    with monkeypatch.context() as patch:
        patch.setattr(founding, "is_free", lambda _name: True)  # as it was when it was asked
        with pytest.raises(NetworkError, match="This sign-in name is taken"):
            ready(two[0], "rosa")
    for token, name in ((two[0], "ana"), (two[1], "ben"), (one[1], "timo")):
        ready(token, name)
    assert Organisation.objects.filter(name__in=["Solano", "Lunaro"]).count() == 2
