"""Routing proposals (DNH-28): exactly who can act, from confirmed facts only, in any order of the input."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import permutations, product
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.concerns.contracts import (
    ConcernFacts,
    Directory,
    LegalAnswer,
    Note,
    PayloadClass,
    PersonCountry,
    Proposal,
    Provision,
    Verdict,
)
from fanal.concerns.routing.legal import LAW_NOT_IN_LIBRARY, NoLibrary
from fanal.concerns.routing.routing import propose
from fanal.network.contracts import AgreementPurpose, OrgKind, OrgRef
from fanal.vocabulary.codes import DataCategory
from fanal.vocabulary.results import Allowed, Refused

DAY = date(2026, 11, 25)
COUNTRIES = ("XA", "XB", "XC", "XD", "XE")


def org(number: int, country: str, *mandates: str, kind: OrgKind = OrgKind.MEMBER) -> OrgRef:
    return OrgRef(UUID(int=number), f"org {number}", kind, country, frozenset(mandates), "UTC", ("en",))


A, B, C, D = (org(n, f"X{letter}", f"X{letter}") for n, letter in enumerate("ABCD", 1))  # nobody in XE
POLICE_A = org(11, "XA", "XA", kind=OrgKind.AUTHORITY)
POLICE_B = org(12, "XB", "XB", kind=OrgKind.AUTHORITY)
DESK = org(20, "XA", *COUNTRIES, kind=OrgKind.SECRETARIAT)
NOTES = {code: Note("authority", code, "read this", DAY) for code in COUNTRIES}
DIRECTORY = Directory((A, B, C, D, POLICE_A, POLICE_B, DESK), NOTES, hotlines={"XA": "hotline of XA"})
ALL = frozenset(DataCategory)
NOBODY, TO_ALL = frozenset[UUID](), frozenset({A.id, B.id, C.id, D.id})
NARROW = ALL - {DataCategory.OFFENDER}


@dataclass
class Signed:
    """Agreements by the pair of parties: the data categories of each, or the code of a refusal."""

    pairs: dict[frozenset[UUID], frozenset[DataCategory] | str] = field(default_factory=dict)
    asked: list[tuple[UUID, UUID, AgreementPurpose, date]] = field(default_factory=list)

    def check(
        self, sender: UUID, recipient: UUID, purpose: AgreementPurpose, categories: Collection[str], day: date
    ) -> Allowed | Refused:
        self.asked.append((sender, recipient, purpose, day))
        found = self.pairs.get(frozenset({sender, recipient}), "no_agreement")
        if isinstance(found, str):
            return Refused(found)
        missing = set(categories) - found
        return Refused("categories", detail=tuple(sorted(missing))) if missing else Allowed("agreement")


def signed(*pairs: tuple[OrgRef, OrgRef], categories: frozenset[DataCategory] | str = NARROW) -> Signed:
    return Signed({frozenset({one.id, other.id}): categories for one, other in pairs})


EVERYBODY = signed(*[(one, other) for one in (A, B, C, D) for other in (A, B, C, D) if one != other])


def lives_in(*countries: str) -> tuple[PersonCountry, ...]:
    return tuple(PersonCountry(country, "lives_in", "they_said") for country in countries)


def facts(place: str = "XA", *adult: str, own: OrgRef = A, **more: object) -> ConcernFacts:
    return ConcernFacts(own, DAY, place, lives_in(*adult), **more)  # type: ignore[arg-type]


def run(found: ConcernFacts, agreements: Signed = EVERYBODY, directory: Directory = DIRECTORY) -> list[Proposal]:
    return propose(found, directory, agreements, NoLibrary())


def short(proposals: list[Proposal]) -> list[tuple[str, str, str]]:
    return [(p.role, p.recipient.name if p.recipient else "-", p.country) for p in proposals]


def test_abroad_gives_two_proposals_one_to_keep_and_one_to_hand_over() -> None:
    keep, sending = run(facts("XA", "XB"))
    assert short([keep, sending]) == [("keep", A.name, "XA"), ("sending", B.name, "XB")]
    assert not keep.sendable
    assert keep.payload is PayloadClass.NOTHING
    assert sending.sendable
    assert sending.payload is PayloadClass.DEFAULT
    assert sending.reasons[0].rule == "lives_in"
    assert sending.reasons[0].facts == ("countries", "basis:they_said")


def test_travel_at_home_gives_one_proposal() -> None:
    assert short(run(facts("XA", "XA"))) == [("keep", A.name, "XA")]


MEMBERS = {"XA": A, "XB": B, "XC": C, "XD": D}


@pytest.mark.parametrize(("own", "place", "adult"), list(product((A, B), COUNTRIES, COUNTRIES)))
def test_each_pair_of_countries_gives_exactly_the_expected_set(own: OrgRef, place: str, adult: str) -> None:
    expected = {}
    for country, role in ((place, "place"), (adult, "sending")):
        there = MEMBERS.get(country)
        if there == own:
            expected[country] = ("keep", own.name, country)
        elif country not in expected:
            expected[country] = (role, there.name if there else "-", country)
    found = run(facts(place, adult, own=own))
    assert sorted(short(found)) == sorted(expected.values())
    for proposal in found:
        assert proposal.sendable == (proposal.role in {"place", "sending"} and proposal.recipient is not None)


def test_nobody_there_is_said_and_no_neighbour_takes_the_place() -> None:
    keep, nobody = run(facts("XA", "XE"))
    assert keep.recipient == A
    assert (nobody.recipient, nobody.role, nobody.country) == (None, "sending", "XE")
    assert isinstance(nobody.agreement, Refused)
    assert nobody.agreement.reason_code == "no_member"
    assert not nobody.sendable


@pytest.mark.parametrize("place", ["unknown", "online", "ship_or_aircraft"])
def test_an_unknown_place_stays_unknown(place: str) -> None:
    found = run(facts(place, "XB"))
    assert found[0].recipient is None
    assert found[0].reasons[0].rule == f"place_{place}"
    assert found[0].country == ""
    assert [p.recipient.name for p in found if p.recipient] == [B.name]


def test_an_unknown_home_of_the_adult_gives_nothing() -> None:
    assert short(run(facts("XA"))) == [("keep", A.name, "XA")]


def test_a_nationality_alone_gives_nothing() -> None:
    assert run(facts("XA", adult_nationalities=("XB", "XC"))) == run(facts("XA"))


@pytest.mark.parametrize("refusal", ["no_agreement", "expired", "unsigned", "ended"])
def test_without_an_agreement_in_force_it_is_shown_and_cannot_be_sent(refusal: str) -> None:
    _, sending = run(facts("XA", "XB"), signed((A, B), categories=refusal))
    assert sending.recipient == B
    assert sending.agreement == Refused(refusal)
    assert not sending.sendable


def test_the_agreement_is_asked_for_these_parties_this_purpose_and_this_day() -> None:
    agreements = signed((A, B))
    run(facts("XA", "XB"), agreements)
    assert set(agreements.asked) >= {(A.id, B.id, AgreementPurpose.CONCERN_HANDOVER, DAY)}
    assert all(sender == A.id and day == DAY for sender, _, _, day in agreements.asked)


def test_words_on_the_adult_go_only_where_the_agreement_names_them() -> None:
    assert run(facts("XA", "XB"), signed((A, B), categories=ALL))[1].payload is PayloadClass.WITH_ADULT_WORDS
    assert run(facts("XA", "XB"), signed((A, B), categories=NARROW))[1].payload is PayloadClass.DEFAULT
    too_narrow = run(facts("XA", "XB"), signed((A, B), categories=frozenset({DataCategory.LOCATION})))[1]
    assert isinstance(too_narrow.agreement, Refused)
    assert too_narrow.agreement.reason_code == "categories"
    assert not too_narrow.sendable


def test_the_child_s_home_country_waits_for_an_open_case_with_a_ground() -> None:
    for case_open, ground in ((False, NOBODY), (True, NOBODY), (False, TO_ALL), (True, frozenset({B.id}))):
        assert len(run(facts("XA", child_home="XC", case_open=case_open, child_ground=ground))) == 1
    found = run(facts("XA", child_home="XC", case_open=True, child_ground=TO_ALL))
    assert short(found) == [("keep", A.name, "XA"), ("child_home", C.name, "XC")]
    assert len(run(facts("XA", child_home="XA", case_open=True, child_ground=TO_ALL))) == 1


def test_what_the_child_did_not_allow_does_not_go_to_the_home_country() -> None:
    """The adult's words may go to others by this agreement; a ground of the child does not cover them."""
    wide = signed((A, C), categories=ALL)
    home = facts("XA", child_home="XC", case_open=True, child_ground=TO_ALL)
    assert run(home, wide)[1].payload is PayloadClass.DEFAULT
    assert run(facts("XA", "XC"), wide)[1].payload is PayloadClass.WITH_ADULT_WORDS


def test_one_recipient_has_one_card_with_all_reasons() -> None:
    found = run(facts("XA", "XB", child_home="XB", case_open=True, child_ground=TO_ALL))
    assert short(found) == [("keep", A.name, "XA"), ("sending", B.name, "XB")]
    assert [reason.rule for reason in found[1].reasons] == ["lives_in", "child_home"]


def test_several_members_of_a_country_are_all_proposed() -> None:
    second = org(5, "XB", "XB")
    found = run(facts("XA", "XB"), directory=replace(DIRECTORY, organisations=(second, *DIRECTORY.organisations)))
    assert [p.recipient.name for p in found if p.role == "sending" and p.recipient] == [B.name, second.name]


def test_a_member_with_the_mandate_of_the_adult_s_country_keeps_it() -> None:
    wide = replace(A, mandates=frozenset({"XA", "XB"}))
    found = run(facts("XA", "XB", own=wide))
    assert short(found) == [("keep", A.name, "XA")]
    assert [reason.rule for reason in found[0].reasons] == ["place", "lives_in"]


def test_the_secretariat_is_never_a_recipient() -> None:
    for place, adult in product(COUNTRIES, COUNTRIES):
        assert all(p.recipient != DESK for p in run(facts(place, adult)))


# Authorities (DNH-30)


def authority(found: list[Proposal]) -> list[Proposal]:
    return [p for p in found if p.role == "authority"]


def test_an_authority_is_proposed_only_with_an_agreement_on_file_or_a_legal_duty() -> None:
    assert authority(run(facts("XA"))) == []
    [on_file] = authority(run(facts("XA"), signed((A, POLICE_A), categories=ALL)))
    assert on_file.recipient == POLICE_A
    assert on_file.payload is PayloadClass.WITH_ADULT_WORDS
    assert on_file.must_read == (NOTES["XA"],)
    assert on_file.sendable
    [duty] = authority(run(facts("XA", legal_duty=True)))
    assert duty.agreement == Allowed("legal_duty")
    assert duty.reasons[0].rule == "authority_duty"
    assert duty.must_read == (NOTES["XA"],)


def test_an_expired_agreement_with_an_authority_is_shown_and_blocks() -> None:
    [expired] = authority(run(facts("XA"), signed((A, POLICE_A), categories="expired")))
    assert not expired.sendable


def test_without_a_note_on_the_authorities_nothing_can_be_sent() -> None:
    bare = replace(DIRECTORY, authority_notes={})
    [found] = authority(run(facts("XA"), signed((A, POLICE_A), categories=ALL), bare))
    assert [note.missing for note in found.must_read] == [True]
    assert not found.sendable


def test_the_text_of_a_legal_duty_is_read_beside_the_note() -> None:
    law = Note("law", "XA", "who must report", DAY)
    [found] = authority(run(facts("XA", legal_duty=True), directory=replace(DIRECTORY, law_notes={"XA": law})))
    assert found.must_read == (NOTES["XA"], law)


def test_no_member_writes_to_the_police_of_another_country() -> None:
    agreements = signed((A, POLICE_B), (A, POLICE_A), categories=ALL)
    assert authority(run(facts("XB", "XB"), agreements)) == []
    assert authority(run(facts("XB", legal_duty=True), agreements)) == []
    assert [p.recipient for p in authority(run(facts("XA", "XB"), agreements))] == [POLICE_A]


# Hotline


def test_material_online_is_pointed_to_the_hotline_of_that_country_and_nothing_is_sent() -> None:
    found = run(facts("XA", online=True))[-1]
    assert (found.role, found.recipient, found.signpost) == ("hotline_signpost", None, "hotline of XA")
    assert not found.sendable
    elsewhere = run(facts("XB", online=True, own=B))[-1]
    assert (elsewhere.role, elsewhere.signpost) == ("hotline_signpost", "")
    nowhere = run(facts("online"))[-1]
    assert (nowhere.role, nowhere.signpost, nowhere.country) == ("hotline_signpost", "", "")


# Law


class Library:
    """Answers by state; the pure port's other shape."""

    def __init__(self, answers: dict[str, LegalAnswer]) -> None:
        self.answers = answers

    def verdict(self, state: str, facts: ConcernFacts) -> Verdict:
        assert facts.day == DAY
        return Verdict(state, self.answers[state], "because", (Provision("§ 5(8)", "words", DAY),))


def test_without_a_library_every_reason_says_that_it_cannot_say() -> None:
    for proposal in run(facts("XA", "XB", "XE")):
        for reason in proposal.reasons:
            assert reason.verdict == Verdict(reason.country, LegalAnswer.CANNOT_SAY, LAW_NOT_IN_LIBRARY)


@pytest.mark.parametrize("answer", list(LegalAnswer))
def test_the_law_gives_reasons_and_decides_nothing(answer: LegalAnswer) -> None:
    found = propose(facts("XA", "XB"), DIRECTORY, EVERYBODY, Library(dict.fromkeys(COUNTRIES, answer)))
    without = run(facts("XA", "XB"))
    assert short(found) == short(without)
    assert [p.sendable for p in found] == [p.sendable for p in without]
    verdict = found[1].reasons[0].verdict
    assert verdict is not None
    assert (verdict.answer, verdict.provisions[0].citation) == (answer, "§ 5(8)")


# Generated concerns over all pairs

RELATIONS = ("lives_in", "comes_from", "travels_to")
PLACES = st.sampled_from([*COUNTRIES, "KH", "unknown", "online", "ship_or_aircraft"])
COUNTRY = st.sampled_from([*COUNTRIES, "KH", "DE"])
LINKS = st.lists(
    st.builds(PersonCountry, COUNTRY, st.sampled_from(RELATIONS), st.sampled_from(["they_said", "number_plate", ""])),
    max_size=4,
).map(tuple)


@st.composite
def concerns(draw: st.DrawFn) -> ConcernFacts:
    flags = {name: draw(st.booleans()) for name in ("case_open", "legal_duty", "online")}
    return ConcernFacts(
        own=draw(st.sampled_from([A, B, replace(A, mandates=frozenset({"XA", "XC"}))])),
        day=DAY,
        place=draw(PLACES),
        adult_countries=draw(LINKS),
        adult_nationalities=tuple(draw(st.lists(COUNTRY, max_size=2))),
        child_home=draw(st.sampled_from(["", *COUNTRIES])),
        child_ground=draw(st.sampled_from([NOBODY, TO_ALL, frozenset({B.id})])),
        **flags,
    )


@st.composite
def agreements_(draw: st.DrawFn) -> Signed:
    state = st.sampled_from([ALL, NARROW, "expired", "no_agreement"])
    others = (A, B, C, D, POLICE_A, POLICE_B)
    return Signed({frozenset({one.id, other.id}): draw(state) for one in (A, B) for other in others if one != other})


@settings(max_examples=500, deadline=None)
@given(concerns(), agreements_())
def test_no_proposal_leaves_the_confirmed_facts(concern: ConcernFacts, agreements: Signed) -> None:
    """500 generated concerns: 0 proposals to a country that nobody confirmed; unknown stays unknown."""
    confirmed = {link.country for link in concern.adult_countries} | {concern.country}
    if concern.case_open and concern.child_ground:
        confirmed.add(concern.child_home)
    found = run(concern, agreements)
    for proposal in found:
        assert {reason.country for reason in proposal.reasons} <= confirmed | {""}
        if proposal.recipient:
            assert proposal.country in proposal.recipient.mandates | {proposal.recipient.country}
            assert proposal.country != ""
        if proposal.role == "child_home" and proposal.recipient:
            assert proposal.recipient.id in concern.child_ground
            assert proposal.payload is PayloadClass.DEFAULT
        if proposal.sendable:
            assert proposal.recipient not in {concern.own, DESK, None}
            assert proposal.agreement
    recipients = [p.recipient.id for p in found if p.recipient]
    assert len(recipients) == len(set(recipients))
    assert all(p.recipient is None for p in found if p.role == "place" and not concern.country)


@settings(max_examples=60, deadline=None)
@given(concerns(), agreements_(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(concern: ConcernFacts, agreements: Signed, random) -> None:  # type: ignore[no-untyped-def]
    organisations = list(DIRECTORY.organisations)
    random.shuffle(organisations)
    first = run(concern, agreements)
    for links in list(permutations(concern.adult_countries))[:6]:
        again = replace(concern, adult_countries=links, adult_nationalities=concern.adult_nationalities[::-1])
        assert run(again, agreements, replace(DIRECTORY, organisations=tuple(organisations))) == first
