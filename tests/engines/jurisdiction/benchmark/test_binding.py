"""What binds a state: must only where a treaty is in force for it and no reservation covers the article."""

import dataclasses
from datetime import date

import pytest
from tests.engines.jurisdiction.good_law import good

from fanal.engines.jurisdiction.benchmark.binding import MUST, Binding, binding_for, member, within
from fanal.engines.jurisdiction.benchmark.standards import benchmark, shipped
from fanal.engines.jurisdiction.files.corpus import compile_documents, load_corpus
from fanal.engines.jurisdiction.model import Corpus, Edge, Reservation, TreatyStatus

pytestmark = pytest.mark.once
ON = date(2026, 6, 1)
IN_FORCE = Edge(date(2014, 12, 31), date(2015, 1, 1))


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


def bound(
    item: str,
    *reservations: Reservation,
    treaty: str = "LANZAROTE",
    status: str = "party",
    in_force: Edge | None = IN_FORCE,
    read: bool = True,
    on: date = ON,
) -> Binding:
    """What binds the fictional XA, which is party to one treaty; nothing is known of its other treaties."""
    row = TreatyStatus("XA", treaty, status, in_force, "a source", False, reservations_read=read)  # type: ignore[arg-type]
    made = dataclasses.replace(compile_documents({"XA": good()}), treaties=(row,), reservations=reservations)
    return binding_for(dataclasses.replace(made, groups={"EU": {}}), shipped(), "XA", f"law.{item}", on)


def reserved(article: str, *, partial: bool = False) -> Reservation:
    return Reservation("XA", "LANZAROTE", article, "a reservation", "a source", partial=partial)


def test_residence_is_reference_where_it_was_reserved() -> None:
    """Reading of B4: Lanzarote obliges unless reserved, OPSC and the directive let states choose."""
    assert bound("B4").force == "must"
    kept_out = bound("B4", reserved("25(1)(e)"))
    assert (kept_out.force, kept_out.value.is_false) == ("reference", True)
    assert bound("B4", reserved("25(3)")).force == "reference"  # a row that names the clause, not the article
    assert bound("B3", reserved("25(1)(e)")).force == "must"  # another letter


def test_latvia_reserved_it(corpus: Corpus) -> None:
    found = binding_for(corpus, shipped(), "LV", "law.B4", date(2026, 11, 25))
    assert (found.force, found.value.is_false) == ("reference", True)
    kept = [str(one.place) for one in found.obligations if one.kept_out]
    assert kept == ["LANZAROTE 25(1)(e)"]
    assert binding_for(corpus, shipped(), "LV", "law.B3", date(2026, 11, 25)).force == "must"


def test_what_was_reserved_is_no_breach(corpus: Corpus) -> None:
    """The item keeps its state; only its force for this state is another."""
    found = {result.item: result.state for result in benchmark(corpus, "LV", date(2026, 11, 25))}
    assert found["law.B4"] == "not_assessed"


def test_a_narrowed_article_still_binds() -> None:
    """25(5) limits 25(4) to nationals who live in the state; it keeps nothing out."""
    found = bound("B6", reserved("25(5)"))
    assert found.force == "must"
    assert [str(one.place) for one in found.obligations if one.narrowed] == ["LANZAROTE 25(4)"]
    assert bound("B4", reserved("25(1)(e)", partial=True)).value.is_true


def test_where_nobody_read_the_reservations_a_reservable_article_is_not_said_to_bind() -> None:
    unread = bound("B4", read=False)
    assert (unread.force, unread.value.reasons) == ("reference", {"law:XA/reservations.LANZAROTE#25(3)"})
    assert bound("B3", read=False).force == "must"  # 25(1)(d) cannot be reserved


@pytest.mark.parametrize(
    ("status", "in_force", "on", "force", "known"),
    [
        ("party", IN_FORCE, date(2015, 1, 1), "must", True),
        ("party", IN_FORCE, date(2014, 12, 31), "reference", True),
        ("party", Edge(date(2014, 12, 31), date(2016, 1, 30)), date(2015, 6, 1), "reference", False),
        ("party", None, ON, "reference", False),
        ("signatory", None, ON, "reference", True),
        ("no_action", None, ON, "reference", True),
        ("denounced", IN_FORCE, ON, "reference", False),
    ],
)
def test_party_and_in_force(status: str, in_force: Edge | None, on: date, force: str, known: bool) -> None:
    """B13 rests on Lanzarote 25(8) alone."""
    found = bound("B13", status=status, in_force=in_force, on=on)
    assert (found.force, not found.value.is_unknown) == (force, known)


def test_a_treaty_without_a_row_is_not_known() -> None:
    found = bound("B13", treaty="CRC")
    assert (found.force, found.value.reasons) == ("reference", {"law:XA/treaties.LANZAROTE#absent"})


def test_guidance_and_endeavour_never_bind(corpus: Corpus) -> None:
    for item in ("B5", "B11", "B12", "B14", "C2", "C3", "A6"):
        found = binding_for(corpus, shipped(), "DE", f"law.{item}", ON)
        assert (item, found.force, found.value.is_false) == (item, "reference", True)


def test_directives_bind_member_states_from_the_end_of_transposition(corpus: Corpus) -> None:
    """B2 rests on 2011/93 article 17(3) alone: transposition by 18 December 2013, Denmark not bound."""

    def force(state: str, on: date) -> str:
        return binding_for(corpus, shipped(), state, "law.B2", on).force

    assert force("DE", date(2013, 12, 17)) == "reference"
    assert force("DE", date(2013, 12, 18)) == "must"
    assert force("DK", ON) == force("NO", ON) == "reference"
    assert force("GB", date(2020, 1, 31)) == "must"
    assert force("GB", date(2020, 2, 1)) == force("GB-EAW", ON) == "reference"


def test_the_recast_binds_nobody_before_it_is_adopted(corpus: Corpus) -> None:
    recast = shipped().instruments["EU_RECAST"]
    assert recast.due is None
    for item in shipped().items.values():
        for one in binding_for(corpus, shipped(), "DE", item.id, date(2030, 1, 1)).obligations:
            assert one.place.instrument != "EU_RECAST" or (one.value.is_false and not one.place.article)


def test_members_of_a_group(corpus: Corpus) -> None:
    assert member(corpus, "EU", "HR", date(2013, 6, 30)).is_false
    assert member(corpus, "EU", "HR", date(2013, 7, 1)).is_true
    assert member(corpus, "COE", "RU", date(2022, 3, 15)).is_true
    assert member(corpus, "COE", "RU", date(2022, 3, 16)).is_false
    assert member(corpus, "AU", "ZA", ON).reasons == {"law:ZA/groups.AU#absent"}


def test_the_united_states_are_bound_by_the_protocol_not_by_the_convention(corpus: Corpus) -> None:
    """B8 rests on OPSC 4(3) and 5(5) for a state that is no member of the Council of Europe."""
    codes = {
        item.code
        for item in shipped().items.values()
        if binding_for(corpus, shipped(), "US", item.id, ON).force == MUST
    }
    assert {"A7", "B1", "B8", "B9", "B10", "D2"} <= codes
    assert not codes & {"B2", "B3", "B6", "C1"}


@pytest.mark.parametrize(
    ("article", "other", "inside"),
    [("25(1)(e)", "25", True), ("25(1)(e)", "25(1)", True), ("25(1)", "25(1)", True), ("25(1)", "25(1)(e)", False),
     ("25(10)", "25(1)", False), ("250", "25", False), ("18(1)(b)#2", "18(1)(b)", True)],
)  # fmt: skip
def test_an_article_within_another(article: str, other: str, inside: bool) -> None:
    assert within(article, other) is inside
