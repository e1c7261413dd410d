"""Two devices in any interleaving lose no edit and make no duplicate; a merge never lowers the risk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.cases.codes import Risk
from fanal.cases.merge import (
    LINES,
    RISK,
    Conflict,
    Edit,
    Kept,
    Merged,
    Row,
    Values,
    join,
    merge,
    part,
    said,
    settle,
    take,
)
from fanal.cases.model.parts import Pair

ONE, TWO = UUID(int=1), UUID(int=2)
RISING = (None, Risk.LOW, Risk.MEDIUM, Risk.HIGH, Risk.CRITICAL)


def test_what_nobody_else_changed_is_applied() -> None:
    base = {"note": "a", "place": "x"}
    assert merge(base, {"note": "b", "place": "x"}, base) == Merged({"note": "b"}, ())
    assert merge(base, {"note": "b"}, {"note": "a", "place": "y"}) == Merged({"note": "b"}, ())
    assert merge({}, {"note": "b"}, {}) == Merged({"note": "b"}, ())
    assert merge(base, {"note": None}, base) == Merged({"note": None}, ())


def test_what_two_changed_is_kept_twice() -> None:
    found = merge({"note": "a"}, {"note": "b"}, {"note": "c"})
    assert found == Merged({}, (Conflict("note", "a", "b", "c"),))
    assert merge({}, {"note": "b"}, {"note": "c"}) == Merged({}, (Conflict("note", None, "b", "c"),))


def test_what_was_not_changed_or_is_there_already_is_no_edit() -> None:
    assert merge({"note": "a"}, {"note": "a"}, {"note": "c"}) == Merged({}, ())
    assert merge({"note": "a"}, {"note": "b"}, {"note": "b"}) == Merged({}, ())


@pytest.mark.parametrize("mine", RISING)
@pytest.mark.parametrize("theirs", RISING)
@pytest.mark.parametrize("base", RISING)
def test_the_risk_only_rises(mine: Risk | None, theirs: Risk | None, base: Risk | None) -> None:
    found = merge({RISK: base}, {RISK: mine}, {RISK: theirs})
    if mine in {base, theirs}:
        assert found == Merged({}, ())
    elif RISING.index(mine) > RISING.index(theirs):
        assert found == Merged({RISK: mine}, ())
    else:
        assert found == Merged({}, (Conflict(RISK, base, mine, theirs),))


def test_where_the_ground_was_withdrawn_nothing_is_applied_and_nothing_lost() -> None:
    found = merge({"note": "a"}, {"note": "b", RISK: Risk.HIGH}, {"note": "a"}, may_write=False)
    assert found == Merged({}, (Conflict("note", "a", "b", "a"), Conflict(RISK, None, Risk.HIGH, None)))
    rows = take({}, Edit(ONE, ONE, {"note": "b"}), may_write=False)
    assert rows[ONE] == Row({}, (Kept(ONE, Conflict("note", None, "b", None)),), frozenset({ONE}))


def test_a_hundred_replays_make_one_row() -> None:
    rows: Mapping[UUID, Row] = {}
    for _ in range(100):
        rows = take(rows, Edit(ONE, TWO, {"note": "b"}))
    assert rows == {TWO: Row({"note": "b"}, (), frozenset({ONE}))}


def test_what_a_person_chose_waits_no_more() -> None:
    rows = take(take({}, Edit(ONE, ONE, {"note": "a"})), Edit(TWO, ONE, {"note": "b", "place": "x"}, {}))
    (kept,) = rows[ONE].kept
    assert rows[ONE].values == {"note": "a", "place": "x"}
    assert settle(rows[ONE], kept).kept == ()
    assert settle(rows[ONE], Kept(ONE, kept.conflict)).kept == (kept,)


@dataclass
class Device:
    """What one device saw last, changed since, and has to send."""

    seen: dict[UUID, Values] = field(default_factory=dict)
    outbox: list[Edit] = field(default_factory=list)
    sent: list[Edit] = field(default_factory=list)


names = st.sampled_from(["note", "place", RISK])
steps = st.lists(
    st.tuples(st.sampled_from([0, 1]), st.sampled_from(["edit", "send", "again", "pull"]), st.sampled_from([ONE, TWO]),
              st.lists(names, min_size=1, max_size=2, unique=True), st.sampled_from(Risk)),
    max_size=30,
)  # fmt: skip


@given(steps)
def test_any_interleaving_of_two_devices_loses_nothing(
    done: list[tuple[int, str, UUID, list[str], Risk]],
) -> None:
    rows: Mapping[UUID, Row] = {}
    devices, edits = (Device(), Device()), []
    for number, (which, what, row, fields, risk) in enumerate(done, start=10):
        device = devices[which]
        if what == "edit":
            base = dict(device.seen.get(row, {}))
            mine = {name: risk if name == RISK else f"{name} {number}" for name in fields}
            device.outbox.append(Edit(UUID(int=number), row, mine, base))
            device.seen[row] = {**base, **mine}
            edits.append(device.outbox[-1])
        elif what == "send" and device.outbox:
            rows = sent(rows, device)
        elif what == "again" and device.sent:
            assert take(rows, device.sent[number % len(device.sent)]) == rows, "a replay changes nothing"
        elif what == "pull":
            device.seen = {one: dict(held.values) for one, held in rows.items()}
    for device in devices:
        while device.outbox:
            rows = sent(rows, device)
    assert set(rows) == {edit.row for edit in edits}, "no row twice, none lost"
    for edit in edits:
        for name, value in edit.mine.items():
            assert name == RISK or is_there(rows[edit.row], edits, edit.row, name, value)


def sent(rows: Mapping[UUID, Row], device: Device) -> Mapping[UUID, Row]:
    edit = device.outbox.pop(0)
    device.sent.append(edit)
    after = take(rows, edit)
    before = rows.get(edit.row, Row()).values.get(RISK)
    assert RISING.index(after[edit.row].values.get(RISK)) >= RISING.index(before)  # type: ignore[arg-type]
    return after


def is_there(row: Row, edits: list[Edit], of: UUID, name: str, value: object) -> bool:
    """It stands, waits for a person, or somebody who saw it wrote over it."""
    waits = any(one.conflict.mine == value for one in row.kept)
    written_over = any(one.row == of and name in one.mine and one.base.get(name) == value for one in edits)
    return row.values.get(name) == value or waits or written_over


# ---- two records of one person ----


def test_what_one_lacks_it_gets_and_what_both_say_otherwise_is_kept_twice() -> None:
    keeps = {"name": "Lilo", "born": "", "tongues": ("spa",), "guess": None, "none": ()}
    other = {"name": "Lila", "born": "2013", "tongues": ("eng", "spa"), "guess": False, "none": ()}
    found = join(keeps, other)
    assert found.applied == {"born": "2013", "tongues": ("spa", "eng"), "guess": False}
    assert found.conflicts == (Conflict("name", None, "Lila", "Lilo"),)


def test_of_a_map_a_key_stands_once() -> None:
    found = join({"does": (Pair("seeing", "hard"),)}, {"does": (Pair("seeing", "easy"), Pair("hearing", "hard"))})
    assert found.applied == {"does": (Pair("seeing", "hard"), Pair("hearing", "hard"))}
    assert found.conflicts == (Conflict("does", (), (Pair("seeing", "easy"),), (Pair("seeing", "hard"),)),)


def test_a_list_that_is_full_takes_no_more_and_the_rest_is_kept() -> None:
    found = join({"names": tuple("abc")}, {"names": tuple(f"n{one}" for one in range(LINES))})
    assert len(found.applied["names"]) == LINES  # type: ignore[arg-type]
    assert found.conflicts[0].mine == ("n17", "n18", "n19")


child_values = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["", "a", "b"]),
        "born": st.sampled_from(["", "a", "b"]),
        "guess": st.sampled_from([None, True, False]),
        "tongues": st.lists(st.sampled_from("abcd"), unique=True).map(tuple),
    }
)


@given(child_values, child_values)
def test_two_records_that_are_joined_lose_nothing(keeps: dict[str, object], other: dict[str, object]) -> None:
    found = join(keeps, other)
    after = {**keeps, **found.applied}
    kept = {one.field: one.mine for one in found.conflicts}
    for name, value in said(keeps).items():
        assert after[name] == value or set(value) <= set(after[name])  # type: ignore[call-overload]
    for name, value in said(other).items():
        assert after[name] == value or kept.get(name) == value or set(value) <= set(after[name])  # type: ignore[call-overload]


@given(child_values, child_values)
def test_parted_they_are_as_they_were(keeps: dict[str, object], other: dict[str, object]) -> None:
    found = join(keeps, other)
    came = {
        name: tuple(one for one in value if one not in keeps[name]) if isinstance(value, tuple) else value  # type: ignore[operator]
        for name, value in found.applied.items()
    }
    gone, stays = part(came, {**keeps, **found.applied})
    assert stays == ()
    assert said({**keeps, **found.applied, **gone}) == said(keeps)


def test_what_was_changed_since_stays() -> None:
    assert part({"born": "2013"}, {"born": "2012"}) == ({}, ("born",))
    assert part({"tongues": ("a", "b")}, {"tongues": ("c", "b")}) == ({"tongues": ("c",)}, ("tongues",))
