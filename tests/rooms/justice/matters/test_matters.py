"""Matters: whom they open for, what stands sealed, closing, and erasing by two."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from fanal import vault
from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.clocks.models import Duty
from fanal.journal import api as journal
from fanal.justice.content import PrivilegedContent
from fanal.justice.matters import matters, policy, proceedings, training
from fanal.justice.models import Matter, Proceeding, Question
from fanal.network.api import records
from fanal.network.models import Bundle, Tombstone
from tests.people import NOW, Cast
from tests.rooms.justice.acts import CRIMINAL, LABEL, asked, matter

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.mark.parametrize("who", ["lena", "marek", "bao"])
def test_who_works_on_it_opens_it_and_the_journal_says_so(cast: Cast, who: str) -> None:
    found = matter(cast["marek"])
    file = matters.look(cast[who], found, NOW)
    assert (file.content.label, file.matter.opened_by_id) == (LABEL, cast["marek"].person)
    assert [(line.deed, line.actor) for line in journal.read(found)] == [
        (policy.LOOK, cast[who].person),
        (policy.OPEN, cast["marek"].person),
    ]


@pytest.mark.parametrize("who", ["amara", "edo", "dalia", "celia", "noor", "nils", "oda", "sol"])
def test_for_others_it_does_not_exist(cast: Cast, who: str) -> None:
    """Not for intake, administrators or advocates here, and not for the supervisor of another organisation."""
    found = matter(cast["lena"])
    with pytest.raises((NotHere, NotAllowed)):
        matters.look(cast[who], found, NOW)


@pytest.mark.parametrize("who", ["amara", "edo", "noor", "sol", "femi"])
def test_who_does_not_work_on_cases_opens_none(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        matters.open_matter(cast[who], NOW)
    assert not Matter.objects.exists()


def test_the_privileged_part_opens_for_the_lawyers_ring_alone(cast: Cast) -> None:
    """The policy refuses the caseworker and the supervisor, and so do their keys."""
    found = matter(cast["marek"])
    row = proceedings.enter(cast["marek"], found, CRIMINAL, NOW)
    secret = PrivilegedContent(reference_number="12 Js 345/26", notes="What she told her lawyer")
    proceedings.write_privileged(cast["lena"], row.pk, 1, secret, NOW)
    assert proceedings.read_privileged(cast["omar"], row.pk, NOW) == secret
    for who in ("marek", "bao"):
        with pytest.raises(NotAllowed):
            proceedings.read_privileged(cast[who], row.pk, NOW)
        keys = records.open_held(cast.aurora, found, cast[who].keyring).keys
        assert keys.compartments == {"content"}
    assert records.open_held(cast.aurora, found, cast["lena"].keyring).keys.compartments == {"content", "privileged"}


def test_nothing_of_it_stands_in_clear(cast: Cast) -> None:
    found = matter(cast["lena"])
    asked(cast["lena"], found)
    row = proceedings.enter(cast["lena"], found, CRIMINAL, NOW)
    columns = [
        bytes(Matter.objects.get().content),
        bytes(Question.objects.get().content),
        bytes(Proceeding.objects.get(pk=row.pk).content),
    ]
    for column in columns:
        assert len(column) > 4000  # padded: the length says nothing
        for word in (LABEL, "sexual_activity", "criminal", "DE", "2016-02-01"):
            assert word.encode() not in column or len(word) < 3
    keys = records.open_held(cast.aurora, found, cast["lena"].keyring).keys
    assert isinstance(keys, vault.RecordKeys)


def test_a_colleague_was_faster(cast: Cast) -> None:
    found = matter(cast["lena"])
    matters.relabel(cast["marek"], found, 1, "Harbour", "", NOW)
    with pytest.raises(NotNow, match="colleague"):
        matters.relabel(cast["lena"], found, 1, "Bay", "", NOW)
    assert matters.look(cast["lena"], found, NOW).content.label == "Harbour"


def test_a_closed_matter_is_read_and_not_added_to(cast: Cast) -> None:
    found = matter(cast["lena"])
    row = proceedings.enter(cast["lena"], found, CRIMINAL, NOW)
    matters.close(cast["lena"], found, NOW)
    assert matters.look(cast["marek"], found, NOW).matter.closed_on == NOW.date()
    for deed in (
        lambda: asked(cast["lena"], found),
        lambda: proceedings.enter(cast["lena"], found, CRIMINAL, NOW),
        lambda: proceedings.change(cast["lena"], row.pk, 1, CRIMINAL, NOW),
        lambda: matters.relabel(cast["lena"], found, 1, "x", "", NOW),
        lambda: proceedings.write_privileged(cast["lena"], row.pk, 1, PrivilegedContent(notes="x"), NOW),
    ):
        with pytest.raises(NotAllowed) as refused:
            deed()
        assert refused.value.refusal.reason_code == "closed"
    matters.reopen(cast["marek"], found, NOW)
    proceedings.change(cast["lena"], row.pk, 1, CRIMINAL, NOW)


def test_erasing_takes_two_and_leaves_a_tombstone(cast: Cast) -> None:
    found = matter(cast["lena"])
    asked(cast["lena"], found)
    proceedings.enter(cast["lena"], found, CRIMINAL, NOW)
    with pytest.raises(NotAllowed, match="ask for it first"):
        matters.erase(cast["lena"], found, NOW)
    matters.ask_erase(cast["lena"], found, NOW)
    with pytest.raises(NotAllowed, match="somebody else"):
        matters.erase(cast["lena"], found, NOW)
    matters.keep(cast["marek"], found, NOW)
    with pytest.raises(NotAllowed, match="ask for it first"):
        matters.erase(cast["omar"], found, NOW)
    matters.ask_erase(cast["marek"], found, NOW)
    matters.erase(cast["omar"], found, NOW + timedelta(days=1))
    assert not Matter.objects.exists()
    assert not Question.objects.exists()
    assert not Proceeding.objects.exists()
    assert not Bundle.objects.filter(record=found).exists()
    assert Tombstone.objects.get(record=found).kind == "legal_file"
    assert journal.read(found)[0].deed == policy.ERASE
    with pytest.raises(NotHere):
        matters.look(cast["lena"], found, NOW)


def test_a_restore_leaves_no_clock_of_an_erased_matter(
    cast: Cast, django_capture_on_commit_callbacks: Any, erased_again: Callable[[], int]
) -> None:
    """An older backup held the matter and a proceeding with its clock: all three are gone again."""
    found = matter(cast["lena"])
    proceedings.enter(cast["lena"], found, replace(CRIMINAL, interviews=2), NOW)
    (held,) = Proceeding.objects.filter(matter=found)
    rows = [Matter.objects.get(pk=found), held, *Duty.objects.filter(subject=held.pk)]
    assert len(rows) > 2
    with django_capture_on_commit_callbacks(execute=True):
        matters.ask_erase(cast["lena"], found, NOW)
        matters.erase(cast["omar"], found, NOW)
    for row in rows:
        row.save(force_insert=True)
    assert erased_again() == 1
    assert not Matter.objects.exists()
    assert not Duty.objects.filter(subject=held.pk).exists()


@pytest.mark.parametrize("who", ["noor", "marek", "lena"])
def test_an_exercise_is_of_whoever_began_it(cast: Cast, who: str) -> None:
    """Also for an advocate, who holds no ring; nobody else opens it, and its own person erases it."""
    found = matters.open_matter(cast[who], NOW, training=training.CASES[0].code).pk
    assert matters.look(cast[who], found, NOW).matter.training == "traveller"
    others = {"noor", "marek", "lena", "bao", "omar"} - {who}
    for other in others:
        with pytest.raises(NotHere):
            matters.look(cast[other], found, NOW)
        with pytest.raises(vault.NotGranted):
            records.open_held(cast.aurora, found, cast[other].keyring)
    matters.erase(cast[who], found, NOW)
    assert not Matter.objects.exists()


def test_lists_hold_what_the_policy_lets_one_see(cast: Cast) -> None:
    """Real matters of one's own organisation, and one's own exercises."""
    real = matter(cast["lena"])
    own = matters.open_matter(cast["noor"], NOW, training="resident").pk
    from fanal.access.api import visible

    def seen(who: str) -> set[object]:
        return set(visible(cast[who], Matter.objects.all()).values_list("pk", flat=True))

    assert seen("lena") == seen("marek") == seen("bao") == {real}
    assert seen("noor") == {own}
    assert seen("oda") == seen("amara") == seen("edo") == seen("sol") == set()
