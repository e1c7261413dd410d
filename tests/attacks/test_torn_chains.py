"""Something ended. Who writes to the database puts its rows back and makes the entry that ended it bad, as if it had
never been written; or plants an entry that would end what stands. Decision 28: while such an entry lies there, nothing
is given, and nothing has ended for good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from fanal.access.api import GrantGiven, NotAllowed, NotNow, granting
from fanal.access.contracts import LineState
from fanal.concerns.handovers import kept as handovers_kept
from fanal.concerns.handovers import received
from fanal.concerns.models import Handover
from fanal.engines.jurisdiction.model import ReviewStatus
from fanal.journal import api as journal
from fanal.journal.models import Entry
from fanal.justice.gaps.policy import GRANT, LOOK
from fanal.justice.law import drafting, library, proved, reviews
from fanal.justice.models import LawFile, Rung
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose, Standing
from fanal.network.models import Agreement, Bundle
from fanal.research.models import Decision, Spend
from fanal.research.records import ledger
from fanal.research.studies import publishing
from fanal.site.commands.journal import defects
from fanal.vocabulary.results import Refused
from tests.attacks.test_law import LATER, OFFENCE, House, _forget, _status
from tests.attacks.writer import kept, planted, put_back
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.access.test_granting import granted
from tests.rooms.concerns.passing import agree, scene
from tests.rooms.justice.laws import law
from tests.rooms.justice.small import few_laws
from tests.rooms.research import planning, studying
from tests.rooms.research.records.test_budget_for_life import spend
from tests.rooms.research.studies.test_studies_publishing import advisers, agreed

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data", "few_laws")]
__all__ = ["few_laws"]


@dataclass(frozen=True, slots=True)
class Scene:
    """Something that is given while it stands: in which chain, whether it is given, how it ends, what somebody does to
    the rows so that it goes on."""

    record: UUID
    given: Callable[[], bool]
    end: Callable[[], object]
    revive: Callable[[], object]


def _goes(deed: Callable[[], object]) -> bool:
    try:
        deed()
    except (NotAllowed, NotNow):
        return False
    return True


def _agreement(cast: Cast) -> Scene:
    made, day = agree(cast), (NOW + timedelta(days=2)).date()
    asked = (cast.aurora, cast.nordlys, AgreementPurpose.CONCERN_HANDOVER, ["story"], day)
    return Scene(
        made,
        lambda: bool(network.agreements.check(*asked)),
        lambda: network.agreements.end(cast["oda"], made, NOW),
        lambda: Agreement.objects.update(ended_on=None),
    )


def _duty(cast: Cast) -> Scene:
    row = granted(cast)
    copy = kept(GrantGiven.objects.filter(pk=row.pk))
    return Scene(
        row.pk,
        lambda: _goes(lambda: granting.held(cast["noor"], GRANT, LOOK, NOW)),
        lambda: granting.end(cast["bao"], row.pk, NOW),
        lambda: put_back(copy),
    )


def _assents(cast: Cast) -> Scene:
    study = studying.signed(cast)
    agreed(cast, study)
    sol, _tove = advisers(cast)
    later = NOW + timedelta(hours=1)
    return Scene(
        study.pk,
        lambda: all(one.state is LineState.PASSED for one in publishing.standing(study)),
        lambda: publishing.assent(sol, study.pk, "survivor_adviser", "veto", "It harms.", later),
        lambda: Decision.objects.filter(verdict="veto").delete(),
    )


def _privacy(cast: Cast) -> Scene:
    planning.people(cast)
    found = planning.population(cast)
    planning.tell(cast)
    return Scene(
        found.pk,
        lambda: _goes(lambda: ledger.of(found)) and not ledger.of(found).entries,
        lambda: spend(cast, found),
        lambda: Spend.objects.all().delete(),
    )


def _law(cast: Cast) -> Scene:
    house = House(cast)

    def known() -> bool:
        _forget()
        return "XD" in library.corpus(LATER).laws

    return Scene(
        house.file.pk,
        known,
        lambda: drafting.withdraw(house.drafter, house.file.pk, NOW),
        lambda: LawFile.objects.update(withdrawn_at=None),
    )


def _older_law(cast: Cast) -> Scene:
    """The text of before, when another was drafted after it."""
    house = House(cast)
    newer = law().replace("Penal Code of XD", "Criminal Code of XD")
    drafted: list[UUID] = []

    def older() -> bool:
        _forget()
        return library.text_in_force("XD", LATER) == law()

    return Scene(
        house.file.pk,
        older,
        lambda: drafted.append(drafting.draft(house.drafter, newer, house.file.pk, NOW + timedelta(minutes=1)).file.pk),
        lambda: None,
    )


def _review(cast: Cast) -> Scene:
    house = House(cast)
    digest = reviews.look("XD", OFFENCE, NOW).item.digest
    return Scene(
        proved.chain("XD", OFFENCE),
        lambda: _status() is ReviewStatus.REVIEWED,
        lambda: reviews.give_back(house.lawyer, "XD", OFFENCE, digest, NOW, "The age is that of another article."),
        lambda: Rung.objects.filter(step="returned").delete(),
    )


def _handover(cast: Cast) -> Scene:
    row = scene(cast).accepted()
    copy = kept(Handover.objects.filter(pk=row.pk), Bundle.objects.filter(record=row.pk))
    return Scene(
        row.pk,
        lambda: _goes(lambda: received.read(cast["nils"], row.pk, NOW)),
        lambda: handovers_kept.revoke(cast["amara"], row.pk, "partner", NOW),
        lambda: put_back(copy),
    )


KINDS = {
    one.__name__.strip("_").replace("_", " "): one
    for one in (_agreement, _duty, _assents, _privacy, _law, _older_law, _review, _handover)
}
WAYS: dict[str, dict[str, object]] = {
    "code and signature": {"code": bytes(32), "signature": bytes(64)},
    "another deed": {"deed": "test.nothing"},
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", [name for name in KINDS if name != "handover"])
def test_what_ended_does_not_go_on_when_its_entry_is_made_bad(cast: Cast, kind: str, way: str) -> None:
    """The control: it is given before, and not after it ended. Once the entry is mended, it is ended as before."""
    one = KINDS[kind](cast)
    assert one.given()
    there = set(Entry.objects.values_list("pk", flat=True))
    one.end()
    assert not one.given()
    ended = Entry.objects.exclude(pk__in=there).exclude(record=None)
    copy = kept(ended)
    one.revive()
    Entry.objects.filter(pk__in=[entry.pk for entry in copy]).update(**WAYS[way])
    assert not one.given()
    assert any(f"record {entry.record}: " in line for line in defects(lambda *_: None) for entry in ended)
    put_back(copy)
    assert not one.given()


def test_a_handover_whose_end_was_made_bad_is_not_read_on(cast: Cast) -> None:
    one = _handover(cast)
    assert one.given(), "the control"
    one.end()
    end = Entry.objects.filter(record=one.record).order_by("-seq")[0]
    one.revive()
    Entry.objects.filter(pk=end.pk).update(code=bytes(32), signature=bytes(64), items=[])
    assert not one.given()


@pytest.mark.parametrize("kind", ["agreement", "duty", "assents", "privacy", "law", "review", "handover"])
def test_a_planted_entry_ends_nothing_for_good(cast: Cast, kind: str) -> None:
    """While it lies there nothing is given; whoever looks after the server removes it, and all is as it was."""
    one = KINDS[kind](cast)
    ref = journal.write(one.record, cast["oda"].signatory(), "network.end_agreement", at=NOW)
    entry = Entry.objects.filter(record=one.record, seq=ref.seq)
    planted(entry)
    assert not one.given()
    assert f"record {one.record}: entry {ref.seq} was not written by this installation" in list(
        defects(lambda *_: None)
    )
    entry.delete()
    assert one.given()


def test_an_agreement_is_ended_over_a_planted_entry_and_its_page_says_what_happened(cast: Cast) -> None:
    """What ends needs nothing to hold. The entry that ends builds on none that somebody planted, so that it stays when
    that is removed."""
    one = _agreement(cast)
    ref = journal.write(one.record, cast["oda"].signatory(), "network.look", at=NOW)
    planted(Entry.objects.filter(record=one.record, seq=ref.seq))
    (row,) = [found for found in network.agreements.of(cast.aurora) if found.id == one.record]
    assert network.agreements.standing(row, cast.aurora, NOW.date()) is Standing.TORN
    answer = network.agreements.check(
        cast.aurora, cast.nordlys, AgreementPurpose.CONCERN_HANDOVER, ["story"], NOW.date()
    )
    assert isinstance(answer, Refused)
    assert "journal verify" in answer.words
    page = text(client_of(cast, "oda").get(reverse("desk:agreement", args=[one.record])))
    assert answer.words in page
    one.end()
    Entry.objects.filter(record=one.record, seq=ref.seq).delete()
    one.revive()
    assert network.agreements.standing(row, cast.aurora, (NOW + timedelta(days=2)).date()) is Standing.ENDED
    assert [line for line in defects(lambda *_: None) if str(one.record) in line] == []


def test_an_end_that_was_taken_out_from_between_is_missed(cast: Cast) -> None:
    one = _agreement(cast)
    one.end()
    journal.write(one.record, cast["oda"].signatory(), "network.look", at=NOW)
    one.revive()
    Entry.objects.filter(record=one.record, deed="network.end_agreement").delete()
    assert not one.given()
