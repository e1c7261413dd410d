"""The state of an attempt follows of the set of its events: in any order, in any pieces, however often."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from fanal.learning.attempts.merging import EventKind, Happened, State, is_whole, state, through

START = datetime(2026, 12, 1, tzinfo=UTC)
ONE, TWO = UUID(int=1), UUID(int=2)


def _happened(client: UUID, seq: int, kind: EventKind, item: str, choice: str) -> Happened:
    return Happened(client, seq, kind, item, choice, START + timedelta(minutes=seq))


@st.composite
def _sets(draw: st.DrawFn) -> dict[tuple[UUID, int], Happened]:
    """What one or two clients did: a number is one event."""
    rows = draw(
        st.lists(
            st.builds(
                _happened, st.sampled_from([ONE, TWO]), st.integers(1, 12), st.sampled_from(list(EventKind)),
                st.sampled_from(["s-1", "s-2", "01.a"]), st.sampled_from(["a", "b", "3"]),
            ),
            max_size=20,
        )
    )  # fmt: skip
    return {(row.client, row.seq): row for row in rows}


@given(_sets(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_order_pieces_and_repetition_change_nothing(
    events: dict[tuple[UUID, int], Happened], random: object, times: int
) -> None:
    rows = list(events.values())
    whole = state(rows)
    again = rows * times
    random.shuffle(again)  # type: ignore[attr-defined]
    assert state(again) == whole, "idempotent and commutative"
    cut = len(again) // 2
    pieces = {*again[:cut]}, {*again[cut:]}
    assert state(pieces[0] | pieces[1]) == state([*pieces[1], *pieces[0]]) == whole, "associative"
    assert is_whole(again) == is_whole(rows)


@given(_sets())
def test_a_slow_reference_says_the_same(events: dict[tuple[UUID, int], Happened]) -> None:
    """By number, and by client where two have one: the last answer before the first end."""
    rows = sorted(events.values(), key=lambda row: (row.seq, row.client))
    ends = [row for row in rows if row.kind is EventKind.FINISHED]
    before = rows[: rows.index(ends[0])] if ends else rows
    found = state(rows)
    for item in ("s-1", "s-2", "01.a"):
        said = [row.choice for row in before if row.kind is EventKind.ANSWER and row.item == item]
        assert found.answers.get(item) == (said[-1] if said else None)
    assert found.finished_at == (ends[0].at if ends else None)
    assert set(found.seen) == {row.item for row in before if row.kind is EventKind.SEEN}


def test_what_comes_after_the_end_is_ignored_and_a_refused_number_is_no_hole() -> None:
    rows = [
        _happened(ONE, 1, EventKind.STARTED, "", ""),
        _happened(ONE, 2, EventKind.REFUSED, "", "unknown_item"),
        _happened(ONE, 3, EventKind.ANSWER, "s-1", "a"),
        _happened(ONE, 4, EventKind.FINISHED, "", ""),
        _happened(ONE, 5, EventKind.ANSWER, "s-1", "b"),
    ]
    assert state(rows) == State({"s-1": "a"}, (), None, rows[3].at)
    assert is_whole(rows)
    for missing in range(3):
        assert not is_whole([row for row in rows if row.seq != missing + 1])
    assert not is_whole(rows[:3]), "without its end it is not whole"


def test_through_is_the_last_number_before_a_hole() -> None:
    assert [through(here) for here in ([], [1], [2], [1, 2, 4], [3, 1, 2])] == [0, 1, 0, 2, 3]
