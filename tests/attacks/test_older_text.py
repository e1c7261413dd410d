"""Who writes to the database puts an older text back, which is sealed as it should be: it does not open."""

from uuid import UUID

import pytest

from fanal.access.api import RecordRef, Unreadable, open_record, seal_into
from fanal.concerns.models import Concern
from fanal.concerns.triage import triage
from fanal.journal import api as journal
from fanal.journal.contracts import ActorKind, Signatory
from fanal.journal.models import Entry
from fanal.justice.content import MatterContent
from fanal.justice.matters import matters, policy
from fanal.justice.models import Matter
from fanal.network import api as network
from tests.attacks.writer import Thief
from tests.people import NOW, Cast
from tests.rooms.concerns import told


def _label(cast: Cast, matter: UUID) -> str:
    return matters.look(cast["lena"], matter, NOW).content.label


def _renamed(cast: Cast) -> tuple[Matter, bytes]:
    """A matter that was called one thing and then another, and the bytes of the first."""
    lena = cast["lena"]
    matter = matters.open_matter(lena, NOW, label="The first name")
    older = bytes(Matter.objects.get(pk=matter.pk).content)
    matters.relabel(lena, matter.pk, matter.version, "The second name", "", NOW)
    return Matter.objects.get(pk=matter.pk), older


def _put(matter: Matter, content: bytes) -> None:
    Matter.objects.filter(pk=matter.pk).update(content=content)


def test_an_older_text_does_not_open(cast: Cast) -> None:
    """It is refused in words; what was written last opens, before and after."""
    matter, older = _renamed(cast)
    assert _label(cast, matter.pk) == "The second name"
    _put(matter, older)
    with pytest.raises(Unreadable) as refused:
        _label(cast, matter.pk)
    assert "not what was written here last" in refused.value.words
    _put(matter, bytes(matter.content))
    assert _label(cast, matter.pk) == "The second name"


@pytest.mark.parametrize("signer", ["thief", "copied"])
def test_an_entry_that_the_attacker_adds_for_it_does_not_help(cast: Cast, signer: str) -> None:
    """They name the older text last in the journal: signed by themselves, or with the signature of an entry before."""
    matter, older = _renamed(cast)
    _put(matter, older)
    lena, thief = cast["lena"], Thief()
    first = Entry.objects.get(record=matter.pk, seq=1)
    forged = Signatory(ActorKind.PERSON, lena.person, lena.org, thief.signer)
    mark = bytes.fromhex(first.items[0])[32:]
    ref = journal.write(matter.pk, forged, policy.LABEL, at=NOW, items=[journal.Item(mark, older)])
    if signer == "copied":
        Entry.objects.filter(record=matter.pk, seq=ref.seq).update(
            signature=bytes(first.signature), signer=bytes(first.signer)
        )
    with pytest.raises(Unreadable):
        _label(cast, matter.pk)


def test_a_text_of_another_matter_does_not_open(cast: Cast) -> None:
    """Nor one that no entry names."""
    matter, _older = _renamed(cast)
    other = matters.open_matter(cast["lena"], NOW, label="Another")
    _put(matter, bytes(Matter.objects.get(pk=other.pk).content))
    with pytest.raises(Unreadable):
        _label(cast, matter.pk)


def test_what_0_1_0_wrote_opens_and_is_held_from_its_next_writing_on(cast: Cast) -> None:
    """Its entries name hashes without places. Whatever it wrote opens; once this version wrote, nothing older does."""
    lena = cast["lena"]
    matter = Matter(org_id=lena.org, opened_on=NOW.date(), opened_by_id=lena.person)
    keys, _ = network.records.make(
        lena.org, matter.pk, matters.COMPARTMENTS, network.rings.grants(lena.org, matters.GRANTS)
    )
    item = seal_into(keys, matters.ref_of(matter), matter, "content", MatterContent(label="Of 0.1.0"))
    matter.save(force_insert=True)
    journal.write(matter.pk, lena.signatory(), policy.OPEN, at=NOW, purpose="legal", items=[item.sealed])
    assert _label(cast, matter.pk) == "Of 0.1.0"
    matters.relabel(lena, matter.pk, matter.version, "Of this version", "", NOW)
    assert _label(cast, matter.pk) == "Of this version"
    _put(matter, item.sealed)
    with pytest.raises(Unreadable):
        _label(cast, matter.pk)


def test_a_text_that_was_emptied_is_not_taken_for_nothing_told(cast: Cast) -> None:
    """The attacker only takes away. What was never written is still nothing."""
    matter, _older = _renamed(cast)
    _put(matter, b"")
    with pytest.raises(Unreadable):
        _label(cast, matter.pk)


def test_what_was_taken_away_does_not_come_back(cast: Cast) -> None:
    """A text that somebody emptied is put back: it does not open."""
    matter, _older = _renamed(cast)
    last = bytes(matter.content)
    with open_record(
        cast["lena"], matters.ref_of(matter), policy.LABEL, purpose="legal", now=NOW, thing=matter, write=True
    ) as opened:
        opened.empty(matter, "content")
        matter.save(update_fields=["content"])
    assert _label(cast, matter.pk) == ""
    _put(matter, last)
    with pytest.raises(Unreadable):
        _label(cast, matter.pk)


def test_a_colleague_who_writes_at_the_same_moment_is_no_attacker(cast: Cast) -> None:
    """The row was read before a colleague wrote: what they wrote is what opens."""
    matter, _older = _renamed(cast)
    before = Matter.objects.get(pk=matter.pk)
    matters.relabel(cast["omar"], matter.pk, matter.version, "The third name", "", NOW)
    with open_record(
        cast["lena"], matters.ref_of(before), policy.LOOK, purpose="legal", now=NOW, thing=before
    ) as opened:
        assert opened.read(before, "content").label == "The third name"


def test_an_older_version_of_what_was_told_does_not_open(cast: Cast) -> None:
    """A concern is written to anew, and the bytes from before are put back. What was written last opens."""
    concern = told.tell(cast).row
    ref = RecordRef(concern.org_id, concern.pk, "concern")
    with open_record(cast["amara"], ref, triage.OPEN, purpose="intake", now=NOW, thing=concern, write=True) as opened:
        older, content = bytes(concern.content), opened.read(concern, "content")
        opened.write(concern, "content", content)
        concern.save(update_fields=["content"])
    with open_record(cast["amara"], ref, triage.OPEN, purpose="intake", now=NOW, thing=concern) as opened:
        assert opened.read(concern, "content") == content
    Concern.objects.filter(pk=concern.pk).update(content=older)
    row = Concern.objects.get(pk=concern.pk)
    with (
        pytest.raises(Unreadable),
        open_record(cast["amara"], ref, triage.OPEN, purpose="intake", now=NOW, thing=row) as opened,
    ):
        opened.read(row, "content")


def test_bytes_that_no_version_wrote_are_refused_in_words(cast: Cast) -> None:
    """The attacker sets the version in front of a text to the highest there is: reading and writing say that it is
    damaged, and nothing is lost."""
    matter, _older = _renamed(cast)
    honest = bytes(matter.content)
    _put(matter, b"\xff\xff\xff\xff" + honest[4:])
    with pytest.raises(Unreadable):
        _label(cast, matter.pk)
    with (
        pytest.raises(Unreadable) as refused,
        open_record(
            cast["lena"], matters.ref_of(matter), policy.LABEL, purpose="legal", now=NOW,
            thing=Matter.objects.get(pk=matter.pk), write=True,
        ) as opened,
    ):  # fmt: skip
        opened.write(Matter.objects.get(pk=matter.pk), "content", MatterContent(label="Anew"))
    assert "damaged" in refused.value.words
    _put(matter, honest)
    assert _label(cast, matter.pk) == "The second name"
