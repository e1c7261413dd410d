"""A colleague has a key of their own, or of somebody else, and writes to the database: entries of the journal that are
well-formed and signed, for deeds that the program would never let them do. Each counts for nothing and is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from fanal import vault
from fanal.access.api import NotAllowed, NotNow, granting, stated
from fanal.access.contracts import LineState
from fanal.clocks import api as clocks
from fanal.engines.jurisdiction.model import ReviewStatus
from fanal.journal import api as journal
from fanal.journal.api import Item
from fanal.journal.models import Entry
from fanal.justice.gaps import exports, gaps, reforms
from fanal.justice.gaps.counting import CountKind
from fanal.justice.gaps.policy import DROP_REFORM, GRANT, LOOK
from fanal.justice.law import drafting, library, replies, reviews
from fanal.justice.matters import matters
from fanal.network.contracts import Role
from fanal.research.studies import publishing, signing
from fanal.site import missing
from fanal.site.commands.journal import defects
from fanal.web import papers
from tests.attacks.writer import planted
from tests.people import NOW, Cast
from tests.rooms.access.test_granting import proposed
from tests.rooms.justice.laws import law, with_roles
from tests.rooms.justice.small import small_law, with_grant
from tests.rooms.research import studying
from tests.rooms.research.studies.test_studies_publishing import advisers

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]
__all__ = ["small_law"]
LATER = NOW + timedelta(hours=1)

type Deed = tuple[Callable[[], object], Callable[[], object]]
"""What is done, and whether it counts."""


def _goes(deed: Callable[[], object]) -> bool:
    try:
        deed()
    except (NotAllowed, NotNow):
        return False
    return True


def _forget() -> None:
    """Another process: nothing compiled, nothing verified yet."""
    library._shelf.found.clear()
    library._compiled.cache_clear()
    library._digests.cache_clear()


def _draft_of_law(cast: Cast) -> Deed:
    drafter = with_roles(cast["femi"], Role.CORPUS_EDITOR)
    return lambda: drafting.draft(drafter, law(), None, NOW), lambda: "XD" in library.corpus(LATER).laws


def _withdrawal_of_law(cast: Cast) -> Deed:
    drafter = with_roles(cast["femi"], Role.CORPUS_EDITOR)
    file = drafting.draft(drafter, law(), None, NOW).file

    def counts() -> bool:
        """What is withdrawn leaves a place for the shipped text; while the chain is torn, none is known."""
        return "XD" not in library.corpus(LATER).laws and "XD" not in library.tampered(LATER)

    return lambda: drafting.withdraw(drafter, file.pk, NOW), counts


def _review_of_law(cast: Cast) -> Deed:
    _draft_of_law(cast)[0]()
    checker, lawyer = with_roles(cast["amara"], Role.LEGAL_ADVOCATE), with_roles(cast["nils"], Role.LAWYER)
    about = ("XD", "xd.10", reviews.look("XD", "xd.10", NOW).item.digest, NOW)

    def climb() -> None:
        reviews.check(checker, *about)
        reviews.review(lawyer, *about, shown="Bar of XD", until=date(2027, 11, 25))

    return climb, lambda: reviews.look("XD", "xd.10", LATER).item.review.status is ReviewStatus.REVIEWED


def _reply_of_a_state(cast: Cast) -> Deed:
    clerk = with_roles(cast["bao"], Role.MANAGER)
    return (
        lambda: replies.enter(clerk, "SE", "", "Ministry of Justice", "We read it otherwise.", NOW.date(), NOW),
        lambda: replies.of_state("SE"),
    )


def _proposal_of_a_duty(cast: Cast) -> Deed:
    rows: list[granting.GrantGiven] = []
    return lambda: rows.append(proposed(cast)), lambda: _goes(lambda: granting.confirm(cast["dalia"], rows[0].pk, NOW))


def _second_of_two_for_a_duty(cast: Cast) -> Deed:
    row = proposed(cast)
    return (
        lambda: granting.confirm(cast["dalia"], row.pk, NOW),
        lambda: _goes(lambda: granting.held(cast["noor"], GRANT, LOOK, NOW)),
    )


def _publication_of_a_reform(cast: Cast) -> Deed:
    for who in ("noor", "lena"):
        with_grant(cast, who)
    gaps.start(cast["noor"], "XA", NOW, CountKind.REFORMS)
    clocks.drain()
    row = reforms.draft(cast["noor"], "XA", 1, "Acts abroad", "The double condition goes.", NOW)
    reforms.tell_state(cast["noor"], row.pk, NOW.date(), NOW)
    return (
        lambda: reforms.publish(cast["lena"], row.pk, NOW + reforms.EMBARGO),
        lambda: reforms.published("XA"),
    )


def _assent_of_research(cast: Cast) -> Deed:
    study, (sol, _tove) = studying.signed(cast), advisers(cast)
    publishing.submit(cast["bao"], study.pk, NOW)
    return (
        lambda: publishing.assent(sol, study.pk, "survivor_adviser", "assent", "", NOW),
        lambda: any(line.state is LineState.PASSED for line in publishing.standing(study)),
    )


def _signature_of_an_estimate(cast: Cast) -> Deed:
    study, outside = studying.computed(cast), studying.statistician(cast)
    signing.ask_statistician(cast["bao"], study.pk, outside.person, NOW)

    def counts() -> bool:
        study.refresh_from_db()
        return signing.is_signed(study)

    return lambda: signing.sign(outside, study.pk, "Institute of Statistics", NOW), counts


def _gaps_are_found(cast: Cast) -> None:
    with_grant(cast)
    gaps.start(cast["noor"], "XA", NOW)
    clocks.drain()
    gaps.search_on(cast["noor"], "XA", NOW)
    clocks.drain()


def _approval_of_a_table_of_gaps(cast: Cast) -> Deed:
    _gaps_are_found(cast)
    row = exports.ask_for(cast["noor"], "XA", exports.ALONE + 1, "A study", NOW)

    def counts() -> bool:
        exports.GapsExport.objects.update(taken_at=None)
        return _goes(lambda: exports.take(cast["noor"], row.pk, papers.Form.CSV, NOW))

    return lambda: exports.approve(cast["bao"], row.pk, NOW), counts


def _what_a_matter_is(cast: Cast) -> Deed:
    matter = matters.open_matter(cast["lena"], NOW, label="A")

    def counts() -> bool:
        matter.refresh_from_db()
        return stated.stands(matter)

    return lambda: matters.close(cast["lena"], matter.pk, NOW), counts


KINDS = {
    found.__name__.strip("_").replace("_", " "): found
    for found in (
        _draft_of_law, _withdrawal_of_law, _review_of_law, _reply_of_a_state, _proposal_of_a_duty,
        _second_of_two_for_a_duty, _publication_of_a_reform, _assent_of_research, _signature_of_an_estimate,
        _approval_of_a_table_of_gaps, _what_a_matter_is,
    )
}  # fmt: skip


@pytest.mark.usefixtures("small_law")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_planted", [True, False], ids=["planted", "control"])
def test_an_entry_that_the_program_did_not_write_counts_for_nothing(cast: Cast, kind: str, *, is_planted: bool) -> None:
    """It is as the program would have written it, with the row, by the right person and signed with their key: all but
    the code, which only the installation makes."""
    deed, counts = KINDS[kind](cast)
    there = set(Entry.objects.values_list("pk", flat=True))
    deed()
    new = Entry.objects.exclude(pk__in=there)
    assert new.exists()
    named = {f"record {one.record}: entry {one.seq} was not written by this installation" for one in new}
    if is_planted:
        planted(new)
    _forget()
    assert bool(counts()) is not is_planted
    assert bool(named & set(defects(lambda _done, _of: None))) is is_planted
    _forget()


def test_a_row_that_is_gone_is_missed_whatever_somebody_planted_in_its_chain(cast: Cast) -> None:
    """A deed after which a record may be gone, and an empty item at each of its places, written past the program."""
    matter = matters.open_matter(cast["lena"], NOW, label="A")
    record = matter.pk
    named = [item[2 * vault.ITEM_HASH :] for item in Entry.objects.get(record=record).items]
    matter.delete()
    gone = [f"record {record}: it is gone, and nobody erased it"]
    assert [one for one in missing.defects() if one in gone] == gone, "the control"
    items = [Item(bytes.fromhex(place), b"") for place in named if place]
    journal.write(record, cast["lena"].signatory(), DROP_REFORM, at=LATER, items=items)
    planted(Entry.objects.filter(record=record, deed=DROP_REFORM))
    found = list(missing.defects())
    assert gone[0] in found
    assert f"record {record}: something that the journal names is gone" in found


@pytest.mark.usefixtures("small_law")
def test_a_table_of_gaps_of_which_every_entry_was_made_bad_is_not_given(cast: Cast) -> None:
    """Without an entry that holds it would pass for one of 0.1.0, with whatever number somebody wrote into it."""
    _gaps_are_found(cast)
    row = exports.ask_for(cast["noor"], "XA", 1, "A study", NOW)
    exports.GapsExport.objects.update(boxes=7, reason="Another")
    planted(Entry.objects.filter(record=row.pk))
    with pytest.raises(NotAllowed):
        exports.take(cast["noor"], row.pk, papers.Form.CSV, NOW)
