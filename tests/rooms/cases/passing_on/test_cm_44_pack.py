"""CM-43, CM-44, DNH-28, DNH-29: what leaves of a file, field by field, and what stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.cases.model.declared import model
from fanal.cases.packed import PackItem
from fanal.cases.passing_on import pack
from fanal.cases.passing_on.pack import BIRTH, DEFAULT, Allows, PackKind, card, field_at, never
from fanal.passing.api import Addition, NotAddable
from fanal.vocabulary.codes import DataCategory, Mark

EVERY = [one.path for entity in model().entities.values() for one in entity.fields.values() if one.label]
FULL = {path: (PackItem(path, text="canary"),) for path in EVERY} | {BIRTH: (PackItem(BIRTH, text="1999-05-04"),)}
ALL = Allows(frozenset(DataCategory), frozenset(DataCategory))
NAMES = {f"child.{one}" for one in ("given_name", "middle_name", "family_name", "other_names", "identifiers")}
SEALED = {"reporter", "feedback", "privileged", "placement"}

kinds = st.sampled_from(PackKind)
categories = st.frozensets(st.sampled_from(DataCategory))
allows = st.builds(Allows, categories, st.none() | categories)
facts = st.sets(st.sampled_from(EVERY)).map(lambda some: {path: FULL[path] for path in some})


def paths(items: tuple[PackItem, ...]) -> set[str]:
    return {item.field for item in items}


@pytest.mark.parametrize("kind", PackKind)
def test_the_default_names_fields_that_are_there_and_may_leave(kind: PackKind) -> None:
    assert set(DEFAULT[kind]) <= set(EVERY) | {"child.safe_to_contact", "child.interpreter_needed"}
    assert not any(never(kind, path) for path in DEFAULT[kind])
    who = NAMES | {BIRTH, "child.contacts"}  # of a transfer they go last, by a confirmation of their own
    assert not set(DEFAULT[kind]) & ({"child.address", "act.account"} | (who if kind is not PackKind.NAMES else set()))


@given(kinds, facts, allows)
def test_only_what_all_four_allow_leaves(kind: PackKind, some: pack.Facts, allowed: Allows) -> None:
    made = pack.pack(kind, some, allowed)
    assert paths(made.default.items) == {path for path in DEFAULT[kind] if path in some and not allowed.why_not(path)}
    assert made.added.items == ()
    left = paths(made.leaves)
    assert {one.field for one in made.stays} == (set(some) - left) | {"reporter"}, (
        "each field leaves, or stays with why"
    )
    assert all(one.words for one in made.stays)


@given(kinds, st.sampled_from(EVERY), allows)
def test_one_more_with_a_reason_is_exactly_one_more(kind: PackKind, path: str, allowed: Allows) -> None:
    plain = pack.pack(kind, FULL, allowed)
    wanted = [Addition(path, "  They  need it ")]
    may = path not in paths(plain.default.items) and not never(kind, path) and not allowed.why_not(path)
    if not may:
        with pytest.raises(NotAddable):
            pack.pack(kind, FULL, allowed, wanted)
        return
    made = pack.pack(kind, FULL, allowed, wanted)
    assert made.default == plain.default
    assert [(item.field, item.reason) for item in made.added.items] == [(path, "They need it")]
    with pytest.raises(NotAddable) as why:
        pack.pack(kind, FULL, allowed, [Addition(path, "   ")])
    assert why.value.code == "no_reason"


@pytest.mark.parametrize("kind", PackKind)
def test_some_things_never_leave_whatever_the_reason(kind: PackKind) -> None:
    for path in EVERY:
        field = field_at(path)
        kept = field.box in SEALED or field.category in set(Mark) or field.entity in {"note", "consent", "feedback"}
        kept |= kind is not PackKind.REPORT and field.category == DataCategory.OFFENDER
        assert not kept or never(kind, path), path
        if kept:
            with pytest.raises(NotAddable):
                pack.pack(kind, FULL, ALL, [Addition(path, "Everything is agreed")])


def test_the_person_suspected_goes_to_an_authority_alone_and_one_by_one() -> None:
    path = "alleged_offender.description"
    assert path not in paths(pack.pack(PackKind.REPORT, FULL, ALL).leaves)
    assert path in paths(pack.pack(PackKind.REPORT, FULL, ALL, [Addition(path, "They search")]).leaves)


def test_a_name_needs_a_ground_for_identity_and_a_birth_is_a_year_without_it() -> None:
    without = Allows(frozenset(DataCategory) - {DataCategory.IDENTITY})
    for path in NAMES:
        with pytest.raises(NotAddable):
            pack.pack(PackKind.REFERRAL, FULL, without, [Addition(path, "They ask")])
    wanted = [Addition(BIRTH, "The school asks")]
    assert pack.pack(PackKind.REFERRAL, FULL, without, wanted).added.items[0].text == "1999"
    assert pack.pack(PackKind.REFERRAL, FULL, ALL, wanted).added.items[0].text == "1999-05-04"


def test_what_is_written_for_this_recipient_stands_first() -> None:
    said = (PackItem("summary", text="Somebody to talk to"),)
    assert pack.pack(PackKind.REFERRAL, FULL, ALL, said=said).default.items[0] == said[0]


ages = st.none() | st.integers(0, 30)


@given(ages, st.booleans())
def test_cm_43_a_card_has_no_name_no_place_and_no_words(age: int | None, urgent: bool) -> None:
    made = card(age=age, sex="female", country="XA", languages=["spa"], needs=["psychosocial"], urgent=urgent)
    assert paths(made.items) <= {f"card.{one}" for one in ("age", "sex", "country", "languages", "needs", "urgent")}
    assert not any(item.text or item.reason for item in made.items)
    assert str(age) not in {code for item in made.items for code in item.codes}


def test_each_age_has_one_band() -> None:
    assert [pack.band(age) for age in (0, 4, 5, 9, 10, 14, 15, 17, 18)] == [
        "0_4", "0_4", "5_9", "5_9", "10_14", "10_14", "15_17", "15_17", "18_more",
    ]  # fmt: skip
    assert pack.band(None) == ""
